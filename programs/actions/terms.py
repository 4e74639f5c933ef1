"""The months of a sponsorship in the ledger. The caller holds the sponsorship and has locked its worker."""

from datetime import datetime

from django.core.exceptions import ValidationError

from programs.models import CoverMonth, NoTariff, Sponsorship, VoidReason, Worker
from programs.rates import Rates
from selayar_site.models import User

BATCH = 100
# What a month is voided for when its sponsorship ends for that reason.
VOIDED_FOR = {
    Sponsorship.EndReason.WORKER_DIED: VoidReason.DIED,
    Sponsorship.EndReason.WORKER_MOVED: VoidReason.MOVED,
    Sponsorship.EndReason.WORKER_EMPLOYED: VoidReason.EMPLOYED,
    Sponsorship.EndReason.WORKER_WISH: VoidReason.BY_WISH,
    Sponsorship.EndReason.STAFF_ERROR: VoidReason.BY_ERROR,
}


def fill_months(row: Sponsorship) -> list[CoverMonth]:
    """Every month of the agreed term that does not stand yet, each at the tariff of its month.

    Raises ValidationError where a month has no tariff, and IntegrityError where it has another payer.
    """
    assert row.first_month is not None and row.last_month is not None
    worker = Worker.objects.select_related("occupation").get(pk=row.worker_id)
    there = set(row.months_of_cover.standing().values_list("month", flat=True))
    rates, months = Rates(), []
    for month in range(row.first_month, row.last_month + 1):
        if month in there:
            continue
        try:
            rate = rates.rate(month, worker.occupation.sector, row)
        except NoTariff as error:
            raise ValidationError(str(error)) from error
        months.append(
            CoverMonth(
                worker=worker,
                month=month,
                payer=row.payer,
                program_id=row.program_id,
                sponsorship=row,
                rate=rate,
                amount=rate.amount,
            )
        )
    return CoverMonth.objects.bulk_create(months, batch_size=BATCH)


def void_months(row: Sponsorship, *, after: int, by: User | None, at: datetime) -> int:
    """Void what stands after that month, for the reason that the sponsorship ended for; gives how many."""
    later = row.months_of_cover.standing().filter(month__gt=after)
    reason = VOIDED_FOR.get(row.end_reason, VoidReason.UNPAID)  # type: ignore[call-overload]  # a plain str from the row
    return later.update(voided_at=at, voided_by=by, void_reason=reason)
