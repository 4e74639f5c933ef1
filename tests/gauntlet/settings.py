"""The demo's settings for the heavy trials."""

from selayar_site.settings import *  # noqa: F403
from selayar_site.settings import LOGGING, STORAGES

# The site's addresses, and some that call verbs without the sign-in.
ROOT_URLCONF = "tests.gauntlet.urls"
# Hashed names need collectstatic first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# A made-up address or host is no news here; an exception is.
LOGGING["root"] = {**LOGGING["root"], "level": "ERROR"}
LOGGING["loggers"]["django"]["level"] = "ERROR"  # type: ignore[index]
LOGGING["loggers"]["django.security.DisallowedHost"] = {"level": "CRITICAL"}  # type: ignore[index]
