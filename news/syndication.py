"""What feeds and the public list as JSON hand on: releases whole, with addresses that hold anywhere."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import format_html

from news.body import feed_figure, for_feeds
from news.models import Article, Correction, Edition
from news.models.article import ArticleQuerySet
from selayar_site.open_data import whole
from selayar_site.templatetags.site_tags import day, file_size


def load_whole(articles: ArticleQuerySet, at: datetime) -> list[Article]:
    """Some of `listed(at)`, sliced, with all that is handed on. Four queries however many rows."""
    corrections = Prefetch("corrections", Correction.objects.filter(at__lte=at))
    found = list(articles.with_changed_at(at).prefetch_related(corrections))
    editions = Edition.objects.complete().in_bulk([article.live_edition_id for article in found])
    for article in found:
        article.live = editions[article.live_edition_id]
    return found


def tag_of(article: Article) -> str:
    """What the release is called for good, whatever its address (RFC 4151): readers know by it what they have."""
    assert article.first_live_from
    host = urlsplit(settings.PUBLIC_ORIGIN).hostname
    return f"tag:{host},{article.first_live_from.astimezone(UTC):%Y-%m-%d}:siaran-pers/{article.pk}"


def content_of(article: Article) -> str:
    """The release as HTML that needs nothing of our pages: corrections, pictures, text, documents."""
    edition, origin = article.live, settings.PUBLIC_ORIGIN
    parts = [*map(correction_text, article.corrections.all())]
    if edition.lead:
        parts.append(feed_figure(edition.lead, origin=origin))
    parts.append(for_feeds(edition.body_html, edition.body_photos, origin=origin))
    parts += [feed_figure(use, origin=origin) for use in edition.gallery]
    parts += [attachment_text(article, attachment.slug, attachment.title, attachment.size)
              for attachment in edition.shown_attachments]  # fmt: skip
    return "".join(parts)


def correction_text(correction: Correction) -> str:
    """What was wrong and what is right, as the article page says it, in the tags that every feed reader knows."""
    opening = format_html("<strong>{}, {}.</strong>", correction.get_kind_display(), day(correction.at))
    if not correction.wrong:
        return format_html("<p>{} {}</p>", opening, correction.right)
    return format_html(
        "<p>{}<br>Sebelumnya tertulis: {}<br>Yang benar: {}</p>",
        opening,
        correction.wrong,
        correction.right,
    )


def attachment_text(article: Article, slug: str, title: str, size: int) -> str:
    address = attachment_address(article, slug)
    return format_html('<p>Lampiran: <a href="{}">{}</a> (PDF, {})</p>', address, title, file_size(size))


def attachment_address(article: Article, slug: str) -> str:
    return whole(reverse("article_attachment", kwargs={"slug": article.slug, "name": slug}))
