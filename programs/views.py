from django.http import HttpRequest, HttpResponse


def program_list(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def program_detail(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotImplementedError
