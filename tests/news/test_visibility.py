"""Who may see an article when: `listed()` and `answer_for()` against the clock."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import actions
from news.models import Address, Article, Edition
from news.models.article import ArticleQuerySet, Outcome
from tests.factories import make_approved, make_draft, make_live_article, make_program, make_submitted, make_user

pytestmark = pytest.mark.django_db

NOW = timezone.make_aware(datetime(2026, 3, 7, 17, 5))
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def outcome(article: Article, at: datetime = NOW, slug: str = "") -> Outcome | None:
    try:
        return Article.objects.answer_for(slug or article.slug, at).outcome
    except Article.DoesNotExist:
        return None


def is_listed(article: Article, at: datetime = NOW) -> bool:
    both = {article.is_listed(at), Article.objects.listed(at).filter(pk=article.pk).exists()}
    assert len(both) == 1, "The question on one and the question on many must agree."
    return both.pop()


def withdraw(article: Article, **fields: Any) -> None:
    values = {"mode": Article.Withdrawal.GONE, "reason": "Tidak akurat.", "at": NOW} | fields
    actions.withdraw(article, by=make_user(), version=article.version, **values)
    article.refresh_from_db()


def revise(article: Article, *, live_from: datetime, at: datetime = NOW, **fields: Any) -> Edition:
    edition = actions.start_revision(article, by=make_user())
    for name, value in ({"change_note": "Diperbarui."} | fields).items():
        setattr(edition, name, value)
    edition.save()
    actions.submit(edition, by=edition.created_by, version=edition.version, at=at)
    actions.approve(edition, by=make_user(), version=edition.version, live_from=live_from, at=at)
    return edition


def test_draft_and_submitted_are_nowhere() -> None:
    for article in (make_draft().article, make_submitted().article):
        assert not is_listed(article)
        assert outcome(article) is None


def test_scheduled_appears_at_its_second_and_not_before() -> None:
    article = make_live_article(live_from=NOW, at=NOW - DAY)
    assert (outcome(article, NOW - SECOND), is_listed(article, NOW - SECOND)) == (None, False)
    assert (outcome(article, NOW), is_listed(article, NOW)) == (Outcome.LIVE, True)


def test_expired_is_gone_at_its_second() -> None:
    article = make_live_article(live_from=NOW - DAY, expires_at=NOW)
    assert (outcome(article, NOW - SECOND), is_listed(article, NOW - SECOND)) == (Outcome.LIVE, True)
    assert (outcome(article, NOW), is_listed(article, NOW)) == (Outcome.GONE, False)


def test_revision_takes_over_at_its_second() -> None:
    article = make_live_article(live_from=NOW - DAY, title="Yang lama")
    revise(article, title="Yang baru", live_from=NOW + DAY)
    before = Article.objects.answer_for(article.slug, NOW + DAY - SECOND).article
    after = Article.objects.answer_for(article.slug, NOW + DAY).article
    assert (before.live.title, after.live.title) == ("Yang lama", "Yang baru")
    assert [a.live.title for a in Article.objects.listed(NOW + DAY).with_live()] == ["Yang baru"]


def test_open_revision_leaves_the_live_text_up() -> None:
    article = make_live_article(live_from=NOW - DAY, title="Yang tayang")
    draft = actions.start_revision(article, by=make_user())
    Edition.objects.filter(pk=draft.pk).update(title="Belum jadi")
    assert Article.objects.answer_for(article.slug, NOW).article.live.title == "Yang tayang"


def test_expiry_belongs_to_the_live_edition() -> None:
    """An expired text comes back when a later edition without an end goes live."""
    article = make_live_article(live_from=NOW - DAY, expires_at=NOW)
    revise(article, live_from=NOW + DAY, expires_at=None)
    assert not is_listed(article, NOW)
    assert is_listed(article, NOW + DAY)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [(Article.Withdrawal.GONE, Outcome.GONE), (Article.Withdrawal.NOTICE, Outcome.NOTICE)],
)
def test_withdrawn_is_not_listed_and_says_why(mode: str, expected: Outcome) -> None:
    article = make_live_article(live_from=NOW - DAY)
    withdraw(article, mode=mode)
    assert (outcome(article, NOW - SECOND), is_listed(article, NOW - SECOND)) == (Outcome.LIVE, True)
    assert (outcome(article, NOW), is_listed(article, NOW)) == (expected, False)


def test_redirects_lead_to_the_end_of_the_line_at_once() -> None:
    first, second, third = (make_live_article(live_from=NOW - DAY) for _ in range(3))
    withdraw(first, mode=Article.Withdrawal.REDIRECT, target=second)
    withdraw(second, mode=Article.Withdrawal.REDIRECT, target=third)
    answer = Article.objects.answer_for(first.slug, NOW)
    assert (answer.outcome, answer.url) == (Outcome.MOVED, third.get_absolute_url())


def test_redirects_in_a_circle_lead_to_the_list() -> None:
    first, second = (make_live_article(live_from=NOW - DAY) for _ in range(2))
    withdraw(first, mode=Article.Withdrawal.REDIRECT, target=second)
    withdraw(second, mode=Article.Withdrawal.REDIRECT, target=first)
    assert Article.objects.answer_for(first.slug, NOW).url == "/berita/"


def test_former_address_leads_to_the_article() -> None:
    article = make_live_article(live_from=NOW - DAY)
    former = article.slug
    article.addresses.update(is_current=False)
    Address.objects.create(article=article, slug="alamat-baru")
    answer = Article.objects.answer_for(former, NOW)
    assert (answer.outcome, answer.url) == (Outcome.MOVED, "/berita/alamat-baru/")
    assert outcome(article, slug="alamat-baru") is Outcome.LIVE


def test_next_change_is_the_next_coming_or_ending_text() -> None:
    make_approved(live_from=NOW - DAY, expires_at=NOW + 3 * DAY)
    assert Article.objects.next_change(NOW) == NOW + 3 * DAY
    make_approved(live_from=NOW + 2 * DAY, at=NOW)
    assert Article.objects.next_change(NOW) == NOW + 2 * DAY
    assert Article.objects.next_change(NOW + 3 * DAY) is None


def test_next_change_enters_its_indexes_without_statistics() -> None:
    """A table that a migration has rebuilt has none on SQLite; each page would read all approved editions."""
    if connection.vendor != "sqlite":
        return  # PostgreSQL reads a table of a few rows from end to end, rightly
    moments = Edition.objects.order_by().values_list(*ArticleQuerySet._next_changes(NOW).values())[:1]
    plan = moments.explain()
    assert "TEMP B-TREE" not in plan
    for index in ("news_edition_approved_from", "news_edition_approved_until", "news_correction_at"):
        assert index in plan


def test_correction_of_a_later_date_is_a_change_to_come() -> None:
    article = make_live_article(live_from=NOW - DAY)
    actions.correct(article, by=make_user(), kind="ralat", wrong="12", right="11", at=NOW - DAY)
    assert Article.objects.next_change(NOW) is None
    actions.correct(article, by=make_user(), kind="ralat", wrong="13", right="11", at=NOW + DAY)
    assert Article.objects.next_change(NOW) == NOW + DAY
    assert Article.objects.answer_for(article.slug, NOW).until == NOW + DAY


@pytest.mark.parametrize("rows", [10, 100])
def test_lists_ask_the_same_number_of_questions(rows: int) -> None:
    for _ in range(rows):
        make_live_article(live_from=NOW - DAY)
    with CaptureQueriesContext(connection) as queries:
        articles = Article.objects.listed(NOW).with_live()
        for article in articles:
            assert article.live.title and article.live.category and article.get_absolute_url() and not article.live.lead
    assert (len(articles), len(queries)) == (rows, 3)


def test_short_lists_ride_along_with_the_article() -> None:
    edition = make_draft()
    edition.programs.add(make_program(name="B"), make_program(name="A"), make_program(name="C", is_public=False))
    actions.submit(edition, by=edition.created_by, version=1, at=NOW - DAY)
    actions.approve(edition, by=make_user(), version=2, live_from=NOW, at=NOW)
    slug = edition.article.slug
    with CaptureQueriesContext(connection) as queries:
        live = Article.objects.answer_for(slug, NOW).article.live
        assert [program.name for program in live.shown_programs] == ["A", "B"]
        assert (live.shown_tags, live.shown_attachments, live.gallery) == ([], [], [])
    assert len(queries) == 2


def test_lists_say_when_an_article_was_corrected() -> None:
    article = make_live_article(live_from=NOW - DAY)
    actions.correct(article, by=make_user(), kind="ralat", wrong="Dua.", right="Tiga.", at=NOW)
    actions.correct(article, by=make_user(), kind="pembaruan", right="Kini empat.", at=NOW + DAY)
    assert Article.objects.listed(NOW - SECOND).get().corrected_at is None
    assert Article.objects.listed(NOW + 2 * DAY).get().corrected_at == NOW
    assert Article.objects.listed(NOW + 2 * DAY).with_changed_at(NOW + 2 * DAY).get().changed_at == NOW + DAY
