"""How good the search is: a list of questions judged by people, asked of the sample releases."""

import tomllib
from pathlib import Path

import pytest
from django.utils import timezone

from news.search.ranking import best
from selayar_site.sample.load import HERE
from tests.factories import make_approved, make_category

FIRST = 5


def load_samples() -> None:
    """The public ones of the sample releases, without their pictures."""
    category = make_category()
    for path in sorted((HERE / "releases").glob("*.toml")):
        release = tomllib.loads(path.read_text(encoding="utf-8"))
        if "date" in release and "withdrawal" not in release:
            texts = {"slug": release["slug"], "title": release["title"], "summary": release["summary"]}
            moment = timezone.make_aware(release["date"])
            make_approved(live_from=moment, body_html=release["body"], category=category, **texts)


def precision(found: list[str], relevant: list[str]) -> float:
    """The share of relevant ones among the first five, or among as many as there are relevant ones if fewer."""
    looked_at = min(FIRST, len(relevant))
    return sum(slug in relevant for slug in found[:looked_at]) / looked_at


def judge() -> tuple[int, float, float]:
    """How many questions there are, the precision of their first five answers, how often the first is relevant."""
    queries = tomllib.loads(Path(__file__).with_name("judged_queries.toml").read_text(encoding="utf-8"))["queries"]
    load_samples()
    found = {query: [article.slug for article in best(query).articles] for query in queries}
    figures = [precision(found[query], relevant) for query, relevant in queries.items()]
    first = sum(found[query][:1] != [] and found[query][0] in relevant for query, relevant in queries.items())
    return len(queries), sum(figures) / len(figures), first / len(queries)


@pytest.mark.django_db
def test_first_answers_are_relevant() -> None:
    questions, mean, first = judge()
    assert questions >= 60 and mean >= 0.8 and first >= 0.8
