"""The demo's settings, with an address for comparison."""

from selayar_site.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
# Tables straight from the models: a second instead of four. The roles that migrations give are not needed here.
MIGRATION_MODULES = dict.fromkeys(
    ("selayar_site", "programs", "news", "auth", "contenttypes", "sessions", "account", "mfa")
)
