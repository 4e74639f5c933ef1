"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from selayar_site.models import SiteIdentity


def identity(request: HttpRequest) -> dict[str, object]:
    """`site`: how the publisher is named and the pages of the footer, in one query where they are used.

    `origin`: what absolute addresses begin with.
    """
    return {"site": SimpleLazyObject(SiteIdentity.current), "origin": settings.PUBLIC_ORIGIN}
