"""The release on the letterhead of the office, as a PDF that screen readers can read (PDF/UA-1, ISO 14289-1).

Typst sets it from `letter.typ` in a process of its own (typesetting.py), with the fonts in this repository and
those it brings; it asks neither the network nor the fonts of the machine. The same data make the same bytes, so
what was set once is handed out again: the last ones are remembered, and one process sets one letter at a time,
however many ask for it.
"""

import json
import logging
import re
import subprocess
import sys
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone

from news.models import Article, Correction
from news.paper import Block, blocks_of
from news.sharing import qr_svg
from selayar_site.models import SiteIdentity
from selayar_site.open_data import whole
from selayar_site.templatetags.site_tags import dateline, day, moment

TEMPLATE = Path(__file__).parent / "letter.typ"
PROGRAM = Path(__file__).parent / "typesetting.py"
FONTS = settings.BASE_DIR / "selayar_site" / "fonts"
# About 40 kB each.
REMEMBERED = 64
# Half a million words took four.
LONGEST_SECONDS = 20

logger = logging.getLogger(__name__)

_one_at_a_time = Lock()
_unprintable = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U0001f000-\U0001faff]")


class LetterNotSet(Exception):
    """Typst failed on this text, or took too long: nothing that its readers could mend."""


def letter(article: Article, corrections: list[Correction], *, site: SiteIdentity, photos: str = "") -> bytes:
    """The PDF of the live text; `photos` says where its pictures are. About 0.3 s the first time.

    Raises LetterNotSet.
    """
    data = _printable(json.dumps(_data(article, corrections, site, photos), ensure_ascii=False, sort_keys=True))
    with _one_at_a_time:
        return _set(data)


@lru_cache(maxsize=REMEMBERED)
def _set(data: str) -> bytes:
    command = [sys.executable, "-I", str(PROGRAM), str(TEMPLATE), str(FONTS)]
    try:
        done = subprocess.run(command, input=data.encode(), capture_output=True, timeout=LONGEST_SECONDS, check=True)
    except subprocess.SubprocessError as error:
        raise LetterNotSet(getattr(error, "stderr", None) or str(error)) from error
    if done.stderr:
        # A character that no font here has, such as Lontara: the standard forbids what is shown in its place.
        logger.warning("A letter does not meet PDF/UA-1: %s", done.stderr.decode(errors="replace").strip())
    return done.stdout


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
