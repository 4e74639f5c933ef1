"""Every list, form and search of the office asks as often among a hundred rows as among ten, and counts nothing whole.

The pages are those of the admin's registry, whatever is registered there; `make gauntlet` measures them in a large
archive (tests/gauntlet/office.py).
"""

import re

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from news.search.rebuild import rebuild
from tests.factories import make_user
from tests.rows import a_row, add_rows
from tests.sign_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FEW, MANY = 10, 100
# What grows with every release.
GROWING = r"FROM \"(news_(article|edition|address|editionphoto|linkcheck|correction)|selayar_site_(audit|photo))\""


# Questions of a list beside the search for a word.
ALSO_ASKED = {
    "news_edition_changelist": ("terbit=semua", "terbit_dari=2020-01-01&terbit_sampai=2099-12-31", "q=001/HUMAS"),
}


def fill(model, number: int) -> None:
    """Up to so many rows; a model whose constraint allows one row only has one."""
    missing = number - model._base_manager.count()
    try:
        with transaction.atomic():
            add_rows(model, missing)
    except IntegrityError:
        assert any(each.name.endswith("_is_single") for each in model._meta.constraints), (
            f"tests/rows.py, ALSO, lacks what the constraints of {model.__name__} ask for"
        )
        if missing == number:
            a_row(model).save()


def pages_of(desk) -> dict[str, str]:
    """The addresses of one desk by their names: those without a row, and those of its first row."""
    row = desk.model._base_manager.order_by("pk").first()
    found = {}
    for pattern in desk.get_urls():
        name = pattern.name or ""
        for arguments in ([], [row.pk]):
            try:
                found[name] = reverse(f"admin:{name}", args=arguments)
            except NoReverseMatch:
                continue
    if desk.search_fields:
        found["search"] = found[next(name for name in found if name.endswith("_changelist"))] + "?q=baris"
    also = {
        f"{name}?{asked}": f"{found[name]}?{asked}"
        for name in ALSO_ASKED
        if name in found
        for asked in ALSO_ASKED[name]
    }
    return found | also


def count_queries(client, desk) -> dict[str, int]:
    counts = {}
    for name, url in pages_of(desk).items():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        assert response.status_code < 500, url
        whole = [query["sql"] for query in queries if is_whole_count(query["sql"])]
        assert not whole, f"{url} counts every row: {whole}"
        if not name.endswith("_delete"):  # it asks on until something is found that keeps the row
            counts[name] = len(queries)
    return counts


def is_whole_count(sql: str) -> bool:
    return bool(re.match(r"SELECT COUNT\(", sql)) and bool(re.search(GROWING, sql)) and " LIMIT " not in sql


def test_every_page_of_the_office_asks_as_often_among_many_rows(client):
    sign_in(client, make_user(is_staff=True, is_superuser=True))
    desks = admin.site._registry
    counts = {}
    for number in (FEW, MANY):
        for model in desks:
            fill(model, number)
        rebuild()
        ContentType.objects.get_for_models(*desks)  # asked once in the life of a process
        counts[number] = {model: count_queries(client, desk) for model, desk in desks.items()}
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/")
        counts[number]["the first page"] = {"index": len(queries)}
    assert sum(map(len, counts[FEW].values())) > 5 * len(desks)
    more = {model: (few, counts[MANY][model]) for model, few in counts[FEW].items() if counts[MANY][model] != few}
    assert not more


def test_office_completes_words_without_loading_every_row(client):
    """Fields that complete what is typed ask for a page of rows at a time (Django's own view)."""
    for desk in admin.site._registry.values():
        for field in desk.autocomplete_fields:
            target = desk.model._meta.get_field(field).related_model
            assert admin.site._registry[target].ordering or target._meta.ordering, (desk, field)
