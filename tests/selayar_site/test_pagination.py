from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from django.db import connection, models
from django.http import QueryDict
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.models import Article
from selayar_site.pagination import BadCursor, PreparedKeyset, keyset_page
from tests.factories import make_live_article

START = datetime(2026, 3, 7, 9, 5, tzinfo=UTC)
ORDER = ("-shown_at", "-pk")

with isolate_apps():

    class Item(models.Model):
        shown_at = models.DateTimeField()
        on = models.DateField(default=START.date())

        class Meta:
            app_label = "tests"
            db_table = "tests_pagination_item"
            indexes = [models.Index(fields=["-shown_at", "-id"], name="tests_pagination_newest")]

        def __str__(self) -> str:
            return str(self.pk)


@pytest.fixture(scope="module", autouse=True)
def _table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Item)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Item)


def make_items(*minutes: float) -> list[Item]:
    return Item.objects.bulk_create([Item(shown_at=START + timedelta(minutes=minute)) for minute in minutes])


def page(query: str = "", *, size: int = 3, order=ORDER, **options):
    params = QueryDict(query.removeprefix("?"))
    return keyset_page(Item.objects.all(), order=order, size=size, params=params, **options)


def walk(url: str, side: str, *, between=lambda: None, **options) -> list[Item]:
    """Every item from that page on, in the direction of `next_url` or `previous_url`."""
    met = []
    while url:
        here = page(url, **options)
        met += here.items if side == "next_url" else reversed(here.items)
        url = getattr(here, side)
        between()
    return met


orders = st.sampled_from([ORDER, ("shown_at", "pk"), ("-shown_at", "pk"), ("-on", "-shown_at", "-pk"), ("-pk",)])
few_minutes = st.lists(st.integers(0, 4), max_size=12)


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(few_minutes, few_minutes, st.integers(1, 5), orders)
def test_walk_there_and_back_meets_each_item_once_while_others_are_published(minutes, added, size, order):
    Item.objects.all().delete()
    first = set(make_items(*minutes))
    more = iter(added)

    def publish() -> None:
        make_items(*[minute for minute in [next(more, None)] if minute is not None])

    there = walk("?", "next_url", size=size, order=order, between=publish)
    assert first <= set(there)
    assert len(set(there)) == len(there)
    if there:
        last = page(size=size, order=order)
        while last.next_url:
            last = page(last.next_url, size=size, order=order)
        back = walk(last.previous_url, "previous_url", size=size, order=order) if last.previous_url else []
        assert list(reversed(back)) + last.items == list(Item.objects.order_by(*order))


@pytest.mark.django_db
def test_links_are_readable_and_only_where_something_follows():
    items = make_items(0, 1, 2, 2, 2, 3.5)
    first = page()
    assert [item.pk for item in first.items] == [items[5].pk, items[4].pk, items[3].pk]
    assert first.previous_url == ""
    assert first.next_url == f"?sesudah=2026-03-07T09:07:00Z~{items[3].pk}"
    second = page(first.next_url)
    assert second.items == [items[2], items[1], items[0]]
    assert second.next_url == ""
    assert second.previous_url == f"?sebelum=2026-03-07T09:07:00Z~{items[2].pk}"
    assert page(second.previous_url) == first


@pytest.mark.django_db
def test_moments_are_told_apart_to_the_microsecond():
    items = Item.objects.bulk_create([Item(shown_at=START + timedelta(microseconds=n)) for n in range(4)])
    first = page(size=2)
    assert first.next_url == f"?sesudah=2026-03-07T09:05:00.000002Z~{items[2].pk}"
    assert page(first.next_url, size=2).items == [items[1], items[0]]


@pytest.mark.django_db
def test_newest_page_has_no_link_up_after_its_neighbours_are_gone():
    items = make_items(0, 1, 2)
    url = page(size=1).next_url
    items[2].delete()
    assert page(url, size=1).previous_url == ""


@pytest.mark.django_db
def test_page_beyond_the_end_is_empty():
    make_items(0)
    here = page("?sesudah=2001-01-01T00:00:00Z~1")
    assert (here.items, here.previous_url, here.next_url) == ([], "", "")


@pytest.mark.django_db
def test_links_keep_known_parameters_and_no_others():
    make_items(0, 1, 2, 3)
    here = page("kategori=ekonomi%26x&tag=a&tag=b&kosong=&utm_source=wa", keep=("kategori", "tag", "kosong"))
    query = parse_qs(here.next_url.removeprefix("?"))
    assert query.pop("sesudah")
    assert query == {"kategori": ["ekonomi&x"], "tag": ["a", "b"]}


