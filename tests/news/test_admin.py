"""The newsroom in the admin, through the client."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news import actions
from news.models import Article, Edition, Standing
from news.words import moment
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


def test_nul_and_a_flood_of_emoji_are_answered_in_words(writer):
    edition = make_draft(by=writer)
    client = desk(writer)
    assert client.post(page_of(edition), form_data(edition, title="a\x00b")).status_code == 200
    response = client.post(page_of(edition), form_data(edition, body_html="<p>" + "🎉" * 500_000 + "</p>"))
    assert "Teks ini terlalu panjang: 500.007" in text_of(response) and "🎉" * 500_000 in text_of(response)


# Steps


def test_editor_returns_with_a_comment_that_the_writer_reads_above_the_form(writer, editor):
    edition = make_submitted(by=writer)
    data = {"version": edition.version, "comment": "Sebutkan jumlah penerima."}
    response = desk(editor).post(step_of(edition, "give_back"), data, follow=True)
    assert "Dikembalikan kepada penulis" in text_of(response)
    page = text_of(desk(writer).get(page_of(edition)))
    assert "Sebutkan jumlah penerima." in page and 'name="_save"' in page


def test_editor_comments_on_single_fields(writer, editor):
    edition = make_submitted(by=writer)
    data = {"version": edition.version, "on_title": "Terlalu panjang.", "on_photos": "Pilih foto dermaga."}
    desk(editor).post(step_of(edition, "give_back"), data)
    assert set(edition.comments.values_list("field", "text")) == {
        ("title", "Terlalu panjang."),
        ("photos", "Pilih foto dermaga."),
    }
    page = text_of(desk(writer).get(page_of(edition)))
    assert 'data-jump="title"' in page and "Pilih foto dermaga." in page


def test_empty_comment_is_asked_for_and_nothing_moves(editor):
    edition = make_submitted()
    response = desk(editor).post(step_of(edition, "give_back"), {"version": edition.version, "comment": " "})
    edition.refresh_from_db()
    assert (response.status_code, edition.state) == (200, "in_review")
    assert 'name="comment"' in text_of(response)


def test_moment_is_said_in_words_before_it_counts(editor):
    edition = make_submitted()
    local = timezone.localtime() + 3 * DAY
    local = local.replace(hour=9, minute=0, second=0, microsecond=0)
    data = {"version": edition.version, "when": "later", "live_from": local.strftime("%Y-%m-%dT%H:%M")}
    client = desk(editor)
    page = text_of(client.post(step_of(edition, "approve"), data))
    edition.refresh_from_db()
    assert edition.state == "in_review" and f"Terbit <strong>{moment(local)}</strong>" in page
    response = client.post(step_of(edition, "approve"), data | {"confirmed": "1"}, follow=True)
    edition.refresh_from_db()
    assert (edition.state, edition.live_from) == ("approved", local)
    assert f"Terjadwal {moment(local)}" in text_of(response)


def test_moment_words_name_the_weekday():
    at = timezone.make_aware(datetime(2026, 3, 7, 9, 0))
    assert moment(at) == "Sabtu, 7 Maret 2026, pukul 09.00 WITA"


def test_editor_approves_now(editor):
    edition = make_submitted()
    response = desk(editor).post(
        step_of(edition, "approve"), {"version": edition.version, "when": "now", "live_from": ""}, follow=True
    )
    assert "sudah terbit" in text_of(response) and edition.article.is_listed()


def test_second_of_two_approvals_reads_who_was_faster(editor):
    edition = make_submitted()
    faster = make_staff(roles.EDITOR)
    data = {"version": edition.version, "when": "now"}
    assert desk(faster).post(step_of(edition, "approve"), data).status_code == 302
    response = desk(editor).post(step_of(edition, "approve"), data)
    assert response.status_code == 409
    assert f"disetujui oleh {faster}" in text_of(response)


def test_stale_comment_is_not_lost(writer, editor):
    edition = make_submitted(by=writer)
    old = edition.version
    actions.recall(edition, by=writer, version=old)
    data = {"version": old, "comment": "Panjang dan berharga."}
    response = desk(editor).post(step_of(edition, "give_back"), data)
    assert response.status_code == 409 and "Panjang dan berharga." in text_of(response)


def test_past_moment_is_refused_in_words(editor):
    edition = make_submitted()
    data = {"version": edition.version, "when": "later", "live_from": "2020-01-01T09:00"}
    assert "sudah lewat" in text_of(desk(editor).post(step_of(edition, "approve"), data))


def test_own_submission_is_not_offered_for_approval_and_not_approved(editor):
    edition = make_submitted(by=editor)
    client = desk(editor)
    page = text_of(client.get(page_of(edition)))
    assert "/langkah/approve/" not in page and "orang lain yang menyetujuinya" in page and "Tarik ke konsep" in page
    client.post(step_of(edition, "approve"), {"version": edition.version, "when": "now", "waive_four_eyes": "Cepat."})
    edition.refresh_from_db()
    assert edition.state == "in_review"


def test_typo_at_five_is_approved_alone_with_a_reason_that_is_kept(editor):
    live = make_approved()
    client = desk(editor)
    client.post(step_of(live, "revise"), {"version": live.version, "kind": "minor"})
    revision = Edition.objects.get(number=2)
    revision.change_note = "Salah ketik."
    revision.save()
    actions.submit(revision, by=editor, version=revision.version)
    data = {"version": revision.version, "when": "now", "waive_four_eyes": "Kantor sudah tutup."}
    client.post(step_of(revision, "approve"), data)
    revision.refresh_from_db()
    assert (revision.state, revision.four_eyes_waived) == ("approved", True)
    assert "Perbaikan kecil untuk dilihat kembali" in text_of(client.get("/admin/"))


def test_small_correction_that_grew_becomes_an_update_on_the_form(writer):
    live = make_approved(by=writer, title="Judul terbit")
    revision = actions.start_revision(live.article, by=writer, kind=Edition.ChangeKind.MINOR)
    client = desk(writer)
    grown = form_data(revision, title="Judul lain", change_note="Judul dibetulkan.", kind="minor", _submit="")
    del grown["_save"]
    page = text_of(client.post(page_of(revision), grown, follow=True))
    assert 'href="#id_kind"' in page and "di sini judul berubah" in page
    revision.refresh_from_db()
    data = grown | {"version": revision.version, "kind": "update"}
    assert "Diajukan." in text_of(client.post(page_of(revision), data, follow=True))
    assert Edition.objects.get(number=2).change_kind == "update"


def test_revision_is_written_while_the_live_text_stays(writer):
    live = make_approved(by=writer, title="Yang terbit")
    client = desk(writer)
    assert 'name="_save"' not in text_of(client.get(page_of(live)))
    response = client.post(step_of(live, "revise"), {"version": live.version, "kind": "update"}, follow=True)
    assert 'name="change_note"' in text_of(response) and "Edisi sebelumnya tetap tayang" in text_of(response)
    assert live.article.is_listed()


def test_saving_a_revision_under_another_headline_keeps_the_address(writer):
    live = make_approved(title="Judul yang terbit")
    revision = actions.start_revision(live.article, by=writer)
    client = desk(writer)
    for slug in ("", "alamat-lain"):
        revision.refresh_from_db()
        client.post(page_of(revision), form_data(revision, title=f"Judul {slug}", slug=slug))
    revision.refresh_from_db()
    assert revision.title == "Judul alamat-lain"
    assert [address.slug for address in live.article.addresses.all()] == ["judul-yang-terbit"]


@pytest.mark.parametrize(
    ("mode", "words"), [("gone", "pembaca hanya mendapat alasannya"), ("notice", "teksnya tetap dapat dibaca")]
)
def test_withdrawal_is_said_in_words_and_confirmed_before_it_counts(editor, mode, words):
    live = make_approved()
    data = {"version": live.article.version, "mode": mode, "reason": "Angkanya keliru.", "target": ""}
    client, address = desk(editor), f"/berita/{live.article.slug}/"
    page = text_of(client.post(step_of(live, "withdraw"), data))
    assert words in page and "“Angkanya keliru.”" in page and 'name="confirmed" value="1"' in page
    assert live.article.is_listed()
    response = client.post(step_of(live, "withdraw"), data | {"confirmed": "1"}, follow=True)
    assert "sudah dicabut" in text_of(response) and not live.article.is_listed()
    assert Client().get(address).status_code == (410 if mode == "gone" else 200)


def test_withdrawal_is_undone_with_one_button(editor):
    live = make_approved()
    article = live.article
    actions.withdraw(article, by=editor, version=article.version, mode="gone", reason="Keliru.")
    client = desk(editor)
    assert "Batalkan pencabutan" in text_of(client.get(page_of(live)))
    response = client.post(step_of(live, "reinstate"), {"version": article.version}, follow=True)
    assert "Pencabutan dibatalkan" in text_of(response) and article.is_listed()
    assert Client().get(f"/berita/{article.slug}/").status_code == 200
    response = client.post(step_of(live, "reinstate"), {"version": article.version})
    assert response.status_code == 409


def test_redirect_goes_only_where_one_release_is_named(editor):
    target, live = make_approved(title="Tujuan pengalihan"), make_approved()
    other = make_approved(title="Tujuan lain")
    client = desk(editor)
    data = {"version": live.article.version, "mode": "redirect", "reason": "Digabung."}

    def answer(**fields) -> str:
        return text_of(client.post(step_of(live, "withdraw"), data | fields))

    assert "Pilih siaran pers tujuan" in answer(target="")
    assert "Tidak ada siaran pers yang tayang" in answer(target="Entah")
    for guess in ("Tujuan", "Tujuan peng"):  # a guess is never enough, even with one match
        page = answer(target=guess, confirmed="1")
        assert f'name="picked" value="{target.article_id}"' in page and "Pilih siaran pers yang dimaksud" in page
    assert "Pilih siaran pers yang dimaksud" in answer(target="Tujuan peng", picked=str(other.article_id))
    for named in (
        {"target": "tujuan pengalihan"},
        {"target": target.article.slug},
        {"target": f"http://testserver/berita/{target.article.slug}/"},
        {"target": "Tujuan", "picked": str(target.article_id)},
    ):
        assert f"“Tujuan pengalihan”</strong> di alamat /berita/{target.article.slug}/" in answer(**named)
    assert live.article.is_listed()
    answer(target="Tujuan", picked=str(target.article_id), confirmed="1")
    assert Article.objects.get(pk=live.article_id).withdrawal_target == target.article


def test_correction_is_on_the_page_at_once(editor):
    live = make_approved()
    data = {"version": live.version, "kind": "ralat", "wrong": "50 orang", "right": "5 orang"}
    desk(editor).post(step_of(live, "correct"), data)
    assert "5 orang" in text_of(Client().get(f"/berita/{live.article.slug}/"))


def test_address_can_change_after_publication_and_the_old_one_leads_on(editor):
    live = make_approved()
    old = live.article.slug
    client = desk(editor)
    client.post(step_of(live, "move"), {"version": live.article.version, "slug": "alamat-baru"})
    assert Client().get(f"/berita/{old}/").headers["Location"].endswith("/berita/alamat-baru/")
    assert old in text_of(client.get(page_of(live)))


def test_buttons_answer_only_posts_with_a_version(editor):
    edition = make_submitted()
    client = desk(editor)
    assert client.get(step_of(edition, "approve")).status_code == 405
    for version in ("", "x", "²", "9" * 30):
        assert client.post(step_of(edition, "approve"), {"version": version, "when": "now"}).status_code == 409
    assert client.post(step_of(edition, "no-such-step"), {}).status_code == 404
    edition.refresh_from_db()
    assert edition.state == "in_review"


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
    assert counts[0][0] <= 14


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
