"""A release that is up stops at a moment without another text; while that is ahead it is changed or lifted."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from django.utils import timezone

from news import actions
from news.models import Article, Edition
from news.models.article import Outcome
from news.words import moment
from selayar_site import roles
from selayar_site.claims import Stale
from selayar_site.models import Audit, Purge
from tests.factories import make_approved, make_draft, make_user
from tests.news.test_admin import desk, form_data, page_of, step_of, text_of
from tests.sign_in import make_staff

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def set_end(article: Article, ends_at=None, **options) -> None:
    article.refresh_from_db()
    actions.set_end(article, by=make_user(), version=article.version, ends_at=ends_at, **options)


def in_days(days: int):
    return (timezone.localtime() + days * DAY).replace(hour=17, minute=0, second=0, microsecond=0)


def typed(at) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def editor():
    return make_staff(roles.EDITOR)


def test_release_is_up_until_its_end_and_then_gone():
    article, ends_at = make_approved().article, in_days(3)
    set_end(article, ends_at)
    before, after = ends_at - timedelta(seconds=1), ends_at
    assert (article.is_listed(before), article.is_listed(after)) == (True, False)
    answers = [Article.objects.answer_for(article.slug, at) for at in (before, after)]
    assert [answer.outcome for answer in answers] == [Outcome.LIVE, Outcome.GONE]
    assert answers[0].until == ends_at == Article.objects.next_change(before)


def test_end_is_changed_and_lifted_while_it_is_ahead():
    article = make_approved().article
    set_end(article, in_days(3))
    set_end(article, in_days(5))
    assert article.edition_at().expires_at == in_days(5)
    set_end(article)
    assert article.edition_at().expires_at is None and article.is_listed(in_days(6))
    rows = Audit.objects.about(article).filter(action__in=("set_end", "lift_end")).select_related("reason")
    assert [(row.action, getattr(row, "reason", None) and row.reason.text) for row in rows] == [
        ("lift_end", None),
        ("set_end", moment(in_days(5))),
        ("set_end", moment(in_days(3))),
    ]


def test_text_and_digest_stay_and_no_revision_is_made():
    edition = make_approved()
    before = Edition.objects.filter(pk=edition.pk).values().get()
    set_end(edition.article, in_days(3))
    after = Edition.objects.filter(pk=edition.pk).values().get()
    assert {name for name in before if before[name] != after[name]} == {"expires_at", "version"}
    assert edition.article.editions.count() == 1


def test_pages_are_told():
    article = make_approved().article
    for ends_at in (in_days(3), None):
        Purge.objects.all().delete()
        set_end(article, ends_at)
        assert Purge.objects.filter(section="news").exists()


@pytest.mark.parametrize("kind", ["draft", "scheduled", "ended", "withdrawn"])
def test_only_what_is_up_gets_an_end(kind):
    make = {"draft": make_draft, "scheduled": lambda: make_approved(live_from=timezone.now() + DAY)}
    article = make.get(kind, make_approved)().article
    if kind == "ended":
        Edition.objects.filter(article=article).update(expires_at=timezone.now())
    if kind == "withdrawn":
        actions.withdraw(article, by=make_user(), version=article.version, mode="gone", reason="Keliru.")
    with pytest.raises(ValidationError) as refusal:
        set_end(article, in_days(3))
    assert refusal.value.messages[0].endswith(".")
    assert not Audit.objects.filter(action="set_end").exists()


@pytest.mark.parametrize("ends_at", [timezone.now() - DAY, None])
def test_a_past_end_and_a_lifting_of_none_are_refused(ends_at):
    with pytest.raises(ValidationError):
        set_end(make_approved().article, ends_at)


def test_revision_in_writing_takes_over_the_end():
    article = make_approved().article
    revision = actions.start_revision(article, by=make_user())
    set_end(article, in_days(3))
    revision.refresh_from_db()
    assert revision.expires_at == in_days(3)
    with pytest.raises(Stale):
        actions.submit(revision, by=make_user(), version=1)


def test_edition_that_is_scheduled_goes_live_before_the_end():
    live = make_approved()
    revision = actions.start_revision(live.article, by=make_user())
    Edition.objects.filter(pk=revision.pk).update(change_note="Jadwal baru.")
    revision.refresh_from_db()
    actions.submit(revision, by=revision.created_by, version=revision.version)
    actions.approve(revision, by=make_user(), version=revision.version, live_from=in_days(4))
    with pytest.raises(ValidationError, match="Edisi 2 terbit"):
        set_end(live.article, in_days(3))
    set_end(live.article, in_days(5))
    assert set(live.article.editions.values_list("expires_at", flat=True)) == {in_days(5)}
    assert live.article.is_listed(in_days(4)) and not live.article.is_listed(in_days(5))


# In the office


def test_editor_reads_the_moment_in_words_before_it_counts(editor):
    edition, ends_at = make_approved(), in_days(3)
    client = desk(editor)
    data = {"version": edition.article.version, "ends_at": typed(ends_at)}
    page = text_of(client.post(step_of(edition, "set_end"), data))
    assert (
        f"Berhenti tayang <strong>{moment(ends_at)}</strong>" in page
        and edition.article.edition_at().expires_at is None
    )
    page = text_of(client.post(step_of(edition, "set_end"), data | {"confirmed": "1"}, follow=True))
    assert f"Terbit sampai {moment(ends_at)}" in page and "Hapus saat berhenti tayang" in page
    edition.article.refresh_from_db()
    page = text_of(client.post(step_of(edition, "lift_end"), {"version": edition.article.version}, follow=True))
    assert "tayang terus" in page and "Hapus saat berhenti tayang" not in page


def test_confirmation_names_the_revision_that_follows(editor):
    edition = make_approved()
    actions.start_revision(edition.article, by=make_user())
    data = {"version": edition.article.version, "ends_at": typed(in_days(3))}
    assert "Edisi 2, yang sedang dikerjakan, mengikuti" in text_of(desk(editor).post(step_of(edition, "set_end"), data))


@pytest.mark.parametrize("wrong", ["", "2020-01-01T09:00", "besok", "9999-99-99T99:99", "\0"])
def test_moment_that_cannot_be_is_a_sentence(editor, wrong):
    edition = make_approved()
    data = {"version": edition.article.version, "ends_at": wrong, "confirmed": "1"}
    response = desk(editor).post(step_of(edition, "set_end"), data)
    assert response.status_code == 200 and 'class="errorlist"' in text_of(response)
    assert edition.article.edition_at().expires_at is None


def test_writer_is_not_offered_the_end():
    edition, writer = make_approved(), make_staff(roles.WRITER)
    client = desk(writer)
    assert "/langkah/set_end/" not in text_of(client.get(page_of(edition)))
    data = {"version": edition.article.version, "ends_at": typed(in_days(3)), "confirmed": "1"}
    assert client.post(step_of(edition, "set_end"), data).status_code == 403


def test_second_editor_reads_who_was_faster(editor):
    edition, faster = make_approved(), make_staff(roles.EDITOR)
    data = {"version": edition.article.version, "ends_at": typed(in_days(3)), "confirmed": "1"}
    assert desk(faster).post(step_of(edition, "set_end"), data).status_code == 302
    response = desk(editor).post(step_of(edition, "set_end"), data)
    assert response.status_code == 409 and f"saat berhenti tayang diatur oleh {faster}" in text_of(response)


def test_writer_of_a_revision_keeps_every_word_when_the_end_is_set_meanwhile():
    writer = make_staff(roles.WRITER)
    live = make_approved()
    revision = actions.start_revision(live.article, by=writer)
    form = form_data(revision, title="Judul yang baru")
    set_end(live.article, in_days(3))
    page = desk(writer).post(page_of(revision), form)
    assert page.status_code == 409 and "Judul yang baru" in text_of(page)


def test_readers_are_told_that_its_time_is_over():
    edition = make_approved(live_from=timezone.now() - DAY)
    url, an_hour_ago = edition.article.get_absolute_url(), timezone.now() - DAY / 24
    assert Client().get(url).status_code == 200
    set_end(edition.article, timezone.now() - timedelta(minutes=1), at=an_hour_ago)
    response = Client().get(url)
    assert response.status_code == 410 and "Masa tayangnya telah berakhir" in text_of(response)


@pytest.mark.django_db(transaction=True)
def test_end_set_while_a_revision_begins_reaches_the_revision():
    """Whichever comes first, the revision has the end of the release."""
    article, start = make_approved().article, threading.Barrier(2)
    user, ends_at, failures = make_user(), in_days(3), []

    def run(act) -> None:
        start.wait()
        try:
            act()
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    acts = [
        lambda: actions.start_revision(Article.objects.get(pk=article.pk), by=user),
        lambda: actions.set_end(Article.objects.get(pk=article.pk), by=user, version=article.version, ends_at=ends_at),
    ]
    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert set(article.editions.values_list("expires_at", flat=True)) == {ends_at}