@pytest.mark.parametrize(
    "query",
    [
        "sesudah=",
        "sesudah=1",
        "sesudah=2026-03-07T09:05:00Z",
        "sesudah=2026-03-07T09:05:00Z~",
        "sesudah=2026-03-07T09:05:00Z~0",
        "sesudah=2026-03-07T09:05:00Z~01",
        "sesudah=2026-03-07T09:05:00Z~-1",
        "sesudah=2026-03-07T09:05:00Z~1~2",
        "sesudah=2026-03-07T09:05:00Z~1%00",
        "sesudah=2026-03-07T09:05:00Z~1%0A",
        "sesudah=2026-03-07T09:05:00Z~²",
        "sesudah=2026-03-07T09:05:00Z~١",
        "sesudah=2026-03-07T09:05:00Z~9999999999999999999",
        "sesudah=٢٠٢٦-03-07T09:05:00Z~1",
        "sesudah=2026-02-30T09:05:00Z~1",
        "sesudah=2026-03-07T24:00:00Z~1",
        "sesudah=2026-03-07T09:05:00%2B08:00~1",
        "sesudah=2026-03-07T09:05:00.000000Z~1",
        "sesudah=2026-03-07T09:05:00.5Z~1",
        "sesudah=1999-12-31T23:59:59Z~1",
        "sesudah=2101-01-01T00:00:00Z~1",
        "sesudah=0000-01-01T00:00:00Z~1",
        "sesudah=2026-03-07~1",
        "sesudah=2026-03-07T09:05:00Z~1&sesudah=2026-03-07T09:05:00Z~1",
        "sesudah=2026-03-07T09:05:00Z~1&sebelum=2026-03-07T09:05:00Z~1",
        "sebelum=x~1",
        "sesudah=" + "9" * 5000,
    ],
)
def test_address_that_no_list_links_to_is_refused(query):
    with pytest.raises(BadCursor):
        page(query)


@given(st.text(max_size=50))
def test_any_text_is_read_or_refused(text):
    params = QueryDict(mutable=True)
    params["sesudah"] = text
    with pytest.raises(BadCursor):
        keyset_page(Item.objects.none(), order=ORDER, size=3, params=params)


@pytest.mark.django_db
def test_articles_are_paged_with_their_live_edition_in_a_fixed_number_of_queries(django_assert_num_queries):
    made = [make_live_article(live_from=START + timedelta(days=n // 2)) for n in range(5)]

    def articles(query: str):
        params = QueryDict(query)
        listed = Article.objects.listed()
        order = ("-first_live_from", "-pk")
        return keyset_page(listed, order=order, size=2, params=params, load=type(listed).with_live)

    with django_assert_num_queries(3):
        first = articles("")
    assert [article.pk for article in first.items] == [made[4].pk, made[3].pk]
    with django_assert_num_queries(3):
        second = articles(first.next_url[1:])
    assert [(article.pk, article.live.state) for article in second.items] == [
        (made[2].pk, "approved"),
        (made[1].pk, "approved"),
    ]
    third = articles(second.next_url[1:])
    assert [article.pk for article in third.items] == [made[0].pk]
    assert articles(third.previous_url[1:]).items == second.items


@pytest.mark.django_db
def test_deep_page_enters_the_index_at_its_cursor():
    if connection.vendor != "sqlite":
        return  # PostgreSQL reads a table of a few rows from end to end, rightly
    plans = []
    page("?sesudah=2026-03-07T09:05:00Z~5", load=lambda rows: plans.append(rows.explain()) or [])
    assert "SEARCH tests_pagination_item USING INDEX tests_pagination_newest (shown_at<?)" in plans[0]
    assert "TEMP B-TREE" not in plans[0]


@pytest.mark.django_db
def test_prepared_pages_are_the_same_pages(django_assert_num_queries):
    made = []

    def since(begins):
        made.append(begins)
        return Item.objects.filter(shown_at__gte=begins)

    prepared = PreparedKeyset(since, model=Item, order=ORDER, size=2, begins=datetime)
    make_items(-1, 0, 1, 2, 2, 2, 3.5)
    for begins in (START, START + timedelta(minutes=1)):
        url, met = "?", []
        while url:
            params = QueryDict(url.removeprefix("?"))
            with django_assert_num_queries(1):
                here = prepared.page(params=params, keep=("tag",), begins=begins)
            rows = Item.objects.filter(shown_at__gte=begins)
            assert here == keyset_page(rows, order=ORDER, size=2, params=params, keep=("tag",))
            if here.previous_url:
                back = QueryDict(here.previous_url.removeprefix("?"))
                assert prepared.page(params=back, begins=begins) == keyset_page(rows, order=ORDER, size=2, params=back)
            met += here.items
            url = here.next_url
        assert met == list(Item.objects.filter(shown_at__gte=begins).order_by(*ORDER))
    assert len(made) == 3  # the first page, those after and those before an item, once each
    with pytest.raises(BadCursor):
        prepared.page(params=QueryDict("sesudah=1"), begins=START)
