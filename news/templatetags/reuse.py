"""What pages offer for taking along."""

from django import template
from django.template import Context
from django.utils.html import conditional_escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from news.filters import ArticleFilter
from news.models import Article
from news.sharing import qr_svg, whatsapp_text
from selayar_site.open_data import whole

register = template.Library()


@register.simple_tag(takes_context=True)
def filter_query(context: Context) -> str:
    """The filters of the list as its address has them, for a feed of the same; empty where nothing is narrowed."""
    asked = context["request"].GET
    return urlencode([(name, text) for name in ArticleFilter.base_filters if (text := asked.get(name))])


@register.filter
def breakable(number: str) -> SafeString:
    """A release number that a narrow page breaks after a stroke, not within a year."""
    return mark_safe("/<wbr>".join(conditional_escape(part) for part in number.split("/")))


@register.simple_tag
def number_address(article: Article) -> str:
    """Where the release is checked, as it is printed."""
    return whole(article.get_number_url())


@register.simple_tag
def number_qr(article: Article) -> SafeString:
    """The same as a QR code: an SVG that scales, with the quiet zone that readers need (ISO/IEC 18004)."""
    return mark_safe(qr_svg(whole(article.get_number_url())))


@register.simple_tag
def whatsapp(article: Article) -> str:
    return whatsapp_text(article)
