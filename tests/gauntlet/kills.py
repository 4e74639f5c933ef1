"""Processes killed in their work: what was answered is there, once; what was not is there whole or not at all.

Killed at a moment: a web server under readers, approvals and uploads, with `kill -9`. Killed at a step: a process
that kills itself at a seeded line of our own code inside a verb, so that each gap between two writes has its turn.
"""

import io
import os
import random
import signal
import sys
import threading
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections, transaction
from django.utils import timezone
from PIL import Image

from news import actions
from news.models import Category, Edition
from selayar_site.models import Audit, Photo, User
from selayar_site.models.pagestore import Purge
from selayar_site.pagestore import purge
from selayar_site.pictures import add_photo, sweep
from tests.gauntlet.report import Report
from tests.scratch import ROOT, Scratch, Server, ask, fork

READ = ("/", "/berita/", "/rss/berita.xml", "/sitemap.xml")
OURS = tuple(str(ROOT / name) + os.sep for name in ("selayar_site", "news", "programs"))


def trial(report: Report, site: Scratch, options: Namespace) -> None:
    chance = random.Random(options.seed)
    tally = Tally()
    for number in range(options.rounds):
        editions = [submitted(f"Putaran {number} naskah {each}") for each in range(10)]
        connections.close_all()
        killed_at_a_moment(site, tally, editions, number, chance.uniform(0.02, 0.8))
        tally.check(report)
        nothing_stale(report, site)
        report.tell(f"kills: round {number + 1} of {options.rounds}, {tally}")
    for verb in (approving, uploading, purging):
        lines = killed_at_a_step(verb, "", None)
        for number in range(options.steps):
            line = chance.randrange(1, lines + 1)
            killed_at_a_step(verb, f"langkah-{verb.__name__}-{number}", line)
            whole_or_not_at_all(report, f"{verb.__name__} killed at step {line}")
        report.tell(f"kills: {verb.__name__} at {options.steps} of its {lines} steps")
    nothing_stale(report, site)
    swept(report)


def accounts():
    from tests.gauntlet.urls import EDITOR

    names = (("penulis@korpus.example", "Penulis"), (EDITOR, "Penyunting"))
    return [
        User.objects.filter(email=email).first() or User.objects.create_user(email, full_name=name)
        for email, name in names
    ]


def submitted(title: str):
    writer, _ = accounts()
    category, _ = Category.objects.get_or_create(slug="gauntlet", defaults={"name": "Gauntlet"})
    text = {"summary": "Ringkasan.", "body_html": "<p>Isi.</p>", "category": category}
    edition = actions.start_article(by=writer, title=title, **text)
    actions.submit(edition, by=writer, version=edition.version)
    return edition


def picture(colour: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (480, 320), (colour % 256, 120, 160)).save(out, "JPEG")
    return out.getvalue()


class Tally:
    """What the server acknowledged, over all rounds."""

    def __init__(self) -> None:
        self.approved: set[int] = set()
        self.uploaded: set[str] = set()
        self.asked = 0

    def __str__(self) -> str:
        return f"{len(self.approved)} approvals and {len(self.uploaded)} uploads acknowledged of {self.asked} asked"

    def check(self, report: Report) -> None:

        there = set(Edition.objects.filter(state="approved").values_list("pk", flat=True))
        report.check(self.approved <= there, "no acknowledged approval is lost", self.approved - there)
        titles = list(Photo.objects.values_list("title", flat=True))
        report.check(self.uploaded <= set(titles), "no acknowledged photo is lost", self.uploaded - set(titles))
        whole_or_not_at_all(report, "web server killed")


def killed_at_a_moment(site: Scratch, tally: Tally, editions: list, number: int, delay: float) -> None:
    server = site.start()
    try:
        workers = [
            threading.Thread(target=_until_killed, args=(steps,))
            for steps in (
                _approvals(server, tally, editions),
                _uploads(server, tally, number),
                _reads(server),
            )
        ]
        for worker in workers:
            worker.start()
        time.sleep(delay)
    finally:
        server.kill()
    for worker in workers:
        worker.join()


def _until_killed(steps: Iterator[None]) -> None:
    try:
        for _ in steps:
            pass
    except OSError:
        pass


def _approvals(server: Server, tally: Tally, editions: list) -> Iterator[None]:
    for edition in editions:
        tally.asked += 1
        if ask(server.port, f"/gauntlet/approve/{edition.pk}").status == 200:
            tally.approved.add(edition.pk)
        yield


