"""Public media served by ourselves: the demo and small installations. Elsewhere nginx does it, by the same rules."""

import re
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from selayar_site.methods import read_only

TYPES = {"avif": "image/avif", "jpg": "image/jpeg"}

# The folder that holds nothing but what we wrote ourselves, and names without a dot before the ending.
_public_name = re.compile(r"foto/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.(avif|jpg)", re.ASCII)


@read_only
def public_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One file, under a type of our choosing and never as a page. 404 for all else."""
    name = _public_name.fullmatch(path)
    if not name or not isinstance(default_storage._wrapped, FileSystemStorage):  # type: ignore[attr-defined]
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = file_response(file, TYPES[name[1]])
    # Addresses are never used twice for different bytes.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def picture_for_all(jpeg: bytes) -> HttpResponse:
    """A picture that other sites draw into their pages: feed readers, consumers of oEmbed, results of a search."""
    headers = {"Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(jpeg, content_type="image/jpeg", headers=headers)


def document_response(file: File, name: str) -> FileResponse:
    """A PDF to be saved under that name, never opened as a page of ours."""
    return file_response(file, "application/pdf", as_attachment=True, filename=name)


def file_response(file: File, content_type: str, **options: Any) -> FileResponse:
    response = FileResponse(file, content_type=content_type, **options)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
