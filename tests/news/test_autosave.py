"""Autosave, presence and merging, through the client."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import actions, autosave
from news.models import Autosave, Edition, Presence
from selayar_site import roles
from selayar_site.models import Audit
from selayar_site.pictures import add_photo
from tests.factories import make_draft, make_user
from tests.news.test_admin import desk, form_data, page_of, step_of, text_of
from tests.news.test_newsroom_browser import roles_granted  # noqa: F401  a fixture
from tests.sign_in import make_staff
from tests.uploads import upload

pytestmark = pytest.mark.django_db

ADD = "/admin/news/edition/add/"
KEEP = "/admin/news/edition/sementara/"
HERE = "/admin/news/edition/hadir/"
DISCARD = "/admin/news/edition/sementara/buang/"


@pytest.fixture
def writer():
    return make_staff(roles.WRITER, full_name="Siti")


@pytest.fixture
def colleague():
    return make_staff(roles.WRITER, full_name="Baso")


def typed(user, edition=None, *, window="jendela-satu", **fields) -> dict:
    """What the script sends."""
    return form_data(edition, **fields) | {
        "owner": str(user.pk), "window": window, "edition": str(edition.pk) if edition else ""
    }  # fmt: skip


def make_photo(title="Perahu"):
    return add_photo(upload(), by=make_user(), title=title, credit="Foto: HUMAS")


def left() -> int:
    return Autosave.objects.exclude(typed=Autosave.SAVED).count()


def base_of(client, edition) -> str:
    return client.get(page_of(edition)).context["base"]


# Keeping


def test_what_is_typed_is_kept_and_makes_no_one_stale(writer, colleague):
    edition = make_draft(title="Judul semula")
    answer = desk(writer).post(KEEP, typed(writer, edition, title="Sedang ditulis"))
    assert answer.json()["saved_at"] == f"{timezone.localtime():%H.%M}"
    assert desk(colleague).post(page_of(edition), form_data(edition, title="Judul rekan")).status_code == 302
    edition.refresh_from_db()
    assert edition.title == "Judul rekan"
    assert Autosave.objects.get().data["title"] == "Sedang ditulis"


def test_keeping_tells_no_history_and_touches_no_edition(writer):
    edition = make_draft()
    before = (Audit.objects.count(), Edition.objects.values().get())
    desk(writer).post(KEEP, typed(writer, edition, title="Sedang ditulis"))
    assert (Audit.objects.count(), Edition.objects.values().get()) == before


def test_one_window_has_one_row_and_two_windows_have_two(writer):
    edition, client = make_draft(), desk(writer)
    for title in ("Satu", "Dua"):
        client.post(KEEP, typed(writer, edition, title=title))
    client.post(KEEP, typed(writer, edition, title="Tiga", window="jendela-dua"))
    assert sorted(row.data["title"] for row in Autosave.objects.all()) == ["Dua", "Tiga"]


def test_what_was_left_is_offered_to_its_owner_alone(writer, colleague):
    edition = make_draft()
    desk(writer).post(KEEP, typed(writer, edition, title="Rahasia sementara"))
    page = text_of(desk(writer).get(page_of(edition)))
    assert f"belum tersimpan dari pukul {timezone.localtime():%H.%M} WITA" in page
    assert "Rahasia" in page and "Pulihkan" in page and "Buang" in page
    assert "Rahasia" not in text_of(desk(colleague).get(page_of(edition)))
    stolen = desk(colleague).get(f"{page_of(edition)}?pulihkan=jendela-satu", follow=True)
    assert "Rahasia" not in text_of(stolen)
    desk(colleague).post(DISCARD, {"window": "jendela-satu", "edition": edition.pk})
    assert left() == 1


def test_restored_words_are_in_the_form_unsaved_and_unjudged(writer):
    edition, client = make_draft(title="Judul semula"), desk(writer)
    photo = make_photo()
    rows = {
        "photos-TOTAL_FORMS": 1, "photos-0-photo": photo.pk, "photos-0-role": "lead", "photos-0-alt": "Perahu jolloro",
        "photos-0-position": 0,
    }  # fmt: skip
    client.post(KEEP, typed(writer, edition, title="", place="Pasimasunggu", **rows))
    response = client.get(f"{page_of(edition)}?pulihkan=jendela-satu")
    page = text_of(response)
    assert response.status_code == 200 and 'value="Pasimasunggu"' in page and "Perahu jolloro" in page
    assert "errornote" not in page and "errorlist" not in page
    assert response.context["version"] == str(edition.version)
    assert Edition.objects.get().title == "Judul semula"


def test_a_release_not_yet_begun_comes_back_too(writer):
    client = desk(writer)
    client.post(KEEP, typed(writer, title="Belum bernama", body_html="<p>Alinea panjang.</p>"))
    assert "Belum bernama" in text_of(client.get(ADD))
    page = text_of(client.get(f"{ADD}?pulihkan=jendela-satu"))
    assert 'value="Belum bernama"' in page and "Alinea panjang." in page
    assert Edition.objects.count() == 0
    client.post(ADD, form_data(title="Belum bernama") | {"restored": "jendela-satu"})
    assert Edition.objects.count() == 1 and left() == 0


def test_saving_forgets_what_was_kept_of_this_window_alone(writer):
    edition, client = make_draft(), desk(writer)
    client.post(KEEP, typed(writer, edition, title="Satu"))
    client.post(KEEP, typed(writer, edition, title="Lain", window="jendela-dua"))
    client.post(page_of(edition), form_data(edition, title="Satu") | {"window": "jendela-satu"})
    assert [row.window for row in Autosave.objects.of(writer, edition)] == ["jendela-dua"]


def test_last_words_that_arrive_after_their_form_are_not_offered(writer, colleague):
    edition, client = make_draft(), desk(writer)
    late = typed(writer, edition, title="Satu")
    client.post(page_of(edition), form_data(edition, title="Satu") | {"window": "jendela-satu"})
    assert client.post(KEEP, late).status_code == 200
    edition.refresh_from_db()
    desk(colleague).post(page_of(edition), form_data(edition, title="Dari rekan"))
    assert "belum tersimpan dari" not in text_of(client.get(page_of(edition)))
    autosave.sweep(timezone.now() + timedelta(hours=2))
    assert not Autosave.objects.exists()


def test_refused_saving_forgets_nothing(writer):
    edition, client = make_draft(), desk(writer)
    client.post(KEEP, typed(writer, edition, title=""))
    client.post(page_of(edition), form_data(edition, title="") | {"window": "jendela-satu"})
    assert left() == 1


def test_refused_form_goes_on_as_its_window_and_leaves_nothing_behind(writer):
    client = desk(writer)
    client.post(KEEP, typed(writer, summary="a" * 300))
    refused = client.post(ADD, form_data(summary="a" * 300) | {"window": "jendela-satu"})
    assert 'data-refused="jendela-satu"' in refused.content.decode()
    client.post(ADD, form_data(summary="Pendek.") | {"window": "jendela-satu"})
    assert Edition.objects.get().summary == "Pendek." and left() == 0


def test_what_says_nothing_new_is_not_offered(writer):
    edition, client = make_draft(), desk(writer)
    client.post(KEEP, typed(writer, edition))
    assert "belum tersimpan dari" not in text_of(client.get(page_of(edition)))
    assert left() == 0


def test_discarded_words_are_gone(writer):
    edition, client = make_draft(), desk(writer)
    client.post(KEEP, typed(writer, edition, title="Buang saja"))
    page = client.post(DISCARD, {"window": "jendela-satu", "edition": edition.pk}, follow=True)
    assert "sudah dibuang" in text_of(page) and left() == 0


def test_words_left_on_an_older_version_are_merged_on_restoring(writer, colleague):
    edition, client = make_draft(title="Judul semula", place="Benteng"), desk(writer)
    base = base_of(client, edition)
    client.post(KEEP, typed(writer, edition, title="Judul saya", base=base))
    desk(colleague).post(page_of(edition), form_data(edition, place="Barang-barang"))
    page = client.get(f"{page_of(edition)}?pulihkan=jendela-satu")
    assert page.status_code == 200
    assert {each.label: each.choice for each in page.context["shown"]} == {"Judul": "mine", "Tempat": "stored"}


def test_words_on_a_text_that_is_being_reviewed_wait_until_it_is_a_draft_again(writer):
    edition, client = make_draft(by=writer), desk(writer)
    client.post(KEEP, typed(writer, edition, title="Tulisan semalam"))
    actions.submit(edition, by=writer, version=edition.version)
    page = text_of(client.get(page_of(edition)))
    assert "semalam" in page and "kembali menjadi konsep" in page and "?pulihkan" not in page
    actions.recall(edition, by=writer, version=edition.version)
    assert "?pulihkan" in text_of(client.get(page_of(edition)))


def test_a_window_too_many_drops_the_oldest(writer):
    edition = make_draft()
    for number in range(autosave.MOST_WINDOWS + 2):
        data = Client().post("/").wsgi_request.POST.copy()
        data["title"] = f"Judul {number}"
        at = timezone.now() + timedelta(seconds=number)
        autosave.keep(data, by=writer, edition=edition, window=f"jendela-{number}", version=1, at=at)
    rows = Autosave.objects.of(writer, edition)
    assert (rows.count(), rows.last().data["title"]) == (autosave.MOST_WINDOWS, "Judul 2")


def test_month_old_words_are_swept_by_the_tick(writer, capsys):
    edition, client = make_draft(), desk(writer)
    client.post(KEEP, typed(writer, edition, title="Lama"))
    client.post(KEEP, typed(writer, edition, title="Baru", window="jendela-dua"))
    Autosave.objects.filter(window="jendela-satu").update(saved_at=timezone.now() - timedelta(days=31))
    call_command("tick")
    assert [row.window for row in Autosave.objects.all()] == ["jendela-dua"]


def test_text_too_long_is_refused_in_a_sentence(writer):
    data = typed(writer, body_html="<p>" + "🎉" * 300_000 + "</p>")
    answer = desk(writer).post(KEEP, data)
    assert answer.status_code == 413 and "terlalu panjang" in answer.json()["sentence"]
    assert left() == 0


@pytest.mark.parametrize("window", ["", "x", "a" * 37, "jendela satu", "../../etc", "\0" * 9])
def test_a_window_without_a_name_keeps_nothing(writer, window):
    assert desk(writer).post(KEEP, typed(writer, window=window)).status_code == 400


def test_odd_signs_come_back_as_they_were(writer):
    client, odd = desk(writer), "a\0b \u2028 \ud7ff 🎉 &amp;+%"
    client.post(KEEP, typed(writer, title=odd))
    assert Autosave.objects.get().data["title"] == odd
    assert client.get(ADD).status_code == 200
    assert client.get(f"{ADD}?pulihkan=jendela-satu").status_code == 200


@pytest.mark.parametrize("role", [roles.TREASURER])
def test_who_may_not_write_keeps_nothing(role):
    user, edition = make_staff(role), make_draft()
    assert desk(user).post(KEEP, typed(user, edition)).status_code == 403
    assert desk(user).post(KEEP, typed(user)).status_code == 403


# The sign-in ended


def test_stranger_gets_a_sentence_that_a_script_can_read(writer):
    answer = Client().post(KEEP, typed(writer))
    assert answer.status_code == 401 and answer.json()["reason"] == "signed_out"
    assert Client().get(KEEP).status_code == 401
    assert Client().post(HERE, {}).status_code == 401


def test_another_account_does_not_take_the_words_over(writer, colleague):
    answer = desk(colleague).post(KEEP, typed(writer, title="Milik Siti"))
    assert answer.status_code == 409 and answer.json()["reason"] == "other_account"
    assert left() == 0


def test_form_sent_after_the_sign_in_ended_is_shown_back_and_can_be_sent_again(writer):
    edition, home = make_draft(), {"Origin": "http://testserver"}
    sent = form_data(edition, body_html='<p>"Panjang" & berharga</p>')
    answer = Client().post(page_of(edition), sent, headers=home)
    assert answer.status_code == 401 and "no-store" in answer.headers["Cache-Control"]
    assert "Masuk lagi di tab baru" in text_of(answer)
    again = dict(answer.context["pairs"])
    assert again["body_html"] == sent["body_html"] and "&quot;Panjang&quot; &amp; berharga" in text_of(answer)
    assert desk(writer).post(page_of(edition), again, headers=home).status_code == 302
    edition.refresh_from_db()
    assert edition.body_html == '<p>"Panjang" &amp; berharga</p>'


def test_form_from_before_a_new_sign_in_is_shown_back_too(writer):
    client = Client(enforce_csrf_checks=True)
    from tests.sign_in import sign_in

    sign_in(client, writer)
    answer = client.post(ADD, form_data(title="Ditulis semalam"), headers={"Origin": "http://testserver"})
    assert answer.status_code == 403 and "Ditulis semalam" in text_of(answer) and "Kirim lagi" in text_of(answer)


def test_form_of_another_site_is_not_shown_in_ours(writer):
    from tests.sign_in import sign_in

    client = sign_in(Client(enforce_csrf_checks=True), writer)
    for headers in ({"Origin": "https://jahat.example"}, {"Origin": "null"}, {}):
        answer = client.post(ADD, form_data(title="Titipan"), headers=headers)
        assert answer.status_code == 403 and "Titipan" not in text_of(answer)
    assert "Titipan" not in text_of(Client().post(ADD, form_data(title="Titipan"), headers={"Origin": "null"}))


# Who else


def test_others_with_the_text_open_are_named_for_a_minute(writer, colleague):
    edition = make_draft()
    data = {"edition": edition.pk, "window": "jendela-baso"}
    desk(colleague).post(HERE, data)
    since = f"{timezone.localtime():%H.%M}"
    sentence = f"Baso juga membuka siaran pers ini (sejak {since})."
    assert sentence in text_of(desk(writer).get(page_of(edition)))
    assert desk(writer).post(HERE, {**data, "window": "jendela-siti"}).json()["others"] == [sentence]
    Presence.objects.filter(user=colleague).update(seen_at=timezone.now() - timedelta(seconds=61))
    assert desk(writer).post(HERE, {**data, "window": "jendela-siti"}).json()["others"] == []


def test_own_other_window_is_told_and_a_closed_one_forgotten(writer):
    edition, client = make_draft(), desk(writer)
    client.post(HERE, {"edition": edition.pk, "window": "jendela-satu"})
    told = client.post(HERE, {"edition": edition.pk, "window": "jendela-dua"}).json()["others"]
    assert len(told) == 1 and "jendela Anda yang lain" in told[0]
    client.post(HERE, {"edition": edition.pk, "window": "jendela-satu", "leaving": "1"})
    assert client.post(HERE, {"edition": edition.pk, "window": "jendela-dua"}).json()["others"] == []


def test_sign_of_life_tells_the_version_that_is_stored_now(writer):
    edition = make_draft()
    answer = desk(writer).post(HERE, {"edition": edition.pk, "window": "jendela-satu"})
    assert answer.json()["version"] == edition.version


def test_queries_do_not_grow_with_the_number_of_others(writer):
    edition, client = make_draft(), desk(writer)

    def queries() -> int:
        client.post(HERE, {"edition": edition.pk, "window": "jendela-satu"})
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.post(HERE, {"edition": edition.pk, "window": "jendela-satu"})
        return len(seen)

    alone = queries()
    for number in range(10):
        autosave.note_presence(edition.pk, by=make_staff(roles.WRITER), window=f"jendela-{number}")
    assert queries() == alone


# Merging


def overtaken(writer, colleague, edition, mine, theirs):
    client = desk(writer)
    base = base_of(client, edition)
    sent = form_data(edition, **mine) | {"base": base, "window": "jendela-satu"}
    assert desk(colleague).post(page_of(edition), form_data(edition, **theirs)).status_code == 302
    return client, client.post(page_of(edition), sent)


def again_of(page) -> dict:
    """What the merging page sends when nothing on it is touched."""
    data = {}
    for name, value in page.context["pairs"]:
        data.setdefault(name, []).append(value)
    data |= {f"merge-{each.key}": each.choice for each in page.context["shown"] if each.choice}
    return data | {"version": page.context["version"], "restored": page.context["restored_window"]}


def test_loser_keeps_both_texts_with_one_press_where_they_wrote_in_different_places(writer, colleague):
    edition = make_draft(title="Semula", body_html="<p>Satu.</p><p>Dua.</p>")
    mine = {"title": "Judul saya", "body_html": "<p>Satu dari saya.</p><p>Dua.</p>"}
    theirs = {"place": "Bontosikuyu", "body_html": "<p>Satu.</p><p>Dua dari rekan.</p>"}
    client, page = overtaken(writer, colleague, edition, mine, theirs)
    assert page.status_code == 409 and "Baso" in text_of(page)
    assert client.post(page_of(edition), again_of(page) | {"_merge": ""}).status_code == 302
    edition.refresh_from_db()
    assert (edition.title, edition.place) == ("Judul saya", "Bontosikuyu")
    assert edition.body_html == "<p>Satu dari saya.</p><p>Dua dari rekan.</p>"
    assert left() == 0


def test_what_both_changed_must_be_chosen(writer, colleague):
    edition = make_draft(title="Semula")
    client, page = overtaken(writer, colleague, edition, {"title": "Judul saya"}, {"title": "Judul rekan"})
    unanswered = client.post(page_of(edition), again_of(page) | {"_merge": ""})
    assert unanswered.status_code == 409 and "Pilih dahulu" in text_of(unanswered)
    edition.refresh_from_db()
    assert edition.title == "Judul rekan"
    client.post(page_of(edition), again_of(page) | {"_merge": "", "merge-title": "mine"})
    edition.refresh_from_db()
    assert edition.title == "Judul saya"


def test_chosen_texts_can_be_worked_on_before_saving(writer, colleague):
    edition = make_draft(title="Semula")
    client, page = overtaken(writer, colleague, edition, {"title": "Judul saya"}, {"title": "Judul rekan"})
    form = client.post(page_of(edition), again_of(page) | {"_edit": "", "merge-title": "stored"})
    assert form.status_code == 200 and 'value="Judul rekan"' in text_of(form)
    assert "errorlist" not in text_of(form)
    edition.refresh_from_db()
    assert form.context["version"] == str(edition.version)


def test_overtaken_while_choosing_chooses_again(writer, colleague):
    edition = make_draft(title="Semula")
    client, page = overtaken(writer, colleague, edition, {"title": "Judul saya"}, {"title": "Judul rekan"})
    edition.refresh_from_db()
    desk(colleague).post(page_of(edition), form_data(edition, title="Judul ketiga"))
    again = client.post(page_of(edition), again_of(page) | {"_merge": "", "merge-title": "mine"})
    assert again.status_code == 409 and "ketiga" in text_of(again)
    edition.refresh_from_db()
    assert edition.title == "Judul ketiga"


def test_loser_is_offered_the_words_even_after_closing_the_page(writer, colleague):
    edition = make_draft(title="Semula")
    client, _ = overtaken(writer, colleague, edition, {"title": "Judul saya"}, {"title": "Judul rekan"})
    assert Autosave.objects.get().data["title"] == "Judul saya"
    assert "belum tersimpan dari" in text_of(client.get(page_of(edition)))


def test_save_pressed_twice_asks_nothing(writer):
    edition, client = make_draft(title="Semula"), desk(writer)
    sent = form_data(edition, title="Sekali saja")
    client.post(page_of(edition), sent)
    assert client.post(page_of(edition), sent).status_code == 302
    edition.refresh_from_db()
    assert (edition.title, edition.version) == ("Sekali saja", 2)


def test_photos_of_both_are_in_the_merged_release(writer, colleague):
    edition, client = make_draft(), desk(writer)
    first, second = make_photo(title="Perahu"), make_photo(title="Dermaga")

    def row(photo, role, alt):
        return {
            "photos-TOTAL_FORMS": 1, "photos-0-photo": photo.pk, "photos-0-role": role, "photos-0-alt": alt,
            "photos-0-position": 0,
        }  # fmt: skip

    mine, theirs = row(first, "lead", "Perahu jolloro"), row(second, "gallery", "Dermaga Rauf Rahman")
    client, page = overtaken(writer, colleague, edition, mine, theirs)
    assert "Perahu" in text_of(page) and "Dermaga" in text_of(page)
    assert client.post(page_of(edition), again_of(page) | {"_merge": ""}).status_code == 302
    assert {use.alt for use in edition.photos.all()} == {"Perahu jolloro", "Dermaga Rauf Rahman"}


def test_form_left_open_until_review_is_kept_for_later(writer):
    edition, client = make_draft(by=writer), desk(writer)
    sent = form_data(edition, title="Ditulis semalam") | {"base": base_of(client, edition)}
    actions.submit(edition, by=writer, version=edition.version)
    page = client.post(page_of(edition), sent)
    assert page.status_code == 409 and "semalam" in text_of(page) and 'name="_merge"' not in text_of(page)
    assert Autosave.objects.get().data["title"] == "Ditulis semalam"


@pytest.mark.parametrize("base", ["", "{}", "[[", '{"title":5}', '{"body_html:blocks":[1,[2]]}', "x" * 300_000])
def test_fingerprints_that_were_tampered_with_overwrite_nobody(writer, colleague, base):
    edition = make_draft(title="Semula")
    desk(colleague).post(page_of(edition), form_data(edition, title="Rekan", body_html="<p>Rekan.</p>"))
    sent = form_data(edition, title="Saya", body_html="<p>Saya.</p>") | {"base": base}
    page = desk(writer).post(page_of(edition), sent)
    assert page.status_code == 409
    assert {each.key: each.choice for each in page.context["shown"]}["title"] == ""


def test_kept_form_is_an_ordinary_form(writer):
    """Nothing but the form's own names is kept: no token, no window."""
    desk(writer).post(KEEP, typed(writer, title="Judul") | {"csrfmiddlewaretoken": "rahasia"})
    kept = Autosave.objects.get().typed
    assert "rahasia" not in kept and "owner" not in kept and urlencode({"title": "Judul"}) in kept


