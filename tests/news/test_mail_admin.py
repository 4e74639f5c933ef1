"""What the office sees of mail to subscribers, and may do about it."""

import pytest
from django.test import Client
from django.utils import timezone

from news import dispatches, mailing, subscriptions
from news.models import ConsentText, Dispatch, MailSwitch, Sending, Subscription
from selayar_site import roles
from selayar_site.models import Audit
from tests.factories import make_live_article, make_subscription
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.django_db

READER = "pembaca@contoh.example"
LIST, READERS, TEXTS = "/admin/news/dispatch/", "/admin/news/subscription/", "/admin/news/consenttext/"


def desk(role: str) -> Client:
    return sign_in(Client(), make_staff(role))


@pytest.fixture
def dispatch() -> Dispatch:
    make_subscription(address=READER)
    make_live_article(title="Dermaga dibuka kembali")
    dispatches.prepare(timezone.now())
    return Dispatch.objects.get(article__isnull=False)


def test_office_sees_counts_and_failures_and_no_address(dispatch):
    sending = Sending.objects.get()
    Sending.objects.update(state="failed", done_at=timezone.now(), remark="Penerima ditolak (kode 550, 5.1.1).")
    for role in (roles.WRITER, roles.EDITOR):
        client = desk(role)
        pages = [
            client.get(LIST),
            client.get(f"{LIST}{dispatch.pk}/change/"),
            client.get(f"{LIST}{dispatch.pk}/change/"),
        ]
        assert all(page.status_code == 200 and READER not in page.text for page in pages)
        assert "Dermaga dibuka kembali" in pages[0].text and "Langganan aktif" in pages[0].text
        assert "p•••@c•••.example" in pages[1].text and sending.subscription.secret.reveal() not in pages[1].text
    assert desk(roles.PROGRAM_OFFICER).get(LIST).status_code == 403


def test_list_of_dispatches_asks_the_same_questions_however_many(dispatch, django_assert_max_num_queries):
    client = desk(roles.EDITOR)
    with django_assert_max_num_queries(20) as few:
        client.get(LIST)
    for _ in range(6):
        make_live_article()
    dispatches.prepare(timezone.now())
    with django_assert_max_num_queries(len(few)):
        client.get(LIST)


def test_pause_button_stops_everything_and_tells_who(dispatch):
    editor, writer = desk(roles.EDITOR), desk(roles.WRITER)
    assert writer.post(f"{LIST}jeda/").status_code == 403 and "Jeda semua" not in writer.get(LIST).text
    assert editor.get(f"{LIST}jeda/").status_code == 405
    assert "Kiriman sedang dijeda" in editor.post(f"{LIST}jeda/", follow=True).text
    assert "sudah dijeda" in editor.post(f"{LIST}jeda/", follow=True).text
    assert mailing.post() == 0 and MailSwitch.current().is_paused
    assert "Jeda semua kiriman" in editor.post(f"{LIST}lanjut/", follow=True).text
    assert mailing.post() == 1
    assert list(Audit.objects.filter(action__contains="_mail").values_list("action", flat=True)) == [
        "resume_mail",
        "pause_mail",
    ]


def test_one_dispatch_is_stopped_or_tried_again(dispatch):
    editor = desk(roles.EDITOR)
    page = f"{LIST}{dispatch.pk}/"
    assert "Kiriman dihentikan" in editor.post(f"{page}hentikan/", follow=True).text
    assert "sudah dihentikan" in editor.post(f"{page}hentikan/", follow=True).text
    assert editor.post(f"{page}coba-lagi/", follow=True).status_code == 200
    assert editor.post(f"{LIST}999/hentikan/").status_code == 404
    assert mailing.post() == 0


def test_readers_are_listed_masked_and_cannot_be_searched(dispatch):
    client = desk(roles.EDITOR)
    page = client.get(READERS)
    assert "p•••@c•••.example" in page.text and READER not in page.text and "Semua siaran pers" in page.text
    assert client.get(f"{READERS}?keadaan=dijeda").status_code == 200
    assert desk(roles.WRITER).get(READERS).status_code == 403


def test_office_erases_who_asks_for_it_and_the_history_names_nobody(dispatch):
    client = desk(roles.EDITOR)
    assert "Tidak ada langganan" in client.post(f"{READERS}hapus/", {"email": "lain@contoh.example"}, follow=True).text
    assert "alamat surel yang lengkap" in client.post(f"{READERS}hapus/", {"email": "x"}, follow=True).text
    assert "sudah dihapus" in client.post(f"{READERS}hapus/", {"email": READER.upper()}, follow=True).text
    assert Subscription.objects.count() == 0
    entry = Audit.objects.get(action="erase_subscription")
    assert entry.actor and READER not in str(entry.changed)
    assert desk(roles.WRITER).post(f"{READERS}hapus/", {"email": READER}).status_code == 403


def test_new_consent_text_is_added_and_old_ones_stay_as_they_were(dispatch):
    client = desk(roles.ADMINISTRATOR)
    former = ConsentText.current()
    assert client.post(f"{TEXTS}add/", {"text": "Saya setuju, dengan kata lain."}).status_code == 302
    newest = ConsentText.current()
    assert newest.number == former.number + 1 and ConsentText.objects.count() == 2
    assert client.post(f"{TEXTS}{former.pk}/change/", {"text": "Lain."}).status_code == 403
    assert newest.text in Client().get("/langganan/").text
    assert Subscription.objects.get().consent.text == former


def test_history_tells_of_subscriptions_in_words(dispatch):
    subscriptions.end(Subscription.objects.get())
    page = desk(roles.AUDITOR).get("/admin/selayar_site/audit/")
    assert "langganan berhenti" in page.text and READER not in page.text
