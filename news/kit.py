"""The press kit of a release: letter, plain text and photos, each by itself and all in one ZIP.

Nothing of it is stored: the letter is remembered (letter.py), photos gain a few bytes on their way out
(photo_print.py), and the ZIP is put together while it is sent, with a length that is known before.
"""

import io
import logging
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from news.letter import LetterNotSet, letter
from news.models import Article, Correction, EditionPhoto
from news.paper import blocks_of, text_of_blocks
from selayar_site.models import SiteIdentity
from selayar_site.open_data import whole
from selayar_site.photo_print import Credit, print_file, print_size
from selayar_site.templatetags.site_tags import dateline, day, moment

RULE = "-" * 60

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class KitFile:
    name: str
    size: int
    content: Callable[[], bytes]


@dataclass(frozen=True)
class KitPhoto:
    """A photo that others may take over; `number` is its place in the kit, from 1."""

    number: int
    use: EditionPhoto
    file: KitFile
    width: int
    height: int


class Kit:
    """What is in the kit of a readable release, `article` from `answer_for`. Its letter is set when first asked for."""

    def __init__(self, article: Article, corrections: list[Correction], site: SiteIdentity) -> None:
        self.article, self.corrections, self.site = article, corrections, site
        self.photos, self.left_out = self._photos()

    @cached_property
    def pdf(self) -> KitFile | None:
        """None where it cannot be set: the rest of the kit is still worth having."""
        try:
            content = letter(self.article, self.corrections, site=self.site, photos=self._where_photos_are())
        except LetterNotSet:
            logger.exception("The letter of %s could not be set.", self.article.slug)
            return None
        return KitFile(f"{self.article.slug}.pdf", len(content), lambda: content)

    @cached_property
    def text(self) -> KitFile:
        content = kit_text(self.article, self.corrections, self.site).encode()
        return KitFile(f"{self.article.slug}.txt", len(content), lambda: content)

    @cached_property
    def credits(self) -> KitFile:
        content = self._credits().encode()
        return KitFile("kredit-foto.txt", len(content), lambda: content)

    @property
    def files(self) -> list[KitFile]:
        photos = [photo.file for photo in self.photos]
        credits = [self.credits] if self.photos or self.left_out else []
        return [*([self.pdf] if self.pdf else []), self.text, *credits, *photos]

    def _photos(self) -> tuple[list[KitPhoto], int]:
        """Those in order, each once, and how many stay behind for the sake of their rights or of who is on them."""
        uses: dict[int, EditionPhoto] = {}
        protected = set()
        for use in self.article.live.photos.all():
            uses.setdefault(use.photo_id, use)
            if use.identity_protected:
                protected.add(use.photo_id)
        order = EditionPhoto.Role.values
        ordered = sorted(uses.values(), key=lambda use: (order.index(use.role), use.position, use.pk))
        allowed = [use for use in ordered if use.photo.may_be_reused and use.photo_id not in protected]
        found: list[KitPhoto] = []
        for use in allowed:
            if photo := self._photo(len(found) + 1, use):
                found.append(photo)
        return found, len(ordered) - len(allowed)

    def _photo(self, number: int, use: EditionPhoto) -> KitPhoto | None:
        photo, credit = use.photo, self._credit(use)
        try:
            size = print_size(photo, credit)
        except FileNotFoundError:  # a restore without its media
            return None
        name = f"{self.article.slug}-{number}.jpg"
        file = KitFile(name, size, lambda: print_file(photo, credit))
        return KitPhoto(number, use, file, photo.width, photo.height)

    def _credit(self, use: EditionPhoto) -> Credit:
        return Credit(
            credit=use.photo.credit,
            caption=use.caption or use.alt,
            source=f"{self.site.byline} {self.site.regency}",
            terms=self.site.picture_licence,
            address=whole(self.article.get_absolute_url()),
        )

    def _where_photos_are(self) -> str:
        address = whole(reverse("article_kit", kwargs={"slug": self.article.slug}))
        return f"Foto dalam resolusi cetak: {address}" if self.photos else ""

    def _credits(self) -> str:
        lines = [f"Foto untuk siaran pers {self.article.release_number}", self.article.live.title, ""]
        for photo in self.photos:
            words = [photo.use.caption or photo.use.alt, f"Kredit: {photo.use.photo.credit}"]
            lines += [photo.file.name, *filter(None, words), f"{photo.width} × {photo.height} piksel", ""]
        if self.left_out:
            lines += [f"{self.left_out} foto pada halaman siaran pers tidak disertakan karena hak pakainya,"]
            lines += ["atau untuk melindungi orang di dalamnya.", ""]
        return "\r\n".join([*lines, self.site.picture_licence, ""])


def kit_text(article: Article, corrections: list[Correction], site: SiteIdentity) -> str:
    """The release for a plain text field or an e-mail, lines ended as every system reads them."""
    edition = article.live
    opening = dateline(edition.place, article.first_live_from, site.byline)
    parts = [
        f"SIARAN PERS\nNomor {article.release_number}\n{moment(article.first_live_from)}\n{site.office}",
        edition.title,
        edition.summary,
        *map(_correction, corrections),
        text_of_blocks(blocks_of(edition.body_html, opening=opening)),
        RULE,
    ]
    ends = [
        ("Narahubung pers", edition.press_contact or site.press_contact),
        ("Halaman", whole(article.get_absolute_url())),
        ("Keaslian", whole(article.get_number_url())),
        ("Pemakaian ulang", site.licence),
    ]
    parts.append("\n".join(f"{name}: {value}" for name, value in ends if value))
    return "\n\n".join(filter(None, parts)).replace("\n", "\r\n") + "\r\n"


def _correction(correction: Correction) -> str:
    head = f"{correction.get_kind_display().upper()}, {day(correction.at)}"
    if not correction.wrong:
        return f"{head}\n{correction.right}"
    return f"{head}\nSebelumnya tertulis: {correction.wrong}\nYang benar: {correction.right}"


# The ZIP


class _Pipe(io.RawIOBase):
    """Takes what the ZIP writes and hands it on."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]  # a buffer
        self.parts.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        piece, self.parts = b"".join(self.parts), []
        return piece


def zip_size(files: list[KitFile]) -> int:
    """Bytes of the ZIP: nothing is compressed (photos and PDF are already), so it can be told without making it."""
    # Local header 30, its descriptor 16, the entry in the directory 46, the end of the directory 22 (APPNOTE 6.3.10).
    return 22 + sum(30 + 16 + 46 + 2 * len(file.name) + file.size for file in files)


def zip_parts(files: list[KitFile], *, at: datetime | None) -> Iterator[bytes]:
    """The ZIP, a file at a time; `at` is the date of each. No more than one photo is in memory."""
    pipe = _Pipe()
    stamp = timezone.localtime(at).timetuple()[:6]
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            info = zipfile.ZipInfo(file.name, stamp)
            info.external_attr = 0o644 << 16
            archive.writestr(info, file.content())
            yield pipe.taken()
    yield pipe.taken()
