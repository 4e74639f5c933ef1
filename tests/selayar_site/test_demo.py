"""The demo's accounts: one for each role, the same after every run, never in production."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.core.management import CommandError, call_command

from selayar_site.management.commands import demo
from selayar_site.models import User
from selayar_site.roles import ROLES


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
