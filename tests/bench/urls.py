"""The site's addresses, and a view that does nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from selayar_site.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401


def fixed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("tetap")


urlpatterns = [path("bench/fixed", fixed), *urlpatterns]
