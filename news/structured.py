"""What search engines read of a release: schema.org's NewsArticle as JSON-LD, with what Google asks for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator

from news.models import Article, Correction
from selayar_site.crops import SHAPES, crop_size
from selayar_site.imaging import SHARE_SIZE
from selayar_site.models import SiteIdentity
from selayar_site.richtext import word_count
from selayar_site.structured import CONTEXT, publisher, without_empty, written

# Longer ones are cut by those who show them (developers.google.com/search/docs/appearance/structured-data/article).
HEADLINE_LENGTH = 110
IMAGE_WIDTH = 1200


def news_article(
    article: Article, corrections: Sequence[Correction], *, site: SiteIdentity, origin: str
) -> dict[str, Any]:
    """The release as a NewsArticle; `article` has its `live` edition, `corrections` stand on its page.

    No query after `answer_for()`. Addresses are absolute, moments in the time zone of the regency.
    """
    edition = article.live
    url = origin + article.get_absolute_url()
    about = [
        {"@type": "GovernmentService", "name": program.name, "url": origin + program.get_absolute_url()}
        for program in edition.shown_programs
    ]
    data = {
        "@type": "NewsArticle",
        "@id": f"{url}#siaran-pers",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "url": url,
        "identifier": article.release_number,
        "headline": Truncator(edition.title).chars(HEADLINE_LENGTH),
        "description": edition.summary,
        "image": images(article, site=site, origin=origin),
        "datePublished": written(article.first_live_from),
        "dateModified": written(changed_at(article, corrections)),
        "dateline": edition.place,
        "inLanguage": settings.LANGUAGE_CODE,
        "isAccessibleForFree": True,
        "license": site.licence_url and urljoin(origin, site.licence_url),
        "isPartOf": {"@type": "WebSite", "@id": f"{origin}/#situs", "name": site.site_name, "url": f"{origin}/"},
        "author": publisher(site, origin, name=f"{site.byline} {site.regency}"),
        "publisher": publisher(site, origin),
        "copyrightHolder": {"@id": f"{origin}/#penerbit"},
        "copyrightNotice": site.licence,
        "articleSection": edition.category.name if edition.category else "",
        "keywords": [tag.name for tag in edition.shown_tags],
        "about": about,
        "wordCount": word_count(edition.body_html),
        "version": edition.number,
        "correction": [_correction(each) for each in corrections if each.kind == Correction.Kind.CORRECTION],
    }
    return CONTEXT | without_empty(data)


def changed_at(article: Article, corrections: Sequence[Correction]) -> datetime | None:
    """When the live text or its latest correction appeared; what `with_changed_at()` says in lists."""
    moments = [article.live.live_from, *(each.at for each in corrections)]
    return max((moment for moment in moments if moment), default=None)


def images(article: Article, *, site: SiteIdentity, origin: str) -> list[dict[str, Any]]:
    """The lead photo in Google's three shapes where it is large enough, and whole; the share card, which all have."""
    card = _image(urljoin(origin, reverse("article_card", args=[article.slug])), SHARE_SIZE)
    lead = article.live.lead
    if lead is None:
        return [card]
    photo = lead.photo
    terms = urljoin(origin, site.licence_url) if site.licence_url else ""
    credit = without_empty(
        {
            "creditText": photo.credit,
            "caption": lead.caption or lead.alt,
            "copyrightNotice": photo.credit,
            "license": terms,
            "acquireLicensePage": terms,
        }
    )
    sizes = {shape: crop_size(photo, shape) for shape in SHAPES}
    cut = [
        _image(urljoin(origin, reverse("article_picture", args=[article.slug, shape])), size) | credit
        for shape, size in sizes.items()
        if size
    ]
    width = photo.nearest("full", IMAGE_WIDTH)
    whole = _image(urljoin(origin, photo.file_url("full", width)), (width, photo.height_of("full", width))) | credit
    return [*cut, whole, card]


def _image(url: str, size: tuple[int, int]) -> dict[str, Any]:
    return {"@type": "ImageObject", "url": url, "contentUrl": url, "width": size[0], "height": size[1]}


def _correction(correction: Correction) -> dict[str, str | None]:
    text = f"Sebelumnya tertulis: {_sentence(correction.wrong)} Yang benar: {_sentence(correction.right)}"
    return {"@type": "CorrectionComment", "text": text, "datePublished": written(correction.at)}


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”", "…")) else f"{text}."
