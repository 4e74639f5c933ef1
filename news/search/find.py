"""Which releases answer a question. All its words must be in the text; nothing unpublished is found by readers."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q

from news.models import Article
from news.models.article import FEW, ArticleQuerySet
from news.models.edition import EditionQuerySet
from news.numbers import number_in, number_key
from news.search.index import WRITTEN, Match, all_of, newest
from news.stems import asked, words

LONGEST_QUESTION = 200
MOST_WORDS = 12
SHORTEST_BEGINNING = 3


def match_of(question: str) -> Match | None:
    """None where nothing is asked: the commonest words and signs alone find nothing."""
    stems = asked(question[:LONGEST_QUESTION])[:MOST_WORDS]
    return Match.of(stems) if stems else None


def search(question: str, at: datetime | None = None) -> ArticleQuerySet:
    """Of `listed()`, newest first, those whose live text has all the words."""
    articles = Article.objects.listed(at)
    return having(articles, question, {}) if question.strip() else articles.none()


def having(articles: ArticleQuerySet, question: str, conditions: dict[str, Any]) -> ArticleQuerySet:
    """Of these, which are of `listed()`, those whose live edition has all the words and meets the conditions.

    Nothing asked, nothing left out; the commonest words alone find nothing.
    """
    if not question:
        return articles.where_live(**conditions) if conditions else articles
    match = match_of(question)
    if match is None:
        return articles.none()
    numbers = newest(match, FEW + 1)
    if len(numbers) <= FEW:
        articles = articles.among(numbers)
        return articles.meeting(**conditions) if conditions else articles
    articles = articles.where_live(**conditions) if conditions else articles
    return articles.filter(live_edition_id__in=all_of(match))  # type: ignore[misc]  # annotated by listed()


def in_newsroom(editions: EditionQuerySet, question: str) -> EditionQuerySet:
    """Those with all the words, drafts too; the last word may be the beginning of one in the headline.

    A release number, or the beginning of one, finds the release itself where there is one.
    """
    if numbered := _numbered(question[:LONGEST_QUESTION]):
        return editions.filter(article__in=numbered)
    match = match_of(question)
    if match is None:
        return editions.none()
    last = words(question[:LONGEST_QUESTION])[-1]
    if len(last) >= SHORTEST_BEGINNING:
        match = Match((*match.needs[:-1], (*match.needs[-1], f"{WRITTEN}{last}*")))
    numbers = newest(match, FEW + 1)
    if len(numbers) <= FEW:
        return editions.filter(pk__in=numbers)
    # Not by the key itself: the list would be fetched whole and sorted, for fifty rows of it.
    return editions.alias(found=F("pk") + 0).filter(found__in=all_of(match))


def _numbered(question: str) -> list[int]:
    """The articles with the number in the question, or with one that begins so: “010/HUMAS”. At most FEW.

    No query where the question is not written as a number.
    """
    if key := number_in(question):
        wanted = Q(number_key=key)
    elif "/" in question and len(question.split()) == 1 and (key := number_key(question)):
        # By the index: SQLite has none for LIKE, and other databases none of the order of signs. "." follows "-".
        is_sqlite = connection.vendor == "sqlite"
        range_of_key = Q(number_key__gte=f"{key}-", number_key__lt=f"{key}.")
        wanted = Q(number_key=key) | (range_of_key if is_sqlite else Q(number_key__startswith=f"{key}-"))
    else:
        return []
    return list(Article.objects.filter(wanted).order_by("number_key").values_list("pk", flat=True)[:FEW])


def begun(question: str, at: datetime | None = None) -> ArticleQuerySet:
    """Of `listed()`, newest first, those with words in the headline that begin like the words asked; `live_title`."""
    beginnings = [word for word in words(question[:LONGEST_QUESTION]) if len(word) >= SHORTEST_BEGINNING][:MOST_WORDS]
    articles = Article.objects.listed(at).with_title()
    if not beginnings:
        return articles.none()
    return articles.among(newest(Match.of((f"{word}*" for word in beginnings), WRITTEN), FEW))
