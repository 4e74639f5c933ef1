"""Many want the same thing at the same instant: one gets it, the others read a sentence, nobody an exception."""

import queue
from argparse import Namespace
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connections

from news import actions
from news.models import Address, Article, Edition, ReleaseCounter
from programs.actions import doubles, sponsorship
from programs.models import CivilServant, PossibleDouble, Sponsorship, Worker
from selayar_site.models import Audit
from tests.factories import make_civil_servant, make_nik, make_occupation, make_program, make_village, make_worker
from tests.gauntlet.kills import accounts, submitted
from tests.gauntlet.report import Report
from tests.scratch import Scratch, fork

LOST = {"ValidationError", "Stale"}


def trial(report: Report, site: Scratch, options: Namespace) -> None:
    rounds = 1 if options.quick else 5
    for number in range(rounds):
        for race in (
            submitting,
            approving,
            revising,
            withdrawing,
            moving,
            naming,
            numbering,
            entering,
            joining,
            choosing,
            wanting,
        ):
            found = race(report, options.contestants, number)
            report.tell(f"races: {race.__name__}, round {number + 1} of {rounds}: {dict(found)}")


def contest(count: int, prepare: Callable[[int], Callable[[], Any]]) -> Counter[str]:
    """How `count` processes fared that each prepared and then began at the same instant."""
    connections.close_all()
    start, outcomes = fork.Barrier(count), fork.Queue()
    processes = [fork.Process(target=_compete, args=(start, outcomes, prepare, number)) for number in range(count)]
    for process in processes:
        process.start()
    found: Counter[str] = Counter()
    for _ in processes:
        try:
            found[outcomes.get(timeout=120)] += 1
        except queue.Empty:
            found["no answer"] += 1
    for process in processes:
        process.join(5)
        process.kill()
    return found


def _compete(start, outcomes, prepare: Callable[[int], Callable[[], Any]], number: int) -> None:
    try:
        work = prepare(number)
        start.wait(60)
        work()
    except Exception as error:
        known = type(error).__name__ in LOST
        outcomes.put(type(error).__name__ if known else f"{type(error).__name__}: {error}"[:200])
    else:
        outcomes.put("won")


def one_wins(report: Report, what: str, found: Counter[str]) -> None:
    report.check(found["won"] == 1, f"{what}: exactly one wins", dict(found))
    report.check(not set(found) - LOST - {"won"}, f"{what}: the others get a sentence", dict(found))


def told_once(report: Report, thing, action: str) -> None:
    times = Audit.objects.about(thing).filter(action=action).count()
    report.check(times == 1, f"{action}: once in the history", times)


def submitting(report: Report, count: int, number: int) -> Counter[str]:
    writer, _ = accounts()
    edition = submitted(f"Lomba ajukan {number}")
    actions.recall(edition, by=writer, version=edition.version)

    def prepare(_: int) -> Callable[[], Any]:
        mine = Edition.objects.get(pk=edition.pk)
        return lambda: actions.submit(mine, by=writer, version=mine.version)

    found = contest(count, prepare)
    one_wins(report, "submitting", found)
    report.check(Edition.objects.get(pk=edition.pk).state == "in_review", "submitted once")
    return found


def approving(report: Report, count: int, number: int) -> Counter[str]:
    _, editor = accounts()
    edition = submitted(f"Lomba setujui {number}")

    def prepare(_: int) -> Callable[[], Any]:
        mine = Edition.objects.get(pk=edition.pk)
        return lambda: actions.approve(mine, by=editor, version=mine.version)

    found = contest(count, prepare)
    one_wins(report, "approving", found)
    told_once(report, edition, "approve")
    return found


def live(title: str):
    edition = submitted(title)
    actions.approve(edition, by=accounts()[1], version=edition.version)
    return edition.article


def revising(report: Report, count: int, number: int) -> Counter[str]:
    writer, _ = accounts()
    article = live(f"Lomba revisi {number}")

    def prepare(_: int) -> Callable[[], Any]:
        mine = Article.objects.get(pk=article.pk)
        return lambda: actions.start_revision(mine, by=writer)

    found = contest(count, prepare)
    one_wins(report, "revising", found)
    report.check(article.editions.count() == 2, "one revision is there", article.editions.count())
    return found


def withdrawing(report: Report, count: int, number: int) -> Counter[str]:
    _, editor = accounts()
    article = live(f"Lomba cabut {number}")

    def prepare(_: int) -> Callable[[], Any]:
        mine = Article.objects.get(pk=article.pk)
        how = {"mode": Article.Withdrawal.GONE, "reason": "Keliru."}
        return lambda: actions.withdraw(mine, by=editor, version=mine.version, **how)

    found = contest(count, prepare)
    one_wins(report, "withdrawing", found)
    told_once(report, article, "withdraw")
    return found


