"""What search engines read of a release: schema.org's NewsArticle as JSON-LD."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from news.models import Article, Correction
from selayar_site.models import SiteIdentity

# Longer ones are cut by those who show them (developers.google.com/search/docs/appearance/structured-data/article).
HEADLINE_LENGTH = 110
IMAGE_WIDTH = 1200
LOGO = ("brand/icon-512.png", 512)

# As django.utils.html.json_script: nothing in a text can end the element or begin another.
_escapes = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def news_article(
    article: Article, corrections: Sequence[Correction], *, site: SiteIdentity, origin: str
) -> dict[str, Any]:
    """The release as a NewsArticle; `article` has its `live` edition, `corrections` stand on its page.

    No query after `answer_for()`. Addresses are absolute, moments in the time zone of the regency.
    """
    edition = article.live
    url = origin + article.get_absolute_url()
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "url": url,
        "headline": Truncator(edition.title).chars(HEADLINE_LENGTH),
        "description": edition.summary,
        "image": images(article, origin=origin),
        "datePublished": _written(article.first_live_from),
        "dateModified": _written(changed_at(article, corrections)),
        "inLanguage": settings.LANGUAGE_CODE,
        "isAccessibleForFree": True,
        "author": _organization(f"{site.byline} {site.regency}", origin=origin),
        "publisher": _organization(site.office, origin=origin),
        "articleSection": edition.category.name if edition.category else "",
        "correction": [_correction(each) for each in corrections if each.kind == Correction.Kind.CORRECTION],
    }
    return {name: value for name, value in data.items() if value}


def changed_at(article: Article, corrections: Sequence[Correction]) -> datetime | None:
    """When the live text or its latest correction appeared; what `with_changed_at()` says in lists."""
    moments = [article.live.live_from, *(each.at for each in corrections)]
    return max((moment for moment in moments if moment), default=None)


def images(article: Article, *, origin: str) -> list[str]:
    """The share card, which every release has, and the lead photo as 3:2 and whole."""
    addresses = [reverse("article_card", kwargs={"slug": article.slug})]
    if lead := article.live.lead:
        photo = lead.photo
        addresses += [photo.file_url(variant, photo.nearest(variant, IMAGE_WIDTH)) for variant in ("card", "full")]
    return [urljoin(origin, address) for address in addresses]


def as_json(data: dict[str, Any]) -> SafeString:
    """For the inside of a script element that holds data."""
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_escapes))


def _organization(name: str, *, origin: str) -> dict[str, Any]:
    path, side = LOGO
    logo = {"@type": "ImageObject", "url": urljoin(origin, static(path)), "width": side, "height": side}
    return {"@type": "Organization", "name": name, "url": f"{origin}/", "logo": logo}


def _correction(correction: Correction) -> dict[str, str | None]:
    text = f"Sebelumnya tertulis: {correction.wrong} Yang benar: {correction.right}"
    return {"@type": "CorrectionComment", "text": text, "datePublished": _written(correction.at)}


def _written(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
