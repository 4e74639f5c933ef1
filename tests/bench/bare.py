"""Django with one view that answers a fixed string, and nothing else: what every other figure is held against."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

if not settings.configured:
    settings.configure(SECRET_KEY="none", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[])
    django.setup()


def fixed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("tetap")


urlpatterns = [path("bench/fixed", fixed), path("robots.txt", fixed)]
application = WSGIHandler()
