"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path, register_converter
from django.views.decorators.http import conditional_page

from news import access_views as access
from news import kit_views as kit
from news import number_views as number
from news import subscription_views as subscription
from news import views as news
from news.data import article_data, article_data_schema
from news.embedding import article_embed, oembed
from news.feeds import ArticleAtom, ArticleRSS, SearchAtom, SearchRSS
from news.filters import ArticleFilter
from news.models import Article
from programs import figure_views as figures
from programs import views as programs
from selayar_site import sitemaps, views
from selayar_site.health import healthz
from selayar_site.media import public_media
from selayar_site.methods import read_only
from selayar_site.pagestore import kept
from selayar_site.search import search, search_suggestions
from selayar_site.styleguide import styleguide

# Django's own views of what is published.
FILTERS = tuple(ArticleFilter.base_filters)
kept_feed = kept("news", "programs", "site", params=FILTERS, until=Article.objects.next_change)

register_converter(sitemaps.Year, "year")
register_converter(sitemaps.MonthNumber, "month")

urlpatterns = [
    path("", views.home, name="home"),
    path("berita/", news.article_list, name="article_list"),
    path("berita/arsip/", news.article_archive, name="article_archive"),
    path("berita/arsip/<int:year>/<int:month>/", news.article_month, name="article_month"),
    path("berita/data.json", article_data, name="article_data"),
    path("berita/data.schema.json", article_data_schema, name="article_data_schema"),
    path("berita/<slug:slug>", news.article_unslashed, name="article_unslashed"),
    path("berita/<slug:slug>/", news.article_detail, name="article_detail"),
    path("berita/<slug:slug>/lampiran/<slug:name>.pdf", news.article_attachment, name="article_attachment"),
    path("berita/<slug:slug>/kartu.jpg", news.article_card, name="article_card"),
    path("berita/<slug:slug>/foto-<slug:shape>.jpg", news.article_picture, name="article_picture"),
    path("berita/<slug:slug>/paket/", kit.article_kit, name="article_kit"),
    path("berita/<slug:slug>/paket/siaran-pers.pdf", kit.article_letter, name="article_letter"),
    path("berita/<slug:slug>/paket/siaran-pers.txt", kit.article_text, name="article_text"),
    path("berita/<slug:slug>/paket/foto-<int:number>.jpg", kit.article_photo, name="article_photo"),
    path("berita/<slug:slug>/paket/semua.zip", kit.article_zip, name="article_zip"),
    path("berita/<slug:slug>/kartu/", article_embed, name="article_embed"),
    path("oembed/", oembed, name="oembed"),
    path("v/", number.number_search, name="number_search"),
    path("v/<path:number>/teks.txt", number.number_text, name="number_text"),
    path("v/<path:number>/cocokkan/", number.number_compare, name="number_compare"),
    path("v/<path:number>/", number.number_detail, name="number_detail"),
    path("pratinjau/<str:token>/", access.preview, name="preview"),
    path("embargo/<str:token>/", access.embargo, name="embargo"),
    path("langganan/", subscription.subscribe, name="subscribe"),
    path("langganan/daftar/", subscription.sign_up, name="sign_up"),
    path("langganan/periksa-surel/", subscription.sign_up_sent, name="sign_up_sent"),
    path("langganan/konfirmasi/<str:token>/", subscription.confirm_subscription, name="confirm_subscription"),
    path("langganan/kelola/<str:token>/", subscription.manage_subscription, name="manage_subscription"),
    path("langganan/kelola/<str:token>/mulai/", subscription.subscription_confirmed, name="subscription_confirmed"),
    path("langganan/kelola/<str:token>/berhenti/", subscription.unsubscribe, name="unsubscribe"),
    path("langganan/kelola/<str:token>/lanjut/", subscription.resume_subscription, name="resume_subscription"),
    path("langganan/kelola/<str:token>/hapus/", subscription.erase_subscription, name="erase_subscription"),
    path("program/", programs.program_list, name="program_list"),
    path("program/<slug:slug>/", views.program_detail, name="program_detail"),
    path("program/<slug:slug>/dokumen/<slug:name>.pdf", programs.program_document, name="program_document"),
    path("program/<slug:slug>/kartu.jpg", views.program_card, name="program_card"),
    path("sikamseang/daftar-tunggu/", programs.waiting_list, name="waiting_list"),
    path("statistik/", figures.statistics, name="statistics"),
    path("statistik/data.csv", figures.statistics_csv, name="statistics_csv"),
    path("statistik/daftar.csv", figures.register_csv, name="register_csv"),
    path("statistik/data.json", figures.statistics_json, name="statistics_json"),
    path("penghargaan/", figures.award_list, name="award_list"),
    path("penghargaan/<slug:slug>/bukti.pdf", figures.award_evidence, name="award_evidence"),
    path("cari/", search, name="search"),
    path("cari/saran.json", search_suggestions, name="search_suggestions"),
    path("rss/berita.xml", kept_feed(ArticleRSS()), name="article_rss"),
    path("rss/berita.atom", kept_feed(ArticleAtom()), name="article_atom"),
    # Not kept: anybody may ask anything.
    path("rss/cari.xml", read_only(conditional_page(SearchRSS())), name="search_rss"),
    path("rss/cari.atom", read_only(conditional_page(SearchAtom())), name="search_atom"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-halaman.xml", sitemaps.sitemap_pages, name="sitemap_pages"),
    path("sitemap-berita.xml", sitemaps.sitemap_news, name="sitemap_news"),
    path("sitemap-<year:year>-<month:month>.xml", sitemaps.sitemap_month, name="sitemap_month"),
    path("healthz", healthz, name="healthz"),
    path("kartu.jpg", views.site_card, name="site_card"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("<slug:key>.txt", views.indexnow_key, name="indexnow_key"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("panduan-gaya/", styleguide, name="styleguide"),
    path("akun/", include("selayar_site.account_urls")),
    path("admin/", admin.site.urls),
    path("media/<path:path>", public_media, name="public_media"),
    # Last: the editable pages stand at the root (/tentang/, /privasi/ …).
    path("<slug:slug>/kartu.jpg", views.page_card, name="page_card"),
    path("<slug:slug>/", views.page_detail, name="page_detail"),
]

handler400 = "selayar_site.errors.bad_request"
handler403 = "selayar_site.errors.permission_denied"
handler404 = "selayar_site.errors.page_not_found"
handler500 = "selayar_site.errors.server_error"
