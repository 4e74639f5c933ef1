"""Names of people, spelt for comparing: the same person is written in many ways.

Only for finding and matching. What is shown is always what was written.
"""

import re
import unicodedata
from difflib import SequenceMatcher

# Titles that people write into names, in front and behind: they come and go from list to list.
_IN_FRONT = frozenset({"h", "hj", "haji", "hajah", "dr", "drs", "dra", "drg", "ir", "prof", "kh", "ust", "bpk", "ibu"})
_BEHIND = re.compile(r",.*$")
_DEGREE = re.compile(
    r"(?<=\w)(?:\s+(?:s\.\s?(?:pd|e|h|sos|kom|ag|ip|st|kep|km|t|p|pi|kel|si|hut|kes|pt)|"
    r"m\.\s?(?:si|pd|m|h|kes|t|ap|kom)|a\.\s?(?:md|ma))(?:\.\s?[a-z]{1,4})*\.?)+$"
)

# Abbreviations that are read as the word.
_WRITTEN_OUT = {
    "muh": "muhammad",
    "moh": "muhammad",
    "mohd": "muhammad",
    "muhd": "muhammad",
    "mochamad": "muhammad",
    "mohamad": "muhammad",
    "mohammad": "muhammad",
    "muhamad": "muhammad",
    "muhammat": "muhammad",
    "abd": "abdul",
    "abdl": "abdul",
    "st": "siti",
    "sitti": "siti",
    "dg": "daeng",
    "kr": "karaeng",
    "a": "andi",
    "nr": "nur",
}
# The spelling of before 1972, and letters that lists mix up.
_SOUNDS = (
    ("oe", "u"), ("tj", "c"), ("dj", "j"), ("sj", "sy"), ("nj", "ny"), ("ch", "kh"), ("ph", "f"), ("v", "f"),
    ("dh", "d"), ("th", "t"), ("kh", "h"), ("sy", "s"), ("y", "i"), ("z", "s"), ("q", "k"),
)  # fmt: skip
NEAR = 0.88


def name_key(name: str) -> str:
    """Lower-case words without titles, signs and accents, with common abbreviations written out."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    bare = _DEGREE.sub("", _BEHIND.sub("", plain))
    words = re.sub(r"[^a-z0-9 ]", "", re.sub(r"[.\-/]", " ", bare)).split()
    while len(words) > 1 and words[0] in _IN_FRONT:
        words = words[1:]
    return " ".join(_WRITTEN_OUT.get(word, word) for word in words)[:120]


def sound_of(key: str) -> str:
    """The key as one hears it: old spelling made new, doubled letters and pauses gone."""
    for written, heard in _SOUNDS:
        key = key.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", key.replace("h", "").replace(" ", ""))


def are_near(one: str, other: str) -> bool:
    """Whether two keys may be one name: heard alike, nearly so, or one with a name more than the other."""
    first, second = sound_of(one), sound_of(other)
    if first == second:
        return bool(first)
    words, others = {sound_of(word) for word in one.split()}, {sound_of(word) for word in other.split()}
    if min(len(words), len(others)) > 1 and (words <= others or others <= words):
        return True
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= NEAR
