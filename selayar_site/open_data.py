"""What pages hand to other people's programs."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponse


def whole(address: str) -> str:
    """The address with our origin in front, unless it is a whole one already (of a storage, of a source); "" stays."""
    return urljoin(settings.PUBLIC_ORIGIN, address) if address else ""


def open_to_all[R: HttpResponse](response: R) -> R:
    """Scripts of other sites may read it; search engines do not list it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response
