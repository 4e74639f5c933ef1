"""Nonsense is refused at start, with one sentence that names the variable."""

import base64
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = str(ROOT / "selayar_site" / "settings.py")


def key(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


PRODUCTION = {
    "SELAYAR_ORIGIN": "https://humas.example.go.id",
    "SELAYAR_SECRET_KEY": "s" * 50,
    "SELAYAR_SEALING_KEYS": f"b:{key('b')},a:{key('a')}",
    "SELAYAR_INDEX_KEY": key("i"),
    "SELAYAR_MAIL_FROM": "humas@example.go.id",
}


@pytest.fixture
def load(monkeypatch, tmp_path):
    """The settings as they are read from exactly these variables."""

    def load_with(environment: dict[str, str]) -> dict:
        for name in list(os.environ):
            if name.startswith("SELAYAR_") or name in {"DATABASE_URL", "VALKEY_URL"}:
                monkeypatch.delenv(name)
        for name, value in {"SELAYAR_DATA_DIR": str(tmp_path / "data"), **environment}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(SETTINGS)

    return load_with


def test_production_needs_its_five_variables_and_nothing_else(load, tmp_path):
    values = load(PRODUCTION)
    assert list(values["SEALING_KEYS"]) == ["b", "a"]
    assert values["ALLOWED_HOSTS"] == ["humas.example.go.id"]
    assert values["OVER_HTTPS"] and values["SESSION_COOKIE_SECURE"] and not values["DEMO"]
    assert list(tmp_path.iterdir()) == []


def test_demo_needs_nothing(load):
    values = load({"SELAYAR_DEMO": "1"})
    assert values["DEMO"] and values["PUBLIC_ORIGIN"] == "http://127.0.0.1:8000"


@pytest.mark.parametrize("name", PRODUCTION)
def test_missing_variable_is_named(load, name):
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is not set. README.md"):
        load({**PRODUCTION, name: " "})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SELAYAR_DEMO", "maybe", "must be on or off"),
        ("SELAYAR_PAGE_STORE", "sometimes", "must be on or off"),
        ("SELAYAR_SECRET_KEY", "too-short-to-be-safe", "at least 50 characters"),
        ("SELAYAR_INDEX_KEY", "not-base64-ü", "is not base64"),
        ("SELAYAR_INDEX_KEY", "c2hvcnQ=", "holds 5 bytes; it must be 32"),
        ("SELAYAR_SEALING_KEYS", key("a"), "must read id:base64"),
        ("SELAYAR_SEALING_KEYS", f"a:{key('a')},a:{key('b')}", "each id once"),
        ("SELAYAR_SEALING_KEYS", f"a:{key('a')},", "must read id:base64"),
        ("SELAYAR_SEALING_KEYS", f"toolongid:{key('a')}", "up to 8 letters or digits"),
        ("SELAYAR_SEALING_KEYS", f"kü:{key('a')}", "letters or digits"),
        ("SELAYAR_SEALING_KEYS", "a:c2hvcnQ=", "holds 5 bytes"),
        ("SELAYAR_ORIGIN", "humas.example.go.id", "must be an origin"),
        ("SELAYAR_ORIGIN", "https://humas.example.go.id/berita", "without a path"),
        ("SELAYAR_ORIGIN", "https://humas.example.go.id?x", "must be an origin"),
        ("SELAYAR_ORIGIN", "https://a:b@humas.example.go.id", "must be an origin"),
        ("SELAYAR_ORIGIN", "http://humas.example.go.id", "must begin with https://"),
        ("SELAYAR_ORIGIN", "ftp://humas.example.go.id", "must begin with https://"),
        ("SELAYAR_ORIGIN", "https://humas.example.go.id:99999", "must be an origin"),
        ("SELAYAR_ORIGIN", "https://[", "must be an origin"),
        ("SELAYAR_DATA_DIR", "var", "must be an absolute path"),
        ("DATABASE_URL", "mysql://u:p@h/d", "must begin with sqlite:// or postgres://"),
        ("DATABASE_URL", "nonsense", "must begin with sqlite:// or postgres://"),
        ("VALKEY_URL", "http://127.0.0.1", "must begin with redis:// or rediss://"),
        ("SELAYAR_MAIL_URL", "carrier-pigeon://", "must begin with smtp://"),
        ("SELAYAR_MAIL_FROM", "nobody", "must hold an e-mail address"),
        ("SELAYAR_MAIL_RATE", "0", "must be a number from 1 to 6000"),
        ("SELAYAR_MAIL_RATE", "²", "must be a number from 1 to 6000"),
        ("SELAYAR_DIGEST_HOUR", "24", "must be a number from 0 to 23"),
        ("SELAYAR_BOUNCE_ADDRESS", "kembali", "must be an e-mail address"),
        ("SELAYAR_BOUNCE_ADDRESS", "a+b@humas.example.go.id", "must be an e-mail address"),
        ("SELAYAR_BOUNCE_MAILDIR", "Maildir", "must be an absolute path"),
        ("SELAYAR_TIME_ZONE", "Mars/Olympus", "is no time zone"),
        ("SELAYAR_RELEASE_NUMBER", "{number}/{year", "may hold {number}, {year}, {month}, {roman_month}"),
        ("SELAYAR_RELEASE_NUMBER", "{number}/{year}/{office}", "may hold"),
        ("SELAYAR_RELEASE_NUMBER", "{number.real}/{year}", "may hold"),
        ("SELAYAR_RELEASE_NUMBER", "{number:>999999999}/{year}", "may hold"),
        ("SELAYAR_RELEASE_NUMBER", "{roman_month:03d}/{number}/{year}", "may hold"),
        ("SELAYAR_RELEASE_NUMBER", "{}/{year}", "may hold"),
        ("SELAYAR_RELEASE_NUMBER", "HUMAS", "must hold {number} and {year}"),
        ("SELAYAR_RELEASE_NUMBER", "{number}/HUMAS/{roman_month}", "counting starts anew each year"),
        ("SELAYAR_RELEASE_NUMBER", "{number:06d}/Hubungan Masyarakat dan Protokol/{year}", "more than 40 characters"),
        ("SELAYAR_RELEASE_NUMBER", "{number}\n{year}", "unprintable"),
    ],
)
def test_nonsense_is_refused_with_one_sentence(load, name, value, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence) as caught:
        load({**PRODUCTION, name: value})
    said = str(caught.value)
    assert said.startswith(name) and said.endswith(".") and "\n" not in said
    assert "KEY" not in name or value not in said, "a secret is repeated"


def test_process_ends_with_the_sentence_in_its_last_line():
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SELAYAR_")}
    environment |= {**PRODUCTION, "SELAYAR_INDEX_KEY": "?", "DJANGO_SETTINGS_MODULE": "selayar_site.settings"}
    run = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    last = run.stderr.strip().splitlines()[-1]
    assert last == "django.core.exceptions.ImproperlyConfigured: SELAYAR_INDEX_KEY is not base64."
