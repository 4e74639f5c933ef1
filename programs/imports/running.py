"""The work on a list beside the requests: held by one at a time, in batches, taken up again by `tick`.

Each batch is one transaction that renews the hold and moves the position on: what a killed process had begun is
undone, what it had done stays, and whoever takes the list up goes on after it. A list that fails again and again at
one place is stopped there, with a sentence.
"""

import logging
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import F, Q
from django.tasks import task
from django.utils import timezone
from django.utils.crypto import get_random_string

from programs.models import RosterImport
from selayar_site.models import Audit

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 4
# One duty among others: the rest waits for the next minute.
SECONDS_OF_TICK = 20
BATCH = 500
State = RosterImport.State


class Lost(Exception):
    """The list is another's now, or was taken back."""


class Hold:
    """One who works on a list, and until when."""

    def __init__(self, roster_import: RosterImport, lease: str, seconds: float | None) -> None:
        self.roster_import = roster_import
        self.lease = lease
        self.ends = None if seconds is None else time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        return self.ends is not None and time.monotonic() > self.ends

    def step(self, **columns: Any) -> None:
        """Stay in hold and write `columns`, in the transaction of a batch. Raises Lost."""
        mine = RosterImport.objects.filter(
            pk=self.roster_import.pk, lease=self.lease, state=self.roster_import.state, erased_at__isnull=True
        )
        columns = {"lease_until": timezone.now() + RosterImport.LEASE, "attempts": 0, **columns}
        if not mine.update(**columns):
            raise Lost
        for name, value in columns.items():
            setattr(self.roster_import, name, value)

    def in_a_transaction(self, batch: Callable[[], None]) -> None:
        """Two who lock the same people in another order are told apart by the database; one goes again."""
        for left in (2, 1, 0):
            try:
                with transaction.atomic():
                    batch()
                return
            except OperationalError:
                if not left:
                    raise
                time.sleep(0.2)


def work(key: int, *, seconds: float | None = None) -> bool:
    """Go on with the list until it is done, or for so long; answers whether there was anything to do."""
    hold = _take(key, seconds)
    if hold is None:
        return False
    try:
        _do(hold)
    except Lost:
        return True
    except Exception as error:
        # Its text may hold what was in a row, so only where it happened is written.
        place = traceback.extract_tb(error.__traceback__)[-1]
        logger.error("List %s: %s at %s:%s", key, type(error).__name__, place.filename, place.lineno)
        _let_go(hold, later=timedelta(seconds=30))
        return True
    _let_go(hold)
    return True


def _do(hold: Hold) -> None:
    from programs.imports.applying import apply
    from programs.imports.checking import check

    {State.CHECKING: check, State.APPLYING: apply}[State(hold.roster_import.state)](hold)


def _take(key: int, seconds: float | None) -> Hold | None:
    """The list for this process alone, unless somebody has it."""
    now, lease = timezone.now(), get_random_string(16)
    free = RosterImport.objects.running().filter(Q(lease="") | Q(lease_until__lt=now), pk=key)
    if not free.update(lease=lease, lease_until=now + RosterImport.LEASE, attempts=F("attempts") + 1):
        return None
    hold = Hold(RosterImport.objects.get(pk=key), lease, seconds)
    if hold.roster_import.attempts > MOST_ATTEMPTS:
        _stop(hold)
        return None
    return hold


def _let_go(hold: Hold, *, later: timedelta = timedelta()) -> None:
    mine = RosterImport.objects.filter(pk=hold.roster_import.pk, lease=hold.lease)
    mine.update(lease="", lease_until=timezone.now() + later)


@transaction.atomic
def _stop(hold: Hold) -> None:
    after = f"sesudah baris {hold.roster_import.position}" if hold.roster_import.position else "pada awalnya"
    problem = (
        f"Pengerjaan terhenti berulang kali {after}. Yang sudah diterapkan tetap tercatat. Laporkan nomor impor ini "
        "kepada administrator; catatan server menyebut tempatnya."
    )
    mine = RosterImport.objects.filter(pk=hold.roster_import.pk, lease=hold.lease)
    if mine.update(state=State.STUCK, problem=problem, lease="", lease_until=None):
        Audit.objects.record(hold.roster_import, "stop_import", by=None, to_state=State.STUCK)


@task(queue_name="imports")
def run(key: int) -> None:
    work(key)


def start(roster_import: RosterImport) -> None:
    """Have the list worked on once the caller's transaction holds. `tick` does not touch it before a lease is over."""
    until = timezone.now() + RosterImport.LEASE
    RosterImport.objects.filter(pk=roster_import.pk).update(lease="", lease_until=until, attempts=0)
    transaction.on_commit(lambda: run.enqueue(roster_import.pk))


def resume() -> int:
    """Duty of `tick`: go on with the lists that nobody works on any more; answers how many."""
    ends, taken = time.monotonic() + SECONDS_OF_TICK, 0
    for key in RosterImport.objects.left_alone(timezone.now()).order_by("pk").values_list("pk", flat=True):
        if time.monotonic() < ends:
            taken += work(key, seconds=ends - time.monotonic())
    return taken
