"""Querysets that are compiled once: the same rows as the queryset itself, for each thread and value."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from selayar_site.models import Page, UrgentNotice
from selayar_site.prepared import Prepared
from tests.factories import make_page, make_user

NOW = timezone.now()
HOUR = timedelta(hours=1)


def make_notice(text: str, ends_at) -> UrgentNotice:
    return UrgentNotice.objects.create(text=text, starts_at=NOW - 9 * HOUR, ends_at=ends_at, announced_by=make_user())


@pytest.mark.django_db
def test_values_are_asked_anew_and_the_sql_is_made_once():
    made = []

    def ahead(at, text):
        made.append(at)
        return UrgentNotice.objects.ahead(at).filter(text=text).select_related("announced_by")

    prepared = Prepared(ahead, at=NOW.__class__, text=str)
    for number in range(3):
        make_notice("Gelombang tinggi.", NOW + number * HOUR)
    make_notice("Lainnya.", NOW + HOUR)
    for number, left in enumerate([2, 1, 0]):
        at = NOW + number * HOUR
        found = prepared(at=at, text="Gelombang tinggi.")
        assert found == list(UrgentNotice.objects.ahead(at).filter(text="Gelombang tinggi."))
        assert len(found) == left
    assert len(made) == 1


@pytest.mark.django_db
def test_list_of_keys_may_be_shorter_than_announced(django_assert_num_queries):
    pages = [make_page() for _ in range(3)]
    prepared = Prepared(lambda keys: Page.objects.filter(pk__in=keys).order_by("pk"), keys=4)
    with django_assert_num_queries(3):
        assert prepared(keys=[page.pk for page in pages]) == pages
        assert prepared(keys=[pages[1].pk]) == [pages[1]]
        assert prepared(keys=[]) == []
    with pytest.raises(ValueError, match="4 were announced"):
        prepared(keys=[1, 2, 3, 4, 5])


@pytest.mark.django_db
def test_value_that_does_not_come_into_the_sql_as_it_is_is_refused():
    prepared = Prepared(lambda text: Page.objects.filter(title__contains=text), text=str)
    with pytest.raises(ValueError, match="Not in the SQL"):
        prepared(text="dermaga")


@pytest.mark.django_db(transaction=True)
def test_threads_ask_on_their_own_connections():
    slugs = [make_page().slug for _ in range(8)]
    prepared = Prepared(lambda slug: Page.objects.filter(slug=slug), slug=str)

    def asked(slug: str) -> str:
        try:
            return prepared(slug=slug)[0].slug
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(asked, slugs * 5)) == slugs * 5
