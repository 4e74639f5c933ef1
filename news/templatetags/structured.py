"""Structured data in templates."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.safestring import SafeString

from news.models import Article, Correction
from news.structured import news_article
from selayar_site.models import SiteIdentity
from selayar_site.structured import as_json, item_list

register = template.Library()


@register.simple_tag
def article_data(article: Article, corrections: Sequence[Correction], site: SiteIdentity, origin: str) -> SafeString:
    """The release for search engines, as the inside of a script element of the type `application/ld+json`."""
    return as_json(news_article(article, corrections, site=site, origin=origin))


@register.simple_tag
def articles_data(articles: Iterable[Article], origin: str) -> SafeString:
    """A list of releases, in its order, for the same kind of element."""
    return as_json(item_list(((article.live.title, article.get_absolute_url()) for article in articles), origin))
