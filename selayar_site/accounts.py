"""Sign-in as this site wants it: closed to sign-ups, sealed secrets, mail without names."""

import base64
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.http import HttpRequest

from selayar_site.models import SiteIdentity
from selayar_site.sealed import seal, unseal

# The name under which keys are sealed (sealed.py); renaming it makes every stored key unreadable.
FACTOR = "mfa.authenticator.data"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; the sign-in tells strangers nothing about them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A password or code given within the last five minutes counts, at sign-in too.

        Otherwise everyone would type the password twice on the first day.
        """
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)

    def format_email_subject(self, subject: str) -> str:
        return f"{subject} – {SiteIdentity.current().site_name}"

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Out-of-office notes of a mailbox are not wanted (RFC 3834)."""
        context = {**context, "identity": SiteIdentity.current(), "zone": settings.TIME_ZONE_LABEL}
        return super().render_mail(template_prefix, email, context, {"Auto-Submitted": "auto-generated"})


class FactorAdapter(DefaultMFAAdapter):
    """Keys of the second factor and of the recovery codes lie sealed in the database."""

    def get_totp_issuer(self) -> str:
        return SiteIdentity.current().site_name

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Issuer and address, as apps expect them (Key Uri Format of Google Authenticator)."""
        return f"{self.get_totp_issuer()}:{user.get_username()}"

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text, aad=FACTOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(base64.b64decode(encrypted_text), aad=FACTOR)
