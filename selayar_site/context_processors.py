"""What every template knows."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from selayar_site.models import SiteIdentity


def identity(request: HttpRequest) -> dict[str, object]:
    """`site`: how the publisher is named. One query, and only on pages that name it."""
    return {"site": SimpleLazyObject(SiteIdentity.current)}