def moving(report: Report, count: int, number: int) -> Counter[str]:
    """Each has an article of its own and wants the same address for it; every second one is published."""
    _, editor = accounts()
    titles = [f"Lomba alamat {number} {each}" for each in range(count)]
    own = [(live(title) if each % 2 else submitted(title).article).pk for each, title in enumerate(titles)]
    slug = f"alamat-lomba-{number}"

    def prepare(each: int) -> Callable[[], Any]:
        mine = Article.objects.get(pk=own[each])
        return lambda: actions.move(mine, by=editor, slug=slug, version=mine.version)

    found = contest(count, prepare)
    one_wins(report, "taking one address", found)
    report.check(Address.objects.filter(slug=slug).count() == 1, "the address is given once")
    current = Address.objects.filter(article__in=own, is_current=True).count()
    report.check(current == count, "each article has one address in use", current)
    return found


def naming(report: Report, count: int, number: int) -> Counter[str]:
    """The same headline at the same instant: each gets an address, no two the same."""
    writer, _ = accounts()
    title = f"Judul lomba {number}"
    found = contest(count, lambda _: lambda: actions.start_article(by=writer, title=title))
    slugs = set(Address.objects.filter(slug__startswith=f"judul-lomba-{number}").values_list("slug", flat=True))
    report.check(found["won"] == count == len(slugs), "naming: each gets an address of its own", dict(found), slugs)
    return found


def numbering(report: Report, count: int, number: int) -> Counter[str]:
    """Different releases approved at the same instant: each gets a number, none of it twice, none left out."""
    _, editor = accounts()
    own = [submitted(f"Lomba nomor {number} {each}").pk for each in range(count)]
    before = sum(ReleaseCounter.objects.values_list("last", flat=True))

    def prepare(each: int) -> Callable[[], Any]:
        mine = Edition.objects.get(pk=own[each])
        return lambda: actions.approve(mine, by=editor, version=mine.version)

    found = contest(count, prepare)
    given = sum(ReleaseCounter.objects.values_list("last", flat=True)) - before
    numbers = set(Article.objects.filter(editions__in=own).values_list("release_number", flat=True)) - {None}
    report.check(found["won"] == count == given == len(numbers), "numbering: each gets its number", dict(found), given)
    return found


def entering(report: Report, count: int, number: int) -> Counter[str]:
    """The same NIK entered by many at the same instant: one worker."""
    values = {"village": make_village(), "occupation": make_occupation(), "nik": make_nik(serial=9000 + number)}
    found = contest(count, lambda _: lambda: make_worker(**values))
    one_wins(report, "entering", found)
    report.check(Worker.objects.by_nik(values["nik"]).count() == 1, "entering: one worker")
    return found


def choosing(report: Report, count: int, number: int) -> Counter[str]:
    """Many civil servants choose the same worker at the same instant: one has them."""
    worker, program = make_worker(), make_program(kind="sponsorship")
    own = [make_civil_servant().pk for _ in range(count)]

    def prepare(each: int) -> Callable[[], Any]:
        mine = CivilServant.objects.get(pk=own[each])
        return lambda: sponsorship.reserve(program=program, civil_servant=mine, worker=worker, by=None)

    found = contest(count, prepare)
    one_wins(report, "choosing", found)
    report.check(Sponsorship.objects.live().filter(worker=worker).count() == 1, "choosing: one live sponsorship")
    return found


def wanting(report: Report, count: int, number: int) -> Counter[str]:
    """One civil servant chooses many workers at the same instant, in as many windows: one is held."""
    sponsor, program = make_civil_servant(), make_program(kind="sponsorship")
    own = [make_worker().pk for _ in range(count)]

    def prepare(each: int) -> Callable[[], Any]:
        mine = Worker.objects.get(pk=own[each])
        return lambda: sponsorship.reserve(program=program, civil_servant=sponsor, worker=mine, by=None)

    found = contest(count, prepare)
    one_wins(report, "wanting", found)
    report.check(Sponsorship.objects.live().filter(civil_servant=sponsor).count() == 1, "wanting: one live sponsorship")
    return found


def joining(report: Report, count: int, number: int) -> Counter[str]:
    """Many merge the same two rows, half of them the other way round: one does, and nothing points to nobody."""
    village, occupation = make_village(), make_occupation()
    rows = [make_worker(name=f"Lomba {number}", village=village, occupation=occupation) for _ in range(2)]
    pair = PossibleDouble.objects.get(first=rows[0], second=rows[1])
    by = accounts()[0]

    def prepare(each: int) -> Callable[[], Any]:
        mine = PossibleDouble.objects.get(pk=pair.pk)
        return lambda: doubles.merge(mine, keep=rows[each % 2], by=by, version=mine.version, reason="Sama.")

    found = contest(count, prepare)
    one_wins(report, "joining", found)
    left = Worker.objects.current().filter(pk__in=[row.pk for row in rows]).count()
    report.check(left == 1, "joining: one row is current", left)
    return found
