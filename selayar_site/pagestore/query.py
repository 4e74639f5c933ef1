"""One spelling for each question, so that an address cannot be varied into many pages."""

from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode

# Of these there is no end of values: a page that is asked for with one is rendered each time and never kept.
FREE_PARAMS = frozenset({"dari", "q", "sampai"})
# Every parameter that some kept view reads. Others (utm_source, fbclid …) are no part of a page's key,
# and `kept` hides them from the view.
KNOWN_PARAMS = FREE_PARAMS | {"bulan", "kategori", "program", "sebelum", "sesudah", "tagar"}

MAX_QUERY = 500


def canonical(query: str, names: Collection[str] = KNOWN_PARAMS) -> str | None:
    """The named parameters of a query string that have a value, each once, sorted by name.

    Of a name that stands there several times the last counts, as in `QueryDict`. None where there are too many or too
    long ones.
    """
    if not query:
        return ""
    if len(query) > MAX_QUERY:
        return None
    try:
        pairs = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=20))
    except ValueError:
        return None
    return urlencode(sorted((name, value) for name, value in pairs.items() if value and name in names))
