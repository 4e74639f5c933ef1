"""The pages of the sign-in that tell the history what happened; the rest are the library's own."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import PasswordChangeView
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from selayar_site.models import Audit

# From here on people are asked to make new recovery codes.
FEW_CODES = 3


@login_required
def account_home(request: HttpRequest) -> HttpResponse:
    return redirect("mfa_index")


class SecuritySummary(IndexView):
    """What protects the account, with a warning while there is still a code left to act with."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        codes = Authenticator.objects.filter(
            user_id=self.request.user.pk, type=Authenticator.Type.RECOVERY_CODES
        ).first()
        left = len(RecoveryCodes(codes).get_unused_codes()) if codes else 0
        return {**context, "codes_left": left, "codes_are_few": left <= FEW_CODES}


class ActivateTOTP(ActivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = self.request.user
        # The code just given proves the factor for this session, and for no older one (second_factor.py).
        self.request.session.cycle_key()
        record_authentication(self.request, user, method="mfa", type=Authenticator.Type.TOTP)
        Audit.objects.record(user, "set_up_second_factor", by=user)
        return response


class DeactivateTOTP(DeactivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        Audit.objects.record(self.request.user, "remove_second_factor", by=self.request.user)
        return response


class GenerateRecoveryCodes(GenerateRecoveryCodesView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        Audit.objects.record(self.request.user, "renew_recovery_codes", by=self.request.user)
        return response


class PasswordChange(PasswordChangeView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        Audit.objects.record(self.request.user, "change_password", by=self.request.user)
        return response
