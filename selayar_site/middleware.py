"""What every answer tells the browser besides its content, and where an address without its last stroke leads."""

import copy
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware import common

# None of these is used, so that nothing injected can use them either.
UNUSED_FEATURES = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS_POLICY = ", ".join(f"{name}=()" for name in UNUSED_FEATURES)


class ResponseHeaders:
    """Permissions-Policy, Cross-Origin-Resource-Policy and a Cache-Control on each answer that lacks its own.

    Public files may be drawn into other pages: pictures in feed readers, and what a card in a sandboxed frame,
    which has no origin, is made of. Everything else is for our own pages alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        is_public_file = request.path.startswith((settings.STATIC_URL, settings.MEDIA_URL))
        policy = "cross-origin" if is_public_file and response.status_code < 400 else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", policy)
        response.headers.setdefault("Cache-Control", "no-store" if _is_personal(request, response) else "no-cache")
        return response


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer was made for one person, told without opening a session."""
    varies = "cookie" in response.headers.get("Vary", "").lower()
    return varies or bool(response.cookies) or settings.SESSION_COOKIE_NAME in request.COOKIES


class CommonMiddleware(common.CommonMiddleware):
    """Django's, which would send every made-up address on to another that is not found either.

    Here the address with a stroke is asked first. Only what is there is redirected to, in one hop.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and self.should_redirect_with_slash(request):
            response = self._as_with_slash(request, response)
        if not response.streaming and "Content-Length" not in response.headers:
            response.headers["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response

    def _as_with_slash(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return response
        other = copy.copy(request)
        other.path, other.path_info = f"{request.path}/", f"{request.path_info}/"
        found = cast(HttpResponseBase, self.get_response(other))
        if found.status_code == 200:
            return self.response_redirect_class(self.get_full_path_with_slash(request))
        return response if found.status_code == 404 else found
