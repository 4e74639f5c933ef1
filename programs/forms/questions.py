"""Questions and answers as rows: one writes them where one reads them, also without JavaScript."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

MOST = 60
SPARE = 3


class QuestionsWidget(forms.Widget):
    """A row for each pair and a few empty ones; a number puts them in order."""

    template_name = "programs/questions_widget.html"

    class Media:
        css = {"all": ("admin-site/questions.css",)}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        pairs = [*(value or []), *[{"question": "", "answer": ""}] * SPARE][:MOST]
        context["widget"]["rows"] = [{"number": number, **pair} for number, pair in enumerate(pairs, 1)]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, str]]:
        rows = []
        for number in range(1, MOST + 1):
            question, answer = (str(data.get(f"{name}-{number}-{part}", "")).strip() for part in ("question", "answer"))
            place = str(data.get(f"{name}-{number}-place", ""))
            order = int(place) if re.fullmatch("[0-9]{1,3}", place) else number
            if question or answer:
                rows.append((order, number, {"question": question, "answer": answer.replace("\r\n", "\n")}))
        return [pair for _, _, pair in sorted(rows, key=lambda row: row[:2])]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class QuestionsField(forms.Field):
    """Answers with a list of {question, answer}."""

    widget = QuestionsWidget

    def clean(self, value: list[dict[str, str]]) -> list[dict[str, str]]:
        for pair in value:
            if not pair["answer"]:
                raise ValidationError(f"Pertanyaan “{pair['question']}” memerlukan jawaban.")
            if not pair["question"]:
                raise ValidationError("Ada jawaban tanpa pertanyaan.")
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != (data or [])
