"""Which methods an address takes."""

from collections.abc import Callable

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe


def read_only[**P, R](view: Callable[P, R]) -> Callable[P, R]:
    """GET and HEAD; every other method is answered 405 with what is allowed (RFC 9110, 15.5.6).

    Without the exemption the guard against forged forms would come first, and tell of a form that there is none of.
    """
    return csrf_exempt(require_safe(view))
