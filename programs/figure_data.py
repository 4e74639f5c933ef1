"""The figures as data, and what each column means. Nothing is taken away from the shape; what is added may be new."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from programs.models import Allocation, Award, Figure
from selayar_site.open_data import whole

# Name → kind and meaning, in the order of the columns.
COLUMNS = {
    "nomor": ("bilangan", "Nomor tetap angka ini di situs ini."),
    "indikator": ("teks", "Alamat pendek indikator; /statistik/#indikator."),
    "nama": ("teks", "Nama indikator."),
    "bidang": ("teks", "labour: jaminan sosial ketenagakerjaan; health: jaminan kesehatan. Tidak dapat dijumlahkan."),
    "kode_wilayah": ("teks", "Kode wilayah Kemendagri; kosong untuk seluruh kabupaten."),
    "wilayah": ("teks", "Nama wilayah; kosong untuk seluruh kabupaten."),
    "sifat": ("teks", "observed: keadaan yang tercatat; target: sasaran."),
    "ketepatan": ("teks", "exact: tepat; about: sekitar; over: lebih dari."),
    "angka": ("desimal", "Angka sebagaimana disebut sumbernya, dengan titik sebagai tanda desimal."),
    "satuan": ("teks", "persen, atau yang dihitung: pekerja, ASN, OPD, penduduk."),
    "pembilang": ("bilangan", "Kosong bila sumber tidak menyebutnya."),
    "penyebut": ("bilangan", "Kosong bila sumber tidak menyebutnya; tidak pernah kami hitung sendiri."),
    "keadaan_pada": ("tanggal", "Kapan keadaan itu berlaku (tahun-bulan-tanggal)."),
    "tanggal_sampai": ("teks", "Ketelitian tanggal itu: day, month, atau year."),
    "yang_dihitung": ("teks", "Apa yang dihitung menurut sumber ini, bila lebih rinci daripada indikatornya."),
    "penerbit": ("teks", "Lembaga yang menyatakan angka ini."),
    "sumber": ("teks", "Dokumen atau siaran yang memuatnya."),
    "alamat_sumber": ("teks", "Alamat dokumen itu, bila ada."),
    "diterbitkan": ("tanggal", "Kapan sumbernya terbit, bila diketahui."),
    "dipastikan": ("ya/tidak", "Dokumen penerbitnya sudah dilihat sendiri oleh pengelola."),
    "keterangan": ("teks", "Catatan bagi pembaca."),
    "menggantikan": ("bilangan", "Nomor angka yang dikoreksi oleh angka ini."),
    "digantikan_oleh": ("bilangan", "Nomor angka yang mengoreksi angka ini; kosong bila masih berlaku."),
    "alasan_koreksi": ("teks", "Apa yang keliru pada angka yang digantikan."),
    "disetujui_pada": ("waktu", "Kapan orang kedua menyetujuinya (ISO 8601)."),
    "ditarik_pada": ("waktu", "Kapan angka ini ditarik; sejak itu tidak ada yang menyatakannya. Kosong bila berlaku."),
    "alasan_penarikan": ("teks", "Mengapa angka ini ditarik."),
}
# A spreadsheet would take these for the beginning of a formula (OWASP, “CSV Injection”).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def figure_rows() -> list[dict[str, Any]]:
    """All published figures, those that were replaced as well. One query."""
    figures = list(Figure.objects.published().select_related("indicator", "area").in_order())
    replaced_by = {figure.replaces_id: figure.pk for figure in figures if figure.replaces_id}
    return [_row(figure, replaced_by.get(figure.pk)) for figure in figures]


def _row(figure: Figure, replaced_by: int | None) -> dict[str, Any]:
    values: list[Any] = [
        figure.pk, figure.indicator.slug, figure.indicator.name, figure.indicator.domain,
        figure.area_id or "", figure.area.name if figure.area else "", figure.nature, figure.wording,
        float(figure.value) if figure.value % 1 else int(figure.value), figure.measure,
        figure.numerator, figure.denominator, figure.as_of.isoformat(), figure.precision, figure.definition,
        figure.publisher, figure.source, whole(figure.source_url),
        figure.published_on.isoformat() if figure.published_on else None, figure.is_confirmed, figure.note,
        figure.replaces_id, replaced_by, figure.correction,
        _moment(figure.decided_at), _moment(figure.retracted_at), figure.retraction,
    ]  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def budget_row(allocation: Allocation) -> dict[str, Any]:
    return {
        "program": allocation.program.slug,
        "tahun": allocation.year,
        "rupiah": allocation.amount,
        "perkiraan": allocation.is_approximate,
        "sumber": allocation.source,
        "alamat_sumber": whole(allocation.source_url),
        "dipastikan": allocation.is_confirmed,
        "keterangan": allocation.note,
    }


def award_row(award: Award) -> dict[str, Any]:
    return {
        "penghargaan": award.slug,
        "nama": award.name,
        "bidang": award.domain,
        "untuk": award.about,
        "tahun_penilaian": award.judged_year,
        "diserahkan_pada": award.given_on.isoformat(),
        "tempat": award.place,
        "diserahkan_oleh": award.given_by,
        "diterima_oleh": award.received_by,
        "sumber": award.source,
        "alamat_sumber": whole(award.source_url),
        "dipastikan": award.is_confirmed,
    }


def as_csv(columns: Iterable[str], rows: Iterable[dict[str, Any]]) -> str:
    """RFC 4180 with a byte order mark, without which spreadsheets misread the dashes."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return "\ufeff" + out.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
