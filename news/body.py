"""What the text of a release holds besides words: photos of the library and videos.

The text keeps each as a reference (`<figure data-photo="12" data-alt="…">`, `<figure data-video="…">`), never as
a picture or a frame. Alternative text and caption stand in the text alone; `Edition.save()` copies the photos
into EditionPhoto (role "body"), so that rules, comparison and protection see them as they see the others.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from selayar_site.models import Photo
from selayar_site.richtext import safe
from selayar_site.templatetags.site_tags import rich

# As markup.py writes them; nothing else is a reference.
_photo = re.compile(
    r'<figure data-photo="(?P<photo>[0-9]{1,9})"(?: data-alt="(?P<alt>[^"]*)")?(?P<decorative> data-decorative="true")?'
    r'(?P<protected> data-protected="true")?>'
    r"(?:<figcaption>(?P<caption>[^<]*)</figcaption>)?</figure>"
)
_video = re.compile(
    r'<figure data-video="(?P<video>[A-Za-z0-9_-]{11})">(?:<figcaption>(?P<title>[^<]*)</figcaption>)?</figure>'
)
NO_TITLE = "Video"


@dataclass(frozen=True)
class Figure:
    """One photo in a text. Shown like an EditionPhoto once `photo` is there."""

    photo_id: int
    alt: str
    is_decorative: bool
    is_protected: bool  # EditionPhoto.identity_protected
    caption: str
    photo: Photo | None = None


def figures_in(html: str) -> list[Figure]:
    """The photos of a sanitised text, in its order."""
    return [_figure(found) for found in _photo.finditer(html)]


def _figure(found: re.Match[str], photos: Mapping[int, Photo] | None = None) -> Figure:
    key = int(found["photo"])
    return Figure(
        photo_id=key,
        alt=unescape(found["alt"] or ""),
        is_decorative=bool(found["decorative"]),
        is_protected=bool(found["protected"]),
        caption=unescape(found["caption"] or ""),
        photo=(photos or {}).get(key),
    )


def photos_of(htmls: Iterable[str]) -> dict[int, Photo]:
    """The photos that these texts name: one query, none where no text has a figure."""
    keys = {figure.photo_id for html in htmls for figure in figures_in(html)}
    return Photo.objects.in_bulk(keys) if keys else {}


def photo_titles(*htmls: str) -> dict[int, str]:
    """What the photos of these texts are called in the library, by number."""
    return {key: str(photo) for key, photo in photos_of(htmls).items()}


def shown(html: str, photos: Mapping[int, Photo], *, opening: str = "") -> SafeString:
    """The text as readers see it, `opening` in front of its first words. Photos that are unknown are left out."""
    text = _photo.sub(lambda found: _shown_photo(_figure(found, photos)), rich(html, opening))
    return mark_safe(_video.sub(_shown_video, text))


def _shown_photo(figure: Figure) -> str:
    if figure.photo is None:
        return ""
    context = {"use": figure, "variant": "full", "sizes": "(min-width: 46rem) 36rem, 62vw"}
    return render_to_string("_figure.html", context).strip()


def _shown_video(found: re.Match[str]) -> str:
    title = unescape(found["title"] or "") or NO_TITLE
    return render_to_string("news/_video.html", {"url": _video_url(found["video"]), "title": title}).strip()


def _video_url(key: str) -> str:
    return f"https://www.youtube.com/watch?v={key}"


def for_feeds(html: str, photos: Mapping[int, Photo], *, origin: str) -> str:
    """The text for feed readers, which know nothing of our pages: whole addresses, plain pictures and links."""

    def picture(found: re.Match[str]) -> str:
        return feed_figure(_figure(found, photos), origin=origin)

    def video(found: re.Match[str]) -> str:
        title = found["title"] or NO_TITLE  # escaped as it stands
        return f'<p><a href="{_video_url(found["video"])}" rel="noopener">{title} (video di YouTube)</a></p>'

    text = _video.sub(video, _photo.sub(picture, safe(html)))
    return re.sub(r'(<a href=")(?=/(?!/))', rf"\1{origin}", text)


def feed_figure(use: Any, *, origin: str) -> str:
    """One use of a photo for feed readers: a Figure or an EditionPhoto. The storage may give whole addresses."""
    photo = use.photo
    if photo is None:
        return ""
    width = photo.nearest("full", 1200)
    src = urljoin(origin, photo.file_url("full", width))
    words = " ".join(filter(None, [use.caption, photo.credit]))
    caption = format_html("<figcaption>{}</figcaption>", words) if words else ""
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}">{}</figure>',
        src,
        "" if use.is_decorative else use.alt,
        width,
        photo.height_of("full", width),
        caption,
    )
