"""One history, only ever appended to."""

import pytest

from selayar_site.models import Audit, AuditReason
from tests.factories import make_category, make_user

pytestmark = pytest.mark.django_db


def test_an_entry_names_who_did_what_to_which_thing_and_why() -> None:
    user, thing = make_user(), make_category()
    Audit.objects.record(thing, "change", by=user, changed=["name", "description"], reason="Salah ketik.")
    entry = Audit.objects.about(thing).get()
    assert (entry.actor, entry.actor_label, entry.action) == (user, str(user), "change")
    assert entry.changed == ["description", "name"]
    assert entry.reason.text == "Salah ketik."


def test_what_nobody_did_was_the_system() -> None:
    assert Audit.objects.record(make_category(), "change", by=None).actor_label == "sistem"


def test_entries_are_neither_changed_nor_erased() -> None:
    entry = Audit.objects.record(make_category(), "change", by=make_user())
    for forbidden in (
        entry.save,
        entry.delete,
        Audit.objects.all().delete,
        lambda: Audit.objects.update(action="lain"),
    ):
        with pytest.raises(TypeError):
            forbidden()
    assert Audit.objects.filter(pk=entry.pk, action="change").exists()


def test_a_reason_can_be_erased_while_the_entry_stays() -> None:
    entry = Audit.objects.record(make_category(), "change", by=make_user(), reason="Menyebut seseorang.")
    AuditReason.objects.filter(audit=entry).delete()
    assert Audit.objects.filter(pk=entry.pk).exists()


def test_history_lists_the_newest_first_and_only_of_that_thing() -> None:
    thing, other = make_category(), make_category()
    for action in ("add", "change"):
        Audit.objects.record(thing, action, by=None)
    Audit.objects.record(other, "add", by=None)
    assert [entry.action for entry in Audit.objects.about(thing)] == ["change", "add"]
