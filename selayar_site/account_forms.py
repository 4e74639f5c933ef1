"""The forms of the sign-in, with a code of the second factor that opens once."""

from typing import Any

from allauth.account.forms import LoginForm as BaseLoginForm
from allauth.account.forms import ResetPasswordForm as BaseResetPasswordForm
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as BaseReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as BaseActivateTOTPForm
from django import forms
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from selayar_site.tasks import mail_password_link

CODE_ATTRIBUTES = {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}


class LoginForm(BaseLoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Alamat surel"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


class ResetPasswordForm(BaseResetPasswordForm):
    """Known and unknown addresses cost the same: nobody is looked up before the answer is on its way."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        transaction.on_commit(lambda: mail_password_link.enqueue(email))
        return email


class OneUse:
    """A code that was accepted is not accepted again while it is still valid (RFC 6238, section 5.2).

    The library forgets a code after one period, but with one step of tolerance it lives for three.
    """

    fields: dict[str, forms.Field]
    user: Any
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label="Kode",
            max_length=20,
            help_text="Enam angka dari aplikasi autentikator, atau salah satu kode cadangan Anda.",
            widget=forms.TextInput(attrs=CODE_ATTRIBUTES),
        )

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # the form's
        if self.authenticator.type == Authenticator.Type.TOTP:
            lifetime = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
            digits = "".join(sign for sign in code if sign.isalnum())
            if not cache.add(f"second-factor-used:{self.user.pk}:{digits}", 1, timeout=lifetime):
                raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(OneUse, BaseAuthenticateForm):
    pass


class ReauthenticateForm(OneUse, BaseReauthenticateForm):
    pass


class ActivateTOTPForm(BaseActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label="Kode dari aplikasi",
            max_length=20,
            help_text="Enam angka yang tampil di aplikasi, berganti setiap 30 detik.",
            widget=forms.TextInput(attrs={**CODE_ATTRIBUTES, "inputmode": "numeric"}),
        )
