"""The newsroom's form as a text that can be compared, and its differences in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from news.body import photo_titles
from news.merging import (
    MERGED,
    MINE,
    STORED,
    Difference,
    Row,
    Text,
    fingerprints,
    new_blocks,
    read_fingerprints,
    text_in,
)
from news.wording import Row as WordRow
from news.wording import compare_plain, compare_texts
from selayar_site.editor import LONGEST, RichTextField
from selayar_site.office import shown
from selayar_site.richtext import plain, sanitize

# What a row is called in front of its name.
ROW_NAMES = {"photos": "Foto", "attachments": "Lampiran"}


@dataclass(frozen=True)
class Blank:
    """The form of an edition as it is stored, unbound: its text, and what its fields are called."""

    form: forms.ModelForm
    formsets: Sequence[Any]

    @property
    def rich(self) -> list[str]:
        return [name for name, field in self.form.fields.items() if isinstance(field, RichTextField)]

    def names(self) -> dict[str, list[str]]:
        return {formset.prefix: _row_names(formset.empty_form) for formset in self.formsets}

    def text(self) -> Text:
        fields = {name: _posted(self.form[name]) for name in self.form.fields}
        rows = {
            formset.prefix: [
                Row(str(row.instance.pk), {name: _posted(row[name]) for name in _row_names(row)})
                for row in formset.initial_forms
            ]
            for formset in self.formsets
        }
        return self.clean(Text(fields, rows))

    def typed(self, data: QueryDict) -> Text:
        return self.clean(text_in(data, self.form.fields, self.names()))

    def clean(self, text: Text) -> Text:
        """Rich text in the one shape in which it is stored, so that only words count."""
        for name in self.rich:
            text.fields[name] = [html if len(html) > LONGEST else sanitize(html) for html in text.fields[name]]
        return text

    def row_form(self, prefix: str) -> forms.ModelForm:
        return next(formset.empty_form for formset in self.formsets if formset.prefix == prefix)


def _row_names(row: forms.BaseForm) -> list[str]:
    structure = ("id", "edition", "DELETE")
    return [
        name for name, field in row.fields.items() if name not in structure and not isinstance(field, forms.FileField)
    ]


def _posted(bound: Any) -> list[str]:
    """What a browser sends of the field, if nobody touches it."""
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    if isinstance(widget, forms.widgets.ChoiceWidget):
        return [text for text in widget.format_value(value) if text]
    text = widget.format_value(value)
    return ["" if text is None else str(text)]


@dataclass(frozen=True)
class Shown:
    """One difference in words: the stored side and the typed one, and what can be chosen."""

    difference: Difference
    label: str
    rows: list[WordRow]
    options: list[tuple[str, str]]

    @property
    def key(self) -> str:
        return self.difference.key

    @property
    def choice(self) -> str:
        return self.difference.choice

    @property
    def who(self) -> str:
        """Who changed it since both began."""
        if self.difference.is_mine and self.difference.is_stored:
            return "Diubah oleh Anda berdua."
        if self.difference.is_mine:
            return "Hanya Anda yang mengubahnya."
        return "Anda tidak mengubahnya; yang tersimpan lebih baru."


def shown_of(blank: Blank, found: Iterable[Difference]) -> list[Shown]:
    return [_shown_row(blank, each) if ":" in each.key else _shown_field(blank, each) for each in found]


def _shown_field(blank: Blank, each: Difference) -> Shown:
    field = blank.form.fields[each.key]
    label = str(field.label)
    if each.key in blank.rich:
        stored, mine = "".join(each.stored), "".join(each.mine)
        rows = [row for row in compare_texts(stored, mine, photo_titles(stored, mine)) if not row.is_same]
    else:
        rows = [compare_plain(_said(field, each.stored), _said(field, each.mine))]
    options = [(STORED, "Pakai yang tersimpan"), (MINE, "Pakai tulisan saya")]
    if each.merged is not None:
        options.insert(0, (MERGED, "Gabungkan keduanya"))
    return Shown(each, label, rows, options)


def _shown_row(blank: Blank, each: Difference) -> Shown:
    prefix = each.key.partition(":")[0]
    form = blank.row_form(prefix)
    sides = [each.stored, each.mine]
    values = [_row_values(form, side) for side in sides]
    names = dict.fromkeys([*values[0], *values[1]])
    rows = [
        compare_plain(*(f"{name}: {side[name]}" if name in side else "" for side in values))
        for name in names
        if values[0].get(name) != values[1].get(name)
    ]
    first = next(iter(values[1].values() or values[0].values()), "")
    what = ROW_NAMES.get(prefix, prefix)
    options = [
        (STORED, "Pakai yang tersimpan" if each.stored else f"Tanpa {what.lower()} ini"),
        (MINE, "Pakai tulisan saya" if each.mine else f"Tanpa {what.lower()} ini"),
    ]
    # A file that was taken away meanwhile has to be sent again.
    if each.stored is None and prefix == "attachments":
        options.pop()
    return Shown(each, f"{what}: {first}", rows, options)


def _row_values(form: forms.ModelForm, row: Row | None) -> dict[str, str]:
    if row is None:
        return {}
    said = {str(form[name].label): _said(form.fields[name], values) for name, values in row.values.items()}
    return {label: text for label, text in said.items() if text}


def _said(field: forms.Field, values: list[str]) -> str:
    """The value in words; empty where there is none."""
    value: Any = values if isinstance(field, forms.ModelMultipleChoiceField) else "".join(values)
    if isinstance(field, forms.DateTimeField):
        return str(value).replace("T", " ")
    try:
        text = shown(field, value)
    except ValueError:  # keys that are none
        text = ", ".join(values)
    return "" if text == "—" else text


def new_rows_of(blank: Blank, typed: Text) -> list[str]:
    """The rows that only the typed text has, in words."""
    return [
        f"{ROW_NAMES.get(prefix, prefix)}: {next(iter(_row_values(blank.row_form(prefix), row).values()), '')}"
        for prefix, rows in typed.rows.items()
        for row in rows
        if not row.pk and not row.is_deleted
    ]


@dataclass(frozen=True)
class Changed:
    """What is new since somebody read: a field or row, with the words that stand there now."""

    label: str
    words: list[str]


def changed_since(blank: Blank, seen: str) -> list[Changed]:
    """The parts of the stored text that are not as in the fingerprints `seen`; nothing where those are none."""
    base = read_fingerprints(seen)
    stored = blank.text()
    now = read_fingerprints(fingerprints(stored, blank.rich))
    if not base:
        return []
    found = [_changed_field(blank, stored, name, base) for name in stored.fields if base.get(name) != now[name]]
    for prefix, rows in stored.rows.items():
        name, form = ROW_NAMES.get(prefix, prefix), blank.row_form(prefix)
        keys = {f"{prefix}:{row.pk}": row for row in rows}
        for key, row in keys.items():
            if base.get(key) != now[key]:
                found.append(Changed(name, [f"{label}: {text}" for label, text in _row_values(form, row).items()]))
        found += [Changed(name, []) for key in base if key.startswith(f"{prefix}:") and key not in keys]
    return found


def _changed_field(blank: Blank, stored: Text, name: str, base: Mapping[str, Any]) -> Changed:
    field = blank.form.fields[name]
    if name in blank.rich:
        words = [plain(block) for block in new_blocks(base.get(f"{name}:blocks"), "".join(stored.fields[name]))]
    else:
        words = [text] if (text := _said(field, stored.fields[name])) else []
    return Changed(str(field.label), words)
