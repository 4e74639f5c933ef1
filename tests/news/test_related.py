"""What an article page leads on to."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from news import actions
from news.models import Article, Tag
from news.related import around
from tests.factories import make_approved, make_category, make_program, make_user

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY = timedelta(days=1)


def published(days: int, *, tags: tuple[Tag, ...] = (), programs: tuple = (), **fields) -> Article:
    edition = make_approved(live_from=NOW - days * DAY, **fields)
    edition.tags.add(*tags)
    edition.programs.add(*programs)
    return edition.article


def beside(article: Article):
    return around(Article.objects.answer_for(article.slug, NOW).article, NOW)


def test_neighbours_are_those_of_the_list() -> None:
    articles = [published(days) for days in range(1, 4)]
    newest, middle, oldest = (beside(article) for article in articles)
    assert (middle.newer, middle.older) == (articles[0], articles[2])
    assert (newest.newer, newest.older) == (None, articles[1])
    assert (oldest.newer, oldest.older) == (articles[1], None)


def test_neighbours_of_one_moment_are_told_apart() -> None:
    moment = NOW - DAY
    first, second, third = (make_approved(live_from=moment).article for _ in range(3))
    assert (beside(second).newer, beside(second).older) == (third, first)


def test_neighbours_and_related_are_public() -> None:
    category = make_category()
    withdrawn, article = published(1, category=category), published(2, category=category)
    published(3, category=category, expires_at=NOW - DAY)
    make_approved(live_from=NOW + DAY, at=NOW, category=category)
    actions.withdraw(withdrawn, by=make_user(), version=withdrawn.version, mode="gone", reason="Keliru.", at=NOW)
    assert beside(article) == type(beside(article))()


def test_what_shares_more_is_named_first() -> None:
    category, program, tag = make_category(), make_program(), Tag.objects.create(slug="iuran", name="Iuran")
    same_category = published(1, category=category)
    same_tag = published(2, tags=(tag,))
    same_all = published(9, category=category, tags=(tag,), programs=(program,))
    same_program = published(3, programs=(program,))
    published(1)
    article = published(4, category=category, tags=(tag,), programs=(program,))
    assert beside(article).related == (same_all, same_program, same_tag)
    assert same_category not in beside(article).related


def test_page_leads_to_neighbours_and_related(client: Client) -> None:
    category = make_category()
    newer, article, older = (published(days, category=category) for days in (1, 2, 3))
    html = client.get(article.get_absolute_url()).content.decode()
    for rel, other in (("prev", newer), ("next", older)):
        assert f'rel="{rel}" href="{other.get_absolute_url()}"' in html
    assert "Siaran pers terkait" in html
