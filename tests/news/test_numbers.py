"""Release numbers: by pattern, given once, never twice."""

import threading
import time
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from news import actions
from news.models import Article, ReleaseCounter
from news.numbers import give_number, release_number
from tests.factories import make_approved, make_draft, make_submitted, make_user


def wita(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime(year, month, day, hour))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{number:03d}/HUMAS/{roman_month}/{year}", "007/HUMAS/III/2026"),
        ("{year}-{month:02d}-{number}", "2026-03-7"),
        ("{number:05d}/{year}", "00007/2026"),
    ],
)
def test_number_is_written_by_the_pattern(pattern, expected):
    assert release_number(7, wita(2026, 3, 31, 23), pattern) == expected


def test_year_and_month_are_those_of_the_office_and_not_of_greenwich():
    assert release_number(1, wita(2027, 1, 1, 0)) == "001/HUMAS/I/2027"


@pytest.mark.django_db
def test_drafts_have_no_number_and_the_first_approval_gives_one(client: Client):
    assert make_draft().article.release_number is None
    assert make_submitted().article.release_number is None
    article = make_approved(live_from=wita(2026, 3, 5)).article
    assert article.release_number == "001/HUMAS/III/2026"
    assert "001/HUMAS/III/2026" in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_counting_starts_anew_each_year():
    numbers = [make_approved(live_from=wita(year, 2, day)).article.release_number
               for year, day in ((2025, 1), (2025, 2), (2026, 1), (2025, 3))]  # fmt: skip
    assert numbers == ["001/HUMAS/II/2025", "002/HUMAS/II/2025", "001/HUMAS/II/2026", "003/HUMAS/II/2025"]


@pytest.mark.django_db
def test_number_is_kept_when_approval_is_taken_back_and_given_for_another_month():
    edition = make_approved(live_from=timezone.now() + timedelta(days=2))
    number = edition.article.release_number
    editor = make_user()
    actions.take_back(edition, by=editor, version=edition.version)
    assert Article.objects.get().release_number == number
    later = timezone.now() + timedelta(days=400)
    actions.approve(edition, by=editor, version=edition.version, live_from=later)
    assert Article.objects.get().release_number == number
    assert make_approved().article.release_number != number


@pytest.mark.django_db
def test_revision_keeps_the_number():
    article = make_approved().article
    revision = actions.start_revision(article, by=make_user())
    revision.change_note = "Diperbarui."
    revision.save()
    actions.submit(revision, by=revision.created_by, version=revision.version)
    actions.approve(revision, by=make_user(), version=revision.version)
    assert Article.objects.get().release_number == article.release_number


@pytest.mark.django_db
def test_number_taken_by_hand_is_passed_over():
    Article.objects.filter(pk=make_draft().article_id).update(
        release_number="1/HUMAS/III/2026", number_key="1-HUMAS-III-2026"
    )
    assert make_approved(live_from=wita(2026, 3, 5)).article.release_number == "002/HUMAS/III/2026"


@pytest.mark.django_db
def test_refused_approval_uses_up_no_number():
    edition = make_submitted()
    with pytest.raises(Exception, match="sudah lewat"):
        actions.approve(edition, by=make_user(), version=edition.version, live_from=wita(2020, 1, 1))
    assert not ReleaseCounter.objects.exists()


@pytest.mark.parametrize("has_counter", [False, True], ids=["first of the year", "later"])
@pytest.mark.django_db(transaction=True)
def test_many_approvals_at_once_get_different_numbers(has_counter):
    """Real threads, each with its own connection, and transactions that stay open a while."""
    editor, live_from = make_user(), wita(2026, 3, 5)
    if has_counter:
        ReleaseCounter.objects.create(year=2026)
    editions = [make_submitted(at=wita(2026, 3, 1)) for _ in range(6)]
    start, failed = threading.Barrier(len(editions)), []

    def approve(edition):
        before = {"version": edition.version, "live_from": live_from, "at": live_from - timedelta(hours=1)}
        try:
            start.wait(10)
            with transaction.atomic():
                actions.approve(edition, by=editor, **before)
                time.sleep(0.05)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[edition]) for edition in editions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    numbers = sorted(Article.objects.values_list("release_number", flat=True))
    assert numbers == [f"00{number}/HUMAS/III/2026" for number in range(1, 7)]


@pytest.mark.django_db
def test_article_with_a_number_is_left_alone():
    article = make_approved().article
    former = article.release_number
    give_number(article, live_from=wita(2031, 1, 1))
    assert article.release_number == former
