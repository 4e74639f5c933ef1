"""Lists of members and a waiting list for the demo, of artificial people alone and through the verbs."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from programs.actions.cover import Entry, Listing, enrol_many
from programs.actions.waiting import list_worker
from programs.models import Agency, Area, Membership, Payer, Program, WaitingEntry, Worker
from programs.waiting import publish_due
from selayar_site.models import User
from selayar_site.months import month_number

# Of the workers every third stands in the list of the regency, and every seventh of the others in that of a village.
IN_THE_BUDGET, IN_A_VILLAGE = 3, 7
WAITING = 320


def load_cover(*, by: User) -> None:
    """The lists of this year, where there are none."""
    if Membership.objects.exists():
        return
    year = timezone.localdate().year
    first, last = month_number(year, 1), month_number(year, 12)
    listed_on = timezone.localdate().replace(month=1, day=5)
    workers = list(Worker.objects.insurable(listed_on).order_by("pk").values_list("pk", "village"))
    budget = Program.objects.filter(payer=Payer.APBD).first()
    village = Program.objects.filter(payer=Payer.VILLAGE).first()
    entries: list[Entry] = []
    if budget:
        office = Agency.objects.filter(kind=Agency.Kind.OFFICE).order_by("name").first()
        source = f"Daftar penerima APBD {year} (contoh)"
        regency = Listing(budget, Payer.APBD, source, listed_on, agency=office)
        entries += [Entry(pk, first, last, regency) for pk, _ in workers[::IN_THE_BUDGET]]
    if village:
        rest = [row for number, row in enumerate(workers) if number % IN_THE_BUDGET][::IN_A_VILLAGE]
        areas = Area.objects.in_bulk({code for _, code in rest})
        source = f"Daftar desa {year} (contoh)"
        lists = {code: Listing(village, Payer.VILLAGE, source, listed_on, village=area) for code, area in areas.items()}
        entries += [Entry(pk, first + 2, last, lists[code]) for pk, code in rest]
    enrol_many(entries, by=by)


@transaction.atomic
def load_waiting(*, by: User) -> None:
    """Some who wait, since some days up to a year, and what everyone reads of them."""
    if WaitingEntry.objects.exists():
        return
    today = timezone.localdate()
    free = Worker.objects.insurable().filter(months_of_cover__isnull=True).select_related("occupation").order_by("pk")
    sources, ways = WaitingEntry.Source.values, WaitingEntry.How.values
    for number, worker in enumerate(free[:WAITING]):
        since = today - timedelta(days=number * 37 % 365 + 1)
        way, source = ways[number % 3], sources[number % 4]
        list_worker(worker, by=by, since=since, source=source, consent_on=since, consent_how=way)
    publish_due()
