"""Structured data in templates: each tag gives the inside of a script element of the type `application/ld+json`."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from selayar_site import structured
from selayar_site.models import SiteIdentity

register = template.Library()


@register.simple_tag
def organization_data(site: SiteIdentity, origin: str) -> SafeString:
    return structured.as_json(structured.organization(site, origin))


@register.simple_tag
def website_data(site: SiteIdentity, origin: str) -> SafeString:
    return structured.as_json(structured.website(site, origin))


@register.simple_tag
def breadcrumbs_data(origin: str, *steps: str) -> SafeString:
    """`{% breadcrumbs_data origin "Program" "/program/" program.name program.get_absolute_url %}`."""
    return structured.as_json(structured.breadcrumbs(zip(steps[::2], steps[1::2], strict=True), origin))


@register.simple_tag
def list_data(things: Iterable[Any], origin: str) -> SafeString:
    """The things of a list, by the name they are called and the page they have."""
    named = ((str(thing), thing.get_absolute_url()) for thing in things)
    return structured.as_json(structured.item_list(named, origin))
