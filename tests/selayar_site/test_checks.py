import pytest
from django.core import checks

from selayar_site.checks import settings_agree


@pytest.fixture
def production(settings):
    settings.DEMO, settings.OVER_HTTPS = False, True
    settings.SECRET_KEY = "s" * 50
    settings.SEALING_KEYS = {"a": b"a" * 32}
    settings.BLIND_INDEX_KEY = b"i" * 32
    settings.TIME_ZONE, settings.TIME_ZONE_LABEL = "Asia/Makassar", "WITA"
    return settings


def ids() -> list[str | None]:
    found = settings_agree(None)
    assert all(message.hint for message in found)
    return [message.id for message in found]


def test_sensible_settings_pass(production):
    assert ids() == []


def test_demo_on_its_own_machine_passes(settings):
    assert ids() == []


def test_demo_on_the_net_is_refused(production):
    production.DEMO = True
    assert ids() == ["selayar.E001"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "artificial" + "x" * 50),
        ("SEALING_KEYS", {"b": b"b" * 32, "demo": b"artificial sealing key (demo) 32"}),
        ("BLIND_INDEX_KEY", b"artificial index key of the demo"),
    ],
)
def test_secret_of_the_demo_in_production_is_refused(production, name, value):
    setattr(production, name, value)
    assert ids() == ["selayar.E002"]


def test_every_secret_of_the_demo_is_known_as_such(settings):
    settings.DEMO = False
    secrets = [settings.SECRET_KEY.encode(), settings.BLIND_INDEX_KEY, *settings.SEALING_KEYS.values()]
    assert all(secret.startswith(b"artificial") for secret in secrets)
    assert ids() == ["selayar.E002"]


@pytest.mark.parametrize("ring", [{"a": b"i" * 32}, {"a": b"a" * 32, "b": b"a" * 32}])
def test_one_key_for_two_purposes_is_refused(production, ring):
    production.SEALING_KEYS = ring
    assert ids() == ["selayar.E003"]


def test_label_that_is_not_the_zones_is_warned_of(production):
    production.TIME_ZONE_LABEL = "WIB"
    assert ids() == ["selayar.W001"]
    production.TIME_ZONE = "Asia/Jakarta"
    assert ids() == []


def test_checks_are_run_by_django():
    assert settings_agree in checks.registry.registry.get_checks()
