"""The verbs: each against each state, what they refuse, and who wins when two press at once."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from news import actions
from news.models import Article, Edition
from news.rules import publishing_problems
from selayar_site.claims import Stale
from selayar_site.models import Audit, Purge
from tests.factories import make_approved, make_draft, make_submitted, make_user

DAY = timedelta(days=1)
STATES = ("draft", "returned", "in_review", "scheduled", "live", "withdrawn")
VERBS = {
    "submit": {"draft", "returned"},
    "recall": {"in_review"},
    "give_back": {"in_review"},
    "approve": {"in_review"},
    "take_back": {"scheduled"},
    "start_revision": {"live"},
    "withdraw": {"live"},
    "reinstate": {"withdrawn"},
}


def make_in(state: str) -> Edition:
    if state == "draft":
        return make_draft()
    if state == "scheduled":
        return make_approved(live_from=timezone.now() + DAY)
    if state == "live":
        return make_approved()
    if state == "withdrawn":
        edition = make_approved()
        press("withdraw", edition)
        return edition
    edition = make_submitted()
    if state == "returned":
        actions.give_back(edition, by=make_user(), version=edition.version, comment="Lengkapi.")
    return edition


def press(verb: str, edition: Edition, *, by=None, version: int | None = None) -> None:
    by, version = by or make_user(), version or edition.version
    if verb == "start_revision":
        actions.start_revision(edition.article, by=by)
    elif verb == "withdraw":
        actions.withdraw(edition.article, by=by, version=edition.article.version, mode="gone", reason="Keliru.")
    elif verb == "reinstate":
        actions.reinstate(edition.article, by=by, version=edition.article.version)
    elif verb == "give_back":
        actions.give_back(edition, by=by, version=version, comment="Lengkapi.")
    else:
        getattr(actions, verb)(edition, by=by, version=version)


def stored(edition: Edition) -> dict[str, Any]:
    return dict(Edition.objects.filter(pk=edition.pk).values().get())


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_moves_its_own_states_and_leaves_the_others_untouched(verb, state):
    edition = make_in(state)
    before, entries = stored(edition), Audit.objects.count()
    if state in VERBS[verb]:
        press(verb, edition)
        assert Audit.objects.count() == entries + 1
    else:
        with pytest.raises(ValidationError) as refusal:
            press(verb, edition)
        assert refusal.value.messages[0].endswith((".", "?"))
        assert (stored(edition), Audit.objects.count()) == (before, entries)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["submit", "recall", "give_back", "approve", "take_back"])
def test_a_stale_button_writes_nothing(verb):
    edition = make_in(next(iter(VERBS[verb])))
    Edition.objects.filter(pk=edition.pk).update(version=edition.version + 1)
    before = stored(edition)
    with pytest.raises(Stale):
        press(verb, edition, version=edition.version)
    assert stored(edition) == before


@pytest.mark.django_db
def test_what_changes_the_public_site_is_told_to_the_page_store():
    for verb, state in (
        ("approve", "in_review"),
        ("take_back", "scheduled"),
        ("withdraw", "live"),
        ("reinstate", "withdrawn"),
    ):
        edition = make_in(state)
        Purge.objects.all().delete()
        press(verb, edition)
        assert Purge.objects.filter(section="news").exists(), verb


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["gone", "redirect"])
def test_undone_withdrawal_leaves_no_trace_but_in_the_history(mode):
    article, user = make_approved().article, make_user()
    target = make_approved().article if mode == "redirect" else None
    before = Article.objects.filter(pk=article.pk).values().get()
    actions.withdraw(article, by=user, version=article.version, mode=mode, reason="Keliru.", target=target)
    actions.reinstate(article, by=user, version=article.version)
    assert Article.objects.filter(pk=article.pk).values().get() == before | {"version": before["version"] + 2}
    assert Audit.objects.get(action="withdraw").reason.text == "Keliru."
    assert Audit.objects.get(action="restore").from_state == mode


@pytest.mark.django_db
def test_revision_copies_what_hangs_on_the_text_and_leaves_the_live_one_alone():
    live = make_approved(place="Bontoharu")
    before = stored(live)
    copy = actions.start_revision(live.article, by=make_user())
    assert (copy.number, copy.place, copy.state, copy.change_note) == (2, "Bontoharu", "draft", "")
    assert stored(live) == before
    with pytest.raises(ValidationError, match="sudah memiliki revisi"):
        actions.start_revision(live.article, by=make_user())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "why", "is_allowed"),
    [
        ({"body_html": "<p>Isi 5 orang, dibetulkan.</p>"}, "Kantor tutup.", True),
        ({"body_html": "<p>Isi 5 orang, dibetulkan.</p>"}, " ", False),
        ({"change_kind": "update"}, "Kantor tutup.", False),
        ({"change_kind": "update", "title": "Judul lain"}, "Kantor tutup.", False),
    ],
)
def test_four_eyes_are_waived_for_typos_alone(changes, why, is_allowed):
    editor = make_user()
    live = make_approved(body_html="<p>Isi 5 orang.</p>")
    revision = actions.start_revision(live.article, by=editor, kind=Edition.ChangeKind.MINOR)
    for name, value in {"change_note": "Salah ketik.", **changes}.items():
        setattr(revision, name, value)
    revision.save()
    actions.submit(revision, by=editor, version=revision.version)
    version = revision.version
    if is_allowed:
        actions.approve(revision, by=editor, version=version, waive_four_eyes=why)
        assert Audit.objects.get(action="approve", actor=editor).reason.text == why
    else:
        with pytest.raises(ValidationError):
            actions.approve(revision, by=editor, version=version, waive_four_eyes=why)
    revision.refresh_from_db()
    assert revision.four_eyes_waived == is_allowed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"body_html": "<p>Isi 50 orang.</p>"}, "angka berubah"),
        ({"title": "Judul lain"}, "judul berubah"),
        ({"summary": "Ringkasan lain.", "body_html": "<p>Isi orang.</p>"}, "ringkasan dan angka berubah"),
    ],
)
def test_small_correction_that_is_not_small_is_told_on_submission(changes, named):
    editor = make_user()
    live = make_approved(body_html="<p>Isi 5 orang.</p>")
    revision = actions.start_revision(live.article, by=editor, kind=Edition.ChangeKind.MINOR)
    for name, value in {"change_note": "Salah ketik.", **changes}.items():
        setattr(revision, name, value)
    revision.save()
    assert [problem.rule for problem in publishing_problems(revision)] == ["minor_stays_minor"]
    with pytest.raises(ValidationError, match=named):
        actions.submit(revision, by=editor, version=revision.version)
    revision.refresh_from_db()
    revision.change_kind = Edition.ChangeKind.UPDATE
    revision.save()
    actions.submit(revision, by=editor, version=revision.version)


@pytest.mark.django_db
def test_open_revision_of_a_withdrawn_release_goes_nowhere():
    live = make_approved()
    revision = actions.start_revision(live.article, by=make_user())
    press("withdraw", live)
    with pytest.raises(ValidationError, match="sudah dicabut"):
        actions.submit(Edition.objects.get(pk=revision.pk), by=make_user(), version=revision.version)


@pytest.mark.django_db
def test_unread_address_is_let_go_and_a_read_one_leads_on():
    draft, live = make_draft(title="Belum terbaca"), make_approved(title="Sudah terbaca")
    for edition in (draft, live):
        actions.move(edition.article, by=make_user(), slug=f"baru-{edition.pk}")
    assert not Article.objects.filter(addresses__slug="belum-terbaca").exists()
    assert Article.objects.answer_for("sudah-terbaca").url == f"/berita/baru-{live.pk}/"
    actions.move(live.article, by=make_user(), slug="sudah-terbaca")
    assert Article.objects.get(pk=live.article_id).slug == "sudah-terbaca"
    with pytest.raises(ValidationError, match="sudah dipakai"):
        actions.move(draft.article, by=make_user(), slug=f"baru-{live.pk}")


def race(*runners) -> list[str]:
    """Run them at the same instant, each on its own connection; how each ended, sorted."""
    barrier, ends = threading.Barrier(len(runners)), []

    def run(runner):
        try:
            barrier.wait(timeout=10)
            runner()
            ends.append("won")
        except (Stale, ValidationError) as lost:
            ends.append(type(lost).__name__)
        except Exception as surprise:
            ends.append(repr(surprise))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(runner,)) for runner in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(ends)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("verb", "state"), [("approve", "in_review"), ("submit", "draft"), ("give_back", "in_review")])
def test_of_two_who_press_at_once_one_wins_and_the_other_is_told(verb, state):
    for _ in range(3):
        edition = make_in(state)
        people = [make_user(), make_user()]
        copies = [Edition.objects.get(pk=edition.pk) for _ in people]
        ends = race(
            *(lambda c=copy, p=person: press(verb, c, by=p) for copy, person in zip(copies, people, strict=True))
        )
        assert ends == ["Stale", "won"]
        assert Audit.objects.filter(object_type="news.edition", object_id=edition.pk, action=verb).count() == 1


@pytest.mark.django_db(transaction=True)
def test_approval_and_return_at_once_leave_one_of_them():
    edition = make_submitted()
    copies = [Edition.objects.get(pk=edition.pk) for _ in range(2)]
    ends = race(lambda: press("approve", copies[0]), lambda: press("give_back", copies[1]))
    assert ends == ["Stale", "won"]
    edition.refresh_from_db()
    assert (edition.state == "approved") == (not edition.comments.exists())


@pytest.mark.django_db(transaction=True)
def test_four_revisions_at_once_make_one():
    live = make_approved()
    user = make_user()
    articles = [Article.objects.get(pk=live.article_id) for _ in range(4)]
    ends = race(*(lambda a=article: actions.start_revision(a, by=user) for article in articles))
    assert ends == ["ValidationError"] * 3 + ["won"]
    assert live.article.editions.count() == 2


@pytest.mark.django_db(transaction=True)
def test_withdrawn_twice_at_once_says_one_reason():
    live = make_approved()
    user = make_user()
    articles = [Article.objects.get(pk=live.article_id) for _ in range(2)]
    ends = race(
        *(
            lambda a=article: actions.withdraw(a, by=user, version=1, mode="gone", reason="Keliru.")
            for article in articles
        )
    )
    assert ends == ["Stale", "won"]
