"""Lists of workers whose contribution the regency, a village or a partner pays: they fill months of the ledger."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from programs.actions.cover import Answer, Entry, Listing, enrol_many, foresee
from programs.actions.cover import Fate as Foreseen
from programs.forms.months import MonthField
from programs.imports import values
from programs.imports.cells import Cell
from programs.imports.kinds import Field, Judged, Kind
from programs.imports.people import by_index, read_name, refuse_other_name, take
from programs.imports.workers import NIK_INDEX
from programs.models import Agency, Area, Payer, Program, Worker
from programs.numbers import read_nik
from selayar_site.models import User
from selayar_site.months import month_names
from selayar_site.office import DayField

UNKNOWN = "NIK ini belum ada dalam daftar pekerja. Impor dahulu orangnya dengan daftar pekerja."


class MemberOptions(forms.Form):
    program = forms.ModelChoiceField(Program.objects.order_by("position", "name"), label="Program")
    payer = forms.ChoiceField(choices=[row for row in Payer.choices if row[0] != Payer.ASN], label="Yang membayar")
    village = forms.ModelChoiceField(
        Area.objects.filter(kind__in=Area.VILLAGES).order_by("name"),
        label="Desa yang membayar",
        required=False,
        help_text="Hanya bila desa yang membayar.",
    )
    agency = forms.ModelChoiceField(
        Agency.objects.filter(is_active=True), label="OPD yang menganggarkan", required=False
    )
    has_savings = forms.BooleanField(label="Dengan JHT", required=False)
    source = forms.CharField(
        label="Nama daftar", max_length=160, help_text="Surat keputusan atau daftar yang memuatnya. Tanpa nama orang."
    )
    listed_on = DayField(label="Tanggal daftar")
    first_month = MonthField(label="Bulan pertama", required=False, help_text="Untuk baris tanpa bulannya sendiri.")
    last_month = MonthField(label="Bulan terakhir", required=False, help_text="Boleh sama dengan bulan pertama.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                _listing(cleaned).check()
            except ValidationError as error:
                self.add_error("payer", error)
        return cleaned


def _listing(given: Mapping[str, Any]) -> Listing:
    """`given` has rows of the database, as a valid form has them."""
    return Listing(
        program=given["program"],
        payer=given["payer"],
        source=given["source"],
        listed_on=given["listed_on"],
        agency=given["agency"],
        village=given["village"],
        has_savings=bool(given["has_savings"]),
    )


class Members(Kind):
    code = "members"
    label = "Daftar peserta"
    about = (
        "Pekerja yang iurannya dibayar APBD, desa, atau mitra: NIK, dan bulan mana saja. Mengisi bulan perlindungan."
    )
    permission = "programs.import_members"
    options = MemberOptions
    unique = (("key", "nik", "NIK"),)
    fields = (
        Field(
            "nik",
            "NIK",
            "nik, n i k, no nik, nomor nik, nik ktp, no ktp, nomor ktp, nomor induk kependudukan",
            "16 angka, sebagai teks. Orangnya harus sudah ada dalam daftar pekerja.",
            needed=True,
        ),
        Field("name", "Nama", "nama, nama lengkap, nama pekerja, nama peserta, nama tenaga kerja", "Untuk dicocokkan."),
        Field(
            "first_month",
            "Bulan pertama",
            "bulan pertama, mulai, bulan mulai, dari bulan, awal, periode awal, mulai bulan, tmt",
            "Misalnya Januari 2026.",
        ),
        Field(
            "last_month",
            "Bulan terakhir",
            "bulan terakhir, sampai, bulan selesai, sampai bulan, akhir, periode akhir, selesai, s d",
        ),
    )

    def tables(self, options: Mapping[str, Any]) -> dict[str, Any]:
        village, agency = options["village"], options["agency"]
        given = {
            **options,
            "program": Program.objects.get(pk=options["program"]),
            "village": Area.objects.filter(pk=village).first() if village else None,
            "agency": Agency.objects.filter(pk=agency).first() if agency else None,
            "listed_on": date.fromisoformat(options["listed_on"]),
        }
        return {**{name: options[name] for name in ("first_month", "last_month")}, "listing": _listing(given)}

    def missing(self, columns: Mapping[str, int], options: Mapping[str, Any]) -> list[str]:
        found = super().missing(columns, options)
        for name, label in (("first_month", "Bulan pertama"), ("last_month", "Bulan terakhir")):
            if name not in columns and not options.get(name):
                found.append(f"{label}: pilih kolomnya, atau satu bulan untuk seluruh daftar.")
        return found

    def is_clear(self, columns: Mapping[str, int]) -> bool:
        """Who pays, and by which decision, is asked each time."""
        return False

    def page_of(self, key: int) -> str:
        return reverse("admin:programs_worker_change", args=[key])

    def read(self, row: Judged, cells: Mapping[str, Cell], tables: dict[str, Any]) -> None:
        row.values["name"] = read_name(row, cells.get("name", ""))
        nik = take(row, "nik", lambda: read_nik(values.number_text(cells.get("nik", ""), "NIK")))
        if nik is not None:
            row.key = NIK_INDEX.of(nik.text) or ""
        for name in ("first_month", "last_month"):
            cell = cells.get(name, "")
            is_told = not isinstance(cell, str) or values.text_of(cell)
            row.values[name] = take(row, name, lambda cell=cell: values.read_month(cell)) if is_told else tables[name]  # type: ignore[misc]
            if row.values[name] is None and is_told == "":
                row.refuse(name, "Bulannya belum diisi.")

    def compare(self, rows: Sequence[Judged], tables: dict[str, Any]) -> None:
        self._find(rows)
        asked = [row for row in rows if not row.wrong]
        entries = [
            Entry(row.target.pk, row.values["first_month"], row.values["last_month"], tables["listing"])
            for row in asked
        ]
        for row, entry, answer in zip(asked, entries, foresee(entries), strict=True):
            row.values["entry"] = entry
            self._take(row, answer)

    def _find(self, rows: Sequence[Judged]) -> None:
        found = Worker.objects.filter(nik_index__in={row.key for row in rows if row.key})
        people = by_index(found.select_related("merged_into"), "nik_index")
        for row in rows:
            person = people.get(row.key)
            if person is None:
                if row.key and not row.wrong:
                    row.refuse("nik", UNKNOWN)
                continue
            row.target = person.merged_into or person
            refuse_other_name(row, row.target, number="NIK")
            row.who = row.who or row.target.name

    def _take(self, row: Judged, answer: Answer) -> None:
        if answer.fate == Foreseen.NEW:
            row.is_new = True
            row.changes["months"] = ("", answer.added)
            row.shown.append(("bulan", "—", month_names(answer.added)))
        elif answer.fate != Foreseen.SAME:
            row.refuse("first_month", answer.sentence)

    def write(self, rows: Sequence[Judged], *, by: User, source: str) -> None:
        """Through the verb of the ledger, which locks the workers and looks again."""
        answers = enrol_many([row.values["entry"] for row in rows], by=by)
        if any(answer.fate != Foreseen.NEW for answer in answers):
            raise ValidationError("Sebagian bulan sudah dicatat sementara itu.")
