"""Pages that draw on the whole site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from news.models import Article
from selayar_site.models import Page


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html", {"articles": Article.objects.listed()[:9].with_live()})


def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "page_detail.html", {"page": get_object_or_404(Page, slug=slug)})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
