"""What search engines may index."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from news.models import Article
from news.models.article import ArticleQuerySet
from programs.models import Program
from selayar_site.models import Page


class ArticleSitemap(Sitemap):
    limit = 1000

    def items(self) -> ArticleQuerySet:
        return Article.objects.listed().with_changed_at()

    def lastmod(self, article: Article) -> datetime:
        return article.changed_at


class ProgramSitemap(Sitemap):
    def items(self) -> list[Program]:
        return list(Program.objects.listed())

    def lastmod(self, program: Program) -> datetime:
        return program.updated_at


class PageSitemap(Sitemap):
    def items(self) -> list[Page]:
        return list(Page.objects.all())

    def lastmod(self, page: Page) -> datetime:
        return page.updated_at


class FixedSitemap(Sitemap):
    """The pages that are always there."""

    def items(self) -> list[str]:
        return ["home", "article_list", "program_list"]

    def location(self, name: str) -> str:
        return reverse(name)


SITEMAPS = {"berita": ArticleSitemap, "program": ProgramSitemap, "halaman": PageSitemap, "utama": FixedSitemap}
