"""The pages of the sign-in that exist. Under the library's names, so that it finds them.

What is not here is closed: further mail addresses, mail confirmation, sign-in by code.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from django.urls import path, re_path

from selayar_site import account_views as own

urlpatterns = [
    path("", own.account_home, name="account_home"),
    path("masuk/", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("ditutup/", account.account_inactive, name="account_inactive"),
    path("daftar/", account.signup, name="account_signup"),
    path("konfirmasi/", account.reauthenticate, name="account_reauthenticate"),
    path("sandi/", own.PasswordChange.as_view(), name="account_change_password"),
    path("sandi/lupa/", account.password_reset, name="account_reset_password"),
    path("sandi/lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sandi/baru/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("keamanan/", own.SecuritySummary.as_view(), name="mfa_index"),
    path("keamanan/kode/", factor.authenticate, name="mfa_authenticate"),
    path("keamanan/kode/lagi/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("keamanan/pasang/", own.ActivateTOTP.as_view(), name="mfa_activate_totp"),
    path("keamanan/lepas/", own.DeactivateTOTP.as_view(), name="mfa_deactivate_totp"),
    path("keamanan/cadangan/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("keamanan/cadangan/baru/", own.GenerateRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
]
