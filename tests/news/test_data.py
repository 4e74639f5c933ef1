"""The list as data keeps the shape that is published beside it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from news import actions
from news.models import Tag
from tests.factories import make_approved, make_category, make_draft, make_identity, make_program, make_user

pytestmark = pytest.mark.django_db

DATA = "/berita/data.json"
SCHEMA = Path(settings.BASE_DIR) / "news" / "data.schema.json"


def read(client: Client, address: str = DATA) -> dict[str, Any]:
    response = client.get(address)
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (200, "*")
    data = response.json()
    fastjsonschema.validate(json.loads(SCHEMA.read_text(encoding="utf-8")), data)
    return data


def test_empty_list_has_the_shape(client: Client) -> None:
    assert read(client)["items"] == []


def test_release_has_the_shape_and_all_it_says(client: Client) -> None:
    make_identity(licence="Boleh dengan menyebut sumber.", licence_url="/pemakaian-ulang/")
    edition = make_draft(title="Iuran turun", category=make_category(slug="iuran", name="Iuran"))
    edition.programs.add(make_program(slug="sikamseang", name="Sikamseang"))
    edition.tags.add(Tag.objects.create(slug="nelayan", name="Nelayan"))
    actions.submit(edition, by=edition.created_by, version=edition.version)
    actions.approve(edition, by=make_user(), version=edition.version)
    actions.correct(edition.article, by=make_user(), kind="ralat", wrong="12", right="11")
    data = read(client)
    (item,) = data["items"]
    own = item["_siaran_pers"]
    assert item["url"] == f"{settings.PUBLIC_ORIGIN}/berita/iuran-turun/" and item["tags"] == ["Nelayan"]
    assert own["program"] == [{"slug": "sikamseang", "nama": "Sikamseang"}]
    assert own["kategori"] == {"slug": "iuran", "nama": "Iuran"} and own["ralat"][0]["benar"] == "11"
    assert own["keaslian"].endswith(edition.article.get_number_url())
    assert data["_siaran_pers"]["lisensi"]["alamat"] == f"{settings.PUBLIC_ORIGIN}/pemakaian-ulang/"


def test_next_url_leads_through_all_of_a_choice_once(client: Client) -> None:
    category = make_category(slug="iuran")
    for number in range(43):
        live_from = timezone.now() - timedelta(hours=number + 1)
        make_approved(title=f"Kabar {number}", live_from=live_from, category=category)
    make_approved(title="Lain")
    seen, address = [], f"{DATA}?kategori=iuran"
    while address:
        data = read(client, address)
        seen += [item["title"] for item in data["items"]]
        address = data.get("next_url", "").removeprefix(settings.PUBLIC_ORIGIN)
    assert seen == [f"Kabar {number}" for number in range(43)]


@pytest.mark.parametrize("query", ["kategori=tidak-ada", "sesudah=kemarin"])
def test_made_up_choice_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"{DATA}?{query}").status_code == 404


def test_schema_is_published(client: Client) -> None:
    assert client.get("/berita/data.schema.json").json() == json.loads(SCHEMA.read_text(encoding="utf-8"))


@pytest.mark.parametrize("rows", [2, 20])
def test_data_asks_the_same_questions_however_many(client: Client, rows: int, django_assert_max_num_queries) -> None:
    make_identity()
    for _ in range(rows):
        make_approved()
    with django_assert_max_num_queries(6):
        read(client)
