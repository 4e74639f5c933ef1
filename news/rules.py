"""When a release may be published. What may be saved is left to the constraints: almost anything."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from news.body import figures_in
from news.links import dangerous_links
from news.models import Edition, EditionPhoto
from selayar_site.richtext import plain, word_count

# Words that name no picture.
EMPTY_ALTS = {"foto", "gambar", "image", "img", "picture", "ilustrasi"}
_file_name = re.compile(r"\.(jpe?g|png|webp|avif|heic|gif)$|^(img|dsc|pxl|whatsapp image)[-_ ]?\d", re.IGNORECASE)

UNPROTECTED = (
    "menampilkan anak atau korban. Pastikan identitas mereka terlindungi, lalu tandai “identitas terlindungi” pada "
    "foto itu, atau pilih foto lain."
)


@dataclass(frozen=True)
class Problem:
    """One rule that is not met: its name, the form field to go to, and the sentence for the writer."""

    rule: str
    field: str
    sentence: str


def alt_problem(alt: str, title: str) -> str:
    """Why `alt` does not say what a picture shows; empty where it does."""
    text = alt.strip()
    if not text:
        return "Tuliskan apa yang tampak pada foto, atau tandai foto sebagai hiasan."
    if _file_name.search(text):
        return "Teks alternatif masih berupa nama berkas. Tuliskan apa yang tampak pada foto."
    if text.lower().strip(" .") in EMPTY_ALTS:
        return "Teks alternatif belum mengatakan apa pun. Tuliskan apa yang tampak pada foto."
    if text.lower() == title.strip().lower():
        return "Teks alternatif mengulang judul. Tuliskan apa yang tampak pada foto."
    return ""


def publishing_problems(edition: Edition) -> list[Problem]:
    """What stands between this edition and publication; empty when it may be published."""
    problems = []
    if not edition.summary.strip():
        problems.append(Problem("has_summary", "summary", "Tuliskan ringkasan: satu atau dua kalimat."))
    if edition.category_id is None:
        problems.append(Problem("has_category", "category", "Pilih kategori."))
    if not word_count(edition.body_html):
        problems.append(Problem("has_body", "body_html", "Isi siaran pers masih kosong."))
    if not edition.place.strip():
        problems.append(Problem("has_place", "place", "Tuliskan nama tempat untuk awal teras berita."))
    if edition.number > 1 and not edition.change_note.strip():
        problems.append(
            Problem("has_change_note", "change_note", "Tuliskan catatan perubahan: apa yang berubah dan mengapa.")
        )
    if sentence := minor_problem(edition):
        problems.append(Problem("minor_stays_minor", "kind", sentence))
    for use in edition.photos.select_related("photo"):
        field = "body_html" if use.role == EditionPhoto.Role.BODY else "photos"
        if use.photo.is_sensitive and not use.identity_protected:
            problems.append(Problem("sensitive_photos_confirmed", field, f"Foto “{use}” {UNPROTECTED}"))
        sentence = "" if use.is_decorative else alt_problem(use.alt, edition.title)
        if sentence:
            problems.append(Problem("photos_have_alt", field, f"Foto “{use}”: {sentence}"))
    if any(figure.photo_id not in edition.body_photos for figure in figures_in(edition.body_html)):
        problems.append(Problem("photos_exist", "body_html", "Sebuah foto di dalam teks tidak ada lagi di pustaka."))
    for link, why in dangerous_links(edition):
        problems.append(
            Problem("links_are_safe", "body_html", f"Tautan “{link.text or link.url[:60]}” tidak aman. {why}")
        )
    return problems


def minor_problem(edition: Edition) -> str:
    """What a small correction changes beyond a typo: headline, summary or a figure; empty where it does not."""
    if edition.change_kind != Edition.ChangeKind.MINOR:
        return ""
    former = edition.article.editions.filter(number__lt=edition.number).order_by("-number").first()
    changed = [name for name, weigh in _WEIGHTY.items() if former is None or weigh(former) != weigh(edition)]
    if not changed:
        return ""
    return (
        f"Perbaikan kecil tidak mengubah judul, ringkasan, atau angka, tetapi di sini {' dan '.join(changed)} berubah. "
        "Kembalikan seperti semula, atau pilih jenis perubahan lain."
    )


_WEIGHTY: dict[str, Callable[[Edition], object]] = {
    "judul": lambda edition: edition.title,
    "ringkasan": lambda edition: edition.summary,
    "angka": lambda edition: re.findall(r"\d+(?:[.,]\d+)*", plain(edition.body_html)),
}


def bypass_problem(edition: Edition, why: str) -> str:
    """Why nobody may approve what they submitted themselves; empty where the small-correction rule lets them.

    For a typo at five o'clock, and always with a reason; `publishing_problems()` keeps it small.
    """
    if not why.strip() or edition.change_kind != Edition.ChangeKind.MINOR:
        return "Siaran pers disetujui oleh orang lain daripada yang mengajukannya."
    return ""
