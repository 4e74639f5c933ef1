"""What pages offer for taking along."""

from django import template
from django.template import Context
from django.utils.http import urlencode

from news.filters import ArticleFilter

register = template.Library()


@register.simple_tag(takes_context=True)
def filter_query(context: Context) -> str:
    """The filters of the list as its address has them, for a feed of the same; empty where nothing is narrowed."""
    asked = context["request"].GET
    return urlencode([(name, text) for name in ArticleFilter.base_filters if (text := asked.get(name))])
