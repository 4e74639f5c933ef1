"""The steps of a release in the admin, through the client."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news import actions
from news.models import Article, Edition
from news.words import moment
from selayar_site import roles
from tests.factories import make_approved, make_draft, make_submitted
from tests.news.test_admin import desk, form_data, page_of, step_of, text_of
from tests.sign_in import make_staff

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def writer():
    return make_staff(roles.WRITER)


@pytest.fixture
def editor():
    return make_staff(roles.EDITOR)


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
    assert "Perbaikan kecil untuk dilihat kembali" in text_of(desk(make_staff(roles.EDITOR)).get("/admin/"))


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


# Comments on passages


PASSAGES = "<p>Bupati hadir di Benteng.</p><p>Sebanyak 120 nelayan menerima kartu. Bupati hadir.</p>"


def comment_on(client, edition, **fields):
    data = {"quotation": "120 nelayan", "text": "Menurut siapa?", **fields}
    return client.post(reverse("admin:news_edition_comment", args=[edition.pk]), data, follow=True)


def test_reviewer_comments_on_passages_and_the_writer_ticks_what_is_handled(writer, editor):
    edition, desk_of_editor = make_submitted(by=writer, body_html=PASSAGES), desk(editor)
    page = text_of(comment_on(desk_of_editor, edition))
    assert 'data-passage="120 nelayan"' in page and "Menurut siapa?" in page
    comment_on(desk_of_editor, edition, quotation="Bupati hadir", nth="1", text="Sudah disebut.")
    edition.refresh_from_db()
    desk_of_editor.post(step_of(edition, "give_back"), {"version": edition.version})
    edition.refresh_from_db()
    assert edition.state == "returned"
    client = desk(writer)
    page = text_of(client.get(page_of(edition)))
    assert 'data-passage="Bupati hadir" data-nth="1"' in page and page.count('name="settled"') == 2
    first = edition.comments.get(quotation="120 nelayan")
    edited = form_data(edition, body_html=PASSAGES.replace("120", "121"), settled=[first.pk])
    page = text_of(client.post(page_of(edition), edited, follow=True))
    assert "Bagian ini sudah diubah." in page and f'value="{first.pk}" form="edition_form" checked' in page
    first.refresh_from_db()
    assert first.settled_by == writer
    assert "Ditangani" in text_of(desk_of_editor.get(page_of(edition)))


def test_passage_that_is_not_in_the_text_is_answered_in_words_and_the_comment_stays(editor):
    edition = make_submitted(body_html=PASSAGES)
    page = text_of(comment_on(desk(editor), edition, quotation="Tidak tertulis", text="Komentar panjang."))
    assert "tidak ada di dalam isi" in page and "Komentar panjang." in page
    page = text_of(comment_on(desk(editor), edition, quotation="", text=""))
    assert page.count("errorlist") == 2
    assert not edition.comments.exists()


def test_reviewer_takes_an_own_comment_away(editor):
    edition, client = make_submitted(body_html=PASSAGES), desk(editor)
    comment_on(client, edition)
    address = reverse("admin:news_edition_take_comment_away", args=[edition.pk, edition.comments.get().pk])
    assert client.get(address).status_code == 405
    assert "Menurut siapa?" not in text_of(client.post(address, follow=True))


def test_writers_neither_comment_nor_are_offered_to(writer):
    edition = make_submitted(by=writer, body_html=PASSAGES)
    client = desk(writer)
    assert "data-comment-form" not in text_of(client.get(page_of(edition)))
    assert comment_on(client, edition).status_code == 403
    draft = make_draft(body_html=PASSAGES)
    assert "berpindah keadaan" in text_of(comment_on(desk(make_staff(roles.EDITOR)), draft))


# Mending a text in review


def mended(client, edition, **fields):
    data = form_data(edition, **fields)
    return client.post(f"{page_of(edition)}?sunting=1", data, follow=True)


def test_editor_mends_a_text_in_review_and_somebody_else_approves_it(writer, editor):
    edition, client = make_submitted(by=writer, body_html="<p>Isi,, dua koma.</p>"), desk(editor)
    assert "Sunting teksnya" in text_of(client.get(page_of(edition)))
    assert "Simpan suntingan" in text_of(client.get(f"{page_of(edition)}?sunting=1"))
    page = text_of(mended(client, edition, body_html="<p>Isi, satu koma.</p>"))
    edition.refresh_from_db()
    assert (edition.state, edition.mended_by, edition.submitted_by) == ("in_review", editor, writer)
    assert edition.body_html == "<p>Isi, satu koma.</p>"
    assert "orang lain yang menyetujui" in page and "/langkah/approve/" not in page
    client.post(step_of(edition, "approve"), {"version": edition.version, "when": "now"})
    edition.refresh_from_db()
    assert edition.state == "in_review"
    another = desk(make_staff(roles.EDITOR))
    assert "Sunting teksnya" not in text_of(another.get(page_of(edition)))
    another.post(step_of(edition, "approve"), {"version": edition.version, "when": "now"})
    edition.refresh_from_db()
    assert edition.state == "approved" and not edition.four_eyes_waived


def test_second_editor_does_not_mend_too_so_that_somebody_may_approve(editor):
    edition = make_submitted()
    mended(desk(editor), edition, title="Sekali")
    edition.refresh_from_db()
    second = desk(make_staff(roles.EDITOR))
    assert "tidak dapat disimpan" in text_of(mended(second, edition, title="Dua kali"))
    edition.refresh_from_db()
    assert edition.title == "Sekali"
    mended(desk(editor), edition, title="Sekali lagi")
    edition.refresh_from_db()
    assert edition.title == "Sekali lagi"


def test_writers_do_not_change_what_waits(writer):
    edition = make_submitted(by=writer)
    client = desk(writer)
    assert 'name="_save"' not in text_of(client.get(f"{page_of(edition)}?sunting=1"))
    mended(client, edition, title="Diam-diam")
    edition.refresh_from_db()
    assert edition.title != "Diam-diam" and edition.mended_by is None


def test_who_submits_again_has_read_what_the_editor_mended(writer, editor):
    edition = make_submitted(by=writer)
    mended(desk(editor), edition, title="Disunting")
    edition.refresh_from_db()
    actions.recall(edition, by=writer, version=edition.version)
    actions.submit(edition, by=writer, version=edition.version)
    actions.approve(edition, by=editor, version=edition.version)
    assert edition.state == "approved" and not edition.four_eyes_waived


def test_approval_of_a_text_that_was_mended_meanwhile_is_stale(editor):
    edition, other = make_submitted(), desk(make_staff(roles.EDITOR))
    old = {"version": edition.version, "when": "now"}
    mended(desk(editor), edition, title="Disunting")
    assert other.post(step_of(edition, "approve"), old).status_code == 409


def test_rules_speak_while_a_text_in_review_is_mended(editor):
    edition = make_submitted()
    answer = desk(editor).post(
        reverse("admin:news_edition_autosave"),
        form_data(edition, summary="") | {"owner": editor.pk, "window": "jendela-satu", "edition": edition.pk},
    )
    assert "Tuliskan ringkasan" in answer.json()["rules"] and "Belum dapat disimpan" not in answer.json()["rules"]


def test_comments_stand_in_the_order_of_the_form_the_general_one_first(writer, editor):
    edition = make_submitted(by=writer, body_html="<p>Camat hadir. Bupati hadir.</p>")
    for words in ("Bupati", "Camat"):
        actions.comment_passage(edition, by=editor, quotation=words, text=f"Tentang {words}.")
    data = {"version": edition.version, "on_photos": "Foto.", "on_title": "Judul.", "comment": "Umum."}
    desk(editor).post(step_of(edition, "give_back"), data)
    page = desk(writer).get(page_of(edition))
    told = [remark.comment.text for remark in page.context["remarks"]]
    assert told == ["Umum.", "Judul.", "Tentang Camat.", "Tentang Bupati.", "Foto."]


def test_history_of_any_edition_tells_the_whole_release(writer, editor):
    live = make_approved()
    url = reverse("admin:news_edition_history", args=[live.pk])
    assert "Edisi 1:" not in text_of(desk(editor).get(url))
    revision = actions.start_revision(live.article, by=writer)
    make_approved()
    actions.move(live.article, by=editor, slug="alamat-baru", version=live.article.version)
    pages = [
        text_of(desk(editor).get(reverse("admin:news_edition_history", args=[each.pk]))) for each in (live, revision)
    ]
    for page in pages:
        assert page.count("Edisi 1: disetujui") == 1 and "Edisi 2: revisi dibuat" in page and "alamat diganti" in page
