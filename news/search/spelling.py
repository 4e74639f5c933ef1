"""“Mungkin maksud Anda”: what was meant by a word that finds nothing.

A word is looked up by its forms that lack one letter: a wrong, missing, superfluous or exchanged letter has one of
them in common with the right word, and no list of words has to be read.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from difflib import SequenceMatcher

from django.db.models import F

from news.models import Edition, SearchWord
from news.search.find import LONGEST_QUESTION, search
from news.stems import stem_of, words
from selayar_site.richtext import plain

SHORTEST, LONGEST = 4, 30
MOST_WORDS = 6
TRIES = 2


def forms(word: str) -> set[str]:
    """The word, and it without one of its letters."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def learn_words_of(edition: Edition) -> None:
    learn(f"{edition.title} {edition.summary} {plain(edition.body_html)}")


def learn(text: str) -> None:
    """Remember the words of a text, in the caller's transaction. One query where none of them is new."""
    found = {word for word in words(text) if SHORTEST <= len(word) <= LONGEST and word.isalpha()}
    known = SearchWord.objects.filter(form__in=found, word=F("form")).values_list("word", flat=True)
    new = found - set(known)
    rows = [SearchWord(form=form, word=word) for word in sorted(new) for form in sorted(forms(word))]
    SearchWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def meant(question: str, at: datetime | None = None) -> str:
    """The question with its unknown words put right, or "" where nothing better is known.

    Only what finds something that is public is ever offered. At most five queries, most often three.
    """
    asked = words(question[:LONGEST_QUESTION])[:MOST_WORDS]
    likely = {word: likeliest(word, candidates) for word, candidates in _candidates(asked)}
    if not any(likely.values()):
        return ""
    for number in range(TRIES):
        tried = " ".join(
            likely[word][min(number, len(likely[word]) - 1)] if likely.get(word) else word for word in asked
        )
        if search(tried, at).exists():
            return tried
        if all(len(better) <= number + 1 for better in likely.values()):
            break
    return ""


def _candidates(asked: list[str]) -> Iterator[tuple[str, list[str]]]:
    wanted = {word: forms(word) for word in asked if SHORTEST <= len(word) <= LONGEST and word.isalpha()}
    every = {form for found in wanted.values() for form in found}
    rows = list(SearchWord.objects.filter(form__in=every).values_list("form", "word")) if every else []
    for word, own in wanted.items():
        yield word, [known for form, known in rows if form in own]


def likeliest(word: str, candidates: Iterable[str]) -> list[str]:
    """The most alike first; none where the word, or another form of it, is known."""
    known = set(candidates)
    if any(stem_of(other) == stem_of(word) for other in known):
        return []
    return sorted(known, key=lambda other: (-SequenceMatcher(None, word, other).ratio(), other[0] != word[0], other))[
        :TRIES
    ]
