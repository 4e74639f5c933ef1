"""A test client that is through the whole sign-in, second factor included."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client

from selayar_site.models import User
from selayar_site.roles import grant
from tests.factories import make_user


def make_staff(*roles: str, **fields) -> User:
    """Someone of the office with these roles (selayar_site/roles.py)."""
    if roles and not Group.objects.filter(name__in=roles).exists():
        grant(apps)  # a test with real transactions emptied the tables
    user = make_user(is_staff=True, **fields)
    user.groups.set(Group.objects.filter(name__in=roles))
    assert user.groups.count() == len(set(roles)), f"No such role: {roles}"
    return user


def set_up_factor(user: User, *, secret: str = "") -> str:
    """The second factor with its recovery codes; answers with the secret."""
    secret = secret or generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str, *, at: float | None = None, step: int = 0) -> str:
    """The six digits that an app shows at that moment, `step` periods later."""
    return format_hotp_value(hotp_value(secret, int((at or time.time()) // 30) + step))


def sign_in(client: Client, user: User) -> Client:
    """The session as it is after password and second factor."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        set_up_factor(user)
    client.force_login(user)
    session = client.session
    now = time.time() + 0.001
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": now}, {"method": "mfa", "at": now}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client
