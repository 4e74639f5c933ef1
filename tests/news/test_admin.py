"""The newsroom in the admin, through the client."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news import actions
from news.models import Article, Edition, Standing
from selayar_site import roles
from tests.factories import make_approved, make_category, make_draft, make_program, make_submitted
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/news/edition/"
DAY = timedelta(days=1)


@pytest.fixture
def writer():
    return make_staff(roles.WRITER)


@pytest.fixture
def editor():
    return make_staff(roles.EDITOR)


def desk(user) -> Client:
    return sign_in(Client(), user)


def page_of(edition: Edition) -> str:
    return reverse("admin:news_edition_change", args=[edition.pk])


def step_of(edition: Edition, verb: str) -> str:
    return reverse("admin:news_edition_step", args=[edition.pk, verb])


def form_data(edition: Edition | None = None, **fields) -> dict:
    """What a browser would send of the form, without photos and attachments."""
    values = {"title": "Nelayan Benteng menerima kartu", "summary": "", "place": "Benteng", "body_html": "<p>Isi.</p>"}
    if edition:
        values = {name: getattr(edition, name) for name in ("title", "summary", "place", "body_html")}
        values |= {"category": edition.category_id or "", "version": edition.version, "slug": edition.article.slug}
    for prefix in ("photos", "attachments"):
        values |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return values | {"_save": ""} | fields


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_writer_saves_a_draft_with_only_a_headline(writer):
    client = desk(writer)
    assert client.get(f"{LIST}add/").status_code == 200
    response = client.post(f"{LIST}add/", form_data(body_html=""), follow=True)
    edition = Edition.objects.get()
    assert "Konsep tersimpan" in text_of(response)
    assert (edition.state, edition.created_by, edition.article.slug) == (
        "draft",
        writer,
        "nelayan-benteng-menerima-kartu",
    )
    assert edition.category is None and edition.summary == ""


def test_relations_of_a_new_release_are_kept(writer):
    program, category = make_program(), make_category()
    desk(writer).post(f"{LIST}add/", form_data(programs=[program.pk], category=category.pk))
    edition = Edition.objects.get()
    assert (list(edition.programs.all()), edition.category) == ([program], category)


def test_refused_submission_keeps_the_words_and_lists_what_is_missing(writer):
    edition = make_draft(by=writer, summary="", category=None)
    data = form_data(edition, body_html="<p>Teks baru.</p>", _submit="")
    del data["_save"]
    response = desk(writer).post(page_of(edition), data, follow=True)
    edition.refresh_from_db()
    assert (edition.state, edition.body_html) == ("draft", "<p>Teks baru.</p>")
    assert "belum dapat diajukan" in text_of(response)
    assert 'href="#id_summary"' in text_of(response) and 'href="#id_category"' in text_of(response)


def test_submitting_saves_first(writer):
    edition = make_draft(by=writer)
    data = form_data(edition, title="Judul akhir", _submit="")
    del data["_save"]
    response = desk(writer).post(page_of(edition), data, follow=True)
    edition.refresh_from_db()
    assert (edition.state, edition.title, edition.submitted_by) == ("in_review", "Judul akhir", writer)
    assert "Menunggu persetujuan" in text_of(response)


def test_any_writer_may_go_on_with_a_colleagues_draft(writer):
    edition = make_draft()
    desk(writer).post(page_of(edition), form_data(edition, title="Dilanjutkan rekan"))
    edition.refresh_from_db()
    assert edition.title == "Dilanjutkan rekan"


def test_loser_of_two_savings_reads_both_texts_and_nothing_is_written(writer):
    edition = make_draft(title="Judul semula")
    mine = form_data(edition, title="Judul saya")
    desk(make_staff(roles.WRITER)).post(page_of(edition), form_data(edition, title="Judul rekan"))
    response = desk(writer).post(page_of(edition), mine)
    edition.refresh_from_db()
    assert (response.status_code, edition.title) == (409, "Judul rekan")
    assert "Judul saya" in text_of(response) and "Judul rekan" in text_of(response)


def test_form_left_open_until_after_submission_is_not_written_but_kept(writer):
    edition = make_draft(by=writer)
    mine = form_data(edition, body_html="<p>Ditulis semalam.</p>")
    actions.submit(edition, by=writer, version=edition.version)
    response = desk(writer).post(page_of(edition), mine)
    assert response.status_code == 409 and "Ditulis semalam." in text_of(response)
    again = desk(writer).post(page_of(edition), mine | {"version": edition.version})
    assert "tidak dapat disimpan" in text_of(again) and "Ditulis semalam." in text_of(again)
    assert "Ditulis semalam." not in Edition.objects.get().body_html


def test_address_is_made_from_the_headline_and_free_until_publication(writer):
    taken = make_draft(title="Sudah ada")
    edition = make_draft(by=writer, title="Judul lama")
    client = desk(writer)
    client.post(page_of(edition), form_data(edition, title="Judul baru", slug=""))
    assert Article.objects.get(pk=edition.article_id).slug == "judul-baru"
    assert edition.article.addresses.count() == 1
    edition.refresh_from_db()
    response = client.post(page_of(edition), form_data(edition, slug=taken.article.slug))
    assert "Alamat ini sudah dipakai" in text_of(response)
    response = client.post(page_of(edition), form_data(edition, slug="", title="Sudah ada"))
    assert Article.objects.get(pk=edition.article_id).slug == "sudah-ada-2"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "31/12/2026", "x", "2026-02-30T10:00"])
def test_nonsense_for_a_moment_is_a_sentence(writer, moment):
    edition = make_draft(by=writer)
    response = desk(writer).post(page_of(edition), form_data(edition, expires_at=moment))
    assert response.status_code == 200 and "errorlist" in text_of(response)


def test_nul_is_taken_out_and_a_flood_of_emoji_is_answered_in_words(writer):
    edition = make_draft(by=writer)
    client = desk(writer)
    assert client.post(page_of(edition), form_data(edition, title="a\x00b\u202ec")).status_code == 302
    edition.refresh_from_db()
    assert edition.title == "abc"
    response = client.post(page_of(edition), form_data(edition, body_html="<p>" + "🎉" * 500_000 + "</p>"))
    assert "Teks ini terlalu panjang: 500.007" in text_of(response) and "🎉" * 500_000 in text_of(response)


# Who may what


def test_writer_is_neither_offered_nor_granted_what_an_editor_decides(writer):
    waiting, live = make_submitted(), make_approved()
    client = desk(writer)
    for edition, verbs in ((waiting, ("approve", "give_back")), (live, ("withdraw", "correct", "move"))):
        page = text_of(client.get(page_of(edition)))
        for verb in verbs:
            assert f"/langkah/{verb}/" not in page
            assert client.post(step_of(edition, verb), {"version": edition.version, "when": "now"}).status_code == 403


def test_auditor_reads_everything_and_changes_nothing():
    client = desk(make_staff(roles.AUDITOR))
    draft = make_draft()
    page = text_of(client.get(page_of(draft)))
    assert "<form class=" not in page and 'name="_save"' not in page
    client.post(page_of(draft), form_data(draft, title="Diubah auditor"))
    assert Edition.objects.get().title == draft.title
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(step_of(draft, "recall"), {"version": 1}).status_code == 403


def test_nobody_deletes_and_nothing_is_done_by_the_dozen(editor):
    edition = make_draft()
    client = desk(editor)
    assert client.get(f"{LIST}{edition.pk}/delete/").status_code == 403
    assert 'name="action"' not in text_of(client.get(LIST))


# The list


def test_list_shows_each_release_once_with_its_newest_text(writer):
    live = make_approved(title="Teks pertama")
    revision = actions.start_revision(live.article, by=writer)
    Edition.objects.filter(pk=revision.pk).update(title="Teks kedua")
    page = text_of(desk(writer).get(LIST))
    assert "Teks kedua" in page and "Teks pertama" not in page
    assert "Edisi sebelumnya tetap tayang." in page


@pytest.mark.parametrize("standing", Standing.values)
def test_list_narrows_to_each_standing(writer, standing):
    make_approved(title="Sudah tayang")
    page = text_of(desk(writer).get(LIST, {"keadaan": standing}))
    assert ("Sudah tayang" in page) == (standing == "live")


def test_list_narrows_by_writer_category_programme_period_and_words(writer):
    program = make_program()
    found = make_draft(by=writer, title="Yang dicari", summary="Tentang nelayan.")
    found.programs.add(program)
    make_draft(title="Yang lain")
    client = desk(writer)
    for narrowed in (
        {"penulis": writer.pk}, {"kategori": found.category_id}, {"program": program.pk}, {"q": "nelayan"},
    ):  # fmt: skip
        page = text_of(client.get(LIST, narrowed))
        assert "Yang dicari" in page and "Yang lain" not in page, narrowed
    assert "Yang dicari" in text_of(client.get(LIST, {"periode": "hari"}))
    for nonsense in ({"penulis": "x"}, {"keadaan": "²"}, {"periode": "''"}, {"kategori": "9" * 30}, {"p": "x"}):
        assert client.get(LIST, nonsense).status_code in (200, 302), nonsense


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    assert not [query for query in queries if "COUNT(" in query["sql"] and "LIMIT" not in query["sql"]]
    return len(queries)


def test_list_and_first_page_ask_as_much_for_a_hundred_rows_as_for_ten(writer):
    client, category, program = desk(writer), make_category(), make_program()
    counts = []
    for more in (10, 90):
        for _ in range(more):
            make_draft(by=writer, category=category).programs.add(program)
        counts.append((queries_of(client, LIST), queries_of(client, "/admin/")))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 17


# The first page


def test_first_page_says_what_waits_for_whom(writer, editor):
    make_draft(by=writer, title="Konsep saya")
    make_draft(title="Konsep rekan")
    make_submitted(title="Sudah diajukan")
    returned = make_submitted(by=writer, title="Kembali")
    actions.give_back(returned, by=editor, version=returned.version, comment="Lengkapi.")
    make_approved(title="Besok", live_from=timezone.now() + DAY)
    page = text_of(desk(writer).get("/admin/"))
    assert all(title in page for title in ("Konsep saya", "Kembali", "Besok"))
    assert "Konsep rekan" not in page and "Sudah diajukan" not in page
    page = text_of(desk(editor).get("/admin/"))
    assert "Sudah diajukan" in page and "Konsep saya" not in page


def test_first_page_is_silent_about_releases_to_who_has_none():
    assert "Yang menunggu Anda" not in text_of(desk(make_staff(roles.TREASURER)).get("/admin/"))
