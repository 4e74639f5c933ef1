"""What must never be, tried past every form and verb: plain UPDATE and INSERT on the database."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from news import actions
from news.models import Address, Article, Correction, Edition, ReviewComment
from programs.models import Area
from selayar_site.models import SiteIdentity, User
from tests.factories import make_approved, make_draft, make_live_article, make_program, make_submitted, make_user

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def refused(row: models.Model, constraint: str, **values: Any) -> None:
    """That UPDATE is refused, by that constraint."""
    assert constraint in {item.name for item in type(row)._meta.constraints}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    # SQLite names the columns of a unique index, and the constraint only for CHECK.
    assert constraint in str(error.value) or "UNIQUE" in str(error.value)


def test_an_article_has_one_open_edition() -> None:
    article = make_live_article()
    actions.start_revision(article, by=make_user())
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(article=article, number=3, title="Lain", change_kind="update", created_by=make_user())


def test_two_editions_are_not_live_from_the_same_moment() -> None:
    first = make_approved(live_from=timezone.now() - HOUR)
    revision = actions.start_revision(first.article, by=make_user())
    revision.change_note = "Diperbarui."
    revision.save()
    actions.submit(revision, by=revision.created_by, version=revision.version)
    actions.approve(revision, by=make_user(), version=revision.version)
    refused(revision, "news_edition_one_live_at_a_moment", live_from=first.live_from)


def test_edition_numbers_stand_once() -> None:
    article = make_live_article()
    revision = actions.start_revision(article, by=make_user())
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=revision.pk).update(number=1, change_kind="first")


def test_approval_is_one_fact() -> None:
    edition = make_approved()
    refused(edition, "news_edition_approved_has_its_moment", live_from=None)
    refused(edition, "news_edition_approval_who_and_when", approved_by=None)
    refused(make_submitted(), "news_edition_approved_has_its_moment", live_from=timezone.now())


def test_submission_is_one_fact_and_comes_first() -> None:
    edition = make_submitted()
    refused(edition, "news_edition_submission_who_and_when", submitted_by=None)
    refused(make_draft(), "news_edition_submitted_before_review", state="in_review")


def test_nobody_approves_what_he_submitted() -> None:
    refused(make_approved(), "news_edition_approver_is_not_submitter", approved_by=F("submitted_by"))
    mended = {"mended_by": F("approved_by"), "mended_at": timezone.now()}
    refused(make_approved(), "news_edition_approver_did_not_mend", **mended)
    refused(make_approved(), "news_edition_mending_who_and_when", mended_at=timezone.now())


def test_an_edition_ends_after_it_begins() -> None:
    refused(make_approved(), "news_edition_expires_after_it_goes_live", expires_at=F("live_from"))


def test_only_the_first_edition_is_the_first() -> None:
    refused(make_draft(), "news_edition_first_is_the_first", change_kind="update")


def test_an_edition_has_a_title() -> None:
    refused(make_draft(), "news_edition_has_a_title", title="")


def test_an_address_is_given_once_for_all_time() -> None:
    address = make_live_article().addresses.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(article=make_live_article(), slug=address.slug, is_current=False)


def test_an_article_has_one_current_address() -> None:
    article = make_live_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(article=article, slug="kedua")


def test_withdrawal_is_one_fact() -> None:
    article = make_live_article()
    now = timezone.now()
    refused(article, "news_article_withdrawal_is_one_fact", withdrawn_at=now)
    whole = {"withdrawn_at": now, "withdrawn_by": make_user(), "withdrawal_mode": "gone"}
    refused(article, "news_article_withdrawal_is_one_fact", **whole)
    redirect = whole | {"withdrawal_mode": "redirect", "withdrawal_reason": "Digabung."}
    refused(article, "news_article_redirect_has_a_target", **redirect)
    refused(article, "news_article_not_redirected_to_itself", **redirect, withdrawal_target=article)
    refused(article, "news_article_withdrawn_names_another", withdrawal_target=make_live_article())
    refused(make_draft().article, "news_article_withdrawn_after_publication", **whole, withdrawal_reason="Keliru.")


def test_corrections_and_comments_say_something() -> None:
    article, user = make_live_article(), make_user()
    correction = Correction.objects.create(article=article, wrong="Dua.", right="Tiga.", written_by=user)
    refused(correction, "news_correction_says_what_was_wrong", wrong="")
    refused(correction, "news_correction_says_what_is_right", right="")
    comment = ReviewComment.objects.create(edition=make_draft(), text="Lengkapi.", written_by=user)
    refused(comment, "news_reviewcomment_says_something", text="")
    refused(comment, "news_reviewcomment_quotes_the_text", field="title", quotation="Bupati")
    refused(comment, "news_reviewcomment_settled_who_and_when", settled_by=user)


def test_one_account_for_one_mailbox_however_it_is_spelt() -> None:
    make_user(email="siti@selayar.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="SITI@selayar.example", full_name="Siti")])


def test_the_site_has_one_identity() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteIdentity.objects.bulk_create([SiteIdentity(pk=2, site_name="Kedua")])


def test_programmes_end_after_they_start_and_areas_have_a_parent() -> None:
    program = make_program(starts_on="2026-01-01")
    refused(program, "programs_program_ends_after_it_starts", ends_on="2025-12-31")
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.create(code="99.01", name="Tanpa induk", kind=Area.Kind.REGENCY)


def test_who_did_what_stays() -> None:
    """Accounts, articles and editions that something points to are not deleted."""
    article = make_live_article()
    for row in (article, article.created_by):
        with pytest.raises(models.ProtectedError):
            row.delete()
    assert Article.objects.filter(pk=article.pk).exists()
