"""Words of Indonesian text brought to the form in which they are looked for.

The same for both databases: what is kept in the index and what is asked of it come from here. The stems are
Snowball's, mended by a table (search_words.toml): roots whose families Snowball tears apart, words that it
misreads, phrases that mean the same.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import Stemmer

TABLE = Path(__file__).with_name("search_words.toml")
LONGEST_WORD = 40

# “Rp16.800” and “6.000” are one word each; everything else is a run of letters and digits.
_word = re.compile(r"(?:rp)?[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])|[^\W_]+", re.IGNORECASE)
_amount = re.compile(r"rp(?=[0-9])")
_snowball = Stemmer.Stemmer("indonesian")


class Term(NamedTuple):
    """A word of a text by its stem, and where it stands there; a phrase is followed by the words inside it."""

    stem: str
    start: int
    end: int
    is_inside: bool = False


def terms(text: str) -> list[Term]:
    """All words of the text but the commonest. A phrase that means one thing comes first, then its words."""
    plain = [Term(stem, found.start(), found.end()) for found in _word.finditer(text) if (stem := stem_of(found[0]))]
    phrases = _table().phrases
    if not any(term.stem in phrases for term in plain):
        return plain
    result: list[Term] = []
    position = 0
    while position < len(plain):
        here = plain[position]
        size, meaning = _phrase_at(plain, position) if here.stem in phrases else (1, here.stem)
        if size > 1:
            result.append(Term(meaning, here.start, plain[position + size - 1].end))
            result += [term._replace(is_inside=True) for term in plain[position : position + size]]
        else:
            result.append(here if meaning == here.stem else here._replace(stem=meaning))
        position += size
    return result


def stems(text: str) -> list[str]:
    """What is kept of a text in the index, in its order."""
    return [term.stem for term in terms(unicodedata.normalize("NFKC", text))]


def asked(text: str) -> list[str]:
    """The stems that a text must have to be an answer; each once, in the order of the question."""
    found = terms(unicodedata.normalize("NFKC", text))
    return list(dict.fromkeys(term.stem for term in found if not term.is_inside))


def districts(text: str) -> list[str]:
    """The kecamatan, as they are written, of the islands that the text names."""
    known = _table().islands
    return list(dict.fromkeys(known[word] for word in words(text) if word in known))


def words(text: str) -> list[str]:
    """The words as they are written, without capitals, accents and what is commonest."""
    folded = (fold(found) for found in _word.findall(unicodedata.normalize("NFKC", text)))
    return [word for word in folded if word and word not in _table().stop]


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Without capitals, accents, and the signs within amounts; at most 40 letters and digits, nothing else."""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word)
        word = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()
    plain = _amount.sub("", word.lower())
    return "".join(sign for sign in plain if sign.isalnum())[:LONGEST_WORD]


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """The stem of one word as it is written; empty for the commonest."""
    plain, table = fold(word), _table()
    if plain in table.stop:
        return ""
    known = table.words.get(plain)
    return known or (_snowball.stemWord(plain) if plain.isascii() and plain.isalpha() else plain)


def _phrase_at(plain: list[Term], position: int) -> tuple[int, str]:
    """How many words there make one meaning, and its stem."""
    for meant in _table().phrases[plain[position].stem]:
        size = len(meant.stems)
        if tuple(term.stem for term in plain[position : position + size]) == meant.stems:
            return size, meant.meaning
    return 1, plain[position].stem


# The table


class Phrase(NamedTuple):
    stems: tuple[str, ...]
    meaning: str


class Table(NamedTuple):
    stop: frozenset[str]
    words: dict[str, str]
    phrases: dict[str, list[Phrase]]  # by their first stem, the longest first
    islands: dict[str, str]


@cache
def _table() -> Table:
    data = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    roots = _split(data["roots"].values())
    known: dict[str, str] = {}
    for root in reversed(roots):
        known |= {form: root for form in forms(root) if _snowball.stemWord(form) != root or form in known}
    known |= {root: root for root in roots} | data["words"]
    stop = frozenset(data["stop"].split())
    groups = [group for groups in data["synonyms"].values() for group in groups]
    islands = {island: district for district, names in data["islands"].items() for island in names.split()}
    return Table(stop, known, _phrases(groups, known, stop), islands)


def _split(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in text.split()]


def _phrases(groups: list[list[str]], known: dict[str, str], stop: frozenset[str]) -> dict[str, list[Phrase]]:
    def key(text: str) -> tuple[str, ...]:
        return tuple(known.get(word) or _snowball.stemWord(word) for word in text.split() if word not in stop)

    phrases: dict[str, list[Phrase]] = {}
    for group in groups:
        for text in group:
            phrases.setdefault(key(text)[0], []).append(Phrase(key(text), "".join(key(group[0]))))
    for found in phrases.values():
        found.sort(key=lambda phrase: -len(phrase.stems))
    return phrases


def forms(root: str) -> Iterator[str]:
    """The usual forms of a root: the nasal takes the place of t, k, p, s, and stands before other sounds.

    Who speaks leaves out “me” where the nasal took the place: nunggak, nulis, ngirim.
    """
    nasal = _nasal(root)
    spoken = [nasal] if root[0] in SWALLOWED else []
    heads = [root, f"me{nasal}", f"pe{nasal}", *spoken, *(f"{prefix}{root}" for prefix in PREFIXES)]
    yield from ("".join(parts) for parts in product(heads, SUFFIXES))


PREFIXES = ("di", "ter", "ber", "ke", "se", "per", "pe", "memper", "diper", "pember", "keter")
SUFFIXES = ("", "an", "kan", "i", "nya", "annya", "kannya", "inya", "lah")
SWALLOWED = {"t": "n", "k": "ng", "p": "m", "s": "ny"}
BEFORE = {**dict.fromkeys("bfv", "m"), **dict.fromkeys("dcjz", "n"), **dict.fromkeys("aiueogh", "ng")}


def _nasal(root: str) -> str:
    """What follows “me” and “pe”: (t)anggung → nanggung, bayar → mbayar, lapor → lapor."""
    first = root[0]
    return SWALLOWED[first] + root[1:] if first in SWALLOWED else BEFORE.get(first, "") + root
