"""Nobody who can change anything works with a password alone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

if TYPE_CHECKING:
    from selayar_site.models import User

# What can be reached with a password alone: setting up the second factor, or giving up.
WITHOUT_FACTOR = ("mfa_activate_totp", "account_reauthenticate", "account_logout")
# What can be reached in a session that began before the second factor was set up.
UNPROVEN = ("mfa_reauthenticate", "account_logout")


def needs_second_factor(user: "User") -> bool:
    """Everyone with an office, a role or a permission."""
    return user.is_staff or user.is_superuser or user.groups.exists() or user.user_permissions.exists()


def next_step(request: HttpRequest, user: "User") -> str:
    """The name of the page that this session must pass first; empty when nothing is missing.

    A session proves the second factor after that factor was set up. So one that a thief of the password
    opened before stays outside when its owner sets up the factor, and one that went through a factor
    since taken away does too.
    """
    if not needs_second_factor(user):
        return ""
    factor = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return "mfa_activate_totp"
    since = factor.created_at.timestamp()
    proofs = [record for record in get_authentication_records(request, user) if record["method"] == "mfa"]
    return "" if any(proof["at"] >= since for proof in proofs) else "mfa_reauthenticate"


class SecondFactor:
    """Shows every view a stranger until the second factor is proven, then leads to the missing step.

    The account is looked at only when a view asks for it: a public page stays free of the session.
    It stands right after AuthenticationMiddleware, so that nothing sees the account before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user
        missing: list[str] = []

        def admitted() -> "User | AnonymousUser":
            if not signed_in.is_authenticated:
                return AnonymousUser()
            step = next_step(request, signed_in)
            open_pages = {"mfa_activate_totp": WITHOUT_FACTOR, "mfa_reauthenticate": UNPROVEN}.get(step, ())
            if not step or request.path in {reverse(name) for name in open_pages}:
                return signed_in
            missing.append(step)
            return AnonymousUser()

        request.user = SimpleLazyObject(admitted)  # type: ignore[assignment]
        response = self.get_response(request)
        if missing:
            response = redirect(f"{reverse(missing[0])}?{urlencode({'next': _wanted(request)})}")
        if request.session.accessed:
            patch_cache_control(response, private=True, no_store=True)
        return response


def _wanted(request: HttpRequest) -> str:
    """Where to go on afterwards: the page asked for, or the one that a form was sent from."""
    return request.get_full_path() if request.method == "GET" else reverse("admin:index")