def _uploads(server: Server, tally: Tally, number: int) -> Iterator[None]:
    for each in range(1000):
        title = f"putaran-{number}-foto-{each}"
        tally.asked += 1
        if ask(server.port, f"/gauntlet/upload/{title}", method="POST", body=picture(each)).status == 200:
            tally.uploaded.add(title)
        yield


def _reads(server: Server) -> Iterator[None]:
    while True:
        for path in READ:
            ask(server.port, path)
            yield


def nothing_stale(report: Report, site: Scratch) -> None:
    """After a restart, every page of the store says what the database says."""
    with site.serve() as server:
        for path in READ:
            kept = ask(server.port, path).body
            # With this header the store stands aside.
            fresh = ask(server.port, path, Authorization="none").body
            report.check(kept == fresh, "no kept page is stale after a restart", path)
        report.check(not server.errors(), "a restart is quiet", *server.errors()[:3])
    report.check(not Purge.objects.exists(), "a restart carries out what was left to purge")


# Killed at a step


def approving(name: str) -> Callable[[], None]:
    edition = submitted(f"Naskah {name}")
    _, editor = accounts()
    return lambda: actions.approve(edition, by=editor, version=edition.version)


def uploading(name: str) -> Callable[[], None]:
    _, editor = accounts()
    file = ContentFile(picture(len(name)), name="foto.jpg")

    def work() -> None:
        add_photo(file, by=editor, title=name, credit="Gauntlet")

    return work


def purging(name: str) -> Callable[[], None]:
    _, editor = accounts()

    def work() -> None:
        with transaction.atomic():
            Audit.objects.record(editor, "gauntlet", by=editor)
            purge("news", "site", "programs")

    return work


def killed_at_a_step(verb: Callable[[str], Callable[[], None]], name: str, line: int | None) -> int:
    """Run the verb in a process that dies at its `line`-th step; without one, count the steps."""
    connections.close_all()
    ours, theirs = fork.Pipe(duplex=False)
    process = fork.Process(target=_stepwise, args=(verb, name or f"hitung-{verb.__name__}", line, theirs))
    process.start()
    theirs.close()
    process.join()
    if line is None:
        return ours.recv()
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return line


def _stepwise(verb: Callable[[str], Callable[[], None]], name: str, line: int | None, answers) -> None:
    work = verb(name)
    taken = 0

    def step(frame, event, argument):
        nonlocal taken
        # Steps of our own code; and of those that write between them.
        file = frame.f_code.co_filename
        if not file.startswith(OURS) and not file.endswith(("django/db/transaction.py", "storage/filesystem.py")):
            return None
        if event == "line":
            taken += 1
            if taken == line:
                os.kill(os.getpid(), signal.SIGKILL)
        return step

    sys.settrace(step)
    work()
    sys.settrace(None)
    answers.send(taken)


def whole_or_not_at_all(report: Report, when: str) -> None:
    """What holds of every row, whatever was killed."""
    history = Audit.objects.values_list("object_type", "object_id", "action")
    told = Counter(history)
    half = [
        edition.pk
        for edition in Edition.objects.select_related("article")
        if {
            edition.state == "approved",
            told["news.edition", edition.pk, "approve"] == 1,
            bool(edition.article.release_number),
            edition.article.first_live_from is not None,
        }
        != {edition.state == "approved"}
    ]
    report.check(not half, f"{when}: an approval is whole or not at all", half)
    doubled = [key for key, times in told.items() if times > 1 and key[2] in {"approve", "add", "start", "submit"}]
    report.check(not doubled, f"{when}: nothing is done twice", doubled)
    photos = list(Photo.objects.all())
    bare = [photo.title for photo in photos if not all(map(default_storage.exists, photo.file_names()))]
    report.check(not bare, f"{when}: each photo has its files", bare)
    untold = [photo.title for photo in photos if told["selayar_site.photo", photo.pk, "add"] != 1]
    report.check(not untold, f"{when}: each photo is in the history", untold)
    gone = {pk for kind, pk, _ in told if kind == "selayar_site.photo"} - {photo.pk for photo in photos}
    report.check(not gone, f"{when}: the history tells of no photo that is not there", gone)
    titles = [title for title, times in Counter(photo.title for photo in photos).items() if times > 1]
    report.check(not titles, f"{when}: no photo is doubled", titles)
    connection.check_constraints()  # raises IntegrityError where a row hangs on none


def swept(report: Report) -> None:
    """What the killed left in the folders goes with the next sweep, and nothing else."""
    sweep(timezone.now() + timedelta(days=2))
    folders = {path.name for path in (Path(settings.MEDIA_ROOT) / "foto").iterdir()}
    keys = set(Photo.objects.values_list("key", flat=True))
    report.check(folders == keys, "the sweep leaves the folders of the library", folders ^ keys)
