"""The picture that messengers and networks show beside a link: 1200 × 630, a JPEG of at most 300 kB."""

import logging
import math
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont

from selayar_site.imaging import SHARE_MAX_BYTES, SHARE_SIZE, jpeg_within
from selayar_site.models import SiteIdentity

logger = logging.getLogger(__name__)

FONT = Path(__file__).parent / "fonts" / "PlusJakartaSans-Bold.ttf"
# The colours of static/css/tokens.css: --sea, --sea-deep, --on-sea, --on-sea-soft, --lagoon, --coral-bright.
SEA, SEA_DEEP, ON_SEA, ON_SEA_SOFT, LAGOON, CORAL = "#0a3547", "#072836", "#f8f4ea", "#bcd5d8", "#5ccdc3", "#e96a4d"
MARGIN = 80
HEADLINE_BOX = (SHARE_SIZE[0] - 2 * MARGIN, 290)


def share_card(edition: Any, *, site: SiteIdentity | None = None) -> bytes:
    """The share picture of an edition: its lead photo's, else a card with the name of the site and the headline.

    `edition` has `.title` and `.lead` (with `.photo`, or None). Without `site` the stored identity is asked for.
    """
    if edition.lead:
        name = edition.lead.photo.file_name("share", SHARE_SIZE[0])
        try:
            with default_storage.open(name) as file:
                return file.read()
        except FileNotFoundError:  # a restore without its media; the headline's card is better than an error
            logger.warning("%s is not there: the card shows the headline.", name)
    site = site or SiteIdentity.current()
    return headline_card(edition.title, site_name=site.site_name, publisher=site.regency)


def headline_card(headline: str, *, site_name: str, publisher: str) -> bytes:
    """A card of the sea: emblem and name above, the headline as large as fits in four lines, islands below."""
    image = _ground().copy()
    draw = ImageDraw.Draw(image)
    draw.text((MARGIN + 92, 94), _cut(site_name, _font(34), 900), font=_font(34), fill=ON_SEA, anchor="ls")
    draw.text((MARGIN + 92, 130), _cut(publisher, _font(24), 900), font=_font(24), fill=ON_SEA_SOFT, anchor="ls")
    lines, font, step = _fitted(" ".join(headline.split()))
    top = 192 + (HEADLINE_BOX[1] - step * len(lines)) // 2
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + step * number), line, font=font, fill=ON_SEA, anchor="la")
    return jpeg_within(image, SHARE_MAX_BYTES)


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)


def _fitted(text: str) -> tuple[list[str], ImageFont.FreeTypeFont, int]:
    """The lines, in the largest size at which four of them hold the text, cut where even the smallest does not."""
    for size in (68, 60, 54, 48, 44):
        font, step = _font(size), round(size * 1.22)
        lines = _wrapped(text, font)
        if len(lines) * step <= HEADLINE_BOX[1] and len(lines) <= 4:
            break
    rest = " ".join(lines[3:])
    return [*lines[:3], _cut(rest, font, HEADLINE_BOX[0])] if rest else lines, font, step


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= HEADLINE_BOX[0]:
            lines[-1] = longer
        else:
            lines.append(_cut(word, font, HEADLINE_BOX[0]))
    return lines


def _cut(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text.rstrip(" ,.–-") + "…"


@lru_cache(maxsize=1)
def _ground() -> Image.Image:
    """Sea, emblem and islands; drawn at twice the size, so that the edges are smooth."""
    width, height = SHARE_SIZE[0] * 2, SHARE_SIZE[1] * 2
    image = Image.linear_gradient("L").resize((width, height))
    image = Image.composite(Image.new("RGB", image.size, SEA_DEEP), Image.new("RGB", image.size, SEA), image)
    draw = ImageDraw.Draw(image)
    islands = ((1180, 1000, 520, 96), (1560, 950, 480, 150), (1960, 985, 620, 112), (980, 1030, 240, 40))
    for left, top, wide, high in islands:
        draw.ellipse((left, top, left + wide, top + 2 * high), fill="#0d4257")
    for level, color in ((1060, "#0f6473"), (1112, "#0b4a5c"), (1170, "#083847")):
        _wave(draw, level, color)
    _emblem(draw, MARGIN * 2, 104)
    return image.resize(SHARE_SIZE, Image.Resampling.LANCZOS)


def _wave(draw: ImageDraw.ImageDraw, level: int, color: str) -> None:
    width, height = SHARE_SIZE[0] * 2, SHARE_SIZE[1] * 2
    crest = [(x, level + 12 * math.sin((x + level * 7) / 400 * math.tau)) for x in range(0, width + 1, 8)]
    draw.polygon([*crest, (width, height), (0, height)], fill=color)


def _emblem(draw: ImageDraw.ImageDraw, left: int, top: int) -> None:
    """A lambo under sail on a disc: the mark of the site where no coat of arms is at hand."""
    draw.ellipse((left, top, left + 144, top + 144), fill=ON_SEA)
    draw.polygon([(left + 76, top + 24), (left + 76, top + 88), (left + 116, top + 88)], fill=CORAL)
    draw.polygon([(left + 68, top + 34), (left + 68, top + 88), (left + 36, top + 88)], fill=SEA)
    draw.polygon(
        [(left + 28, top + 96), (left + 118, top + 96), (left + 102, top + 116), (left + 44, top + 116)], fill=SEA
    )
    draw.line([(left + 32, top + 125), (left + 112, top + 125)], fill=LAGOON, width=7)
