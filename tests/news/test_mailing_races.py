"""Two at once, and one that is killed: with real processes, a real mail server and the real database."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings as live
from django.db import connection
from django.utils import timezone

from news import mailing, subscriptions
from news.models import ConsentText, Dispatch, Quota, Sending, SignUp, Subscription
from tests.factories import make_live_article, make_sign_up, make_subscription
from tests.news.test_autosave_races import at_once
from tests.smtp import Postmaster, post_office

pytestmark = pytest.mark.django_db(transaction=True)

READERS = 16


@pytest.fixture
def post(settings):
    with post_office() as postmaster:
        settings.MAILERS = postmaster.mailers
        yield postmaster


@pytest.fixture
def start_process(post: Postmaster, tmp_path: Path):
    """A process that is ready to run the duty once, as soon as the file `start` is there."""
    running = []

    def start() -> subprocess.Popen:
        name, port = str(connection.settings_dict["NAME"]), str(post.port)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.post_once", name, port, str(tmp_path / "start")],
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


def readers() -> list[str]:
    addresses = [f"pembaca{number}@contoh.example" for number in range(READERS)]
    for address in addresses:
        make_subscription(address=address)
        Quota.objects.all().delete()
    return addresses


def test_two_processes_at_once_send_to_each_reader_once(post, start_process, tmp_path):
    addresses = readers()
    make_live_article()
    processes = [start_process() for _ in range(2)]
    (tmp_path / "start").touch()
    counts = [int(process.communicate(timeout=60)[0]) for process in processes]
    assert sum(counts) == READERS and [process.returncode for process in processes] == [0, 0]
    assert Counter(each.to for each in post.delivered) == Counter(addresses)
    assert Dispatch.objects.filter(article__isnull=False).count() == 1
    assert set(Sending.objects.values_list("state", flat=True)) == {"sent"}


def test_killed_process_loses_nothing_and_what_it_held_keeps_its_name(post, start_process, tmp_path):
    """The mail server has taken the fifth mail when the process dies, before it could note that."""
    addresses = readers()
    make_live_article()
    process = start_process()

    def on_data() -> None:
        if len(post.delivered) == 5:
            os.kill(process.pid, signal.SIGKILL)

    post.on_data = on_data
    (tmp_path / "start").touch()
    assert process.wait(timeout=60) == -signal.SIGKILL
    post.on_data = None
    assert Sending.objects.filter(state="sent").count() == 4
    at = timezone.now() + mailing.LEASE
    mailing.post(at)
    assert set(Sending.objects.values_list("state", flat=True)) == {"sent"}
    assert {each.to for each in post.delivered} == set(addresses)
    twice = [to for to, count in Counter(each.to for each in post.delivered).items() if count > 1]
    assert twice == [post.delivered[4].to], "nobody else"
    names = {str(each.message["Message-ID"]) for each in post.delivered if each.to == twice[0]}
    assert len(names) == 1, "mail programs know it again"


def test_of_two_who_confirm_one_sign_up_at_once_one_subscription_comes():
    asked = make_sign_up()

    def confirm() -> str:
        try:
            subscriptions.confirm(SignUp.objects.get(pk=asked.pk))
        except SignUp.DoesNotExist:
            return "gone"
        return "confirmed"

    assert sorted(at_once(confirm, confirm)) == ["confirmed", "gone"]
    assert Subscription.objects.count() == 1


def test_two_sign_ups_of_one_address_confirmed_at_once_make_one_subscription():
    asked = [make_sign_up(address="pembaca@contoh.example") for _ in range(2)]
    answers = []

    def confirm(row: SignUp) -> None:
        try:
            subscriptions.confirm(row)
        except SignUp.DoesNotExist:
            answers.append("gone")

    at_once(*(lambda row=row: confirm(row) for row in asked))
    assert Subscription.objects.count() == 1 and len(answers) <= 1


def test_many_at_once_take_no_more_than_the_quota():
    ends_at = timezone.now() + mailing.LEASE
    taken = at_once(*[lambda: Quota.take("kunci", most=3, ends_at=ends_at)] * 6)
    assert sum(taken) == 3


def test_sending_of_an_ended_subscription_is_not_brought_back_by_a_process_that_holds_it(post):
    subscription = make_subscription()
    make_live_article()
    at = timezone.now()
    mailing.prepare(at)
    runner = mailing.Run(at)

    def end() -> None:
        subscriptions.end(subscription)
        connection.close()

    def on_data() -> None:  # while the mail is being handed over
        thread = threading.Thread(target=end)
        thread.start()
        thread.join(timeout=20)

    post.on_data = on_data
    runner.sendings()
    runner.close()
    assert len(post.delivered) == 1 and Sending.objects.get().state == "dropped"


def test_two_wordings_of_the_consent_at_once_get_a_number_each():
    before = ConsentText.objects.count()
    at_once(*[lambda: ConsentText(text="Dengan kata lain.").add()] * 2)
    assert ConsentText.objects.count() == len(set(ConsentText.objects.values_list("number", flat=True))) == before + 2
