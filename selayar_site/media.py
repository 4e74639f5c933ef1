"""Public media served by ourselves: the demo and small installations. Elsewhere nginx does it, by the same rules."""

import re

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

TYPES = {"avif": "image/avif", "jpg": "image/jpeg", "pdf": "application/pdf"}

# The folders that hold nothing but what we wrote ourselves, and names without a dot before the ending.
_public_name = re.compile(r"(?:foto|lampiran)/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.(avif|jpg|pdf)", re.ASCII)


@require_safe
def public_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One file, under a type of our choosing and never as a page. 404 for all else."""
    name = _public_name.fullmatch(path)
    if not name or not isinstance(default_storage._wrapped, FileSystemStorage):  # type: ignore[attr-defined]
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    extension = name[1]
    response = FileResponse(file, content_type=TYPES[extension], as_attachment=extension == "pdf")
    # Addresses are never used twice for different bytes.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
