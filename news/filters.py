"""What a list of releases can be narrowed to; kept in the address."""

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from news.models import Article, Category, Edition, Tag
from news.models.article import ArticleQuerySet
from programs.models import Program


def shown_tags(request: HttpRequest | None = None) -> QuerySet[Tag]:
    """The tags of what is published: those of drafts would tell of them."""
    live = Q(pk=OuterRef("article"), live_edition_id=OuterRef("pk"))
    editions = Edition.objects.filter(Exists(Article.objects.listed().filter(live)), tags=OuterRef("pk"))
    return Tag.objects.filter(Exists(editions))


class ArticleFilter(django_filters.FilterSet):
    """Narrows `Article.objects.listed()` by what the live edition says."""

    kategori = django_filters.ModelChoiceFilter(
        queryset=Category.objects.all(),
        to_field_name="slug",
        method="of_category",
        label="Kategori",
        empty_label="Semua kategori",
    )
    program = django_filters.ModelChoiceFilter(
        queryset=Program.objects.listed(),
        to_field_name="slug",
        method="of_program",
        label="Program",
        empty_label="Semua program",
    )
    tagar = django_filters.ModelChoiceFilter(
        queryset=shown_tags, to_field_name="slug", method="of_tag", label="Tagar", empty_label="Semua tagar"
    )

    class Meta:
        model = Article
        fields: list[str] = []

    def of_category(self, rows: ArticleQuerySet, name: str, value: Category) -> ArticleQuerySet:
        return rows.where_live(category=value)

    def of_program(self, rows: ArticleQuerySet, name: str, value: Program) -> ArticleQuerySet:
        return rows.where_live(programs=value)

    def of_tag(self, rows: ArticleQuerySet, name: str, value: Tag) -> ArticleQuerySet:
        return rows.where_live(tags=value)
