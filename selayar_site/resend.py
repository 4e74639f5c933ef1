"""A form that came after its sign-in had ended, or from before a new one: shown back, to be sent once more.

It works without JavaScript. Files cannot be shown back; the page names them.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MOST_FIELDS = 2000
UNSENT = ("csrfmiddlewaretoken", "password")


def is_resendable(request: HttpRequest) -> bool:
    """Whether it is a form of the office, sent from a page of ours: no other site puts words into our pages."""
    return request.method == "POST" and request.path.startswith("/admin/") and _is_from_here(request)


def _is_from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    ours = {f"{request.scheme}://{request.get_host()}", settings.PUBLIC_ORIGIN}
    return origin in ours if origin else request.headers.get("Sec-Fetch-Site") == "same-origin"


def sent_too_late(request: HttpRequest) -> HttpResponse:
    """401 with the form as it was sent, or 403 where the account is known and only the form is old."""
    is_signed_in = request.user.is_authenticated
    pairs = [(name, value) for name, values in request.POST.lists() if name not in UNSENT for value in values]
    context = {
        "pairs": pairs[:MOST_FIELDS],
        "files": [file.name for name in request.FILES for file in request.FILES.getlist(name)],
        "is_signed_in": is_signed_in,
        "address": request.get_full_path(),
    }
    response = render(request, "selayar_site/sent_too_late.html", context, status=403 if is_signed_in else 401)
    response.headers["Cache-Control"] = "no-store"
    return response
