"""Forms about lists that come from outside."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from programs.imports.cells import Cell, is_blank, masked, shown
from programs.imports.headings import letter
from programs.imports.kinds import Kind, plain_options

_LONGEST_EXAMPLE = 24


def masked_text(cell: Cell) -> str:
    """A cell as an example: short, and with long numbers masked."""
    text = masked(shown(cell).strip())
    return text if len(text) <= _LONGEST_EXAMPLE else f"{text[:_LONGEST_EXAMPLE]}…"


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label="Jenis daftar", widget=forms.RadioSelect)
    file = forms.FileField(
        label="Berkas",
        widget=forms.ClearableFileInput({"accept": ".csv,.txt,.xlsx,text/csv"}),
        error_messages={"empty": "Berkasnya kosong. Pilih lagi, mungkin belum selesai tersimpan."},
    )

    def __init__(self, *args: Any, kinds: Sequence[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["kind"]
        choices.choices = [(kind.code, kind.label) for kind in kinds]
        if len(kinds) == 1:
            self.initial.setdefault("kind", kinds[0].code)
        most = settings.IMPORT_MAX_BYTES // 1024 // 1024
        rows = f"{settings.IMPORT_MAX_ROWS:,}".replace(",", ".")
        self.fields["file"].help_text = f"CSV atau XLSX, paling besar {most} MB dan {rows} baris."

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.IMPORT_MAX_BYTES:
            most = settings.IMPORT_MAX_BYTES // 1024 // 1024
            raise ValidationError(f"Ukuran berkas lebih dari {most} MB. Bagi daftarnya menjadi beberapa berkas.")
        return file


class RowsForm(forms.Form):
    """Which sheet, and which of its rows has the headings."""

    sheet = forms.TypedChoiceField(label="Lembar", coerce=int)
    heading_row = forms.TypedChoiceField(label="Baris judul kolom", coerce=int)

    def __init__(
        self,
        *args: Any,
        sheets: Sequence[tuple[str, Sequence[tuple[int, list[Cell]]]]],
        sheet: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["sheet"]
        choices.choices = [(number, name or "Satu-satunya") for number, (name, rows) in enumerate(sheets) if rows]
        if len(choices.choices) < 2:
            choices.widget = forms.HiddenInput()
        rows: Any = self.fields["heading_row"]
        told = [(number, f"Baris {number}: {_said(cells)}") for number, cells in sheets[sheet][1][:25]]
        rows.choices = [*told, (0, "Tidak ada baris judul")]


def _said(cells: Sequence[Cell]) -> str:
    words = [masked_text(cell) for cell in cells if not is_blank(cell)]
    text = " · ".join(words[:5])
    return f"{text} …" if len(words) > 5 else text


class MatchForm(forms.Form):
    """A column for each of our fields, and what is asked about the whole list."""

    PREFIX = "column_"

    def __init__(self, *args: Any, kind: Kind, headings: Sequence[str], examples: Sequence[str], **kwargs: Any) -> None:
        initial = kwargs.pop("initial", None) or {}
        columns: Mapping[str, int] = initial.get("columns", {})
        super().__init__(*args, **kwargs)
        self.kind = kind
        choices = [("", "Tidak ada di berkas ini"), *_choices(headings, examples)]
        for each in kind.fields:
            self.fields[self.PREFIX + each.name] = forms.TypedChoiceField(
                choices=choices,
                coerce=int,
                empty_value=None,
                required=each.needed,
                label=each.label,
                help_text=each.help,
                initial=columns.get(each.name, ""),
                error_messages={"required": f"Pilih kolom untuk {each.label}."},
            )
        self.columns_of_list = [self[self.PREFIX + each.name] for each in kind.fields]
        self.options = kind.options(self.data if self.is_bound else None, initial=initial.get("options", {}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        taken: dict[int, str] = {}
        for each in self.kind.fields:
            column = cleaned.get(self.PREFIX + each.name)
            if column is None:
                continue
            if column in taken:
                self.add_error(
                    self.PREFIX + each.name, f"Kolom {letter(column)} sudah dipilih untuk {taken[column]}. Pilih satu."
                )
            taken.setdefault(column, each.label)
        if not self.options.is_valid():
            self.add_error(None, "Periksa pilihan untuk seluruh daftar.")
        elif missing := self.kind.missing(self.columns(), self.plain_options()):
            told = [sentence for sentence in missing if not any(sentence in errors for errors in self.errors.values())]
            for sentence in told:
                self.add_error(None, sentence)
        return cleaned

    def columns(self) -> dict[str, int]:
        named = {each.name: self.cleaned_data.get(self.PREFIX + each.name) for each in self.kind.fields}
        return {name: column for name, column in named.items() if column is not None}

    def plain_options(self) -> dict[str, Any]:
        return plain_options(self.options)


def _choices(headings: Sequence[str], examples: Sequence[str]) -> list[tuple[int, str]]:
    """Each column by its letter, heading and an example."""
    found = []
    for column, heading in enumerate(headings):
        example = examples[column] if column < len(examples) else ""
        name = f"{letter(column)} · {masked_text(heading)}" if heading else f"{letter(column)} (tanpa judul)"
        if heading or example:
            found.append((column, f"{name} — mis. {example}" if example else name))
    return found
