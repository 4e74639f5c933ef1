"""The rules of rules.py for a text as it is stored or as it is being typed, in the shape that the page shows."""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.template.loader import render_to_string

from news.models import Edition
from news.rules import Outcome, Problem, Spot, Text, Use, publishing_outcomes, saving_outcomes

from .merging import Blank

# In front of the name of a field for a file that was chosen: its name. Files themselves are never kept aside.
CHOSEN = "chosen-"
# What is judged as it was typed, also where it is too long to be saved.
LINES = {"title", "summary", "place", "change_note"}


@dataclass(frozen=True)
class RuleSet:
    """All rules of one kind, what to call the ones that are not met, and what to say where all are."""

    name: str
    heading: str
    met: str
    outcomes: list[Outcome]

    @property
    def problems(self) -> list[Problem]:
        return [problem for outcome in self.outcomes for problem in outcome.problems]


@dataclass(frozen=True)
class Judgement:
    """Both sets of rules for one text."""

    saving: RuleSet
    publishing: RuleSet

    @property
    def sets(self) -> list[RuleSet]:
        return [self.saving, self.publishing]

    @property
    def said(self) -> str:
        """The whole in one sentence, for who hears the page; it changes only when a rule turns."""
        if problems := self.saving.problems:
            return f"Belum dapat disimpan: {len(problems)} hal perlu dibetulkan."
        if problems := self.publishing.problems:
            return f"Dapat disimpan. Sebelum diajukan masih ada {len(problems)} hal."
        return "Semua syarat untuk diajukan terpenuhi."


def judged(saving: list[Outcome], publishing: list[Outcome]) -> Judgement:
    return Judgement(
        RuleSet("saving", "Belum dapat disimpan", "Dapat disimpan.", saving),
        RuleSet("publishing", "Sebelum diajukan, lengkapi", "Siap diajukan: semua syarat terpenuhi.", publishing),
    )


def judge_stored(edition: Edition | None, form: forms.ModelForm, formsets: Sequence[Any]) -> Judgement:
    """What is stored can be saved; of a release not yet begun nothing is there."""
    saving = saving_outcomes(_names(form, formsets), {})
    text = Text.stored(edition) if edition else Text(Edition(), [])
    return judged(saving, publishing_outcomes(text))


def judge_typed(form: forms.ModelForm, formsets: Sequence[Any], chosen: Iterable[str] = ()) -> Judgement:
    """Bound forms of what was typed. `chosen`: fields whose file the browser holds, so that none is missed."""
    names = _names(form, formsets)
    refusals = {name: list(_said_of(form, name)) for name in form.errors}
    for formset in formsets:
        refusals[formset.prefix] = list(_refusals_of(formset, set(chosen)))
    for name in set(form.errors) & LINES:
        setattr(form.instance, name, str(form[name].value() or ""))  # what is too long is there all the same
    form.instance.__dict__.pop("body_photos", None)
    uses = [*_rows(formsets), *map(Use, form.instance.uses_in_body())]
    return judged(saving_outcomes(names, refusals), publishing_outcomes(Text(form.instance, uses)))


def _said_of(form: forms.BaseForm, name: str) -> Iterable[Spot]:
    label = f"{form.fields[name].label}: " if name in form.fields else ""
    return (Spot(f"{label}{sentence}") for sentence in form.errors[name])


def _names(form: forms.ModelForm, formsets: Sequence[Any]) -> set[str]:
    return {*form.fields, *(formset.prefix for formset in formsets)}


def _refusals_of(formset: Any, chosen: set[str]) -> Iterable[Spot]:
    yield from (Spot(sentence) for sentence in formset.non_form_errors())
    for number, row in enumerate(formset.forms):
        if _is_left_out(formset, row):
            continue
        for name, sentences in row.errors.items():
            part = "" if name == NON_FIELD_ERRORS else name
            if row.add_prefix(name) not in chosen:
                label = f"{row.fields[name].label}: " if part else ""
                first = part or next(iter(row.visible_fields())).name
                yield from (Spot(f"{label}{sentence}", formset.prefix, number, first) for sentence in sentences)


def _rows(formsets: Sequence[Any]) -> Iterable[Use]:
    """The photos of the rows, as far as they are photos."""
    for formset in formsets:
        if formset.prefix == "photos":
            for number, row in enumerate(formset.forms):
                if not _is_left_out(formset, row) and row.instance.photo_id:
                    yield Use(row.instance, number)


def _is_left_out(formset: Any, row: Any) -> bool:
    return formset._should_delete_form(row) or (row.empty_permitted and not row.has_changed())


def chosen_in(data: QueryDict) -> dict[str, str]:
    """The files that were chosen when this was typed: the field of each, and its name."""
    return {name.removeprefix(CHOSEN): str(data[name]) for name in data if name.startswith(CHOSEN)}


def files_in(blank: Blank, data: QueryDict) -> list[str]:
    """The files that have to be chosen again, in words: field, the title typed beside it, and the file's name."""
    said = []
    for name, file in chosen_in(data).items():
        prefix, _, field = name.rpartition("-")
        group = prefix.rpartition("-")[0]
        form = blank.row_form(group) if group in blank.names() else blank.form
        label = str(form.fields[field].label) if field in form.fields else "Berkas"
        title = data.get(f"{prefix}-title", "")
        said.append(f"{label} {f'“{title}” ' if title else ''}({file})")
    return said


def as_typed(edition: Edition | None) -> Edition:
    """An edition to be bound to a form that is never saved."""
    return copy.copy(edition) if edition else Edition()


def rules_html(judgement: Judgement) -> str:
    """The list above the form, as it stands in the page and in the answer to an autosave."""
    return render_to_string("admin/news/edition/_rules.html", {"judgement": judgement})
