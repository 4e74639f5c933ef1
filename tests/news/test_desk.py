"""The first page of the admin: what waits for whom."""

import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import access, actions, autosave
from news.desk import Part, desk_for
from news.models import Edition, EditionPhoto, LinkCheck
from selayar_site import roles
from selayar_site.models import User
from selayar_site.pictures import add_photo
from tests.factories import make_approved, make_draft, make_submitted, make_user
from tests.news.test_admin import desk, text_of
from tests.sign_in import make_staff
from tests.uploads import upload

pytestmark = pytest.mark.django_db


def titles(user: User) -> dict[str, list[str]]:
    return {part.title: [item.title for item in part.items] for part in desk_for(user)}


def test_a_writer_sees_own_drafts_and_what_came_back() -> None:
    writer, editor = make_staff(roles.WRITER), make_staff(roles.EDITOR)
    make_draft(by=writer, title="Punya saya")
    make_draft(title="Punya rekan")
    returned = make_submitted(by=writer, title="Perlu jadwal")
    actions.give_back(returned, by=editor, version=returned.version, comment="Tambahkan jadwal.")
    seen = titles(writer)
    assert seen["Konsep Anda"] == ["Punya saya"]
    assert seen["Dikembalikan kepada Anda"] == ["Perlu jadwal"]
    assert "Menunggu persetujuan" not in seen


def test_an_editor_sees_what_waits_longest_first_and_what_is_scheduled() -> None:
    now = timezone.now()
    for hours, title in ((1, "Baru"), (5, "Lama")):
        make_submitted(title=title, at=now - timedelta(hours=hours))
    make_approved(title="Besok", live_from=now + timedelta(days=1))
    seen = titles(make_staff(roles.EDITOR))
    assert seen["Menunggu persetujuan"] == ["Lama", "Baru"]
    assert seen["Terjadwal"] == ["Besok"]


def test_dead_links_and_silent_photos_are_shown() -> None:
    live, draft = make_approved(title="Bertautan"), make_draft(title="Bergambar")
    LinkCheck.objects.create(
        edition=live,
        url="https://contoh.example/hilang",
        outcome=LinkCheck.Outcome.DEAD,
        checked_at=timezone.now(),
        due_at=timezone.now(),
    )
    EditionPhoto.objects.create(
        edition=draft, photo=add_photo(upload(), by=make_user(), title="Dermaga", credit="HUMAS")
    )
    seen = titles(make_staff(roles.EDITOR))
    assert seen["Tautan mati"] == ["Bertautan"]
    assert seen["Foto tanpa teks alternatif"] == ["Bergambar"]


def test_others_have_no_desk() -> None:
    make_submitted()
    assert desk_for(make_staff(roles.TREASURER)) == []


@pytest.mark.parametrize("rows", [3, 30])
def test_the_desk_asks_the_same_number_of_questions(rows: int) -> None:
    editor = make_staff(roles.EDITOR)
    for _ in range(rows):
        make_submitted()
        make_approved()
    User.objects.get(pk=editor.pk)
    with CaptureQueriesContext(connection) as queries:
        parts: list[Part] = desk_for(editor)
    assert parts and len(queries) <= 14


def test_editor_sees_who_reads_under_embargo_until_it_is_lifted():
    edition = make_approved(title="Yang dinanti", live_from=timezone.now() + timedelta(days=1))
    link, _ = access.give_embargo_access(edition, by=make_user(), name="Ratna", outlet="Harian Pesisir")
    link.note_opening(timezone.now())
    editor = make_staff(roles.EDITOR)
    (part,) = [part for part in desk_for(editor) if part.title == "Akses embargo yang berlaku"]
    assert part.items[0].title == "Yang dinanti" and part.items[0].note.startswith(
        "Ratna, Harian Pesisir: dibuka 1 kali"
    )
    titles = [part.title for part in desk_for(editor, timezone.now() + timedelta(days=2))]
    assert "Akses embargo yang berlaku" not in titles


def test_writer_sees_what_waits_for_a_decision():
    writer = make_staff(roles.WRITER)
    make_submitted(by=writer, title="Yang diajukan")
    assert titles(writer)["Anda ajukan, belum diputuskan"] == ["Yang diajukan"]
    assert "Anda ajukan, belum diputuskan" not in titles(make_staff(roles.EDITOR))


def keep(user: User, edition: Edition | None = None, **typed: str) -> None:
    data = QueryDict(urlencode(typed))
    autosave.keep(data, by=user, edition=edition, window=uuid.uuid4().hex, version=0)


def test_writer_is_told_of_words_that_were_never_saved():
    writer = make_staff(roles.WRITER)
    keep(writer, title="  Kapal \n baru ")
    keep(writer, title="")
    keep(writer, make_draft(title="Yang lama"), title="Yang lama, diubah")
    keep(writer, make_approved(), title="Sudah terbit")
    keep(make_staff(roles.WRITER), title="Milik rekan")
    autosave.saved(by=writer, window="jendela-tersimpan")
    part = desk_for(writer)[0]
    assert (part.title, part.is_urgent) == ("Tulisan Anda yang belum tersimpan", True)
    assert [item.title for item in part.items] == ["Yang lama, diubah", "Tanpa judul", "Kapal baru"]
    assert [item.url for item in part.items][1:] == ["/admin/news/edition/add/"] * 2
    assert part.items[2].note.startswith("siaran pers baru, diketik ")


@pytest.mark.parametrize("typed", ["x" * 200_000, "<script>", "\0", "%zz&&="])
def test_strange_words_break_no_desk(typed):
    writer = make_staff(roles.WRITER)
    keep(writer, title=typed)
    assert len(desk_for(writer)[0].items[0].title) <= 120
    assert "<script>&" not in text_of(desk(writer).get("/admin/"))
