"""Everything published, for feed readers and newsrooms."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import format_html

from news.body import for_feeds, photos_of
from news.models import Article, Correction
from selayar_site.models import SiteIdentity
from selayar_site.templatetags.site_tags import day

SIZE = 30


class FullTextRSS(Rss201rev2Feed):
    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class FullTextAtom(Atom1Feed):
    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class ArticleRSS(Feed):
    """RSS 2.0 of the newest releases."""

    feed_type: type = FullTextRSS
    language = settings.LANGUAGE_CODE

    def get_object(self, request: HttpRequest) -> SiteIdentity:
        return SiteIdentity.current()

    def title(self, site: SiteIdentity) -> str:
        return f"{site.site_name} – Siaran pers {site.regency}"

    def subtitle(self, site: SiteIdentity) -> str:
        return site.description

    description = subtitle

    def author_name(self, site: SiteIdentity) -> str:
        return f"{site.byline} {site.regency}"

    def feed_copyright(self, site: SiteIdentity) -> str:
        return site.licence

    def link(self, site: SiteIdentity) -> str:
        return "/berita/"

    def items(self, site: SiteIdentity) -> list[Article]:
        at = timezone.now()
        corrections = Prefetch("corrections", Correction.objects.filter(at__lte=at))
        listed = Article.objects.listed(at).with_changed_at(at).prefetch_related(corrections)
        articles = listed[:SIZE].with_live()
        photos = photos_of(article.live.body_html for article in articles)
        for article in articles:
            article.live.body_photos = photos
        return articles

    def item_title(self, item: Article) -> str:
        return item.live.title

    def item_description(self, item: Article) -> str:
        return item.live.summary

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.first_live_from

    def item_updateddate(self, item: Article) -> datetime | None:
        return item.changed_at

    def item_categories(self, item: Article) -> list[str]:
        return [item.live.category.name] if item.live.category else []

    def item_enclosures(self, item: Article) -> list[Enclosure]:
        lead = item.live.lead
        if lead is None:
            return []
        # RSS wants a length; 0 says that it is not known.
        return [Enclosure(settings.PUBLIC_ORIGIN + lead.photo.file_url("share", 1200), "0", "image/jpeg")]

    def item_extra_kwargs(self, item: Article) -> dict[str, str]:
        text = for_feeds(item.live.body_html, item.live.body_photos, origin=settings.PUBLIC_ORIGIN)
        return {"content": "".join([*map(correction_text, item.corrections.all()), text])}


class ArticleAtom(ArticleRSS):
    """The same as Atom."""

    feed_type = FullTextAtom


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
