"""Everything published, any choice of it and any search, for feed readers and newsrooms.

A feed takes the parameters of the page that it follows: `/rss/berita.atom?kategori=kesehatan` is the list
`/berita/?kategori=kesehatan`, `/rss/cari.atom?q=iuran` the search `/cari/?q=iuran`, newest first.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, rfc3339_date
from django.utils.http import urlencode

from news.filters import ArticleFilter
from news.models import Article
from news.models.article import ArticleQuerySet
from news.search.find import LONGEST_QUESTION, search
from news.syndication import attachment_address, content_of, load_whole, tag_of
from selayar_site.imaging import SHARE_SIZE
from selayar_site.models import SiteIdentity
from selayar_site.open_data import whole

SIZE = 30
# What an empty feed says: the same at each asking, so that its copy stays good.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class _Steady:
    """A feed that is a function of what it shows, not of when it is asked for."""

    items: list[dict[str, Any]]

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER  # type: ignore[misc]


class FullTextRSS(_Steady, Rss201rev2Feed):
    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        # RSS has room for one enclosure: the picture.
        super().add_item_elements(handler, item | {"enclosures": item["enclosures"][:1]})
        handler.addQuickElement("content:encoded", item["content"])
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))


class FullTextAtom(_Steady, Atom1Feed):
    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["licence_url"]:  # RFC 4946
            handler.addQuickElement("link", "", {"rel": "license", "href": self.feed["licence_url"]})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@dataclass(frozen=True)
class Wanted:
    """What one feed is of; `page` is the address that people read the same at."""

    site: SiteIdentity
    at: datetime
    articles: ArticleQuerySet
    title: str
    page: str
    feed: str


class ArticleRSS(Feed):
    """RSS 2.0 of the newest releases, of all or of those that the filters of the list let through."""

    feed_type: type = FullTextRSS
    language = settings.LANGUAGE_CODE
    item_guid_is_permalink = False

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        # The newest moment stays when an older release leaves: only the ETag tells that.
        del response["Last-Modified"]
        response["Access-Control-Allow-Origin"] = "*"
        return response

    def get_object(self, request: HttpRequest) -> Wanted:
        at = timezone.now()
        narrowed = ArticleFilter(request.GET, at=at)
        if not narrowed.is_valid():
            raise Http404
        asked = {name: text for name in narrowed.filters if (text := request.GET.get(name))}
        title = "Siaran pers: " + ", ".join(narrowed.chosen) if narrowed.chosen else "Siaran pers"
        return self.wanted(request, narrowed, title, reverse("article_list"), asked)

    def wanted(
        self, request: HttpRequest, narrowed: ArticleFilter, title: str, page: str, asked: dict[str, str]
    ) -> Wanted:
        query = f"?{urlencode(asked)}" if asked else ""
        page, feed = whole(page + query), whole(request.path + query)
        return Wanted(SiteIdentity.current(), narrowed.at, narrowed.qs, title, page, feed)

    def title(self, wanted: Wanted) -> str:
        return f"{wanted.site.site_name} – {wanted.title}"

    def subtitle(self, wanted: Wanted) -> str:
        return wanted.site.description

    description = subtitle

    def author_name(self, wanted: Wanted) -> str:
        return f"{wanted.site.byline} {wanted.site.regency}"

    def feed_copyright(self, wanted: Wanted) -> str:
        return wanted.site.licence

    def feed_extra_kwargs(self, wanted: Wanted) -> dict[str, str]:
        return {"licence_url": wanted.site.licence_url and whole(wanted.site.licence_url)}

    def link(self, wanted: Wanted) -> str:
        return wanted.page

    def feed_url(self, wanted: Wanted) -> str:
        return wanted.feed

    def items(self, wanted: Wanted) -> list[Article]:
        return load_whole(wanted.articles[:SIZE], wanted.at)

    def item_title(self, item: Article) -> str:
        return item.live.title

    def item_description(self, item: Article) -> str:
        return item.live.summary

    def item_link(self, item: Article) -> str:
        """Says that the reader came by a feed (news/reads); the `guid` stays what it is."""
        return whole(f"{item.get_absolute_url()}?lewat=umpan")

    def item_guid(self, item: Article) -> str:
        return tag_of(item)

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.first_live_from

    def item_updateddate(self, item: Article) -> datetime | None:
        return item.changed_at

    def item_categories(self, item: Article) -> list[str]:
        names = [item.live.category.name] if item.live.category else []
        return names + [tag.name for tag in item.live.shown_tags]

    def item_enclosures(self, item: Article) -> list[Enclosure]:
        """The picture first."""
        found = [Enclosure(attachment_address(item, each.slug), str(each.size), "application/pdf")
                 for each in item.live.shown_attachments]  # fmt: skip
        if lead := item.live.lead:
            picture = whole(lead.photo.file_url("share", SHARE_SIZE[0]))
            found.insert(0, Enclosure(picture, str(lead.photo.share_bytes), "image/jpeg"))
        return found

    def item_extra_kwargs(self, item: Article) -> dict[str, str]:
        return {"content": content_of(item)}


class ArticleAtom(ArticleRSS):
    """The same as Atom."""

    feed_type = FullTextAtom


class SearchRSS(ArticleRSS):
    """What has all the words of `q`, newest first, narrowed as the search was.

    The words stand in the addresses, never in the title.
    """

    def get_object(self, request: HttpRequest) -> Wanted:
        question = " ".join(request.GET.get("q", "").replace("\0", " ").split())
        if not question or len(question) > LONGEST_QUESTION:
            raise Http404
        params = request.GET.copy()
        params["q"] = ""  # asked of the search, whose refusals are its own
        at = timezone.now()
        narrowed = ArticleFilter(params, search(question, at), at)
        if not narrowed.is_valid():
            raise Http404
        asked = {"q": question} | {name: text for name in narrowed.filters if (text := params.get(name))}
        return self.wanted(request, narrowed, "Hasil pencarian", reverse("search"), asked)


class SearchAtom(SearchRSS):
    feed_type = FullTextAtom
