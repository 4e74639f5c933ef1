"""What a release must be: the rules of what may be saved, and of what may be published. Both by name.

What may be saved is almost anything: the constraints and the form decide it, and here it only gets names. What may
be published is decided here. Whoever shows the rules (the list above the form, the notes beside its fields, the
answer to an autosave) shows what this module says.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from news.body import figures_in
from news.links import dangerous_links
from news.models import Edition, EditionPhoto
from selayar_site.richtext import plain, word_count

# Words that name no picture.
EMPTY_ALTS = {"foto", "gambar", "image", "img", "picture", "ilustrasi"}
# As cameras, messengers and browsers name files; also what holds no letter at all.
_file_name = re.compile(
    r"\.(jpe?g|png|webp|avif|heic|gif)$|^_?(img|dscn?|pxl|vid|screenshot|whatsapp image)[-_ ]*\(?\d|^[\W\d_]+$",
    re.IGNORECASE,
)

UNPROTECTED = (
    "menampilkan anak atau korban. Pastikan identitas mereka terlindungi, lalu tandai “identitas terlindungi” pada "
    "foto itu, atau pilih foto lain."
)
# Fields of the form that are lists of rows.
GROUPS = ("photos", "attachments")


@dataclass(frozen=True)
class Spot:
    """Where a rule is not met: the sentence for the writer, and the field or the part of a row to go to.

    `within`: what to select inside the text: "photo:" with its place among the photos, from 0, or "link:" with its
    address.
    """

    sentence: str
    field: str = ""
    row: int | None = None
    part: str = ""
    within: str = ""


@dataclass(frozen=True)
class Problem:
    """One rule that is not met: its name, the form field to go to, and the sentence for the writer."""

    rule: str
    field: str
    sentence: str
    row: int | None = None
    part: str = ""
    within: str = ""

    @property
    def anchor(self) -> str:
        """The id, in the form, of what is to be mended."""
        if self.row is not None:
            return f"id_{self.field}-{self.row}-{self.part}"
        return f"{self.field}-group" if self.field in GROUPS else f"id_{self.field}"


@dataclass(frozen=True)
class Use:
    """A photo of the text with the row of the form that it stands in; those inside the text stand in none."""

    photo: EditionPhoto
    row: int | None = None


@dataclass(frozen=True)
class Text:
    """What is judged: an edition, stored or as it is being typed, with its photos."""

    edition: Edition
    uses: Sequence[Use]
    at: datetime | None = None  # the clock, now where none is given

    @classmethod
    def stored(cls, edition: Edition, at: datetime | None = None) -> "Text":
        uses = list(edition.photos.select_related("photo"))
        rows = [use for use in uses if use.role != EditionPhoto.Role.BODY]
        body = [use for use in uses if use.role == EditionPhoto.Role.BODY]
        return cls(edition, [*(Use(use, row) for row, use in enumerate(rows)), *map(Use, body)], at)


@dataclass(frozen=True)
class Rule:
    """A rule by its name: the field that it is about, what it asks in a few words, and where it is not met."""

    name: str
    field: str
    asks: str
    find: Callable[[Text], Iterable[Spot]] = lambda text: ()
    concerns: Callable[[Edition], bool] = lambda edition: True

    def problems(self, text: Text) -> list[Problem]:
        if not self.concerns(text.edition):
            return []
        return [
            Problem(self.name, spot.field or self.field, spot.sentence, spot.row, spot.part, spot.within)
            for spot in self.find(text)
        ]


def alt_problem(alt: str, title: str) -> str:
    """Why `alt` does not say what a picture shows; empty where it does."""
    text = alt.strip()
    if not text:
        return "Tuliskan apa yang tampak pada foto, atau tandai foto sebagai hiasan."
    if _file_name.search(text):
        return "Teks alternatif masih berupa nama berkas. Tuliskan apa yang tampak pada foto."
    if text.lower().strip(" .:()0123456789") in EMPTY_ALTS:
        return "Teks alternatif belum mengatakan apa pun. Tuliskan apa yang tampak pada foto."
    if text.lower() == title.strip().lower():
        return "Teks alternatif mengulang judul. Tuliskan apa yang tampak pada foto."
    return ""


def publishing_problems(edition: Edition, at: datetime | None = None) -> list[Problem]:
    """What stands between this edition and publication; empty when it may be published."""
    text = Text.stored(edition, at)
    return [problem for rule in PUBLISHING for problem in rule.problems(text)]


# What may be published


def _unless(sentence: str, is_met: Callable[[Edition], object]) -> Callable[[Text], Iterator[Spot]]:
    def find(text: Text) -> Iterator[Spot]:
        if not is_met(text.edition):
            yield Spot(sentence)

    return find


def _is_later(edition: Edition) -> bool:
    return edition.number > 1


def _silent_photos(text: Text) -> Iterator[Spot]:
    for use in text.uses:
        photo = use.photo
        sentence = "" if photo.is_decorative else alt_problem(photo.alt, text.edition.title)
        if sentence:
            yield Spot(f"Foto “{photo}”: {sentence}", _field_of(use), use.row, "alt", _within(use))


def _unprotected_photos(text: Text) -> Iterator[Spot]:
    for use in text.uses:
        if use.photo.photo.is_sensitive and not use.photo.identity_protected:
            sentence = f"Foto “{use.photo}” {UNPROTECTED}"
            yield Spot(sentence, _field_of(use), use.row, "identity_protected", _within(use))


def _field_of(use: Use) -> str:
    return "body_html" if use.row is None else "photos"


def _within(use: Use) -> str:
    """Photos of the text are told apart by their place: the same one may stand in it twice."""
    return f"photo:{use.photo.position}" if use.row is None else ""


def _missing_photos(text: Text) -> Iterator[Spot]:
    for place, figure in enumerate(figures_in(text.edition.body_html)):
        if figure.photo_id not in text.edition.body_photos:
            yield Spot("Sebuah foto di dalam teks tidak ada lagi di pustaka.", within=f"photo:{place}")


def _dangerous_links(text: Text) -> Iterator[Spot]:
    for link, why in dangerous_links(text.edition):
        yield Spot(f"Tautan “{link.text or link.url[:60]}” tidak aman. {why}", within=f"link:{link.url}")


def _past_expiry(text: Text) -> Iterator[Spot]:
    if text.edition.has_expired(text.at):
        yield Spot("Waktu berhenti tayang sudah lewat. Pilih waktu yang akan datang, atau kosongkan.")


def _grown_minor(text: Text) -> Iterator[Spot]:
    if sentence := minor_problem(text.edition):
        yield Spot(sentence)


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

PUBLISHING = (
    Rule(
        "has_summary", "summary", "Ringkasan ada",
        _unless("Tuliskan ringkasan: satu atau dua kalimat.", lambda edition: edition.summary.strip()),
    ),
    Rule(
        "has_category", "category", "Kategori dipilih",
        _unless("Pilih kategori.", lambda edition: edition.category_id),
    ),
    Rule(
        "has_body", "body_html", "Isi tertulis",
        _unless("Isi siaran pers masih kosong.", lambda edition: word_count(edition.body_html)),
    ),
    Rule(
        "has_place", "place", "Nama tempat ada",
        _unless("Tuliskan nama tempat untuk awal teras berita.", lambda edition: edition.place.strip()),
    ),
    Rule(
        "has_change_note", "change_note", "Catatan perubahan ada",
        _unless(
            "Tuliskan catatan perubahan: apa yang berubah dan mengapa.", lambda edition: edition.change_note.strip()
        ),
        _is_later,
    ),
    Rule("minor_stays_minor", "kind", "Jenis perubahan sesuai dengan perubahannya", _grown_minor, _is_later),
    Rule("sensitive_photos_confirmed", "photos", "Anak dan korban pada foto terlindungi", _unprotected_photos),
    Rule("photos_have_alt", "photos", "Setiap foto memiliki teks alternatif atau ditandai hiasan", _silent_photos),
    Rule("photos_exist", "body_html", "Foto di dalam teks ada di pustaka", _missing_photos),
    Rule("expiry_is_ahead", "expires_at", "Waktu berhenti tayang belum lewat", _past_expiry),
    Rule("links_are_safe", "body_html", "Tautan di dalam teks aman", _dangerous_links),
)  # fmt: skip


def bypass_problem(edition: Edition, why: str) -> str:
    """Why nobody may approve what they submitted or mended themselves; empty where the small-correction rule lets them.

    For a typo at five o'clock, and always with a reason; `publishing_problems()` keeps it small.
    """
    if not why.strip() or edition.change_kind != Edition.ChangeKind.MINOR:
        return "Siaran pers disetujui oleh orang lain daripada yang mengajukan atau menyuntingnya."
    return ""


# What may be saved


def _fits(field: str, what: str) -> Rule:
    most = Edition._meta.get_field(field).max_length  # type: ignore[union-attr]  # its own, not a relation
    return Rule(f"{field}_fits", field, f"{what} paling banyak {most} huruf")


SAVING = (
    Rule("kind_is_known", "kind", "Jenis perubahan dipilih"),
    _fits("change_note", "Catatan perubahan"),
    _fits("title", "Judul ada,"),
    _fits("summary", "Ringkasan"),
    _fits("place", "Nama tempat"),
    Rule("body_html_fits", "body_html", "Isi tidak terlalu panjang"),
    Rule("category_exists", "category", "Kategori masih ada"),
    Rule("tags_fit", "tag_names", "Tagar tidak terlalu banyak atau panjang"),
    Rule("programs_exist", "programs", "Program terkait masih ada"),
    Rule("address_is_free", "slug", "Alamat belum dipakai"),
    _fits("press_contact", "Narahubung"),
    Rule("expiry_is_a_moment", "expires_at", "Waktu berhenti tayang berupa tanggal dan jam"),
    Rule("photos_fit", "photos", "Satu foto utama, dan hiasan tanpa teks alternatif"),
    Rule("attachments_fit", "attachments", "Setiap lampiran memiliki judul dan berkas"),
)
_WHOLE = Rule("form_is_whole", "title", "Formulir lengkap")


@dataclass(frozen=True)
class Outcome:
    """One rule and where it is not met; nowhere is as it should be."""

    rule: Rule
    problems: list[Problem] = field(default_factory=list)


def publishing_outcomes(text: Text) -> list[Outcome]:
    """Every rule of publication that concerns this text."""
    return [Outcome(rule, rule.problems(text)) for rule in PUBLISHING if rule.concerns(text.edition)]


def saving_outcomes(fields: Collection[str], refusals: Mapping[str, Iterable[Spot]]) -> list[Outcome]:
    """The rules of saving for a form with these fields, by what the form refused of each."""
    rules = [rule for rule in SAVING if rule.field in fields]
    known = {rule.field for rule in rules}
    outcomes = [Outcome(rule, _refused(rule, refusals.get(rule.field, ()))) for rule in rules]
    rest = [spot for name, spots in refusals.items() if name not in known for spot in spots]
    return [*outcomes, Outcome(_WHOLE, _refused(_WHOLE, rest))] if rest else outcomes


def _refused(rule: Rule, spots: Iterable[Spot]) -> list[Problem]:
    return [Problem(rule.name, rule.field, spot.sentence, spot.row, spot.part) for spot in spots]
