"""Figures: by two people, with their source, and never edited away."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.actions import figures
from programs.models import Allocation, Award, Figure
from selayar_site.claims import Stale
from selayar_site.models import Audit, Photo, Purge
from tests.factories import make_award, make_figure, make_indicator, make_program, make_published_figure, make_user

pytestmark = pytest.mark.django_db


def published():
    return list(Figure.objects.published())


def test_figure_is_public_after_a_second_person_only():
    figure = make_figure()
    assert published() == []
    with pytest.raises(ValidationError, match="orang lain"):
        figures.approve_figure(figure, by=figure.entered_by, version=figure.version)
    figure.refresh_from_db()
    assert figure.state == "pending" and published() == []
    before = Purge.objects.count()
    figures.approve_figure(figure, by=make_user(), version=figure.version)
    assert published() == [figure] and Purge.objects.count() > before
    told = list(Audit.objects.about(figure).values_list("action", "to_state"))
    assert told == [("approve", "approved"), ("enter_figure", "pending")]


def test_database_itself_keeps_approval_for_another():
    figure = make_figure()
    facts = {"state": "approved", "decided_at": timezone.now()}
    for by in (figure.entered_by, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Figure.objects.filter(pk=figure.pk).update(decided_by=by, **facts)


def test_waiting_figure_is_changed_by_its_writer_alone_who_never_approves_it():
    figure = make_figure()
    writer = figure.entered_by
    with pytest.raises(ValidationError, match="ditulis oleh orang lain"):
        figures.change_figure(figure, by=make_user(), version=figure.version, value=Decimal(211))
    figure.refresh_from_db()
    assert figures.change_figure(figure, by=writer, version=figure.version, value=Decimal(210)) == {"value"}
    with pytest.raises(ValidationError):
        figures.approve_figure(figure, by=writer, version=figure.version)
    figure.refresh_from_db()
    figures.approve_figure(figure, by=make_user(), version=figure.version)
    assert Figure.objects.get().value == 210


def test_retraction_says_why_and_is_of_what_holds():
    former = make_published_figure()
    new = make_published_figure(indicator=former.indicator, replaces=former, correction="Keliru.")
    with pytest.raises(ValidationError, match="sudah digantikan"):
        figures.retract_figure(former, by=make_user(), version=former.version, reason="Keliru.")
    with pytest.raises(ValidationError, match="Pembaca melihat"):
        figures.retract_figure(new, by=make_user(), version=new.version, reason=" ")
    new.refresh_from_db()
    figures.retract_figure(new, by=make_user(), version=new.version, reason="Tidak ada dokumennya.")
    assert set(published()) == {former, new} and not Figure.objects.current()
    assert Audit.objects.about(new)[0].action == "retract_figure"
    with pytest.raises(ValidationError, match="ditarik"):
        figures.retract_figure(new, by=make_user(), version=new.version, reason="Lagi.")
    right = make_published_figure(indicator=former.indicator, replaces=new, correction="Dokumennya ditemukan.")
    assert list(Figure.objects.current()) == [right]
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.filter(pk=new.pk).update(retraction="")


def test_approved_figure_is_not_changed_nor_decided_again():
    figure = make_published_figure()
    for verb in (
        lambda: figures.change_figure(figure, by=figure.entered_by, version=figure.version, value=Decimal(1)),
        lambda: figures.refuse_figure(figure, by=make_user(), version=figure.version, reason="Keliru."),
        lambda: figures.approve_figure(figure, by=make_user(), version=figure.version),
    ):
        with pytest.raises(ValidationError, match="tidak menunggu"):
            verb()
        figure.refresh_from_db()
    assert figure.value == 206 and figure.state == "approved"


def test_decision_on_an_overtaken_text_is_stale():
    figure = make_figure()
    seen = figure.version
    figures.change_figure(figure, by=figure.entered_by, version=seen, value=Decimal(300))
    with pytest.raises(Stale):
        figures.approve_figure(figure, by=make_user(), version=seen)


def test_correction_is_a_new_row_that_replaces_the_former():
    former = make_published_figure()
    new = make_figure(indicator=former.indicator, value=208, replaces=former, correction="Dua orang terlewat.")
    assert list(Figure.objects.current()) == [former]
    figures.approve_figure(new, by=make_user(), version=new.version)
    assert list(Figure.objects.current()) == [new] and set(published()) == {former, new}
    assert Figure.objects.get(pk=former.pk).value == 206


def test_one_replacement_at_a_time_and_only_of_the_like():
    former = make_published_figure()
    values = {"indicator": former.indicator, "replaces": former, "correction": "Keliru."}
    first = make_figure(**values)
    with pytest.raises(ValidationError, match="sudah digantikan"):
        make_figure(**values)
    with pytest.raises(ValidationError, match="sama dengan"):
        make_figure(**values | {"indicator": make_indicator()})
    with pytest.raises(ValidationError, match="sudah disetujui"):
        make_figure(**values | {"replaces": first})
    with pytest.raises(ValidationError, match="alasan koreksi"):
        make_figure(**values | {"correction": ""})
    figures.refuse_figure(first, by=first.entered_by, version=first.version, reason="Salah baca.")
    assert make_figure(**values).state == "pending"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"value": 59, "numerator": 468, "denominator": 3871}, "12,1 persen"),
        ({"value": 101}, "Lebih dari 100"),
        ({"value": 12, "denominator": 3871}, "pembilang"),
        ({"value": -1}, "kurang dari nol"),
        ({"value": 12, "source": ""}, ""),
        ({"value": 12, "source_url": "javascript:alert(1)"}, "alamat"),
        ({"value": 12, "as_of": date(1999, 12, 31)}, "2000"),
    ],
)
def test_impossible_figures_are_refused_with_a_sentence(fields, sentence):
    with pytest.raises(ValidationError) as refusal:
        make_figure(indicator=make_indicator(kind="share"), **fields)
    assert sentence in str(refusal.value)
    assert not Figure.objects.exists()


def test_share_may_be_rounded_and_may_pass_a_hundred_with_its_parts():
    share = make_indicator(kind="share")
    assert make_figure(indicator=share, value=12, numerator=468, denominator=3871).pk
    assert make_figure(indicator=share, value=Decimal("100.7"), numerator=1007, denominator=1000).pk


def test_figure_says_itself_as_exactly_as_it_is_known():
    share = make_indicator(kind="share", unit="pekerja")
    about = make_figure(
        indicator=share, value=53, wording="about", numerator=72131, as_of=date(2024, 8, 31), precision="month"
    )
    assert (about.words, about.as_of_words) == ("sekitar 53 persen", "Agustus 2024")
    assert about.implied_denominator == 136096
    exact = make_figure(indicator=share, value=Decimal("12.10"), numerator=468, denominator=3871)
    assert (exact.words, exact.as_of_words) == ("12,1 persen", "21 Maret 2023") and exact.implied_denominator is None
    count = make_figure(indicator=make_indicator(unit="ASN"), value=3871, as_of=date(2023, 12, 31), precision="year")
    assert (count.words, count.as_of_words) == ("3.871 ASN", "2023")


def test_figures_of_a_hidden_indicator_are_not_public():
    make_published_figure(indicator=make_indicator(is_public=False))
    assert published() == []


@pytest.mark.parametrize("values", [{"year": 1999}, {"amount": 0}, {"amount": 10**13 + 1}, {"source": ""}])
def test_impossible_budgets_are_refused_by_the_database(values):
    row = Allocation.objects.create(program=make_program(), year=2024, amount=1_000_000_000, source="APBD 2024")
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.filter(pk=row.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.create(program=row.program, year=2024, amount=1, source="Lain")


def test_budget_of_a_hidden_programme_is_not_public():
    program = make_program(is_public=False)
    Allocation.objects.create(program=program, year=2024, amount=1, source="APBD 2024")
    assert not Allocation.objects.published().exists()


@pytest.mark.parametrize("values", [{"judged_year": 1900}, {"evidence": "ada.pdf"}, {"source": ""}])
def test_impossible_awards_are_refused_by_the_database(values):
    award = make_award()
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(**values)


def test_award_shows_no_photo_of_a_child_or_a_victim():
    award = make_award()
    award.photo, award.alt = Photo(title="Anak di dermaga", is_sensitive=True), "Seorang anak di dermaga"
    with pytest.raises(ValidationError, match="anak atau korban"):
        award.clean()
