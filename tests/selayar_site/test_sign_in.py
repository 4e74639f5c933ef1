"""The way in: password, second factor, recovery codes, and what stays shut."""

import re
import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from selayar_site import roles
from selayar_site.models import Audit, User
from tests.factories import make_user
from tests.sign_in import code_of, make_staff, set_up_factor, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "kapal-layar-di-teluk"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def make_writer(**fields):
    return make_staff(roles.WRITER, password=PASSWORD, **fields)


def give_password(client, user, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **extra})


def leads_to_sign_in(response):
    last = response.redirect_chain[-1][0]
    return last.startswith((reverse("account_login"), reverse("mfa_authenticate")))


def secret_shown(client):
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    return re.search(r'class="secret">([A-Z2-7]+)<', page)[1]


# The first day


def test_first_sign_in_leads_to_setting_up_the_second_factor(client):
    give_password(client, make_writer())
    response = client.get("/admin/")
    assert response.status_code == 302
    assert response.url.startswith(reverse("mfa_activate_totp"))


def test_setting_up_asks_for_the_password_once_only(client):
    give_password(client, make_writer())
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_right_code_shows_recovery_codes_and_opens_the_office(client):
    user = make_writer()
    give_password(client, user)
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret_shown(client))}, follow=True)
    codes = re.findall(r"<code>(\d{8})</code>", response.content.decode())
    assert len(codes) == 10
    assert client.get("/admin/").status_code == 200
    assert Audit.objects.about(user).first().action == "set_up_second_factor"


def test_recovery_codes_are_shown_once(client):
    user = make_writer()
    give_password(client, user)
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret_shown(client))})
    assert "<code>" in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert "<code>" not in client.get(reverse("mfa_view_recovery_codes")).content.decode()


def test_wrong_code_at_set_up_sets_up_nothing(client):
    give_password(client, make_writer())
    secret_shown(client)
    response = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Kode salah" in response.content.decode()
    assert not Authenticator.objects.exists()


def test_keys_lie_sealed_in_the_database(client):
    user = make_writer()
    secret = set_up_factor(user)
    kept = [row.data for row in Authenticator.objects.all()]
    assert secret not in str(kept)


# Every day


def test_password_alone_opens_nothing(client):
    user = make_writer()
    set_up_factor(user)
    response = give_password(client, user)
    assert response.url == reverse("mfa_authenticate")
    assert leads_to_sign_in(client.get("/admin/", follow=True))


def test_password_and_code_open_the_page_asked_for(client):
    user = make_writer()
    secret = set_up_factor(user)
    asked = client.get("/admin/news/tag/", follow=True)
    assert asked.redirect_chain[-1][0] == f"{reverse('account_login')}?next=%2Fadmin%2Fnews%2Ftag%2F"
    give_password(client, user, next="/admin/news/tag/")
    response = client.post(reverse("mfa_authenticate"), {"code": code_of(secret), "next": "/admin/news/tag/"})
    assert response.url == "/admin/news/tag/"


def test_admin_login_leads_to_the_sign_in(client):
    response = client.get("/admin/login/?next=%2Fadmin%2Fnews%2F")
    assert response.url == f"{reverse('account_login')}?next=%2Fadmin%2Fnews%2F"


def test_sign_in_does_not_lead_to_other_sites(client):
    user = make_writer()
    secret = set_up_factor(user)
    give_password(client, user, next="https://judi.example/")
    response = client.post(reverse("mfa_authenticate"), {"code": code_of(secret), "next": "https://judi.example/"})
    assert response.url == "/admin/"


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_clock_may_be_off_by_one_step(client, step):
    user = make_writer()
    secret = set_up_factor(user)
    give_password(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret, step=step)}).status_code == 302


def test_code_of_ten_minutes_ago_is_refused(client):
    user = make_writer()
    secret = set_up_factor(user)
    give_password(client, user)
    response = client.post(reverse("mfa_authenticate"), {"code": code_of(secret, at=time.time() - 600)})
    assert "Kode salah" in response.content.decode()


