"""What a month costs: by benefit, sector and payer."""

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from programs.models import Benefit, NoTariff, Tariff, TariffTable
from selayar_site.months import month_number

FISHER, OJEK = "other", "transport"
BASIC = ("jkk", "jkm")


def make_tariffs(*rows, **fields):
    """Rows of (year, month, amount) for one benefit."""
    code = fields.pop("code", "jkk")
    benefit, _ = Benefit.objects.get_or_create(code=code, defaults={"name": f"Jaminan {code}"})
    values = {"sector": FISHER, "payer": "asn", "source": "PP 44/2015"} | fields
    return [
        Tariff.objects.create(benefit=benefit, valid_from=month_number(year, month), amount=amount, **values)
        for year, month, amount in rows
    ]


@pytest.mark.django_db
def test_each_month_has_one_tariff_until_the_next_begins():
    make_tariffs((2021, 1, 10000), (2026, 4, 5000), (2027, 1, 10000))
    table = Tariff.objects.table()

    def amount(year, month):
        return table.amount_in(month_number(year, month), benefits=["jkk"], sector=FISHER, payer="asn")

    assert [amount(2026, 3), amount(2026, 4), amount(2026, 12), amount(2027, 1), amount(2099, 1)] == [
        10000, 5000, 5000, 10000, 10000,
    ]  # fmt: skip
    ends = Tariff.objects.with_end().order_by("valid_from").values_list("valid_until", flat=True)
    assert list(ends) == [month_number(2026, 3), month_number(2026, 12), None]
    assert Tariff.objects.in_force(month_number(2026, 6)).get().amount == 5000


@pytest.mark.django_db
def test_benefits_are_added_and_one_that_is_missing_is_told():
    make_tariffs((2021, 1, 10000))
    make_tariffs((2021, 1, 6800), code="jkm", is_confirmed=True)
    table, month = Tariff.objects.table(), month_number(2026, 11)
    assert table.amount_in(month, benefits=BASIC, sector=FISHER, payer="asn") == 16800
    assert not table.is_confirmed_in(month, benefits=BASIC, sector=FISHER, payer="asn")
    assert table.is_confirmed_in(month, benefits=["jkm"], sector=FISHER, payer="asn")
    with pytest.raises(NoTariff, match="JKK untuk transportasi"):
        table.amount_in(month, benefits=BASIC, sector=OJEK, payer="asn")
    with pytest.raises(NoTariff, match="Desember 2020"):
        table.amount_in(month_number(2020, 12), benefits=["jkk"], sector=FISHER, payer="asn")


@pytest.mark.django_db
def test_a_row_without_amount_ends_a_tariff():
    make_tariffs((2021, 1, 10000), (2024, 1, None))
    with pytest.raises(NoTariff):
        Tariff.objects.table().amount_in(month_number(2024, 1), benefits=["jkk"], sector=FISHER, payer="asn")
    assert not Tariff.objects.in_force(month_number(2024, 1)).exists()


@pytest.mark.django_db
def test_two_tariffs_never_hold_at_once():
    """The end follows from the next row: only the same beginning could be said twice."""
    make_tariffs((2021, 1, 10000))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_tariffs((2021, 1, 5000))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO programs_tariff (benefit_id, sector, payer, valid_from, amount, source, is_confirmed, note,"
            " version) SELECT benefit_id, sector, payer, valid_from, 1, 'x', is_confirmed, '', 1 FROM programs_tariff"
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [{"valid_from": 2026}, {"amount": 0}, {"amount": 10_000_001}, {"sector": "laut"}, {"valid_from": 30000}]
)
def test_impossible_tariffs_are_refused_by_the_database(values):
    (tariff,) = make_tariffs((2021, 1, 10000))
    with pytest.raises(IntegrityError), transaction.atomic():
        Tariff.objects.filter(pk=tariff.pk).update(**values)


rows = st.dictionaries(st.integers(24000, 24060), st.none() | st.integers(1, 99), max_size=8)


@given(rows, st.integers(23990, 24070))
def test_table_answers_the_latest_that_has_begun(begun, month):
    benefit = Benefit(code="jkk")
    table = TariffTable(
        Tariff(benefit=benefit, sector=OJEK, payer="own", valid_from=since, amount=amount)
        for since, amount in begun.items()
    )
    expected = (
        begun[max(since for since in begun if since <= month)] if min(begun, default=month + 1) <= month else None
    )
    try:
        found = table.amount_in(month, benefits=["jkk"], sector=OJEK, payer="own")
    except NoTariff:
        found = None
    assert found == expected
