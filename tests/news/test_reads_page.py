"""“Statistik pembacaan” in the admin."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from news.desk import desk_for
from news.models import Article, Reads
from news.reads.charts import chart
from selayar_site import roles
from tests.factories import make_draft, make_live_article
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/news/reads/"


def read(article: Article, number: int, *, days_ago: int = 0, source: str = "whatsapp") -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    Reads.objects.create(article=article, begins_on=day, source=source, number=number)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition('id="content-main"')[2]).split())


@pytest.mark.parametrize("role", [roles.WRITER, roles.EDITOR, roles.AUDITOR])
def test_newsroom_sees_days_sources_and_releases(role: str) -> None:
    first, second = make_live_article(title="Dermaga dibuka"), make_live_article(title="Iuran turun")
    read(first, 1200)
    read(first, 40, days_ago=3, source="search")
    read(second, 5, days_ago=40)
    client = sign_in(Client(), make_staff(role))
    text = words(client.get(PAGE).text)
    assert "Seluruhnya 1.240" in text and "WhatsApp 1.200 97%" in text and "Mesin pencari 40 3%" in text
    assert "Dermaga dibuka 1.240" in text and "Iuran turun" not in text
    assert "Iuran turun 5" in words(client.get(f"{PAGE}?hari=90").text)
    alone = words(client.get(f"{PAGE}?siaran={second.pk}&hari=90").text)
    assert "Seluruhnya dibaca 5 kali" in alone and "1.2" not in alone


def test_chart_is_named_described_and_a_table(client: Client) -> None:
    read(make_live_article(), 7)
    html = sign_in(client, make_staff(roles.EDITOR)).get(PAGE).text
    for part in ("hari", "bulan"):
        assert f'aria-labelledby="{part}-nama {part}-uraian"' in html and f'<title id="{part}-nama">' in html
    table = html.partition("Tabel angkanya")[2].partition("</table>")[0]
    assert table.count("<tr>") == 31 and "<td>7</td>" in table


@pytest.mark.parametrize("query", ["hari=8", "hari=x", "siaran=0", "siaran=²", "siaran=99999999999", "siaran=abc"])
def test_made_up_questions_are_not_found(client: Client, query: str) -> None:
    assert sign_in(client, make_staff(roles.EDITOR)).get(f"{PAGE}?{query}").status_code == 404


def test_draft_has_no_statistics_and_nothing_read_is_said_kindly(client: Client) -> None:
    sign_in(client, make_staff(roles.EDITOR))
    assert client.get(f"{PAGE}?siaran={make_draft().article_id}").status_code == 404
    assert "Belum ada pembacaan pada rentang ini." in client.get(PAGE).text


def test_nobody_changes_a_number_in_the_admin(client: Client) -> None:
    read(make_live_article(), 7)
    row = Reads.objects.get()
    sign_in(client, make_staff(is_superuser=True))
    for address in (f"{PAGE}add/", f"{PAGE}{row.pk}/change/", f"{PAGE}{row.pk}/delete/"):
        assert client.post(address, {"number": 9, "post": "yes"}).status_code in {302, 403}
    client.post(PAGE, {"action": "delete_selected", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.number == 7


def test_other_offices_do_not_see_the_newsrooms_numbers(client: Client) -> None:
    assert sign_in(client, make_staff(roles.TREASURER)).get(PAGE).status_code == 403


def test_page_asks_as_few_questions_with_many_rows(client: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(30):
        article = make_live_article()
        for days in range(8):
            read(article, 3, days_ago=days)
    sign_in(client, make_staff(roles.EDITOR)).get(PAGE)
    with django_assert_max_num_queries(14):
        client.get(PAGE)


def test_desk_names_what_is_read_most() -> None:
    first, second = make_live_article(title="Dermaga dibuka"), make_live_article(title="Iuran turun")
    read(first, 3)
    read(second, 1500, days_ago=6)
    read(first, 9000, days_ago=7)
    (part,) = [part for part in desk_for(make_staff(roles.WRITER)) if part.title == "Paling dibaca 7 hari ini"]
    assert [(item.title, item.note) for item in part.items] == [
        ("Iuran turun", "1.500 kali"),
        ("Dermaga dibuka", "3 kali"),
    ]


@pytest.mark.parametrize(("most", "top"), [(0, 2), (1, 2), (3, 4), (10, 10), (11, 20), (59, 60), (81, 100)])
def test_scale_ends_at_a_round_number_that_can_be_halved(most: int, top: int) -> None:
    found = chart("x", [("a", most), ("b", 0)])
    assert found.top == top and found.half * 2 == top
    assert found.columns[0].height == pytest.approx(100 * most / top, abs=0.01)