def test_accepted_code_is_refused_a_second_time(client):
    user = make_writer()
    secret = set_up_factor(user)
    code = code_of(secret, step=1)
    give_password(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    client.post(reverse("account_logout"))
    # What the library remembers has run out after one period; the code lives for three.
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")
    give_password(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_recovery_code_opens_once(client):
    user = make_writer()
    set_up_factor(user)
    code = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0]
    give_password(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert client.get("/admin/").status_code == 200
    client.post(reverse("account_logout"))
    give_password(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_few_recovery_codes_are_warned_about(client):
    user = make_writer()
    set_up_factor(user)
    rows = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
    for code in rows.get_unused_codes()[:7]:
        rows.validate_code(code)
    page = sign_in(client, user).get(reverse("mfa_index")).content.decode()
    assert "Tersisa 3 kode" in page
    assert "hampir habis" in page


def test_signing_out_ends_the_session(client):
    sign_in(client, make_writer())
    assert client.get(reverse("account_logout")).status_code == 200
    client.post(reverse("account_logout"))
    assert leads_to_sign_in(client.get("/admin/", follow=True))


def test_session_key_changes_at_sign_in_and_ends_with_the_browser(client):
    user = make_writer()
    client.get(reverse("account_login"))
    give_password(client, user)
    before = client.session.session_key
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret_shown(client))})
    assert client.session.session_key != before
    assert client.cookies["sessionid"]["max-age"] == ""
    assert client.cookies["sessionid"]["expires"] == ""


def test_pages_behind_the_sign_in_are_not_kept_by_browsers(client):
    response = sign_in(client, make_writer()).get("/admin/")
    assert "no-store" in response["Cache-Control"]


# Who must


def test_whoever_can_change_anything_needs_the_second_factor(client):
    permission = Permission.objects.get(codename="add_tag")
    with_permission, with_role = make_user(), make_user()
    with_permission.user_permissions.add(permission)
    with_role.groups.add(Group.objects.get(name=roles.AUDITOR))
    for user in (with_permission, with_role, make_user(is_staff=True), make_user(is_superuser=True)):
        client.force_login(user)
        response = client.get(reverse("account_change_password"))
        assert response.status_code == 302, user
        assert response.url.startswith(reverse("mfa_activate_totp"))


def test_without_second_factor_only_its_set_up_and_sign_out_are_reached(client):
    give_password(client, make_writer())
    for name in ("admin:index", "account_change_password", "mfa_index", "mfa_view_recovery_codes", "account_home"):
        assert client.get(reverse(name)).url.startswith(reverse("mfa_activate_totp")), name
    assert client.get(reverse("account_logout")).status_code == 200


def test_post_without_second_factor_changes_nothing(client):
    client.force_login(make_staff(roles.EDITOR))
    client.post(reverse("admin:news_tag_add"), {"slug": "laut", "name": "Laut"})
    assert not Audit.objects.exists()


def test_session_opened_before_the_set_up_stays_outside(client):
    """Somebody with the stolen password waits for the owner to set up the factor."""
    user = make_writer()
    give_password(client, user)
    set_up_factor(user)
    assert client.get("/admin/").url.startswith(reverse("mfa_reauthenticate"))


def test_taking_the_factor_away_shuts_open_sessions(client):
    user = make_writer()
    sign_in(client, user)
    Authenticator.objects.filter(user=user).delete()
    assert client.get("/admin/").url.startswith(reverse("mfa_activate_totp"))


def test_session_that_proved_a_former_factor_proves_nothing_about_the_next(client):
    user = make_writer()
    sign_in(client, user)
    Authenticator.objects.filter(user=user).delete()
    set_up_factor(user)
    Authenticator.objects.update(created_at=timezone.now() + timedelta(seconds=1))
    assert client.get("/admin/").url.startswith(reverse("mfa_reauthenticate"))


def test_closing_an_account_shuts_open_sessions(client):
    user = make_writer()
    sign_in(client, user)
    user.is_active = False
    user.save()
    assert leads_to_sign_in(client.get("/admin/", follow=True))


