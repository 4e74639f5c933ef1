"""The living styleguide: every component in every state, on one page without a single query of its own."""

from datetime import datetime
from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from selayar_site.methods import read_only

COLOURS = [
    ("paper", "Kertas"),
    ("surface", "Permukaan"),
    ("sunk", "Pasir"),
    ("line", "Garis"),
    ("line-strong", "Garis kuat"),
    ("ink", "Tinta"),
    ("ink-soft", "Tinta lembut"),
    ("sea", "Laut"),
    ("sea-deep", "Laut dalam"),
    ("lagoon", "Laguna"),
    ("turquoise", "Toska"),
    ("turquoise-soft", "Toska lembut"),
    ("link", "Tautan"),
    ("coral", "Karang"),
    ("coral-bright", "Karang terang"),
    ("coral-soft", "Karang lembut"),
    ("amber", "Kuning"),
    ("amber-soft", "Kuning lembut"),
    ("leaf", "Hijau"),
    ("leaf-soft", "Hijau lembut"),
]
LEVELS = [
    ("info", "Perubahan Anda akan tampil pada pukul 17.05 WITA."),
    ("success", "Siaran pers telah diajukan kepada redaktur."),
    ("warning", "Satu foto belum memiliki teks alternatif."),
    ("error", "Kata sandi atau kode tidak cocok. Periksa lagi, lalu coba sekali lagi."),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Nama lengkap", help_text="Seperti pada kartu tanda penduduk.")
    email = forms.EmailField(label="Alamat surel", help_text="Misalnya: nama@contoh.go.id.")
    district = forms.ChoiceField(
        label="Kecamatan", choices=[("", "Pilih kecamatan"), ("benteng", "Benteng"), ("buki", "Buki")]
    )
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    way = forms.ChoiceField(
        label="Cara membayar",
        choices=[("gaji", "Potong gaji"), ("transfer", "Transfer")],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label="Saya telah membaca dan menyetujui pernyataan ini.")


@read_only
def styleguide(request: HttpRequest) -> HttpResponse:
    response = render(
        request,
        "styleguide.html",
        {
            "colours": COLOURS,
            "levels": LEVELS,
            "form": SampleForm(auto_id="isi_%s"),
            "form_with_errors": SampleForm({"name": "Sitti", "email": "sitti@"}, auto_id="salah_%s"),
            "page": SimpleNamespace(previous_url="?sebelum=1", next_url="?sesudah=1"),
            "article": _article(),
            "program": _program(),
            "programs": [_program()],
            "corrections": _corrections(),
            "withdrawn": SimpleNamespace(
                withdrawn_at=_at(2026, 3, 9, 8), withdrawal_reason="Keterangan ini sudah digantikan aturan yang baru."
            ),
        },
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _at(year: int, month: int, day: int, hour: int) -> datetime:
    return timezone.make_aware(datetime(year, month, day, hour, 5))


def _article() -> SimpleNamespace:
    """What a list gives a card, without a picture: the guide stands on no file of the library."""
    return SimpleNamespace(
        get_absolute_url="#kartu",
        first_live_from=_at(2026, 3, 7, 17),
        corrected_at=_at(2026, 3, 8, 9),
        live=SimpleNamespace(
            title="Contoh judul siaran pers: satu kalimat yang mengatakan apa yang terjadi",
            summary="Ringkasan satu atau dua kalimat, yang cukup bagi pembaca yang tidak sempat membuka halamannya.",
            category=SimpleNamespace(name="Perlindungan Sosial", slug="perlindungan-sosial"),
            reading_minutes=3,
            lead=None,
        ),
    )


def _program() -> SimpleNamespace:
    return SimpleNamespace(
        name="Sikamseang",
        get_absolute_url="#kartu",
        summary="Satu ASN menanggung iuran satu pekerja informal rentan.",
        get_kind_display="Ditanggung perorangan",
    )


def _corrections() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            pk=1,
            get_kind_display="Ralat",
            at=_at(2026, 3, 8, 9),
            wrong="“12 kecamatan”",
            right="Kepulauan Selayar memiliki 11 kecamatan.",
        ),
        SimpleNamespace(
            pk=2,
            get_kind_display="Pembaruan",
            at=_at(2026, 3, 10, 14),
            wrong="",
            right="Pendaftaran diperpanjang sampai 31 Maret 2026.",
        ),
    ]
