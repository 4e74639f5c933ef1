"""Secret links: when each opens, what the verbs refuse, and what the database keeps."""

import threading
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from news import access, actions
from news.models import Article, EmbargoLink, EmbargoOpening, LinkStanding, PreviewLink
from news.models.access import digest, new_token
from selayar_site.models import Audit
from tests.factories import make_approved, make_draft, make_submitted, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 6, 9, 0, tzinfo=timezone.get_default_timezone())
TICK = timedelta(microseconds=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def scheduled(live_from=NOW + DAY, **fields):
    return make_approved(live_from=live_from, at=NOW, **fields)


def returned():
    edition = make_submitted()
    actions.give_back(edition, by=make_user(), version=edition.version, comment="Lengkapi.")
    return edition


def preview_of(edition, **fields):
    return access.make_preview(edition, by=make_user(), **{"at": NOW} | fields)[0]


def embargo_of(edition, **fields):
    values = {"name": "Ratna", "outlet": "Harian Pesisir", "at": NOW}
    return access.give_embargo_access(edition, by=make_user(), **values | fields)[0]


def reload(link):
    return type(link).objects.get(pk=link.pk)


# Which link opens when


@pytest.mark.parametrize("make", [make_draft, make_submitted, returned, scheduled])
def test_preview_opens_every_unpublished_text_until_it_expires(make):
    link = preview_of(make(), expires_at=NOW + 2 * HOUR)
    assert link.standing(NOW) == LinkStanding.OPEN
    assert link.standing(NOW + 2 * HOUR - TICK) == LinkStanding.OPEN
    assert link.standing(NOW + 2 * HOUR) == LinkStanding.EXPIRED


def test_preview_dies_at_the_moment_of_publication():
    link = preview_of(scheduled(NOW + HOUR))
    assert link.standing(NOW + HOUR - TICK) == LinkStanding.OPEN
    assert link.standing(NOW + HOUR) == LinkStanding.PUBLISHED
    assert link.standing(NOW + 60 * DAY) == LinkStanding.PUBLISHED


def test_preview_of_a_text_that_was_live_and_ended_stays_dead():
    link = preview_of(scheduled(NOW + HOUR, expires_at=NOW + 2 * HOUR))
    assert link.standing(NOW + 3 * HOUR) == LinkStanding.PUBLISHED


def test_preview_of_a_revision_goes_on_while_the_former_text_is_live():
    first = make_approved(live_from=NOW - DAY, at=NOW - DAY)
    link = preview_of(actions.start_revision(first.article, by=make_user()))
    assert link.standing(NOW) == LinkStanding.OPEN


@pytest.mark.parametrize("make_link", [preview_of, embargo_of])
def test_link_to_a_revision_closes_when_the_release_is_withdrawn(make_link):
    first = make_approved(live_from=NOW - DAY, at=NOW - DAY)
    revision = actions.start_revision(first.article, by=make_user())
    revision.change_note = "Ditambah jadwal."
    revision.save()
    actions.submit(revision, by=revision.created_by, version=revision.version, at=NOW)
    actions.approve(revision, by=make_user(), version=revision.version, live_from=NOW + DAY, at=NOW)
    link = make_link(revision)
    article = Article.objects.get()
    actions.withdraw(
        article, by=make_user(), version=article.version, mode=Article.Withdrawal.GONE, reason="Keliru.", at=NOW + HOUR
    )
    link = reload(link)
    assert link.standing(NOW + HOUR - TICK) == LinkStanding.OPEN
    assert link.standing(NOW + HOUR) == LinkStanding.WITHDRAWN


def test_embargo_is_lifted_by_the_clock():
    link = embargo_of(scheduled(NOW + HOUR))
    assert link.standing(NOW + HOUR - TICK) == LinkStanding.OPEN
    assert link.standing(NOW + HOUR) == LinkStanding.PUBLISHED


def test_embargo_access_waits_while_the_approval_is_taken_back():
    edition = scheduled()
    link = embargo_of(edition)
    actions.take_back(edition, by=make_user(), version=edition.version, at=NOW)
    assert reload(link).standing(NOW) == LinkStanding.WAITING
    actions.approve(edition, by=make_user(), version=edition.version, live_from=NOW + 3 * DAY, at=NOW)
    assert reload(link).standing(NOW + 2 * DAY) == LinkStanding.OPEN
    assert reload(link).standing(NOW + 3 * DAY) == LinkStanding.PUBLISHED


@pytest.mark.parametrize(
    ("make_link", "revoke"), [(preview_of, access.revoke_preview), (embargo_of, access.revoke_embargo_access)]
)
def test_revoked_link_is_closed_whatever_the_clock_says(make_link, revoke):
    link, other = make_link(edition := scheduled()), make_link(edition)
    revoke(link, by=make_user(), at=NOW)
    for at in (NOW, NOW + DAY, NOW + 90 * DAY):
        assert reload(link).standing(at) == LinkStanding.REVOKED
    assert reload(other).is_open(NOW)


# What the verbs do and refuse


def test_only_the_digest_of_a_token_is_kept():
    link, token = access.make_preview(make_draft(), by=make_user())
    assert len(token) == 43 and link.token_hash == digest(token)
    assert PreviewLink.objects.bearing(token).get() == link
    assert not PreviewLink.objects.bearing(link.token_hash).exists()
    assert token not in str(PreviewLink.objects.values_list().get())


def test_preview_lasts_a_week_and_thirty_days_at_most():
    edition = make_draft()
    assert preview_of(edition).expires_at == NOW + 7 * DAY
    assert preview_of(edition, expires_at=NOW + 30 * DAY).expires_at == NOW + 30 * DAY
    for moment in (NOW, NOW - DAY, NOW + 30 * DAY + TICK):
        with pytest.raises(ValidationError, match="30 hari"):
            preview_of(edition, expires_at=moment)


def test_published_text_needs_no_preview():
    edition = scheduled(NOW + HOUR)
    assert preview_of(edition, at=NOW + HOUR - TICK)
    with pytest.raises(ValidationError, match="belum terbit"):
        preview_of(edition, at=NOW + HOUR)


@pytest.mark.parametrize("make", [make_draft, make_submitted, returned])
def test_embargo_access_only_to_an_approved_text(make):
    with pytest.raises(ValidationError, match="terjadwal"):
        embargo_of(make())


def test_embargo_access_only_before_its_moment():
    edition = scheduled(NOW + HOUR)
    assert embargo_of(edition, at=NOW + HOUR - TICK)
    with pytest.raises(ValidationError, match="terjadwal"):
        embargo_of(edition, at=NOW + HOUR)


@pytest.mark.parametrize("fields", [{"name": " "}, {"outlet": ""}, {"email": "bukan-surel"}, {"name": "x" * 81}])
def test_embargo_access_names_its_bearer(fields):
    with pytest.raises(ValidationError):
        embargo_of(scheduled(), **fields)
    assert not EmbargoLink.objects.exists()


def test_history_of_the_edition_tells_who_gave_and_took_access():
    edition = scheduled()
    access.revoke_preview(preview_of(edition), by=make_user())
    access.revoke_embargo_access(embargo_of(edition, name="Ratna"), by=make_user())
    told = Audit.objects.about(edition).values_list("action", flat=True)[:4]
    assert list(told) == ["revoke_embargo_access", "give_embargo_access", "revoke_preview", "make_preview"]
    assert "Ratna" not in str(list(Audit.objects.values_list()))


def test_second_revocation_is_refused_and_changes_nothing():
    link, first = preview_of(make_draft()), make_user()
    stale = reload(link)
    access.revoke_preview(link, by=first, at=NOW)
    with pytest.raises(ValidationError, match="sudah dicabut"):
        access.revoke_preview(stale, by=make_user(), at=NOW + HOUR)
    assert (reload(link).revoked_by, reload(link).revoked_at) == (first, NOW)
    assert Audit.objects.filter(action="revoke_preview").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_revoke_at_once_one_wins():
    link, users = preview_of(make_draft()), [make_user(), make_user()]
    outcomes, together = [], threading.Barrier(2)

    def revoke(user):
        together.wait()
        try:
            access.revoke_preview(reload(link), by=user)
            outcomes.append("revoked")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=revoke, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "revoked"]
    assert Audit.objects.filter(action="revoke_preview").count() == 1


