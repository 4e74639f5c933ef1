"""Figures and awards, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify

from programs.figure_data import COLUMNS, as_csv, award_row, budget_row, figure_rows
from programs.models import Award, Domain
from programs.register_tables import COLUMNS as REGISTER_COLUMNS
from programs.register_tables import read_register, register_rows, withdrawn_rows
from programs.statistics import all_answers, budgets
from selayar_site.media import document_response
from selayar_site.methods import read_only
from selayar_site.models import SiteIdentity
from selayar_site.open_data import open_to_all, whole
from selayar_site.pagestore import kept


@kept("programs", "site")
def statistics(request: HttpRequest) -> HttpResponse:
    """Every published figure with its sources, by domain; the registers by month; budgets; what the data means."""
    found = all_answers()
    domains = [
        (domain.label, [answer for answer in found if answer.indicator.domain == domain.value]) for domain in Domain
    ]
    context = {
        "answers": found,
        "domains": [(label, answers) for label, answers in domains if answers],
        "budgets": budgets(),
        "register": read_register(),
        "columns": COLUMNS,
        "register_columns": REGISTER_COLUMNS,
    }
    return render(request, "programs/statistics.html", context)


@kept("programs", "site")
def statistics_csv(request: HttpRequest) -> HttpResponse:
    return _csv("statistik", as_csv(COLUMNS, figure_rows()))


@kept("programs", "site")
def register_csv(request: HttpRequest) -> HttpResponse:
    """The published snapshots of the registers."""
    return _csv("daftar", as_csv(REGISTER_COLUMNS, register_rows()))


def _csv(name: str, text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    place = slugify(SiteIdentity.current().short_name) or "daerah"
    response["Content-Disposition"] = f'attachment; filename="{name}-{place}.csv"'
    return open_to_all(response)


@kept("programs", "site")
def statistics_json(request: HttpRequest) -> HttpResponse:
    """Figures, budgets, awards and the registers by month, with the meaning of each column."""
    site = SiteIdentity.current()
    data = {
        "judul": f"{site.site_name} – Statistik",
        "alamat": whole(reverse("statistics")),
        "penerbit": site.office,
        "lisensi": {"teks": site.licence, "alamat": whole(site.licence_url)},
        "kolom": _dictionary(COLUMNS),
        "angka": figure_rows(),
        "anggaran": [budget_row(row) for row in budgets()],
        "penghargaan": [award_row(award) for award in Award.objects.listed()],
        "kolom_daftar": _dictionary(REGISTER_COLUMNS),
        "daftar": register_rows(),
        "daftar_dicabut": withdrawn_rows(),
    }
    return open_to_all(JsonResponse(data, json_dumps_params={"ensure_ascii": False}))


def _dictionary(columns: dict[str, tuple[str, str]]) -> list[dict[str, str]]:
    return [{"nama": name, "jenis": kind, "arti": text} for name, (kind, text) in columns.items()]


@kept("programs", "site")
def award_list(request: HttpRequest) -> HttpResponse:
    """Awards, those for health apart from those for labour."""
    awards = list(Award.objects.listed())
    domains = [
        (domain.value, domain.label, [award for award in awards if award.domain == domain.value]) for domain in Domain
    ]
    context = {"domains": [each for each in domains if each[2]]}
    return render(request, "programs/award_list.html", context)


@read_only
def award_evidence(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The document that proves an award, for as long as the award is public."""
    award = get_object_or_404(Award.objects.listed().exclude(evidence=""), slug=slug)
    try:
        return document_response(award.evidence.open(), f"{award.slug}.pdf")
    except FileNotFoundError as error:  # a restore without its files
        raise Http404 from error
