"""How a view says that its page is kept."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, QueryDict

from selayar_site.methods import read_only

from .files import PageFiles
from .query import FREE_PARAMS, KNOWN_PARAMS, canonical

logger = logging.getLogger(__name__)

# Set by the layer where the answer could be kept; a client's headers cannot reach this name.
ASKED = "selayar.may_keep"
# The layer finds this on the response.
MARK = "_kept"
# A page is rendered anew at least this often, whatever was forgotten to be purged.
LONGEST = timedelta(hours=1)

KEPT_HEADERS = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}


def keep_until[R: HttpResponseBase](response: R, moment: datetime | None) -> R:
    """The same response, kept no longer than until `moment`: the next at which the clock changes the page."""
    response.kept_until = moment  # type: ignore[attr-defined]
    return response


def not_kept[R: HttpResponseBase](response: R) -> R:
    """The same response, made anew at each asking: for addresses of which there is no end."""
    response.is_not_kept = True  # type: ignore[attr-defined]
    return response


@dataclass(frozen=True)
class Mark:
    """What the layer must know to keep the response."""

    generations: dict[str, int]
    until: float  # seconds of the epoch


def kept(
    *sections: str,
    params: tuple[str, ...] = (),
    until: Callable[[datetime], datetime | None] | None = None,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Keep the answers 200, 301 and 410 of a public view, which then answers to GET and HEAD alone.

    `sections` are all those whose purge changes the page. `params` are the parameters that the view reads;
    it sees no others, so the page cannot depend on them; asked for with one of FREE_PARAMS it is not kept. Where
    the clock alone changes the page, the view answers with `keep_until()`, or, if it is Django's own, `until`
    gives the next such instant after a given one.
    """
    unknown = set(params) - KNOWN_PARAMS
    if unknown or not sections:
        raise ValueError(f"Not in KNOWN_PARAMS: {sorted(unknown)}" if unknown else "Name the sections of the page.")

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        view = read_only(view)

        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            only_declared = _hide_others(request, params)
            # Both before the view reads anything: what changes while it works makes its page a stale one.
            begun = datetime.now(UTC)
            may_keep = request.META.get(ASKED) and only_declared and FREE_PARAMS.isdisjoint(request.GET)
            generations = _generations(sections) if may_keep else None
            response = _with_headers(view(request, *args, **kwargs))
            if generations is None or getattr(response, "is_not_kept", False):
                return response
            # The view's own, the response's, and that of what stands on every page.
            ends = [begun + LONGEST, until(begun) if until else None]
            ends += [getattr(source, "kept_until", None) for source in (response, request)]
            mark = Mark(generations, min(end for end in ends if end).timestamp())
            setattr(response, MARK, mark)
            return response

        return wrapped

    return decorate


def _generations(sections: tuple[str, ...]) -> dict[str, int] | None:
    """None where they cannot be read: the page is answered and not kept."""
    try:
        return PageFiles(settings.PAGE_STORE_DIR).generations(sections)
    except OSError as error:
        logger.warning("A page could not be kept: %s", error)
        return None


def _hide_others(request: HttpRequest, params: tuple[str, ...]) -> bool:
    """Leave the view its declared parameters alone; False where the page's key would hold more than those."""
    query = request.META.get("QUERY_STRING", "")
    declared = canonical(query, params) or ""
    known = canonical(query)
    request.META["QUERY_STRING"] = declared
    request.GET = QueryDict(declared)
    return known == declared


def _with_headers(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in KEPT_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
