"""A reader's way from the form to the farewell, in a real browser on a small phone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from news import mailing
from news.models import Subscription
from tests.browser import axe, screenshot
from tests.factories import make_category, make_consent_text, make_live_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("page", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
def test_reader_subscribes_reads_and_leaves(page, live_server, mailoutbox):
    make_consent_text(), make_category(name="Perikanan")
    page.goto(f"{live_server.url}/langganan/")
    assert axe(page) == []
    page.get_by_role("button", name="Kirim surel konfirmasi").click()
    assert "Ada yang perlu diperbaiki" in page.locator("main").inner_text() and axe(page) == []
    page.get_by_role("textbox", name="Alamat surel").fill("pembaca@contoh.example")
    page.get_by_label("Perikanan").check()
    page.get_by_role("checkbox", name="Saya setuju").check()
    page.get_by_role("button", name="Kirim surel konfirmasi").click()
    page.get_by_role("heading", name="Periksa surel Anda").wait_for()

    mailing.post()
    path = re.search(r"/langganan/konfirmasi/\S+", mailoutbox[0].body)[0]
    page.goto(live_server.url + path)
    assert axe(page) == []
    page.get_by_role("button", name="Ya, mulai langganan").click()
    page.get_by_role("heading", name="Langganan Anda berjalan").wait_for()
    assert axe(page) == [] and page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, "langganan-320")

    Subscription.objects.update(since=timezone.now() - timedelta(hours=1))
    make_live_article(category=Subscription.objects.get().categories.get())
    mailing.post()
    path = re.search(r"/langganan/kelola/\S+/berhenti/", mailoutbox[1].body)[0]
    page.goto(live_server.url + path)
    page.get_by_role("button", name="Ya, berhenti").click()
    page.get_by_role("heading", name="Anda sudah berhenti").wait_for()
    assert axe(page) == [] and page.context.cookies() == []
    page.get_by_role("button", name="Hapus alamat saya sekarang").click()
    page.get_by_role("heading", name="Alamat Anda sudah dihapus").wait_for()
    assert Subscription.objects.count() == 0
