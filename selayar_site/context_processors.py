"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from selayar_site.models import SiteIdentity


def identity(request: HttpRequest) -> dict[str, object]:
    """`identity`: how the publisher is named and the pages of the footer and the urgent notice, in one query
    where they are used.

    Also as `site`, which allauth's views overwrite with a `RequestSite`: never name it on a page of the sign-in.
    `origin`: what absolute addresses begin with.
    """

    def current() -> SiteIdentity:
        site = SiteIdentity.current()
        # No page is kept beyond the moment at which its banner changes.
        request.kept_until = site.next_urgent_change  # type: ignore[attr-defined]  # read by pagestore.kept
        return site

    publisher = SimpleLazyObject(current)
    return {"identity": publisher, "site": publisher, "origin": settings.PUBLIC_ORIGIN}
