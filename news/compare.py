"""Two editions of a release side by side: everything in which they differ."""

from collections.abc import Iterable
from dataclasses import dataclass

from news.body import photo_titles
from news.models import Edition, EditionPhoto
from news.wording import Row, compare_plain, compare_texts
from selayar_site.templatetags.site_tags import moment

__all__ = ["Comparison", "ListChange", "PictureChange", "TextChange", "compare", "compare_texts"]


@dataclass(frozen=True)
class TextChange:
    """A short text of the release."""

    label: str
    row: Row


@dataclass(frozen=True)
class ListChange:
    """A list of names: what came, what went."""

    label: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        return bool(self.added or self.removed)


@dataclass(frozen=True)
class PictureChange:
    """A photo of either edition: added, removed, changed or same, with what is said of it."""

    photo: object
    change: str
    texts: tuple[TextChange, ...]


@dataclass(frozen=True)
class Comparison:
    old: Edition
    new: Edition
    texts: tuple[TextChange, ...]
    body: tuple[Row, ...]
    pictures: tuple[PictureChange, ...]
    lists: tuple[ListChange, ...]

    @property
    def changed_texts(self) -> list[TextChange]:
        return [text for text in self.texts if text.row.change != "same"]

    @property
    def same_labels(self) -> list[str]:
        return [text.label.lower() for text in self.texts if text.row.change == "same"]

    @property
    def changed_lists(self) -> list[ListChange]:
        return [change for change in self.lists if change.is_changed]

    @property
    def body_is_changed(self) -> bool:
        return any(row.change != "same" for row in self.body)

    @property
    def pictures_are_changed(self) -> bool:
        return any(picture.change != "same" for picture in self.pictures)

    @property
    def is_same(self) -> bool:
        return not (self.changed_texts or self.changed_lists or self.body_is_changed or self.pictures_are_changed)


def compare(old: Edition, new: Edition) -> Comparison:
    """What differs from `old` to `new`. Pure: it reads the two and what hangs on them, and writes nothing."""
    titles = photo_titles(old.body_html, new.body_html)
    return Comparison(
        old,
        new,
        tuple(TextChange(label, compare_plain(*pair)) for label, pair in _texts(old, new)),
        tuple(compare_texts(old.body_html, new.body_html, titles)),
        tuple(_pictures(old.photos.all(), new.photos.all())),
        tuple(
            _list(label, *((str(row) for row in rows) for rows in pair))
            for label, pair in {
                "Tagar": (old.tags.all(), new.tags.all()),
                "Program terkait": (old.programs.all(), new.programs.all()),
                "Lampiran": (_files(old), _files(new)),
            }.items()
        ),
    )


def _texts(old: Edition, new: Edition) -> list[tuple[str, tuple[str, str]]]:
    def pair(of: str) -> tuple[str, str]:
        return str(getattr(old, of) or ""), str(getattr(new, of) or "")

    names = {
        "Judul": "title", "Ringkasan": "summary", "Tempat": "place", "Kategori": "category",
        "Narahubung pers": "press_contact", "Catatan perubahan": "change_note",
    }  # fmt: skip
    ends = ("Berhenti tayang", (moment(old.expires_at), moment(new.expires_at)))
    return [*((label, pair(name)) for label, name in names.items()), ends]


def _files(edition: Edition) -> list[str]:
    """An attachment that was replaced under its title is another one."""
    return [f"{file.title} (PDF, {file.pages} halaman, {file.size} bita)" for file in edition.attachments.all()]


def _list(label: str, old: Iterable[str], new: Iterable[str]) -> ListChange:
    before, after = dict.fromkeys(old), dict.fromkeys(new)
    return ListChange(
        label,
        added=tuple(name for name in after if name not in before),
        removed=tuple(name for name in before if name not in after),
        kept=tuple(name for name in after if name in before),
    )


def _pictures(old: Iterable[EditionPhoto], new: Iterable[EditionPhoto]) -> list[PictureChange]:
    """One entry for each photo in the order of the new edition, then those that went."""
    before = {use.photo_id: use for use in old}
    after = {use.photo_id: use for use in new}
    return [_picture(before.get(key), after.get(key)) for key in dict.fromkeys([*after, *before])]


def _picture(old: EditionPhoto | None, new: EditionPhoto | None) -> PictureChange:
    use = new or old
    assert use is not None
    texts = tuple(
        TextChange(label, compare_plain(*(_said(each, label) for each in (old, new))))
        for label in ("Tempat", "Teks alternatif", "Keterangan")
    )
    if old is None or new is None:
        change = "added" if old is None else "removed"
    else:
        change = "changed" if any(text.row.change != "same" for text in texts) else "same"
    return PictureChange(use.photo, change, texts)


def _said(use: EditionPhoto | None, label: str) -> str:
    if use is None:
        return ""
    alt = "(hiasan)" if use.is_decorative else use.alt
    return {"Tempat": str(use.get_role_display()), "Teks alternatif": alt, "Keterangan": use.caption}[label]
