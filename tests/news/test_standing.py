"""How editions stand: the question of one and the question of many give the same answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from news import actions
from news.digest import digest_of
from news.models import Edition, Standing
from news.words import standing_words
from selayar_site import roles
from tests.factories import make_approved, make_draft, make_submitted, make_user
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_each_edition_stands_in_one_way_and_the_two_questions_agree():
    now = timezone.now()
    expiring = make_approved(live_from=now - DAY, expires_at=now - timedelta(hours=1), at=now - 2 * DAY)
    withdrawn = make_approved()
    actions.withdraw(withdrawn.article, by=make_user(), version=1, mode="gone", reason="Keliru.")
    returned = make_submitted()
    actions.give_back(returned, by=make_user(), version=returned.version, comment="Lengkapi.")
    replaced = make_editions(
        {"live_from": now - 4 * DAY, "expires_at": now - 2 * DAY},  # it ended before it was replaced
        {"live_from": now - DAY},
        {"live_from": now - timedelta(hours=2), "expires_at": now - timedelta(hours=1)},
        {"live_from": now + DAY},
    )
    expected = {
        make_draft().pk: Standing.DRAFT,
        make_submitted().pk: Standing.IN_REVIEW,
        returned.pk: Standing.RETURNED,
        make_approved(live_from=now + DAY).pk: Standing.SCHEDULED,
        make_approved().pk: Standing.LIVE,
        expiring.pk: Standing.EXPIRED,
        withdrawn.pk: Standing.WITHDRAWN,
        replaced[0].pk: Standing.FORMER,
        replaced[1].pk: Standing.FORMER,
        replaced[2].pk: Standing.EXPIRED,
        replaced[3].pk: Standing.SCHEDULED,
    }
    at = timezone.now()
    for edition in Edition.objects.select_related("article"):
        found = [each for each in Standing if Edition.objects.standing(each, at).filter(pk=edition.pk).exists()]
        assert found == [edition.standing(at)] == [expected[edition.pk]], standing_words(edition)
    for edition in Edition.objects.select_related("article").with_replaced_from():
        assert edition.standing(at) == expected[edition.pk], "without a query of its own"


def make_editions(*editions: dict) -> list[Edition]:
    """Approved editions of one release, each at the moment of its approval."""
    at = editions[0]["live_from"]
    made = [make_approved(at=at, **editions[0])]
    for number, fields in enumerate(editions[1:], start=2):
        at = min(fields["live_from"], timezone.now())
        made.append(
            Edition.objects.create(
                article=made[0].article,
                number=number,
                title=f"Edisi {number}",
                text_digest=digest_of(f"Edisi {number}", "", ""),
                change_kind="update",
                state="approved",
                created_by=made[0].created_by,
                submitted_by=made[0].submitted_by,
                submitted_at=at,
                approved_by=made[0].approved_by,
                approved_at=at,
                **fields,
            )
        )
    return made


def test_revised_release_is_once_among_the_last_published():
    make_editions({"live_from": timezone.now() - DAY, "title": "Teks lama"}, {"live_from": timezone.now()})
    page = sign_in(Client(), make_staff(roles.WRITER)).get("/admin/").content.decode()
    assert "Edisi 2" in page and "Teks lama" not in page