# A step pressed too late


def test_step_pressed_too_late_shows_what_is_new_and_asks_again():
    writer, editor = make_staff(roles.WRITER), make_staff(roles.EDITOR)
    edition = make_draft(by=writer, title="Semula", body_html="<p>Satu.</p><p>Dua.</p>")
    actions.submit(edition, by=writer, version=edition.version)
    client = desk(editor)
    read = client.get(page_of(edition))
    pressed = {"version": edition.version, "when": "now", "seen": read.context["seen"]}
    actions.recall(edition, by=writer, version=edition.version)
    changes = form_data(edition, title="Judul yang lain", body_html="<p>Satu.</p><p>Dua belas.</p>", _submit="")
    del changes["_save"]
    desk(writer).post(page_of(edition), changes)
    page = client.post(step_of(edition, "approve"), pressed)
    assert page.status_code == 409
    assert [(each.label, each.words) for each in page.context["changed"]] == [
        ("Judul", ["Judul yang lain"]),
        ("Isi", ["Dua belas."]),
    ]
    again = {"version": page.context["version"], "when": "now", "seen": page.context["seen"]}
    assert client.post(step_of(edition, "approve"), again).status_code == 302
    edition.refresh_from_db()
    assert edition.state == "approved"


def test_offer_names_the_files_that_have_to_be_chosen_again(writer):
    edition, client = make_draft(), desk(writer)
    rows = {
        "attachments-TOTAL_FORMS": 1, "attachments-0-title": "Laporan tahunan", "attachments-0-position": 0,
        "chosen-attachments-0-file": "laporan.pdf",
    }  # fmt: skip
    client.post(KEEP, typed(writer, edition, **rows))
    page = text_of(client.get(page_of(edition)))
    assert "Berkas yang dipilih perlu dipilih lagi: Berkas PDF “Laporan tahunan” (laporan.pdf)." in page
