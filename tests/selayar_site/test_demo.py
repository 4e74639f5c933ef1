"""The demo's accounts: one for each role, the same after every run, never in production."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command

from selayar_site.management.commands import demo
from selayar_site.models import User
from selayar_site.roles import ROLES
from selayar_site.terminal_mail import EmailBackend
from tests.factories import make_identity

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_each_role_has_an_account_that_can_sign_in():
    accounts = demo.make_accounts()
    assert set(accounts) == set(ROLES)
    for role, user in accounts.items():
        assert user.is_staff and user.check_password(demo.PASSWORD)
        assert [group.name for group in user.groups.all()] == [role]
        assert user.email in demo.sign_ins()


@pytest.mark.django_db
def test_a_second_run_changes_nothing_that_a_session_depends_on():
    def state():
        factors = Authenticator.objects.order_by("pk").values_list("pk", "created_at")
        return list(User.objects.order_by("pk").values_list("pk", "email", "password")), list(factors)

    demo.make_accounts()
    first = state()
    demo.make_accounts()
    assert state() == first


def test_the_printed_codes_are_accepted():
    now, then = re.findall(r"\b\d{6}\b", demo.code_line())
    assert validate_totp_code(demo.SECRET, now)
    assert now != then


def test_known_passwords_stay_out_of_production(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="hanya untuk situs contoh"):
        call_command("demo")


def test_mail_of_the_demo_is_printed_with_links_that_can_be_followed():
    printed = io.StringIO()
    url = f"http://127.0.0.1:8000/langganan/konfirmasi/{'x' * 80}/"
    message = EmailMultiAlternatives("Konfirmasi – langganan", f"Buka {url}", to=["budi@warga.example"])
    message.attach_alternative("<p>HTML</p>", "text/html")
    assert EmailBackend(stream=printed).send_messages([message]) == 1
    assert f"Buka {url}\n" in printed.getvalue() and "Perihal: Konfirmasi – langganan" in printed.getvalue()
    assert "budi@warga.example" in printed.getvalue() and "<p>" not in printed.getvalue()


@pytest.mark.once
def test_postman_of_the_demo_goes_when_the_server_has_gone(tmp_path):
    """Started as `make run` does, by the shell that becomes the server: here one that ends at once."""
    environment = os.environ | {"SELAYAR_DEMO": "1", "SELAYAR_DATA_DIR": str(tmp_path)}
    script = f"{sys.executable} manage.py demo --post-while $$ &"
    # Returns when nobody holds the other end of its pipes any more, the postman least of all.
    subprocess.run(["sh", "-c", script], cwd=ROOT, env=environment, capture_output=True, check=True, timeout=40)


@pytest.mark.django_db
def test_demo_shows_whom_to_tell_of_a_hole(client):
    make_identity(email="humas@selayar.example")
    assert client.get("/.well-known/security.txt").status_code == 404
    demo.confirm_security_address()
    assert "mailto:humas@selayar.example" in client.get("/.well-known/security.txt").text
