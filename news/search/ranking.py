"""The best answers first: headline before lead before text, many mentions before one, and new before old.

The database finds, this puts in order, so the order too is the same on both databases.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from news.models import Article, Edition
from news.models.article import FEW, ArticleQuerySet
from news.search.find import LONGEST_QUESTION, MOST_WORDS, having, match_of
from news.search.index import IN_TITLE, Match, Text, newest, texts
from news.stems import asked, districts, stem_of

# Nobody reads further; a question that finds more is to be made narrower.
MOST = 100
# So many of the newest are looked at, besides those that have the words in the headline.
CANDIDATES = 200

TITLE, SUMMARY, LEAD, MENTIONS, TITLE_SHARE, IN_ORDER, NEW = 5.0, 3.0, 1.5, 3.0, 3.0, 2.0, 0.35
LEAD_STEMS = 40
ISLAND = stem_of("pulau")
# A text of this age counts half as new.
HALF_AS_NEW = timedelta(days=365)


@dataclass(frozen=True)
class Best:
    articles: list[Article]
    is_capped: bool  # there are more than these


def best(
    question: str,
    at: datetime | None = None,
    within: ArticleQuerySet | None = None,
    *,
    until: datetime | None = None,
) -> Best:
    """At most a hundred articles of `listed()`, the best answer first. Four queries, five at most.

    `within` is what is left of `listed()` where it is narrowed otherwise, too. With `until`, of those that had
    appeared by then, as they stood to each other then: what is published later moves none of them.
    """
    at = at or timezone.now()
    until = until or at
    match = match_of(question)
    numbers = newest(match, FEW + 1) if match else []
    if match is None or not numbers:
        return Best([], is_capped=False)
    stems = [stem for (stem,) in match.needs]
    is_many = len(numbers) > FEW
    articles = (Article.objects.listed(at) if within is None else within).filter(first_live_from__lte=until)
    titled = newest(Match.of(stems, IN_TITLE), CANDIDATES) if len(numbers) > CANDIDATES and within is None else []
    found = list(articles.among(list({*numbers, *titled}))) if not is_many or within is None else []
    if is_many and len(found) < CANDIDATES:  # narrowed, or the newest were drafts or are not public any more
        found = list(having(articles, question, {})[:CANDIDATES])
    chosen = set(titled)
    candidates = [article for number, article in enumerate(found)
                  if number < CANDIDATES or article.live_edition_id in chosen]  # fmt: skip
    return Best(_in_order(candidates, stems, until)[:MOST], is_capped=len(found) > MOST)


def near(question: str, at: datetime | None = None, within: ArticleQuerySet | None = None) -> list[Article]:
    """What has some of the words, or tells of the kecamatan of an island asked for; the best answer first.

    For a question that finds nothing. Three queries. Nothing for one word alone, which would find nothing again.
    """
    at = at or timezone.now()
    stems = near_stems(question)
    if len(stems) < 2:
        return []
    titled = newest(Match((tuple(f"{IN_TITLE}{stem}" for stem in stems),)), CANDIDATES)
    numbers = {*titled, *newest(Match((tuple(stems),)), CANDIDATES)}
    articles = Article.objects.listed(at) if within is None else within
    return _in_order(list(articles.among(list(numbers))), stems, at)


def near_stems(question: str) -> list[str]:
    """The stems of the question, and of the kecamatan of the islands in it."""
    question = question[:LONGEST_QUESTION]
    named = districts(question)
    found = asked(f"{question} {' '.join(named)}")[:MOST_WORDS]
    # In a regency of islands the word beside the name tells nothing.
    return [stem for stem in found if stem != ISLAND] if named else found


def _in_order(candidates: list[Article], stems: list[str], at: datetime) -> list[Article]:
    """By `rank`, a whole number that an address can carry; the numbers of articles decide between equals."""
    known, blank = texts([a.live_edition_id for a in candidates]), Text("", "", "")
    for article in candidates:
        found = score(known.get(article.live_edition_id, blank), stems, _age(article, at))
        article.rank = max(1, round(found * 1_000_000))
    return sorted(candidates, key=lambda article: (article.rank, article.pk), reverse=True)


def _age(article: Article, at: datetime) -> timedelta:
    return at - (article.first_live_from or at)


def score(text: Text, stems: list[str], age: timedelta) -> float:
    """How well a text that has all the stems answers: greater is better."""
    title, summary, body = text.title.split(), text.summary.split(), text.body.split()
    lead = set(body[:LEAD_STEMS])
    total = 0.0
    for stem in stems:
        mentions = body.count(stem)
        total += TITLE * (stem in title) + SUMMARY * (stem in summary) + LEAD * (stem in lead)
        total += MENTIONS * mentions / (mentions + 2 + len(body) / 150)
    if title:
        total += TITLE_SHARE * len(stems) * sum(stem in stems for stem in title) / len(title)
    if len(stems) > 1 and f" {' '.join(stems)} " in f" {text.title} | {text.summary} | {text.body} ":
        total += IN_ORDER * len(stems)
    return total / len(stems) * (1 + NEW * 0.5 ** (age / HALF_AS_NEW))


def load(articles: list[Article]) -> list[Article]:
    """The same, with `live` on each: what a line of results shows. One query."""
    editions = Edition.objects.select_related("category").in_bulk([a.live_edition_id for a in articles])
    for article in articles:
        article.live = editions[article.live_edition_id]
    return articles
