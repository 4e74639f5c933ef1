"""“Akses sebelum terbit” in the admin: who may hand out, see and take back secret links."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news import access, actions
from news.models import EmbargoLink, PreviewLink
from selayar_site import roles
from tests.factories import make_approved, make_draft, make_live_article, make_submitted, make_user
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
BEARER = {"name": "Ratna", "outlet": "Harian Pesisir", "email": "ratna@pesisir.example"}
SECRET = re.compile(r"/(?:pratinjau|embargo)/[A-Za-z0-9_-]{43}/")


@pytest.fixture
def writer():
    return sign_in(Client(), make_staff(roles.WRITER))


@pytest.fixture
def editor():
    return sign_in(Client(), make_staff(roles.EDITOR))


def scheduled():
    return make_approved(live_from=timezone.now() + HOUR)


def page_of(edition):
    return reverse("admin:news_edition_access", args=[edition.pk])


def make_at(edition, kind):
    return reverse("admin:news_edition_access_make", args=[edition.pk, kind])


def revoke_at(link, kind):
    return reverse("admin:news_edition_access_revoke", args=[link.edition_id, kind, link.pk])


def text_of(response):
    return " ".join(response.content.decode().split())


def test_writer_makes_a_preview_that_is_shown_once(writer):
    edition = make_draft()
    address, given = make_at(edition, "pratinjau"), {"purpose": "Kepala Dinas Sosial", "days": 3}
    assert writer.post(address, given).url == page_of(edition)  # F5 makes no second one
    assert not SECRET.search(str(dict(writer.session)))
    response = writer.get(page_of(edition))
    assert not SECRET.search(text_of(writer.get(page_of(edition))))
    link, page = PreviewLink.objects.get(), text_of(response)
    assert (link.purpose, link.expires_at - link.made_at) == ("Kepala Dinas Sosial", timedelta(days=3))
    address = SECRET.search(page)[0]
    assert f'value="http://testserver{address}"' in page or f'{address}"' in page
    assert Client().post(address).status_code == 200
    again = text_of(writer.get(page_of(edition)))
    assert "Kepala Dinas Sosial" in again and "Dibuka 1 kali" in again and not SECRET.search(again)
    assert address.split("/")[2] not in str(dict(writer.session))
    assert response.headers["Cache-Control"].find("no-store") >= 0


def test_editor_gives_a_journalist_access_with_a_letter_to_send(editor):
    edition = scheduled()
    page = text_of(editor.post(make_at(edition, "embargo"), BEARER, follow=True))
    link = EmbargoLink.objects.get()
    assert (link.name, link.outlet, link.email) == tuple(BEARER.values())
    assert "mailto:ratna@pesisir.example?subject=Akses%20naskah%20embargo" in page
    Client().post(SECRET.search(page)[0])
    assert "Dibuka 1 kali, terakhir" in text_of(editor.get(page_of(edition)))


@pytest.mark.parametrize("change", [{"name": ""}, {"outlet": " "}, {"email": "bukan-surel"}, {"name": "x" * 81}])
def test_incomplete_bearer_comes_back_with_what_was_typed(editor, change):
    response = editor.post(make_at(scheduled(), "embargo"), BEARER | change)
    page = text_of(response)
    assert response.status_code == 200 and 'class="errorlist"' in page and not SECRET.search(page)
    assert "Harian Pesisir" in page or "Ratna" in page
    assert not EmbargoLink.objects.exists()


@pytest.mark.parametrize("days", ["", "0", "31", "tujuh", "٧"])
def test_made_up_life_is_refused(writer, days):
    response = writer.post(make_at(make_draft(), "pratinjau"), {"purpose": "", "days": days})
    assert response.status_code == 200 and not PreviewLink.objects.exists()


def test_panels_say_why_nothing_can_be_made(editor):
    assert "hanya untuk teks yang belum terbit" in text_of(editor.get(page_of(make_live_article().editions.get())))
    assert "sudah disetujui dan terjadwal" in text_of(editor.get(page_of(make_submitted())))


def test_access_that_came_too_late_is_refused_with_a_sentence(editor):
    edition = scheduled()
    actions.take_back(edition, by=make_user(), version=edition.version)
    page = text_of(editor.post(make_at(edition, "embargo"), BEARER))
    assert "sudah disetujui dan terjadwal" in page and "Ratna" in page
    assert not EmbargoLink.objects.exists()


def test_links_are_revoked_one_by_one_and_twice_does_no_harm(editor):
    edition, by = scheduled(), make_user()
    links = [access.give_embargo_access(edition, by=by, name=name, outlet="Pesisir")[0] for name in ("Ani", "Budi")]
    response = editor.post(revoke_at(links[0], "embargo"), follow=True)
    assert "Dicabut: Ani, Pesisir." in text_of(response)
    response = editor.post(revoke_at(links[0], "embargo"), follow=True)
    assert "sudah dicabut" in text_of(response)
    assert [link.is_open() for link in EmbargoLink.objects.order_by("pk")] == [False, True]


def test_nothing_is_made_or_revoked_by_get(editor):
    edition = scheduled()
    link, _ = access.make_preview(edition, by=make_user())
    for address in (make_at(edition, "pratinjau"), make_at(edition, "embargo"), revoke_at(link, "pratinjau")):
        assert editor.get(address).status_code == 405
    assert PreviewLink.objects.get().is_open() and not EmbargoLink.objects.exists()


def test_link_of_another_edition_is_not_found(editor):
    link, _ = access.make_preview(make_draft(), by=make_user())
    other = make_draft()
    assert (
        editor.post(reverse("admin:news_edition_access_revoke", args=[other.pk, "pratinjau", link.pk])).status_code
        == 404
    )
    assert editor.post(revoke_at(link, "embargo")).status_code == 404
    assert editor.post(make_at(other, "lain")).status_code == 404
    assert editor.get(reverse("admin:news_edition_access", args=[10**9])).status_code == 404


# Who may what


def test_writer_knows_nothing_of_journalists(writer):
    edition = scheduled()
    link, _ = access.give_embargo_access(edition, by=make_user(), name="Ratna", outlet="Pesisir")
    page = text_of(writer.get(page_of(edition)))
    assert "Tautan pratinjau" in page and "Akses embargo" not in page and "Ratna" not in page
    assert writer.post(make_at(edition, "embargo"), BEARER).status_code == 403
    assert writer.post(revoke_at(link, "embargo")).status_code == 403
    assert EmbargoLink.objects.get().is_open()


def test_who_may_only_look_sees_links_and_no_buttons():
    edition = scheduled()
    link, _ = access.make_preview(edition, by=make_user(), purpose="Untuk Asisten")
    user = make_staff()
    client = sign_in(Client(), user)
    assert client.get(page_of(edition)).status_code == 403
    names = ("view_edition", "view_previewlink", "view_embargolink")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    page = text_of(client.get(page_of(edition)))
    assert "Untuk Asisten" in page and "Akses embargo" in page
    assert "Buat tautan" not in page and "Cabut<span" not in page
    assert client.post(make_at(edition, "pratinjau"), {"days": 7}).status_code == 403
    assert client.post(revoke_at(link, "pratinjau")).status_code == 403


def test_stranger_is_sent_to_the_sign_in():
    edition = scheduled()
    for address in (page_of(edition), make_at(edition, "embargo")):
        assert Client().post(address, BEARER).status_code == 302
    assert not EmbargoLink.objects.exists()


def test_page_is_in_no_menu(editor):
    assert "previewlink" not in text_of(editor.get("/admin/"))


@pytest.mark.parametrize("links", [2, 20])
def test_page_asks_as_few_questions_for_many_links(editor, links, django_assert_max_num_queries):
    edition = scheduled()
    for number in range(links):
        access.make_preview(edition, by=make_user())
        link, _ = access.give_embargo_access(edition, by=make_user(), name=f"Wartawan {number}", outlet="Pesisir")
        link.note_opening(timezone.now())
    with django_assert_max_num_queries(16):
        assert editor.get(page_of(edition)).status_code == 200
