"""Two who apply at once, and one who is killed: with real processes and the real database."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as live
from django.db import connection
from django.utils import timezone

from programs.actions import imports
from programs.imports.running import resume
from programs.models import RosterImport, Worker
from selayar_site.models import Audit
from tests.factories import make_user
from tests.lists import WORKER_HEADINGS, applied, checked, csv_of, places, worker_row

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 60
PHONE = "+6281355557777"


@pytest.fixture
def start_process(tmp_path: Path):
    """A process that is ready to work on a list, as soon as the file `start` is there."""
    running = []

    def start(roster_import: RosterImport) -> subprocess.Popen:
        name = str(connection.settings_dict["NAME"])
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.apply_once", name, str(roster_import.pk), str(tmp_path / "start")],
            cwd=live.BASE_DIR, env={**os.environ, "TMPDIR": str(tmp_path)}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        running.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def ready_to_apply(rows) -> RosterImport:
    """Pressed, and left to whoever takes it up: the task of the test's own process does not see it."""
    found = checked(csv_of(WORKER_HEADINGS, *rows))
    RosterImport.objects.filter(pk=found.pk).update(
        state="applying", applied_by=make_user(), applied_at=timezone.now(), total=len(rows)
    )
    return found


def people(numbers, **cells):
    return [worker_row(number, **cells) for number in numbers]


def outcomes(roster_import) -> dict[str, int]:
    roster_import.refresh_from_db()
    assert roster_import.state == "done"
    return roster_import.summary["applied"]["outcome"]


def test_two_lists_with_the_same_people_at_once_enter_each_once(start_process, tmp_path):
    """One in the order of the other backwards: they meet in the middle."""
    places()
    lists = [ready_to_apply(people(range(1, PEOPLE + 1))), ready_to_apply(people(range(PEOPLE, 0, -1)))]
    processes = [start_process(each) for each in lists]
    (tmp_path / "start").touch()
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    assert Worker.objects.count() == PEOPLE
    assert Audit.objects.filter(action="register", object_type="programs.worker").count() == PEOPLE
    found = [outcomes(each) for each in lists]
    assert sum(each.get("written", 0) for each in found) == PEOPLE
    # Who came second finds everything as it should be.
    assert sum(each.get("same", 0) for each in found) == PEOPLE


def test_two_processes_on_one_list_write_each_row_once(start_process, tmp_path):
    places()
    found = ready_to_apply(people(range(1, PEOPLE + 1)))
    processes = [start_process(found) for _ in range(2)]
    (tmp_path / "start").touch()
    answers = sorted(process.communicate(timeout=120)[0].strip() for process in processes)
    assert answers == ["False", "True"]
    assert outcomes(found) == {"written": PEOPLE} and Worker.objects.count() == PEOPLE


def test_killed_process_is_followed_and_nothing_is_done_twice(start_process, tmp_path):
    places()
    applied(checked(csv_of(WORKER_HEADINGS, *people(range(1, PEOPLE + 1)))))
    found = ready_to_apply(people(range(1, PEOPLE + 1), phone=PHONE))
    process = start_process(found)
    (tmp_path / "start").touch()
    ends = time.monotonic() + 60
    while not Worker.objects.filter(version=2).exists() and time.monotonic() < ends:
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=20)
    RosterImport.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))
    resume()
    assert outcomes(found) == {"written": PEOPLE}
    assert {(worker.phone.reveal(), worker.version) for worker in Worker.objects.all()} == {(PHONE, 2)}
    assert Audit.objects.filter(action="change", object_type="programs.worker").count() == PEOPLE
    assert imports.erase_old() == 0
