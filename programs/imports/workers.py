"""Lists of informal workers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from programs.actions import bulk, doubles
from programs.eligibility import OLDEST, YOUNGEST
from programs.imports import values
from programs.imports.cells import Cell
from programs.imports.kinds import Fate, Field, Judged, Kind
from programs.imports.people import by_index, find_changes, read_a_phone, read_birth, read_name, refuse_other_name, take
from programs.imports.places import Trades, Villages
from programs.models import Occupation, PossibleDouble, Worker
from programs.names import name_key
from programs.numbers import read_kk, read_kpj, read_nik
from selayar_site.blind import BlindIndexField
from selayar_site.models import User
from selayar_site.sealed import blind_index

NIK_INDEX: Any = Worker._meta.get_field("nik_index")
assert isinstance(NIK_INDEX, BlindIndexField)

_LABELS = {
    "nik": "NIK", "kk": "nomor KK", "name": "nama", "birth_date": "tanggal lahir", "sex": "jenis kelamin",
    "village": "desa atau kelurahan", "occupation": "pekerjaan", "phone": "telepon", "kpj": "KPJ",
}  # fmt: skip


class WorkerOptions(forms.Form):
    unknown_occupation = forms.ModelChoiceField(
        Occupation.objects.filter(is_active=True),
        label="Pekerjaan yang tidak dikenal",
        required=False,
        empty_label="Tolak barisnya",
        help_text="Atau catat semua yang tidak dikenal sebagai satu pekerjaan, misalnya Lainnya.",
    )


class Workers(Kind):
    code = "workers"
    label = "Daftar pekerja"
    about = "Pekerja informal: NIK, nama, desa, dan pekerjaan; boleh dengan KK, tanggal lahir, telepon, dan KPJ."
    permission = "programs.import_workers"
    options = WorkerOptions
    unique = (("key", "nik", "NIK"), ("second_key", "kpj", "KPJ"))
    fields = (
        Field(
            "nik",
            "NIK",
            "nik, n i k, no nik, nomor nik, nik ktp, no ktp, nomor ktp, nomor induk kependudukan, no identitas",
            "16 angka, sebagai teks.",
            needed=True,
        ),
        Field(
            "name",
            "Nama",
            "nama, nama lengkap, nama pekerja, nama peserta, nama tenaga kerja, nama tk, nama penerima",
        ),
        Field(
            "birth_date",
            "Tanggal lahir",
            "tanggal lahir, tgl lahir, tgl lhr, lahir, ttl, tempat tanggal lahir, tempat tgl lahir, "
            "tempat dan tanggal lahir",
            "Hari/bulan/tahun. Bila kosong, diambil dari NIK.",
        ),
        Field(
            "sex",
            "Jenis kelamin",
            "jenis kelamin, kelamin, jk, j k, l p, lp, gender, sex",
            "L atau P. Bila kosong, diambil dari NIK.",
        ),
        Field(
            "village",
            "Desa atau kelurahan",
            "desa, kelurahan, desa kelurahan, desa kel, kelurahan desa, kel desa, nama desa, domisili, alamat",
        ),
        Field("district", "Kecamatan", "kecamatan, kec, nama kecamatan", "Untuk desa yang senama."),
        Field(
            "occupation",
            "Pekerjaan",
            "pekerjaan, jenis pekerjaan, profesi, mata pencaharian, jenis usaha, usaha, pekerjaan utama",
        ),
        Field("kk", "Nomor KK", "no kk, nomor kk, kk, no kartu keluarga, nomor kartu keluarga, kartu keluarga"),
        Field(
            "phone",
            "Telepon",
            "telepon, no hp, nomor hp, hp, no telepon, nomor telepon, no telp, telp, handphone, wa, no wa, "
            "whatsapp, kontak",
        ),
        Field(
            "kpj",
            "KPJ",
            "kpj, no kpj, nomor kpj, nomor peserta, no peserta, nomor kepesertaan, no bpjs ketenagakerjaan",
            "11 angka, nomor peserta BPJS Ketenagakerjaan.",
        ),
    )

    def tables(self, options: Mapping[str, Any]) -> tuple[Villages, Trades]:
        key = options.get("unknown_occupation")
        return Villages(), Trades(Occupation.objects.filter(pk=key).first() if key else None)

    def page_of(self, key: int) -> str:
        return reverse("admin:programs_worker_change", args=[key])

    # One row

    def read(self, row: Judged, cells: Mapping[str, Cell], tables: tuple[Villages, Trades]) -> None:
        villages, trades = tables
        get = cells.get
        row.values["name"] = read_name(row, get("name", ""))
        nik = take(row, "nik", lambda: read_nik(values.number_text(get("nik", ""), "NIK")))
        if nik is not None:
            row.values["nik"] = nik.text
            row.key = NIK_INDEX.of(nik.text) or ""
            read_birth(row, cells, number="NIK", birth_date=nik.birth_date, sex=nik.sex)
        self._read_numbers(row, cells)
        place, district = values.text_of(get("village", "")), values.text_of(get("district", ""))
        if place:
            row.values["village"] = take(row, "village", lambda: villages.find(place, district))
        if trade := values.text_of(get("occupation", "")):
            row.values["occupation"] = take(row, "occupation", lambda: trades.find(trade))
        if row.values.get("village") and row.values.get("birth_date") and row.who:
            told = f"{name_key(row.who)}|{row.values['birth_date']}|{row.values['village'].pk}"
            row.alike = blind_index(told, purpose="programs.importrow.alike")

    def _read_numbers(self, row: Judged, cells: Mapping[str, Cell]) -> None:
        nik = row.values.get("nik", "")
        if kk := take(row, "kk", lambda: values.number_text(cells.get("kk", ""), "Nomor KK")):
            row.values["kk"] = take(row, "kk", lambda: read_kk(kk, nik=nik))
        phone = take(row, "phone", lambda: read_a_phone(cells.get("phone", "")))
        if phone:
            row.values["phone"] = phone
        if kpj := take(row, "kpj", lambda: values.number_text(cells.get("kpj", ""), "KPJ")):
            row.values["kpj"] = take(row, "kpj", lambda: read_kpj(kpj))
            if row.values["kpj"]:
                row.second_key = blind_index(row.values["kpj"], purpose="programs.importrow.kpj")

    # Many rows

    def compare(self, rows: Sequence[Judged], tables: Any) -> None:
        self._find(rows)
        for row in rows:
            if row.target is None:
                self._ask_for_all(row)
            elif not row.wrong and not refuse_other_name(row, row.target, number="NIK"):
                given = {name: value for name, value in row.values.items() if name not in row.derived}
                find_changes(row, row.target, given, _LABELS)
        self._refuse_taken(rows)
        self._note(rows)

    def _find(self, rows: Sequence[Judged]) -> None:
        """Whose NIK it is. A row that was merged leads to the one that stays, whose own NIK then counts."""
        found = Worker.objects.filter(nik_index__in={row.key for row in rows if row.key})
        people = by_index(found.select_related("merged_into", "village", "occupation"), "nik_index")
        stays = {each.merged_into_id for each in people.values() if each.merged_into_id}
        kept = Worker.objects.select_related("village", "occupation").in_bulk(stays) if stays else {}
        for row in rows:
            person = people.get(row.key)
            if person is not None and person.merged_into_id:
                row.notes.append("NIK ini milik baris yang sudah digabungkan; isinya dicocokkan dengan baris yang "
                                 "dipertahankan.")  # fmt: skip
                person, row.derived = kept[person.merged_into_id], row.derived | {"nik"}
            row.target = person
            if person is not None and person.death_date:
                row.notes.append("Di register, pekerja ini tercatat sudah meninggal.")

    def _ask_for_all(self, row: Judged) -> None:
        """What a new person cannot do without."""
        refused = {name for name, _ in row.wrong}
        for name, sentence in (
            ("name", "Nama belum diisi."),
            ("village", "Desa atau kelurahan belum diisi."),
            ("occupation", "Pekerjaan belum diisi."),
        ):
            if not row.values.get(name) and name not in refused:
                row.refuse(name, sentence)

    def _refuse_taken(self, rows: Sequence[Judged]) -> None:
        wanted = {row.values["kpj"] for row in rows if row.values.get("kpj")}
        holders = dict(Worker.objects.current().filter(kpj__in=wanted).values_list("kpj", "pk")) if wanted else {}
        for row in rows:
            holder = holders.get(row.values.get("kpj"))
            if holder is not None and holder != getattr(row.target, "pk", None):
                row.refuse("kpj", "KPJ ini sudah tercatat pada pekerja lain. Periksa nomornya di kartu peserta.")

    def _note(self, rows: Sequence[Judged]) -> None:
        """What an officer is to look at: probable doubles, and numbers that say something else."""
        asked = [
            (row, self._as_it_would_be(row))
            for row in rows
            if row.fate == Fate.NEW
            or (row.fate == Fate.CHANGED and {"name", "birth_date", "village"} & set(row.changes))
        ]
        by_person = {id(person): row for row, person in asked}
        told: set[int] = set()
        for person, _, kind in doubles.may_be([person for _, person in asked]):
            if id(person) not in told:
                told.add(id(person))
                label = PossibleDouble.Kind(kind).label
                by_person[id(person)].notes.append(
                    f"Mungkin sudah tercatat dengan NIK lain: {label[0].lower()}{label[1:]}."
                )
        for row, person in asked:
            if row.fate == Fate.NEW and (age := person.age_on(timezone.localdate())) not in range(YOUNGEST, OLDEST + 1):
                row.notes.append(f"Berusia {age} tahun; yang dapat mulai ditanggung {YOUNGEST} sampai {OLDEST} tahun.")
            row.notes += [f"{each} Setelah diterapkan, menunggu keputusan petugas." for each in person.contradictions()]

    def _as_it_would_be(self, row: Judged) -> Worker:
        fields = {
            name: value for name, value in row.values.items() if name in ("name", "nik", "birth_date", "sex", "village")
        }
        if row.target is not None:
            own = {name: getattr(row.target, name) for name in ("name", "nik", "birth_date", "sex", "village")}
            fields = own | {name: after for name, (_, after) in row.changes.items() if name in own}
        person = Worker(pk=getattr(row.target, "pk", None), **fields)
        person.name_key = name_key(person.name)
        return person

    # Writing

    def write(self, rows: Sequence[Judged], *, by: User, source: str) -> None:
        new = [row.values for row in rows if row.fate == Fate.NEW]
        changed = [(row.target, _afters(row)) for row in rows if row.fate == Fate.CHANGED]
        if new:
            bulk.register_workers(new, by=by, source=source)
        if changed:
            bulk.change_people(changed, by=by, source=source)


def _afters(row: Judged) -> dict[str, Any]:
    return {name: after for name, (_, after) in row.changes.items()}