def test_public_pages_leave_the_session_alone(client):
    sign_in(client, make_writer())
    response = client.get(reverse("article_list"))
    assert "Cookie" not in response.get("Vary", "")
    assert "no-store" not in response.get("Cache-Control", "")


# What stays shut


def test_nobody_signs_up(client):
    page = client.get(reverse("account_signup"))
    assert "tidak menerima pendaftaran" in page.content.decode()
    client.post(reverse("account_signup"), {"email": "a@b.example", "password1": PASSWORD, "password2": PASSWORD})
    assert not Authenticator.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "path", ["email/", "confirm-email/x/", "3rdparty/", "login/", "2fa/", "sessions/", "webauthn/"]
)
def test_the_library_s_other_pages_do_not_exist(client, path):
    assert client.get(f"/akun/{path}").status_code == 404


def test_wrong_password_and_unknown_address_read_the_same(client):
    user = make_writer()
    wrong = give_password(client, user, password="bukan-ini-sandinya")
    cache.clear()
    unknown = client.post(reverse("account_login"), {"login": "tidak@ada.example", "password": "bukan-ini-sandinya"})
    errors = [response.context["form"].non_field_errors() for response in (wrong, unknown)]
    assert errors[0] == errors[1] == ["Alamat surel atau kata sandi yang Anda tuliskan tidak cocok."]


def test_guessing_passwords_is_slowed_down(client):
    user = make_writer()
    for _ in range(5):
        give_password(client, user, password="tebakan-yang-salah")
    response = give_password(client, user)
    assert response.status_code == 200
    assert "Terlalu banyak" in response.content.decode()


def test_guessing_codes_is_slowed_down(client):
    user = make_writer()
    secret = set_up_factor(user)
    give_password(client, user)
    for _ in range(10):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code in (200, 429)


# Forgotten passwords


@pytest.mark.django_db(transaction=True)
def test_forgotten_password_answers_the_same_for_known_and_unknown(client):
    user = make_writer()
    known = client.post(reverse("account_reset_password"), {"email": user.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "tidak@ada.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox] == [[user.email]]


@pytest.mark.django_db(transaction=True)
def test_changed_address_takes_the_former_one_its_rights(client):
    user = make_writer(email="lama@selayar.example")
    client.post(reverse("account_reset_password"), {"email": "lama@selayar.example"})
    give_password(client, user)
    client.post(reverse("account_logout"))
    user.email = "baru@selayar.example"
    user.save()
    mail.outbox.clear()
    client.post(reverse("account_reset_password"), {"email": "lama@selayar.example"})
    assert not mail.outbox
    assert not EmailAddress.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_link_by_mail_sets_a_password_and_still_asks_for_the_code(client):
    user = make_writer()
    set_up_factor(user)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"http://\S+", mail.outbox[0].body)[0]
    form = client.get(link, follow=True)
    new = {"password1": "perahu-baru-di-benteng", "password2": "perahu-baru-di-benteng"}
    assert client.post(form.request["PATH_INFO"], new).status_code == 302
    assert leads_to_sign_in(client.get("/admin/", follow=True))
    assert give_password(client, user, password=new["password1"]).url == reverse("mfa_authenticate")
    assert "tidak berlaku" in client.get(link, follow=True).content.decode()


@pytest.mark.django_db(transaction=True)
def test_mail_names_nobody_in_its_subject(client):
    user = make_writer(email="Siti.Aminah@selayar.example")
    client.post(reverse("account_reset_password"), {"email": user.email})
    give_password(client, user)
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret_shown(client))})
    for message in mail.outbox:
        assert user.full_name not in message.subject
        assert "siti" not in message.subject.lower()
        assert message.extra_headers["Auto-Submitted"] == "auto-generated"
        assert not message.alternatives


@pytest.mark.django_db(transaction=True)
def test_owner_hears_of_a_new_second_factor(client):
    give_password(client, make_writer())
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret_shown(client))})
    assert any("Langkah kedua terpasang" in message.subject for message in mail.outbox)