def test_openings_are_counted_with_their_last():
    link = preview_of(make_draft())
    stale = reload(link)
    link.note_opening(NOW)
    stale.note_opening(NOW + HOUR)
    assert (reload(link).openings, reload(link).last_opened_at) == (2, NOW + HOUR)


def test_openings_under_embargo_are_logged_to_the_minute():
    link = embargo_of(scheduled())
    for second in (1, 2, 59, 60):
        link.note_opening(NOW + timedelta(seconds=second))
    assert [opening.at for opening in link.openings.all()] == [NOW + timedelta(minutes=1), NOW]


# What the database keeps


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": NOW},
        {"expires_at": NOW},
        {"openings": 1},
        {"last_opened_at": NOW},
        {"token_hash": ""},
    ],
)
def test_database_refuses_half_facts_of_a_preview_link(change):
    link = preview_of(make_draft())
    with pytest.raises(IntegrityError), transaction.atomic():
        PreviewLink.objects.filter(pk=link.pk).update(**change)


@pytest.mark.parametrize("change", [{"revoked_at": NOW}, {"name": ""}, {"outlet": ""}, {"token_hash": ""}])
def test_database_refuses_half_facts_of_an_embargo_link(change):
    link = embargo_of(scheduled())
    with pytest.raises(IntegrityError), transaction.atomic():
        EmbargoLink.objects.filter(pk=link.pk).update(**change)


