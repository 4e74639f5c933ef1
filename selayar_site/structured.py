"""What machines read of a page: schema.org's words as JSON-LD. Addresses are absolute.

The publisher and the site each have one `@id`, so that every page tells of the same ones.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from selayar_site.models import SiteIdentity

LOGO = ("brand/icon-512.png", 512)
CONTEXT = {"@context": "https://schema.org"}

# As django.utils.html.json_script: nothing in a text can end the element or begin another.
_escapes = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def as_json(data: dict[str, Any]) -> SafeString:
    """For the inside of a script element that holds data."""
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_escapes))


def without_empty(data: dict[str, Any]) -> dict[str, Any]:
    """Only what is known, in objects within it too: an empty value says something that nobody meant.

    Nought and false are values.
    """
    cleaned = {name: without_empty(value) if isinstance(value, dict) else value for name, value in data.items()}
    return {name: value for name, value in cleaned.items() if value not in (None, "", [], {})}


def written(moment: datetime | None) -> str | None:
    """In the time zone of the regency (RFC 3339)."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def publisher(site: SiteIdentity, origin: str, *, name: str = "") -> dict[str, Any]:
    """The office; under another `name` its byline, which is the same organisation."""
    path, side = LOGO
    logo = {"@type": "ImageObject", "url": urljoin(origin, static(path)), "width": side, "height": side}
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{origin}/#penerbit",
        "name": name or site.office,
        "url": f"{origin}/",
        "logo": logo,
    }


def organization(site: SiteIdentity, origin: str) -> dict[str, Any]:
    """The publisher with all that its visiting card says, for the start page."""
    address = without_empty(
        {
            "streetAddress": site.street,
            "addressLocality": site.town,
            "addressRegion": site.province,
            "postalCode": site.postcode,
        }
    )
    return CONTEXT | without_empty(
        {
            **publisher(site, origin),
            "email": site.email,
            "telephone": site.phone,
            "address": {"@type": "PostalAddress", **address, "addressCountry": "ID"} if address else {},
            "areaServed": {"@type": "AdministrativeArea", "name": site.regency},
        }
    )


def website(site: SiteIdentity, origin: str) -> dict[str, Any]:
    """The site and how it is searched."""
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{origin}{reverse('search')}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    return CONTEXT | without_empty(
        {
            "@type": "WebSite",
            "@id": f"{origin}/#situs",
            "url": f"{origin}/",
            "name": site.site_name,
            "description": site.description,
            "inLanguage": settings.LANGUAGE_CODE,
            "publisher": {"@id": f"{origin}/#penerbit"},
            "potentialAction": search,
        }
    )


def breadcrumbs(steps: Iterable[tuple[str, str]], origin: str) -> dict[str, Any]:
    """The way to a page from the start: names and addresses, the page itself last."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": urljoin(origin, path)}
        for position, (name, path) in enumerate([("Beranda", "/"), *steps], 1)
    ]
    return CONTEXT | {"@type": "BreadcrumbList", "itemListElement": items}


def item_list(things: Iterable[tuple[str, str]], origin: str) -> dict[str, Any]:
    """What a list shows, in its order: names and addresses."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "url": urljoin(origin, path)}
        for position, (name, path) in enumerate(things, 1)
    ]
    return CONTEXT | {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}
