"""What one editor approved alone waits for a second one, who says with one button that it was seen."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone

from news import actions
from news.desk import desk_for
from news.models import Edition
from selayar_site import roles
from selayar_site.claims import Stale
from selayar_site.models import Audit
from tests.factories import make_approved, make_user
from tests.news.test_admin import desk, page_of, step_of, text_of
from tests.sign_in import make_staff

pytestmark = pytest.mark.django_db

WHY = "Pukul lima sore, kantor sudah sepi."


@pytest.fixture
def editor():
    return make_staff(roles.EDITOR, full_name="Rina")


@pytest.fixture
def second():
    return make_staff(roles.EDITOR, full_name="Second Editor")


def make_waived(*, by, title: str = "Jadwal kapal", live_from=None) -> Edition:
    live = make_approved(title=title, body_html="<p>Kapal brangkat pagi.</p>")
    edition = actions.start_revision(live.article, by=by, kind=Edition.ChangeKind.MINOR)
    edition.body_html, edition.change_note = "<p>Kapal berangkat pagi.</p>", "Salah ketik."
    edition.save()
    actions.submit(edition, by=by, version=edition.version)
    actions.approve(edition, by=by, version=edition.version, waive_four_eyes=WHY, live_from=live_from)
    return edition


def waiting(user) -> list[str]:
    parts = {part.title: part.items for part in desk_for(user)}
    return [item.title for item in parts.get("Perbaikan kecil untuk dilihat kembali", [])]


def compare_of(edition: Edition) -> str:
    return reverse("admin:news_edition_compare", args=[edition.pk])


def test_it_waits_for_the_others_until_one_of_them_has_looked(editor, second):
    edition = make_waived(by=editor)
    assert (waiting(editor), waiting(second)) == ([], ["Jadwal kapal"])
    before = Edition.objects.filter(pk=edition.pk).values().get()
    actions.look_again(edition, by=second, version=edition.version)
    after = Edition.objects.filter(pk=edition.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"second_look_by_id", "second_look_at", "version"}
    assert waiting(second) == [] and Audit.objects.about(edition)[0].action == "look_again"


def test_who_approved_it_cannot_settle_it(editor):
    edition = make_waived(by=editor)
    with pytest.raises(ValidationError, match="orang lain"):
        actions.look_again(edition, by=editor, version=edition.version)
    page = text_of(desk(editor).get(compare_of(edition)))
    assert "Sudah saya lihat" not in page and "Belum dilihat kembali oleh orang lain" in page


@pytest.mark.parametrize(
    "columns",
    [
        {"second_look_at": timezone.now()},
        {"second_look_by": "second"},
        {"second_look_at": timezone.now(), "second_look_by": "editor"},
        {"second_look_at": timezone.now(), "second_look_by": "second", "four_eyes_waived": False},
    ],
)
def test_database_keeps_the_second_look(editor, second, columns):
    edition, people = make_waived(by=editor), {"editor": editor, "second": second}
    values = {name: people.get(value, value) if isinstance(value, str) else value for name, value in columns.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**values)


def test_approval_taken_back_takes_the_look_with_it(editor, second):
    edition = make_waived(by=editor, live_from=timezone.now() + timedelta(days=1))
    actions.look_again(edition, by=second, version=edition.version)
    actions.take_back(edition, by=editor, version=edition.version)
    edition.refresh_from_db()
    assert (edition.state, edition.second_look_by, edition.second_look_at) == ("in_review", None, None)


def test_what_four_eyes_approved_needs_no_look(second):
    edition = make_approved()
    with pytest.raises(ValidationError):
        actions.look_again(edition, by=second, version=edition.version)
    assert "tanpa orang kedua" not in text_of(desk(second).get(page_of(edition)))


def test_second_editor_reads_why_sees_what_changed_and_settles_it(editor, second):
    edition = make_waived(by=editor)
    client = desk(second)
    assert compare_of(edition) in text_of(client.get("/admin/"))
    page = text_of(client.get(page_of(edition)))
    assert WHY in page and compare_of(edition) in page and "Sudah saya lihat" not in page
    page = text_of(client.get(compare_of(edition)))
    assert WHY in page and "<ins>" in page and "Sudah saya lihat" in page
    response = client.post(step_of(edition, "look_again"), {"version": edition.version}, follow=True)
    assert response.redirect_chain[-1][0] == "/admin/" and "sudah dilihat kembali" in text_of(response)
    page = text_of(client.get(page_of(edition)))
    assert f"Dilihat kembali oleh {second}" in page and "Sudah saya lihat" not in page


def test_later_of_two_reads_who_was_faster(editor, second):
    edition, third = make_waived(by=editor), make_staff(roles.EDITOR)
    assert desk(second).post(step_of(edition, "look_again"), {"version": edition.version}).status_code == 302
    response = desk(third).post(step_of(edition, "look_again"), {"version": edition.version})
    assert response.status_code == 409 and f"dilihat kembali oleh {second}" in text_of(response)
    assert Edition.objects.get(pk=edition.pk).second_look_by == second


def test_writer_is_not_granted_it(editor):
    edition = make_waived(by=editor)
    writer = desk(make_staff(roles.WRITER))
    assert "Sudah saya lihat" not in text_of(writer.get(compare_of(edition)))
    assert writer.post(step_of(edition, "look_again"), {"version": edition.version}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_one_of_two_looks_at_once_counts():
    edition = make_waived(by=make_user())
    people, outcomes, start = [make_user(), make_user()], [], threading.Barrier(2)

    def press(user) -> None:
        start.wait()
        try:
            actions.look_again(Edition(pk=edition.pk), by=user, version=edition.version)
            outcomes.append("seen")
        except Stale:
            outcomes.append("stale")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["seen", "stale"]
    assert Audit.objects.filter(action="look_again").count() == 1