def test_two_links_never_share_a_token():
    one, other = preview_of(edition := make_draft()), preview_of(edition)
    with pytest.raises(IntegrityError), transaction.atomic():
        PreviewLink.objects.filter(pk=one.pk).update(token_hash=other.token_hash)
    assert new_token() != new_token()


def test_opening_is_noted_once_a_minute():
    link = embargo_of(scheduled())
    EmbargoOpening.objects.create(link=link, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmbargoOpening.objects.create(link=link, at=NOW)


def test_names_of_journalists_go_some_time_after_their_embargo_and_the_openings_stay(settings):
    settings.EMBARGO_DATA_KEPT = 30 * DAY
    link, other = embargo_of(scheduled(), email="ratna@pesisir.example"), embargo_of(scheduled(NOW + 9 * DAY))
    link.note_opening(NOW)
    over = NOW + 31 * DAY
    assert access.forget_journalists(over - TICK) == 0
    assert [access.forget_journalists(over), access.forget_journalists(over)] == [1, 0]
    link.refresh_from_db()
    other.refresh_from_db()
    assert not {"Ratna", "Harian Pesisir", "ratna@pesisir.example"} & {link.name, link.outlet, link.email}
    assert "Ratna" not in str(link) and other.name == "Ratna"
    assert link.openings.count() == 1
    assert Audit.objects.about(link.edition).filter(action="forget_journalist", actor=None).exists()


@pytest.mark.parametrize("how", ["revoked", "approval taken back"])
def test_names_go_too_where_the_embargo_never_ended_by_the_clock(how, settings):
    settings.EMBARGO_DATA_KEPT = 30 * DAY
    edition = scheduled(NOW + 400 * DAY)
    link = embargo_of(edition)
    if how == "revoked":
        access.revoke_embargo_access(link, by=make_user(), at=NOW)
    else:
        actions.take_back(edition, by=make_user(), version=edition.version)
        type(edition).objects.filter(pk=edition.pk).update(saved_at=NOW)
    assert [access.forget_journalists(NOW + 29 * DAY), access.forget_journalists(NOW + 30 * DAY)] == [0, 1]
