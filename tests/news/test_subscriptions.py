"""Signing up, confirming, changing and leaving, as readers and their mail programs do it."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from news import mailing, subscriptions
from news.addresses import index_of, mailbox_of, mask_address, tidy
from news.models import Category, Consent, ConsentText, Quota, Rhythm, SignUp, Subscription
from news.subscriptions import ERASED_AFTER, MOST_PER_MAILBOX, MOST_PER_NETWORK, PROOF_KEPT, SIGN_UP_LIFE
from selayar_site.models import Audit
from tests.factories import make_category, make_consent_text, make_program, make_sign_up, make_subscription

pytestmark = pytest.mark.django_db

READER = "pembaca@contoh.example"
FORM = {"email": READER, "rhythm": "daily", "agreed": "on"}
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def consent_text():
    return make_consent_text()


def path_of(subscription: Subscription, step: str = "") -> str:
    return f"/langganan/kelola/{subscription.secret.reveal()}/{step}"


def send(client: Client, **changes):
    return client.post("/langganan/daftar/", FORM | changes, headers=HERE)


# From the form to the first mail


def test_nobody_is_subscribed_before_the_button_in_the_mail(client, mailoutbox):
    category = make_category(name="Perikanan")
    answer = send(client, categories=[category.slug])
    assert (answer.status_code, answer["Location"]) == (303, "/langganan/periksa-surel/")
    assert mailoutbox == [] and Subscription.objects.count() == 0
    assert mailing.post() == 1 and mailing.post() == 0
    (mail,) = mailoutbox
    assert mail.to == [READER] and "Perikanan" in mail.body and "List-Unsubscribe" not in mail.message()
    path = re.search(r"/langganan/konfirmasi/[^/\s]+/", mail.body)[0]
    for _ in range(3):  # whoever looks through mail opens links
        page = client.get(path)
        assert page.status_code == 200 and READER not in page.text
    assert Subscription.objects.count() == 0
    confirmed = client.post(path)
    assert confirmed.status_code == 303
    for _ in range(2):  # a phone opens the tab again
        page = client.get(confirmed["Location"])
        assert "Langganan Anda berjalan" in page.text and READER not in page.text
    subscription = Subscription.objects.get()
    assert subscription.rhythm == "daily" and list(subscription.categories.all()) == [category]
    assert SignUp.objects.count() == 0
    for again in (client.post(path), client.get(path)):  # the link in the mail is pressed once more
        assert (again.status_code, again["Location"]) == (303, confirmed["Location"])
    assert client.get("/langganan/konfirmasi/tidak-dikenal/").status_code == 404


def test_known_and_unknown_addresses_get_the_same_answer_and_the_same_mail(client, mailoutbox):
    make_subscription(address=READER)
    answers = [send(client), send(client, email="baru@contoh.example")]
    assert answers[0].status_code == answers[1].status_code == 303 and answers[0].headers == answers[1].headers
    mailing.post()
    known, unknown = (re.sub(r"konfirmasi/[^/]+/", "", mail.body) for mail in mailoutbox)
    assert known == unknown


def test_a_stranger_changes_nothing_of_a_running_subscription(client):
    subscription = make_subscription(address=READER)
    send(client, rhythm="weekly")
    subscription.refresh_from_db()
    assert subscription.rhythm == Rhythm.AT_ONCE and subscription.ended_at is None


def test_confirming_again_replaces_the_choice_and_the_consent():
    first = make_subscription(address=READER, categories=[make_category()])
    second = make_subscription(address=READER.upper(), rhythm=Rhythm.WEEKLY)
    assert first.pk == second.pk and second.is_everything and second.subjects() == []
    assert Consent.objects.count() == 2 and Consent.objects.filter(ended_at=None).count() == 1


def test_mailbox_of_a_stranger_cannot_be_flooded(client, mailoutbox):
    spellings = [
        "o.rang@gmail.com",
        "orang+1@gmail.com",
        "ORANG@googlemail.com",
        "orang+x@gmail.com",
        "orang@gmail.com",
    ]
    assert {send(client, email=each).status_code for each in spellings} == {303}
    mailing.post()
    assert len(mailoutbox) == MOST_PER_MAILBOX


def test_network_that_signs_up_without_end_is_told_to_wait(client):
    for number in range(MOST_PER_NETWORK):
        assert send(client, email=f"orang{number}@contoh.example").status_code == 303
    answer = send(client, email="satu@contoh.example")
    assert answer.status_code == 429 and 'value="satu@contoh.example"' in answer.text
    elsewhere = client.post("/langganan/daftar/", FORM, headers=HERE, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 303


def test_ipv6_customer_counts_as_one_network():
    assert subscriptions.network_of("2001:db8:1:2::5") == subscriptions.network_of("2001:db8:1:2:ffff::1")
    assert subscriptions.network_of("2001:db8:1:3::5") != subscriptions.network_of("2001:db8:1:2::5")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://lain.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://lain.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://testserver"}, 303),
        ({}, 303),
    ],
)
def test_form_of_another_site_is_refused(headers, status):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/langganan/daftar/", FORM, headers=headers).status_code == status
    assert SignUp.objects.count() == (1 if status == 303 else 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"email": ""}, {"email": "bukan surel"}, {"email": "a@b"}, {"email": "a\nBcc: b@c.example"}, {"agreed": ""},
        {"rhythm": "tiap-jam"}, {"categories": ["tidak-ada"]}, {"programs": ["x'--"]},
        {"email": "a" * 300 + "@b.example"}, {"email": "a\x00@b.example"}, {"email": "ä@contoh.example"},
    ],
)  # fmt: skip
def test_form_that_cannot_be_taken_is_shown_back_with_a_sentence(client, changes):
    answer = send(client, **changes)
    assert answer.status_code == 400 and "Ada yang perlu diperbaiki" in answer.text
    assert answer["Cache-Control"] == "no-store, private" and SignUp.objects.count() == 0


def test_public_pages_know_no_cookie_and_no_token(client):
    make_category(), make_program()
    for path in ("/langganan/", "/langganan/periksa-surel/"):
        answer = client.get(path)
        assert answer.status_code == 200 and not answer.cookies and "csrf" not in answer.text
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_form_begins_with_what_the_address_names_and_made_up_ones_are_not_found(client):
    category, program = make_category(), make_program()
    page = client.get(f"/langganan/?kategori={category.slug}").text
    assert re.search(rf'value="{category.slug}"[^>]*checked', page)
    assert not re.search(rf'value="{program.slug}"[^>]*checked', page)
    for query in ("kategori=tidak-ada", "program=x"):
        assert client.get(f"/langganan/?{query}").status_code == 404


def test_without_a_consent_text_nobody_signs_up(client):
    ConsentText.objects.all().delete()
    assert "belum dibuka" in client.get("/langganan/").text
    assert send(client).status_code == 404


# What lies in the database


def test_address_and_secret_lie_sealed(client):
    subscription = make_subscription(address=READER)
    make_sign_up(address="lain@contoh.example")
    with connection.cursor() as cursor:
        for table in ("news_subscription", "news_signup", "news_consent", "news_quota", "selayar_site_audit"):
            cursor.execute(f"SELECT * FROM {table}")
            rows = " ".join(str(bytes(value) if isinstance(value, memoryview) else value)
                            for row in cursor.fetchall() for value in row)  # fmt: skip
            assert READER not in rows and "contoh.example" not in rows, table
            assert subscription.secret.reveal() not in rows, table


def test_address_is_found_in_any_capitals_and_shown_to_nobody():
    assert index_of(tidy("Pembaca@Contoh.Example")) == index_of(READER)
    assert tidy(" Nama@DESA.ID ") == "Nama@desa.id" and tidy("a@bücher.example") == "a@xn--bcher-kva.example"
    assert mailbox_of("a.b+c@googlemail.com") == "ab@gmail.com" and mailbox_of("a.b+c@contoh.id") == "a.b@contoh.id"
    assert mask_address("budi@gmail.com") == "b•••@g•••.com"


# Leaving and coming back


def test_one_click_ends_it_without_cookie_login_or_question():
    subscription = make_subscription(address=READER)
    strict = Client(enforce_csrf_checks=True)
    data = {"List-Unsubscribe": "One-Click"}
    assert strict.post(path_of(subscription, "berhenti/"), data).status_code == 200
    assert strict.post(path_of(subscription, "berhenti/"), data).status_code == 200
    subscription.refresh_from_db()
    assert subscription.ended_at and Consent.objects.get().ended_at
    assert Audit.objects.filter(action="end_subscription").count() == 1


def test_get_of_the_link_to_leave_shows_a_button_only(client):
    subscription = make_subscription()
    for method in (client.get, client.head):
        answer = method(path_of(subscription, "berhenti/"))
        assert answer.status_code == 200 and answer["Referrer-Policy"] == "no-referrer"
    assert "Ya, berhenti" in client.get(path_of(subscription, "berhenti/")).text
    subscription.refresh_from_db()
    assert subscription.ended_at is None


def test_manage_page_changes_subjects_and_rhythm(client):
    subscription, program = make_subscription(), make_program(name="Sikamseang")
    answer = client.post(path_of(subscription), {"rhythm": "weekly", "programs": [program.slug]})
    assert "Pilihan Anda sudah disimpan" in answer.text
    subscription.refresh_from_db()
    assert (subscription.rhythm, subscription.is_everything, subscription.subjects()) == (
        "weekly",
        False,
        ["Sikamseang"],
    )
    assert client.post(path_of(subscription), {"rhythm": ""}).status_code == 400


def test_digest_that_is_owed_survives_the_next_change():
    subscription = make_subscription(rhythm="weekly")
    for rhythm, owed in (("daily", "weekly"), ("daily", "weekly"), ("at_once", "weekly"), ("weekly", "")):
        subscriptions.change(subscription, wish=subscriptions.Wish(rhythm=rhythm))
        subscription.refresh_from_db()
        assert (subscription.rhythm, subscription.owed) == (rhythm, owed)


def test_ended_subscription_can_be_taken_up_until_its_address_is_erased(client):
    subscription = make_subscription()
    client.post(path_of(subscription, "berhenti/"))
    page = client.get(path_of(subscription)).text
    assert "Lanjutkan langganan" in page and "Hapus alamat saya sekarang" in page
    assert "berjalan kembali" in client.post(path_of(subscription, "lanjut/")).text
    subscription.refresh_from_db()
    assert subscription.ended_at is None
    assert Consent.objects.filter(ended_at=None).count() == 1 and Consent.objects.count() == 2


def test_change_of_an_ended_subscription_is_refused():
    subscription = make_subscription()
    subscriptions.end(subscription)
    with pytest.raises(ValidationError):
        subscriptions.change(subscription, wish=subscriptions.Wish())


def test_address_is_erased_a_week_later_or_at_once_and_the_proof_stays_without_it(client):
    later, now = make_subscription(address=READER), make_subscription()
    ended_at = timezone.now()
    subscriptions.end(later, at=ended_at)
    assert "sudah dihapus" in client.post(path_of(now, "hapus/")).text
    assert list(Subscription.objects.all()) == [later]
    subscriptions.sweep(ended_at + ERASED_AFTER - timedelta(minutes=1))
    assert Subscription.objects.count() == 1
    assert subscriptions.sweep(ended_at + ERASED_AFTER) == 1
    assert Subscription.objects.count() == 0 and Consent.objects.count() == 2
    assert client.get(path_of(later)).status_code == 404
    subscriptions.sweep(ended_at + PROOF_KEPT + timedelta(days=1))
    assert Consent.objects.count() == 0


def test_sign_up_that_nobody_confirms_is_erased_and_its_link_is_over(client):
    asked = make_sign_up()
    asked.asked_at = timezone.now() - SIGN_UP_LIFE
    asked.save()
    assert client.post(f"/langganan/konfirmasi/{asked.secret.reveal()}/").status_code == 404
    assert subscriptions.sweep() == 1 and SignUp.objects.count() == 0
    subscriptions.sweep(timezone.now() + timedelta(days=2))
    assert Quota.objects.count() == 0


@pytest.mark.parametrize("step", ["", "berhenti/", "lanjut/", "hapus/"])
@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "..", "é"])
def test_made_up_links_are_not_found(client, token, step):
    for method in (client.get, client.post):
        assert method(f"/langganan/kelola/{token}/{step}").status_code == 404
        assert method(f"/langganan/konfirmasi/{token}/").status_code == 404


def test_category_that_is_gone_makes_no_subscription_to_everything():
    category = make_category()
    subscription = make_subscription(categories=[category])
    Category.objects.all().delete()
    subscription.refresh_from_db()
    assert not subscription.is_everything
