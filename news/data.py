"""The public list as data: JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) with what the office adds.

The shape is that of data.schema.json, which is published beside it; our own part stands under `_siaran_pers`,
as the standard asks. Nothing is taken away from it or changed in meaning; what is added may be new.
"""

from functools import cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone

from news.filters import ArticleFilter
from news.models import Article, Correction, EditionPhoto
from news.syndication import attachment_address, content_of, load_whole, tag_of
from selayar_site.models import SiteIdentity
from selayar_site.open_data import open_to_all, whole
from selayar_site.pagestore import keep_until, kept
from selayar_site.pagination import AFTER, BEFORE, BadCursor, Page, keyset_page
from selayar_site.structured import without_empty, written

SIZE = 20
FILTERS = tuple(ArticleFilter.base_filters)
SCHEMA = Path(__file__).parent / "data.schema.json"


@kept("news", "programs", "site", params=(*FILTERS, AFTER, BEFORE))
def article_data(request: HttpRequest) -> HttpResponse:
    """The list of /berita/ with the same filters, twenty a page; `next_url` leads on to the end."""
    at = timezone.now()
    narrowed = ArticleFilter(request.GET, at=at)
    if not narrowed.is_valid():
        raise Http404
    try:
        page = keyset_page(
            narrowed.qs,
            order=("-first_live_from", "-pk"),
            size=SIZE,
            params=request.GET,
            keep=FILTERS,
            load=partial(load_whole, at=at),
        )
    except BadCursor:
        raise Http404 from None
    response = JsonResponse(_feed(request, page), json_dumps_params={"ensure_ascii": False})
    return keep_until(open_to_all(response), Article.objects.next_change(at))


@kept("site")
def article_data_schema(request: HttpRequest) -> HttpResponse:
    return open_to_all(HttpResponse(_schema(), content_type="application/schema+json"))


@cache
def _schema() -> str:
    return SCHEMA.read_text(encoding="utf-8")


def _feed(request: HttpRequest, page: Page[Article]) -> dict[str, Any]:
    site = SiteIdentity.current()
    here = whole(request.path)
    query = request.META["QUERY_STRING"]
    return without_empty(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": f"{site.site_name} – Siaran pers",
            "description": site.description,
            "home_page_url": whole(reverse("article_list")),
            "feed_url": f"{here}?{query}" if query else here,
            "next_url": page.next_url and here + page.next_url,
            "language": settings.LANGUAGE_CODE,
            "authors": [{"name": f"{site.byline} {site.regency}", "url": whole("/")}],
            "_siaran_pers": {
                "skema": whole(reverse("article_data_schema")),
                "sebelumnya": page.previous_url and here + page.previous_url,
                "lisensi": {
                    "teks": site.licence,
                    "gambar": site.picture_licence,
                    "alamat": site.licence_url and whole(site.licence_url),
                },
            },
        }
    ) | {"items": [_item(article) for article in page.items]}


def _item(article: Article) -> dict[str, Any]:
    edition = article.live
    category = edition.category
    return without_empty(
        {
            "id": tag_of(article),
            "url": whole(article.get_absolute_url()),
            "title": edition.title,
            "summary": edition.summary,
            "content_html": content_of(article),
            "image": whole(reverse("article_card", kwargs={"slug": article.slug})),
            "date_published": written(article.first_live_from),
            "date_modified": written(article.changed_at),
            "tags": [tag.name for tag in edition.shown_tags],
            "attachments": [
                {
                    "url": attachment_address(article, each.slug),
                    "mime_type": "application/pdf",
                    "title": each.title,
                    "size_in_bytes": each.size,
                }
                for each in edition.shown_attachments
            ],
            "_siaran_pers": {
                "nomor": article.release_number,
                "keaslian": article.release_number and whole(article.get_number_url()),
                "tempat": edition.place,
                "kategori": category and {"slug": category.slug, "nama": category.name},
                "program": [{"slug": each.slug, "nama": each.name} for each in edition.shown_programs],
                "foto": edition.lead and _photo(edition.lead),
                "ralat": [_correction(each) for each in article.corrections.all()],
            },
        }
    )


def _photo(use: EditionPhoto) -> dict[str, Any]:
    photo = use.photo
    width = photo.nearest("full", 1200)
    return {
        "alamat": whole(photo.file_url("full", width)),
        "lebar": width,
        "tinggi": photo.height_of("full", width),
        "alt": use.alt,
        "keterangan": use.caption,
        "kredit": photo.credit,
    }


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "jenis": correction.kind,
        "waktu": written(correction.at),
        "keliru": correction.wrong,
        "benar": correction.right,
    }
