"""The verbs of subscriptions: sign up, confirm, change, end, take up again, erase.

Nothing here answers whether an address is subscribed: `sign_up()` never looks, so a known address is treated
as any other, and only who reads its mail gets on. No audit entry holds an address or a choice.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from news.addresses import index_of, mailbox_of, proof_of
from news.models import Category, Consent, ConsentText, Quota, Rhythm, Sending, SignUp, Subscription
from news.models.access import digest, new_token
from news.models.subscriptions import ERASED_AFTER, PROOF_KEPT, SIGN_UP_LIFE, Choice
from programs.models import Program
from selayar_site.models import Audit, User
from selayar_site.sealed import blind_index

# A stranger's mailbox gets no more than this, whoever types it in and from however many networks.
MOST_PER_MAILBOX = 3  # a day
MOST_PER_NETWORK = 20  # an hour; a school or an office has one address for all
MOST_OF_ALL = 300  # an hour; beyond that somebody uses the form to send mail
# How long it is kept what was sent to whom; nothing so old is ever sent (dispatches.LOOK_BACK).
SENDINGS_KEPT = timedelta(days=60)


class TooMany(Exception):
    """More sign-ups from this network, or in all, than people make."""


@dataclass(frozen=True)
class Wish:
    """What somebody chose in a form; neither categories nor programmes: everything."""

    rhythm: str = Rhythm.AT_ONCE
    categories: Iterable[Category] = ()
    programs: Iterable[Program] = field(default=())

    def set_on(self, choice: Choice) -> None:
        choice.categories.set(self.categories)
        choice.programs.set(self.programs)

    @property
    def is_everything(self) -> bool:
        return not list(self.categories) and not list(self.programs)


def network_of(ip: str) -> str:
    """The address of the client, or the network that an IPv6 customer has as a whole (/64)."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{ip}/64", strict=False)) if address.version == 6 else ip


def sign_up(
    address: str, *, wish: Wish, text: ConsentText, network: str = "", at: datetime | None = None
) -> SignUp | None:
    """Note the wish of a tidy address, and that a mail with a button goes there.

    None, and no mail, where that mailbox has had as many as it may get: the caller tells nobody.
    Raises TooMany.
    """
    at = at or timezone.now()
    hour, today = f"{at:%Y-%m-%dT%H}", f"{at:%Y-%m-%d}"
    if not _take(f"network {network} {hour}", MOST_PER_NETWORK, at + timedelta(hours=1)):
        raise TooMany
    if not _take(f"mailbox {mailbox_of(address)} {today}", MOST_PER_MAILBOX, at + timedelta(days=1)):
        return None
    if not _take(f"all {hour}", MOST_OF_ALL, at + timedelta(hours=1)):
        raise TooMany
    token = new_token()
    with transaction.atomic():
        made = SignUp.objects.create(
            address=address,
            address_index=index_of(address),
            secret=token,
            secret_hash=digest(token),
            text=text,
            rhythm=wish.rhythm,
            is_everything=wish.is_everything,
            asked_at=at,
            due_at=at,
        )
        wish.set_on(made)
    return made


def _take(key: str, most: int, ends_at: datetime) -> bool:
    return Quota.take(blind_index(key, purpose="news.quota"), most=most, ends_at=ends_at)


@transaction.atomic
def confirm(sign_up: SignUp, *, at: datetime | None = None) -> Subscription:
    """Make a subscription of it, or bring the one of that address in line with it.

    Of two presses at once one wins; raises SignUp.DoesNotExist for the other, and for what has expired.
    """
    at = at or timezone.now()
    if not sign_up.is_open(at):
        raise SignUp.DoesNotExist
    wish = Wish(sign_up.rhythm, list(sign_up.categories.all()), list(sign_up.programs.all()))
    # All that was asked for this address, locked in one order: of two presses the second finds nothing left.
    asked = SignUp.objects.filter(address_index=sign_up.address_index)
    if sign_up.pk not in asked.select_for_update().order_by("pk").values_list("pk", flat=True):
        raise SignUp.DoesNotExist
    asked.delete()
    found = Subscription.objects.select_for_update().filter(address_index=sign_up.address_index).first()
    is_running = found is not None and found.ended_at is None and found.paused_at is None
    subscription = found or Subscription(
        address_index=sign_up.address_index, secret=sign_up.secret, secret_hash=sign_up.secret_hash
    )
    subscription.address = sign_up.address
    subscription.consent = _consent(sign_up, at)
    subscription.owed = _owed(subscription, sign_up.rhythm) if is_running else ""
    subscription.rhythm, subscription.is_everything = sign_up.rhythm, sign_up.is_everything
    subscription.since = subscription.since if is_running else at
    subscription.ended_at, subscription.paused_at, subscription.pause_reason = None, None, ""
    subscription.save()
    wish.set_on(subscription)
    Audit.objects.record(subscription, "confirm_subscription", by=None)
    return subscription


