"""Words as the search compares them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.stems import LONGEST_WORD, asked, fold, forms, stem_of, stems, terms, words

# Each line is one family: all its words find each other.
FAMILIES = """
menerima penerima penerimaan diterima terima
menanggung penanggung tanggungan ditanggung tertanggung tanggung
menunggak tunggakan tertunggak penunggak
menulis penulis tulisan ditulis tertulis
menerbitkan penerbitan terbit diterbitkan
menutup penutupan ditutup tertutup
mengirim pengiriman dikirim kiriman kirimkan
mengelola pengelola pengelolaan dikelola
mengetahui diketahui pengetahuan
memilih pemilih pilihan dipilih
memiliki pemilik milik dimiliki
memuat dimuat muatan
memulai mulai dimulai
memudahkan mudah kemudahan
meminta permintaan diminta minta
pemagangan magang
peresmian meresmikan diresmikan resmi
industri perindustrian
menteri kementerian
pemberitaan memberitakan berita
pemberitahuan memberitahukan diberitahukan
peserta kepesertaan pesertanya
penduduk kependudukan
melindungi perlindungan pelindungan terlindungi dilindungi
membayar pembayaran dibayarkan terbayar bayar
mendaftar pendaftaran terdaftar didaftarkan daftar
bekerja pekerja pekerjaan kerja
melaut kelautan laut
petugas menugasi penugasan tugas
penduduk kependudukan
sekolah bersekolah
persen persentase
"""
# Words that must not be thrown together.
STRANGERS = """
menteri teri
menerima erima
berikan ikan
berita ita
peserta serta
perangkat berangkat
penduduk duduk
kemudian kemudi
penghargaan harga
maluku malu
pula memulai
"""
SAME = [
    ("Sikamseang", "SIKAMASEANG"),
    ("BPJS Ketenagakerjaan", "BPJAMSOSTEK"),
    ("jaminan kecelakaan kerja", "JKK"),
    ("jaminan hari tua", "jht"),
    ("perangkat daerah", "OPD"),
    ("taka bonerate", "Takabonerate"),
    ("aparatur sipil negara", "ASN"),
    ("Anggaran Pendapatan dan Belanja Daerah", "APBD"),
    ("penyandang disabilitas", "difabel"),
    ("Rp16.800", "16800"),
    ("Rp 16.800", "16800"),
    ("8.400 rupiah", "Rp8.400,00"),
    ("pegawai negeri", "ASN"),
    ("PNS", "ASN"),
    ("nunggak iuran", "menunggak iuran"),
    ("bpjs ketenaga kerjaan", "BPJS Ketenagakerjaan"),
    ("6.000", "6000"),
    ("cafe\u0301", "CAFÉ"),
]


@pytest.mark.parametrize("family", FAMILIES.strip().splitlines())
def test_forms_of_a_word_find_each_other(family: str) -> None:
    assert len({stem_of(word) for word in family.split()}) == 1


@pytest.mark.parametrize("pair", STRANGERS.strip().splitlines())
def test_other_words_do_not(pair: str) -> None:
    one, other = pair.split()
    assert stem_of(one) != stem_of(other)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_means_the_same_is_asked_the_same(one: str, other: str) -> None:
    assert asked(one) == asked(other) != []


def test_words_inside_a_phrase_are_kept_and_not_asked() -> None:
    assert stems("jaminan kematian") == ["jkm", "jamin", "mati"]
    assert asked("jaminan kematian") == ["jkm"]
    assert asked("kematian") == ["mati"]


def test_commonest_words_are_passed_over() -> None:
    assert asked("apa itu yang di") == []
    assert asked("bagaimana cara mendaftar di desa") == asked("cara daftar desa")


def test_places_of_words_are_those_of_the_text() -> None:
    text = "Iuran “nelayan” Rp8.400 per bulan"
    assert [text[term.start : term.end] for term in terms(text)] == ["Iuran", "nelayan", "Rp8.400", "per", "bulan"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("²", ["2"]),
        ("nol\0byte", ["nol", "byte"]),
        ("'; DROP --", ["drop"]),
        ("ᨔᨒᨐᨑ", ["ᨔᨒᨐᨑ"]),
        ("😀 🏴", []),
        ("§¶*", []),
    ],
)
def test_odd_signs(written: str, kept: list[str]) -> None:
    assert words(written) == kept


@given(st.text(max_size=300))
def test_every_stem_is_letters_and_digits_alone(text: str) -> None:
    """So that no text can leave its quotes in the language of the database."""
    for stem in [*stems(text), *asked(text), *words(text)]:
        assert stem.isalnum() and " " not in stem and "\0" not in stem


@given(st.text(max_size=80))
def test_a_folded_word_is_short_and_folds_to_itself(word: str) -> None:
    folded = fold(word)
    assert len(folded) <= LONGEST_WORD and fold(folded) == folded


def test_forms_of_a_root() -> None:
    assert {"menanggung", "penanggung", "ditanggung", "tanggungan", "tertanggung"} <= set(forms("tanggung"))
    assert {"mengirim", "pengirim", "pengiriman"} <= set(forms("kirim"))
    assert {"menyimpan", "penyimpanan"} <= set(forms("simpan"))
    assert {"melindungi", "perlindungan", "pelindung"} <= set(forms("lindung"))
