"""The demo's settings, with an address for comparison."""

from selayar_site.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
