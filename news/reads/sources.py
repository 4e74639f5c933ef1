"""What a request says of where its reader came from, and whether it is one. No Django: the path of every kept page."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

# The codes that the database keeps (news.models.Reads.Source).
DIRECT, OWN, OTHER = "direct", "own", "other"
# No parameter of a kept page (pagestore/query.py): an address with it is answered from the store like the one without.
MARK = "lewat"
# Headers are strangers' text: what is longer is cut before it is remembered.
LONGEST = 300

_data: dict[str, Any] = tomllib.loads((Path(__file__).parent / "sources.toml").read_text(encoding="utf-8"))
_bots: list[str] = _data["bots"]
_not_bots: list[str] = _data["not_bots"]
_marks: dict[str, str] = _data["marks"]
_referrers: list[dict[str, Any]] = _data["referrers"]


def is_reader(environ: dict[str, Any]) -> bool:
    """Whether a person asked for this page to read it now, as far as the request tells."""
    # Fetched in advance, perhaps never to be seen (Sec-Purpose; the others are of older browsers).
    if "HTTP_SEC_PURPOSE" in environ or "HTTP_PURPOSE" in environ or "HTTP_X_MOZ" in environ:
        return False
    if environ.get("HTTP_SEC_FETCH_DEST", "document") != "document":
        return False
    agent = environ.get("HTTP_USER_AGENT", "")
    return len(agent) > 10 and not _is_bot(agent[:LONGEST])


def source_of(environ: dict[str, Any], own_hosts: frozenset[str]) -> str:
    """The kind of place that the reader came from: a mark of ours in the address, else the page before."""
    query = environ.get("QUERY_STRING", "")
    if MARK in query and (source := _marked(query[:LONGEST])):
        return source
    referrer = environ.get("HTTP_REFERER", "")
    return _referred(referrer[:LONGEST], own_hosts) if referrer else DIRECT


# The last few headers seen stay in memory, as long as the process lives, and are written nowhere.
@lru_cache(maxsize=512)
def _is_bot(agent: str) -> bool:
    agent = agent.lower()
    for name in _not_bots:
        agent = agent.replace(name, "")
    return any(word in agent for word in _bots)


@lru_cache(maxsize=64)
def _marked(query: str) -> str:
    try:
        return _marks.get(dict(parse_qsl(query, max_num_fields=20)).get(MARK, ""), "")
    except ValueError:
        return ""


@lru_cache(maxsize=512)
def _referred(referrer: str, own_hosts: frozenset[str]) -> str:
    host = referrer.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0].lower()
    if not host:
        return DIRECT
    if host in own_hosts:
        return OWN
    for kind in _referrers:
        ends = any(host == name or host.endswith(f".{name}") for name in kind.get("hosts", ()))
        if ends or set(kind.get("labels", ())) & set(host.split(".")):
            return kind["source"]
    return OTHER
