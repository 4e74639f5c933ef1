"""The programmes, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from programs.models import Program, ProgramDocument
from programs.waiting import waiting_page
from selayar_site.media import document_response
from selayar_site.methods import read_only
from selayar_site.pagestore import kept


@kept("programs", "site")
def program_list(request: HttpRequest) -> HttpResponse:
    return render(request, "programs/program_list.html", {"programs": Program.objects.listed()})


@kept("programs", "site")
def waiting_list(request: HttpRequest) -> HttpResponse:
    """How many wait to be covered, by groups that tell of nobody."""
    program = Program.objects.listed().filter(kind=Program.Kind.SPONSORSHIP).first()
    return render(request, "programs/waiting_list.html", {"page": waiting_page(), "program": program})


@read_only
def program_document(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """A document, for as long as its programme is public."""
    documents = ProgramDocument.objects.filter(program__in=Program.objects.listed())
    document = get_object_or_404(documents, program__slug=slug, slug=name)
    try:
        return document_response(document.file.open(), f"{document.slug}.pdf")
    except FileNotFoundError as error:  # a restore without its files
        raise Http404 from error
