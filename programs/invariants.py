"""Promises about the registers that no constraint can say: kept by the verbs, counted again here.

Each answers with sentences for the administrator, that name rows by number and nobody by name.
"""

from collections.abc import Iterator

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from programs.models import CoverMonth, Membership, Rate, RatePart, Snapshot, Sponsorship

State = Sponsorship.State


def memberships_have_their_months() -> Iterator[str]:
    """Each month from the first to the last that stands, once, and no other."""
    rows = Membership.objects.with_months().exclude(
        Q(last_month__gte=F("first_month"), months=F("last_month") - F("first_month") + 1)
        & Q(earliest=F("first_month"), latest=F("last_month"))
        | Q(last_month__lt=F("first_month"), months=0)
    )
    for row in rows.order_by("pk").iterator():
        yield f"Kepesertaan no. {row.pk}: {row.period}, tetapi {row.months} bulan yang berlaku di buku."


def sponsorships_have_their_months() -> Iterator[str]:
    """From verification to the end, each month of the agreed term, once, for the sponsored worker."""
    holding = [State.VERIFIED, State.SENT, State.ACTIVE, State.REJECTED]
    its = Q(
        months_of_cover__voided_at__isnull=True,
        months_of_cover__worker=F("worker"),
        months_of_cover__program=F("program"),
        months_of_cover__month__gte=F("first_month"),
        months_of_cover__month__lt=F("first_month") + F("months"),
    )
    rows = Sponsorship.objects.filter(state__in=holding).annotate(found=Count("months_of_cover", filter=its))
    for row in rows.exclude(found=F("months")).order_by("pk").iterator():
        yield f"Pertanggungan no. {row.pk}: {row.months} bulan disepakati, {row.found} bulan yang berlaku di buku."


def months_are_as_listed() -> Iterator[str]:
    """Worker, payer and programme of a month are those of its membership."""
    rows = CoverMonth.objects.filter(membership__isnull=False).exclude(
        payer=F("membership__payer"), program=F("membership__program"), worker=F("membership__worker")
    )
    for pk in rows.order_by("pk").values_list("pk", flat=True).iterator():
        yield f"Bulan perlindungan no. {pk}: pekerja, pembayar, atau programnya berbeda dari daftarnya."


def months_cost_their_rate() -> Iterator[str]:
    """The amount is that of the rate, for the same payer."""
    rows = CoverMonth.objects.exclude(amount=F("rate__amount"), payer=F("rate__payer"))
    for pk in rows.order_by("pk").values_list("pk", flat=True).iterator():
        yield f"Bulan perlindungan no. {pk}: jumlahnya berbeda dari iuran bulanannya."


def rates_are_the_sum_of_their_tariffs() -> Iterator[str]:
    rows = Rate.objects.annotate(summed=Coalesce(Sum("parts__amount"), 0)).exclude(summed=F("amount"))
    for row in rows.order_by("pk"):
        yield f"Iuran bulanan no. {row.pk}: bagiannya berjumlah Rp{row.summed}, tercatat Rp{row.amount}."


def tariffs_fit_their_month() -> Iterator[str]:
    """A month never costs what was only decided for later ones, nor another payer's or sector's tariff."""
    parts = RatePart.objects.exclude(tariff__payer=F("rate__payer"), tariff__sector=F("rate__sector"))
    for pk in parts.order_by("pk").values_list("pk", flat=True):
        yield f"Bagian iuran no. {pk}: tarifnya milik pembayar atau sektor lain."
    rows = CoverMonth.objects.filter(rate__parts__tariff__valid_from__gt=F("month"))
    for pk in rows.order_by("pk").values_list("pk", flat=True).distinct().iterator():
        yield f"Bulan perlindungan no. {pk}: tarifnya baru berlaku sesudah bulan itu."


def snapshots_are_as_counted() -> Iterator[str]:
    """Their cells give the digest that was published with them."""
    for snapshot in Snapshot.objects.prefetch_related("cells").order_by("pk"):
        if not snapshot.is_intact():
            yield f"{snapshot} (no. {snapshot.pk}): isinya tidak sama dengan saat dihitung."
