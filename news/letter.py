"""The release on the letterhead of the office, as a PDF that screen readers can read (PDF/UA-1, ISO 14289-1).

Typst sets it from `letter.typ`, with the fonts in this repository and its own; it asks neither the network nor
the fonts of the machine. The same data make the same bytes, so what was set once is handed out again: the last
ones are remembered, and one process sets one letter at a time, however many ask for it.
"""

import json
import logging
import re
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone

from news.models import Article, Correction
from news.paper import Block, blocks_of
from news.sharing import qr_svg
from news.syndication import whole
from selayar_site.models import SiteIdentity
from selayar_site.templatetags.site_tags import dateline, day, moment

TEMPLATE = Path(__file__).parent / "letter.typ"
FONTS = settings.BASE_DIR / "selayar_site" / "fonts"
# About 40 kB each.
REMEMBERED = 64

logger = logging.getLogger(__name__)

_one_at_a_time = Lock()
_unprintable = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U0001f000-\U0001faff]")


def letter(article: Article, corrections: list[Correction], *, site: SiteIdentity, photos: str = "") -> bytes:
    """The PDF of the live text; `photos` says where its pictures are. About 0.1 s the first time."""
    data = _printable(json.dumps(_data(article, corrections, site, photos), ensure_ascii=False, sort_keys=True))
    with _one_at_a_time:
        return _set(data)


@lru_cache(maxsize=REMEMBERED)
def _set(data: str) -> bytes:
    try:
        return _compiled(data, standard="ua-1")
    except typst.TypstError as error:
        # A character that no font here has, such as Lontara: the standard forbids what is shown in its place.
        logger.warning("A letter does not meet PDF/UA-1: %s", error)
        return _compiled(data)


def _compiled(data: str, standard: Literal["ua-1"] | None = None) -> bytes:
    pdf = _compiler().compile(
        input=TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=standard,
        timestamp=datetime.fromtimestamp(json.loads(data)["changed"], UTC),
    )
    assert isinstance(pdf, bytes)
    return pdf


def _printable(text: str) -> str:
    """Without what no letter is written with: emoji, and marks that take no room."""
    return _unprintable.sub("", text)


def _in_steps(blocks: list[Block]) -> list[Block]:
    """Headings that go down one level at a time, as the standard wants them."""
    last, found = 1, []
    for block in blocks:
        if block["kind"] == "h":
            last = min(block["level"], last + 1)
            block = block | {"level": last}
        found.append(block)
    return found


@cache
def _compiler() -> typst.Compiler:
    """With its fonts read once. Its root is the folder of the fonts: a template could read nothing else."""
    return typst.Compiler(root=str(FONTS), font_paths=[str(FONTS)], ignore_system_fonts=True)


@cache
def _emblem() -> str:
    path = finders.find("brand/emblem.svg")
    assert path
    return Path(path).read_text(encoding="utf-8")


def _data(article: Article, corrections: list[Correction], site: SiteIdentity, photos: str) -> dict[str, Any]:
    edition = article.live
    assert article.first_live_from and edition.live_from
    local = timezone.localtime(article.first_live_from)
    changed = max([edition.live_from, *(each.at for each in corrections)])
    published = moment(article.first_live_from)
    if edition.live_from != article.first_live_from:
        published += f" (diperbarui {moment(edition.live_from)})"
    town = " ".join(filter(None, [site.town, site.postcode]))
    check = whole(article.get_number_url())
    opening = dateline(edition.place, article.first_live_from, site.byline)
    return {
        "site": {
            "name": site.site_name,
            "office": site.office,
            "author": f"{site.byline} {site.regency}",
            "address": ", ".join(filter(None, [site.street, town, site.province])) or site.regency,
            "contact": " · ".join(filter(None, [site.phone, site.email, whole("/")])),
            "emblem": _emblem(),
        },
        "title": edition.title,
        "summary": edition.summary,
        "date": [local.year, local.month, local.day],
        "changed": int(changed.timestamp()),
        "number_line": f"Nomor {article.release_number}",
        "moment": published,
        "corrections": [
            {"head": f"{each.get_kind_display()}, {day(each.at)}", "wrong": each.wrong, "right": each.right}
            for each in corrections
        ],
        "blocks": _in_steps(blocks_of(edition.body_html, opening=opening)),
        "photos": photos,
        "contact": edition.press_contact or site.press_contact,
        "check": check,
        "qr": qr_svg(check),
        "licence": site.licence,
    }
