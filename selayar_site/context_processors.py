"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from selayar_site.models import SiteIdentity


def identity(request: HttpRequest) -> dict[str, object]:
    """`identity`: how the publisher is named and the pages of the footer, in one query where they are used.

    Also as `site`, which allauth's views overwrite with a `RequestSite`: never name it on a page of the sign-in.
    `origin`: what absolute addresses begin with.
    """
    publisher = SimpleLazyObject(SiteIdentity.current)
    return {"identity": publisher, "site": publisher, "origin": settings.PUBLIC_ORIGIN}