def _owed(subscription: Subscription, rhythm: str) -> str:
    """The digest that has gathered releases which the new rhythm would pass over; one that is owed already stays."""
    order = ["", *Rhythm.values]
    slowest = max(subscription.rhythm, subscription.owed, key=order.index)
    return slowest if order.index(rhythm) < order.index(slowest) else ""


def _consent(sign_up: SignUp, at: datetime) -> Consent:
    """The new consent; it takes the place of one that is still valid."""
    assert sign_up.address
    proof = proof_of(sign_up.address.reveal())
    Consent.objects.filter(proof=proof, ended_at__isnull=True).update(ended_at=at)
    return Consent.objects.create(text=sign_up.text, proof=proof, asked_at=sign_up.asked_at, given_at=at)


@transaction.atomic
def change(subscription: Subscription, *, wish: Wish) -> None:
    """Other subjects or another rhythm. Raises ValidationError for a subscription that has ended."""
    locked = Subscription.objects.select_for_update().filter(pk=subscription.pk, ended_at__isnull=True).first()
    if locked is None:
        raise ValidationError("Langganan ini sudah berhenti.")
    locked.owed = _owed(locked, wish.rhythm)
    locked.rhythm, locked.is_everything = wish.rhythm, wish.is_everything
    locked.save(update_fields=["owed", "rhythm", "is_everything"])
    wish.set_on(subscription)
    Audit.objects.record(subscription, "change_subscription", by=None)


@transaction.atomic
def end(subscription: Subscription, *, by: User | None = None, at: datetime | None = None) -> None:
    """Send nothing more, and withdraw the consent. Ending what has ended changes nothing."""
    at = at or timezone.now()
    if not Subscription.objects.filter(pk=subscription.pk, ended_at__isnull=True).update(ended_at=at):
        return
    subscription.ended_at = at
    Consent.objects.filter(pk=subscription.consent_id, ended_at__isnull=True).update(ended_at=at)
    Sending.objects.filter(subscription=subscription, state=Sending.State.WAITING).update(
        state=Sending.State.DROPPED, done_at=at, remark="Langganan berhenti."
    )
    Audit.objects.record(subscription, "end_subscription", by=by)


@transaction.atomic
def pause(subscription: Subscription, *, reason: str, at: datetime | None = None) -> bool:
    """Send nothing until its owner says so: its mail comes back. False where it is not running."""
    at = at or timezone.now()
    running = Subscription.objects.active().filter(pk=subscription.pk)
    if not running.update(paused_at=at, pause_reason=reason):
        return False
    subscription.paused_at, subscription.pause_reason = at, reason
    Audit.objects.record(subscription, "pause_subscription", by=None)
    return True


@transaction.atomic
def resume(subscription: Subscription, *, text: ConsentText, at: datetime | None = None) -> None:
    """Take up a paused or an ended subscription, from now on; for an ended one that is a new consent.

    A running one stays as it is. Raises Subscription.DoesNotExist where it was erased meanwhile.
    """
    at = at or timezone.now()
    locked = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if locked.ended_at is None and locked.paused_at is None:
        return
    if locked.ended_at is not None:
        assert locked.address
        proof = proof_of(locked.address.reveal())
        locked.consent = Consent.objects.create(text=text, proof=proof, asked_at=at, given_at=at)
    locked.ended_at, locked.paused_at, locked.pause_reason, locked.since = None, None, "", at
    locked.save()
    Audit.objects.record(subscription, "resume_subscription", by=None)


@transaction.atomic
def erase(subscription: Subscription, *, by: User | None = None, at: datetime | None = None) -> None:
    """The address and all that was sent to it go; what proves the consent stays, without the address."""
    end(subscription, by=by, at=at)
    Audit.objects.record(subscription, "erase_subscription", by=by)
    SignUp.objects.filter(address_index=subscription.address_index).delete()
    Subscription.objects.filter(pk=subscription.pk).delete()


def sweep(at: datetime | None = None) -> int:
    """A duty of `tick`: erase what nobody confirmed, what ended a week ago, and what was sent long ago."""
    at = at or timezone.now()
    Quota.objects.filter(ends_at__lt=at).delete()
    Sending.objects.filter(done_at__lt=at - SENDINGS_KEPT).delete()
    Consent.objects.filter(ended_at__lt=at - PROOF_KEPT).delete()
    forgotten = SignUp.objects.filter(asked_at__lte=at - SIGN_UP_LIFE).delete()[1].get(SignUp._meta.label, 0)
    ended = list(Subscription.objects.filter(ended_at__lte=at - ERASED_AFTER)[:500])
    for subscription in ended:
        erase(subscription, at=at)
    return forgotten + len(ended)
