"""The text of an edition in templates."""

from django import template
from django.utils.safestring import SafeString

from news.body import shown
from news.models import Edition

register = template.Library()


@register.simple_tag
def body(edition: Edition, opening: str = "") -> SafeString:
    """The text with its figures and videos, the dateline in front. No query after `complete()`."""
    return shown(edition.body_html, edition.body_photos, opening=opening)
