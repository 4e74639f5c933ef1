"""Rosters of civil servants as agencies keep them: PNS and PPPK, with where they serve."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from programs.actions import bulk
from programs.imports import values
from programs.imports.cells import Cell
from programs.imports.headings import normal
from programs.imports.kinds import Fate, Field, Judged, Kind
from programs.imports.people import by_index, find_changes, read_a_phone, read_birth, read_name, refuse_other_name, take
from programs.imports.places import Agencies
from programs.models import Agency, CivilServant, FormerNip, Placement
from programs.numbers import CivilStatus, read_kk, read_nik, read_nip
from selayar_site.models import User
from selayar_site.office import DayField

NIP_INDEX: Any = CivilServant._meta.get_field("nip_index")
NIK_INDEX: Any = CivilServant._meta.get_field("nik_index")
STATUSES = {
    **dict.fromkeys(("pns", "cpns", "pegawai negeri sipil"), CivilStatus.PNS),
    **dict.fromkeys(("pppk", "p3k", "pppk paruh waktu", "pppk penuh waktu", "p3k paruh waktu",
                     "pegawai pemerintah dengan perjanjian kerja"), CivilStatus.PPPK),
}  # fmt: skip
_LABELS = {
    "nip": "NIP", "nik": "NIK", "kk": "nomor KK", "name": "nama", "birth_date": "tanggal lahir",
    "sex": "jenis kelamin", "status": "status", "position": "jabatan", "email": "surel", "phone": "telepon",
}  # fmt: skip
LATEST_AGE = max(CivilServant.RetirementAge.values)
# Not columns of the person: where one serves is a row of its own.
PLACE = ("agency", "from_on")


class CivilServantOptions(forms.Form):
    agency = forms.ModelChoiceField(
        Agency.objects.filter(is_active=True),
        label="OPD seluruh daftar",
        required=False,
        empty_label="Menurut kolom OPD",
        help_text="Untuk baris yang kolom OPD-nya tidak ada atau kosong.",
    )
    status = forms.ChoiceField(
        choices=[("", "Menurut kolom status atau NIP"), *CivilStatus.choices],
        label="Status seluruh daftar",
        required=False,
    )
    from_on = DayField(
        label="Bertugas sejak",
        required=False,
        help_text="Untuk baris tanpa TMT sendiri. Bila kosong: hari ini.",
    )

    def clean_from_on(self) -> date:
        """Settled once: what was checked today is applied as such tomorrow."""
        return self.cleaned_data["from_on"] or timezone.localdate()


class CivilServants(Kind):
    code = "civil_servants"
    label = "Daftar ASN"
    about = "Pegawai PNS dan PPPK: NIP, nama, dan OPD; boleh dengan NIK, status, jabatan, TMT, surel, dan telepon."
    permission = "programs.import_civil_servants"
    options = CivilServantOptions
    unique = (("key", "nip", "NIP"), ("second_key", "nik", "NIK"))
    fields = (
        Field(
            "nip",
            "NIP",
            "nip, n i p, no nip, nomor nip, nip baru, nip nipppk, nip pppk, nipppk, nomor induk pegawai, ni pppk",
            "18 angka, sebagai teks.",
            needed=True,
        ),
        Field("name", "Nama", "nama, nama lengkap, nama pegawai, nama asn, nama pns"),
        Field(
            "status",
            "Status",
            "status, status pegawai, status kepegawaian, jenis pegawai, jenis asn, jenis kepegawaian",
            "PNS atau PPPK.",
        ),
        Field(
            "agency",
            "OPD",
            "opd, skpd, unit kerja, instansi, perangkat daerah, nama opd, satuan kerja, unit organisasi, dinas",
        ),
        Field("from_on", "Bertugas sejak", "bertugas sejak, tmt, tmt unit kerja, tmt opd, tmt jabatan, mulai bertugas"),
        Field(
            "birth_date",
            "Tanggal lahir",
            "tanggal lahir, tgl lahir, lahir, ttl, tempat tanggal lahir, tempat tgl lahir",
            "Bila kosong, diambil dari NIP.",
        ),
        Field(
            "sex",
            "Jenis kelamin",
            "jenis kelamin, kelamin, jk, j k, l p, lp, gender",
            "Bila kosong, diambil dari NIP.",
        ),
        Field("nik", "NIK", "nik, no nik, nomor nik, nik ktp, no ktp, nomor ktp, nomor induk kependudukan"),
        Field("kk", "Nomor KK", "no kk, nomor kk, kk, no kartu keluarga, kartu keluarga"),
        Field("position", "Jabatan", "jabatan, nama jabatan, jabatan terakhir"),
        Field("email", "Surel", "surel, email, e mail, alamat email"),
        Field("phone", "Telepon", "telepon, no hp, nomor hp, hp, no telepon, nomor telepon, no telp, telp, wa, no wa"),
    )  # fmt: skip

    def tables(self, options: Mapping[str, Any]) -> dict[str, Any]:
        agency = options.get("agency")
        return {
            "agencies": Agencies(),
            "agency": Agency.objects.filter(pk=agency).first() if agency else None,
            "status": options.get("status") or "",
            "from_on": date.fromisoformat(options["from_on"]),
        }

    def missing(self, columns: Mapping[str, int], options: Mapping[str, Any]) -> list[str]:
        found = super().missing(columns, options)
        if "agency" not in columns and not options.get("agency"):
            found.append("Pilih kolom OPD, atau satu OPD untuk seluruh daftar.")
        return found

    def is_clear(self, columns: Mapping[str, int]) -> bool:
        """Since when people serve there is asked each time, unless the list says it."""
        return super().is_clear(columns) and "from_on" in columns

    def page_of(self, key: int) -> str:
        return reverse("admin:programs_civilservant_change", args=[key])

    # One row

    def read(self, row: Judged, cells: Mapping[str, Cell], tables: dict[str, Any]) -> None:
        get = cells.get
        row.values["name"] = read_name(row, get("name", ""))
        written = values.text_of(get("status", ""))
        status = (
            take(row, "status", lambda: values.choose(normal(written), STATUSES, what="Status", written=written))
            if written
            else ""
        )
        status = status or tables["status"]
        nip = take(row, "nip", lambda: read_nip(values.number_text(get("nip", ""), "NIP"), status=status))
        if nip is not None:
            row.values |= {"nip": nip.text, "status": nip.status}
            row.key = NIP_INDEX.of(nip.text) or ""
            row.derived |= set() if status else {"status"}
            read_birth(row, cells, number="NIP", birth_date=nip.birth_date, sex=nip.sex)
        self._read_numbers(row, cells)
        row.values["position"] = values.text_of(get("position", ""))[:120]
        if email := values.text_of(get("email", "")).lower():
            take(row, "email", lambda: validate_email(email))
            row.values["email"] = email
        agency = values.text_of(get("agency", ""))
        row.values["agency"] = (
            take(row, "agency", lambda: tables["agencies"].find(agency)) if agency else tables["agency"]
        )
        since = get("from_on", "")
        is_told = not isinstance(since, str) or values.text_of(since)
        row.values["from_on"] = take(row, "from_on", lambda: values.read_date(since)) if is_told else tables["from_on"]

    def _read_numbers(self, row: Judged, cells: Mapping[str, Cell]) -> None:
        if nik := take(row, "nik", lambda: values.number_text(cells.get("nik", ""), "NIK")):
            read = take(row, "nik", lambda: read_nik(nik))
            if read is not None:
                row.values["nik"] = read.text
                row.second_key = NIK_INDEX.of(read.text) or ""
        if kk := take(row, "kk", lambda: values.number_text(cells.get("kk", ""), "Nomor KK")):
            row.values["kk"] = take(row, "kk", lambda: read_kk(kk, nik=row.values.get("nik", "")))
        if phone := take(row, "phone", lambda: read_a_phone(cells.get("phone", ""))):
            row.values["phone"] = phone

    # Many rows

    def compare(self, rows: Sequence[Judged], tables: dict[str, Any]) -> None:
        self._find(rows)
        latest = _placements([row.target for row in rows if row.target is not None])
        for row in rows:
            if row.target is None:
                self._ask_for_all(row)
            elif not row.wrong and not refuse_other_name(row, row.target, number="NIP atau NIK"):
                given = {name: row.values.get(name) for name in _LABELS if name not in row.derived}
                find_changes(row, row.target, given, _LABELS)
                self._compare_place(row, latest.get(row.target.pk))
        for row in rows:
            if not row.wrong and row.fate != Fate.SAME:
                person = self._as_it_would_be(row)
                if row.fate == Fate.NEW and (age := person.age_on(timezone.localdate())) >= LATEST_AGE:
                    row.notes.append(f"Berusia {age} tahun: menurut batas usianya tidak lagi bertugas.")
                row.notes += [f"{each} Setelah diterapkan, menunggu keputusan." for each in person.contradictions()]

    def _find(self, rows: Sequence[Judged]) -> None:
        """By NIP, also one from before, or by NIK: the number of a PPPK changes with the agency."""
        nips = {row.key for row in rows if row.key}
        people = by_index(CivilServant.objects.filter(nip_index__in=nips), "nip_index")
        former = FormerNip.objects.filter(nip_index__in=nips - set(people)).select_related("civil_servant")
        before = {each.nip_index: each.civil_servant for each in former}
        niks = {row.second_key for row in rows if row.second_key}
        by_nik = by_index(CivilServant.objects.filter(nik_index__in=niks), "nik_index")
        for row in rows:
            person = people.get(row.key) or before.get(row.key)
            other = by_nik.get(row.second_key)
            if person is not None and other is not None and person.pk != other.pk:
                row.refuse("nik", "NIP dan NIK pada baris ini milik dua orang yang berbeda di register.")
            if row.key in before and row.key not in people:
                row.derived.add("nip")
                row.notes.append("NIP ini NIP lama orang tersebut; NIP yang berlaku tidak diubah.")
            row.target = person or (other if row.key else None)
            if row.target is not None and row.target.left_on:
                row.notes.append("Di register, orang ini tercatat tidak lagi bertugas.")

    def _ask_for_all(self, row: Judged) -> None:
        refused = {name for name, _ in row.wrong}
        for name, sentence in (("name", "Nama belum diisi."), ("agency", "OPD belum diisi.")):
            if not row.values.get(name) and name not in refused:
                row.refuse(name, sentence)

    def _compare_place(self, row: Judged, latest: Placement | None) -> None:
        agency, since = row.values.get("agency"), row.values.get("from_on")
        if agency is None or since is None or (latest is not None and latest.agency_id == agency.pk):
            return
        if latest is not None and since <= latest.from_on:
            row.refuse(
                "from_on",
                f"Di register, orang ini bertugas di {latest.agency.short_name} sejak "
                f"{date_format(latest.from_on, 'j F Y')}. Tulis TMT di OPD yang baru, sesudah tanggal itu.",
            )
            return
        row.changes["agency"] = (latest.agency if latest else None, agency)
        row.changes["from_on"] = (latest.from_on if latest else None, since)
        row.shown.append(
            (
                "OPD",
                latest.agency.short_name if latest else "—",
                f"{agency.short_name} sejak {date_format(since, 'j F Y')}",
            )
        )

    def _as_it_would_be(self, row: Judged) -> CivilServant:
        names = ("nip", "nik", "status", "birth_date", "sex", "name")
        fields = {name: row.values.get(name) for name in names}
        if row.target is not None:
            fields = {name: getattr(row.target, name) for name in names}
            fields |= {name: after for name, (_, after) in row.changes.items() if name in names}
        return CivilServant(**fields)

    # Writing

    def write(self, rows: Sequence[Judged], *, by: User, source: str) -> None:
        new = [row for row in rows if row.fate == Fate.NEW]
        changed = [row for row in rows if row.fate == Fate.CHANGED]
        if new:
            people = [(_columns(row.values), row.values["agency"], row.values["from_on"]) for row in new]
            bulk.register_civil_servants(people, by=by, source=source)
        fields = {row.number: _columns({name: after for name, (_, after) in row.changes.items()}) for row in changed}
        about_person = [(row.target, fields[row.number]) for row in changed if fields[row.number]]
        if about_person:
            bulk.change_people(about_person, by=by, source=source)
        moved = [
            (row.target, row.values["agency"], row.values["from_on"]) for row in changed if "agency" in row.changes
        ]
        if moved:
            bulk.place_many(moved, by=by, source=source)


def _columns(given: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is no column of the person, and without what the list does not say."""
    return {name: value for name, value in given.items() if name not in PLACE and value not in (None, "")}


def _placements(people: Sequence[CivilServant]) -> dict[int, Placement]:
    """The last placement of each, one that begins later included."""
    rows = Placement.objects.filter(civil_servant__in={person.pk for person in people}).select_related("agency")
    return {row.civil_servant_id: row for row in rows.order_by("from_on")}
