"""The programmes, for everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from programs.models import Program
from selayar_site.pagestore import kept


@kept("programs", "site")
def program_list(request: HttpRequest) -> HttpResponse:
    return render(request, "programs/program_list.html", {"programs": Program.objects.listed()})
