"""What stands first: the pinned lead of the front page and the urgent banner over every page."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import actions
from news.front import announce, end_notice, front_articles, lead_pin, pin_lead, unpin_lead, urgent
from news.models import LeadPin
from news.words import moment
from selayar_site import roles
from selayar_site.models import Audit, Purge, SiteIdentity, UrgentNotice
from selayar_site.pagestore.declare import ASKED, MARK
from selayar_site.views import home
from tests.browser import LOOKS, axe, screenshot
from tests.factories import make_approved, make_live_article, make_page, make_program, make_user
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
WORDS = "Pelayaran malam ke Jampea ditunda karena gelombang tinggi."


@pytest.fixture
def identity():
    return SiteIdentity.objects.create(
        regency="Kabupaten Contoh", short_name="Contoh", site_name="Siaran Pers", description="Kabar.", office="HUMAS"
    )


def leads(at: datetime) -> int | None:
    articles, _ = front_articles(at, 10)
    return articles[0].pk if articles else None


# The lead


def test_pinned_article_leads_for_its_period_and_the_newest_otherwise():
    old = make_live_article(live_from=timezone.now() - 48 * HOUR)
    new = make_live_article()
    now = timezone.now()
    pin_lead(old, by=make_user(), starts_at=now + HOUR, ends_at=now + 3 * HOUR)
    moments = (now, now + HOUR, now + 3 * HOUR - timedelta(seconds=1), now + 3 * HOUR)
    assert [leads(at) for at in moments] == [new.pk, old.pk, old.pk, new.pk]
    assert [bool(lead_pin(at)) for at in moments] == [False, True, True, False]


def test_newest_pin_wins_and_the_former_comes_back_after_it():
    week, day, latest = (make_live_article() for _ in range(3))
    now, editor = timezone.now(), make_user()
    pin_lead(week, by=editor, ends_at=now + 100 * HOUR, at=now)
    pin_lead(day, by=editor, starts_at=now + HOUR, ends_at=now + 2 * HOUR, at=now)
    assert [leads(now + hours * HOUR) for hours in (0, 1, 2, 100)] == [week.pk, day.pk, week.pk, latest.pk]


def test_pinned_article_stands_once_on_the_front_page(client: Client):
    old = make_approved(title="Kabar lama yang penting", live_from=timezone.now() - 48 * HOUR)
    for _ in range(3):
        make_live_article()
    pin_lead(old.article, by=make_user(), ends_at=timezone.now() + HOUR)
    response = client.get("/")
    assert response.context["lead"] == old.article
    assert response.content.decode().count(">Kabar lama yang penting<") == 1


def test_pin_of_an_old_article_reaches_beyond_the_newest_forty():
    old = make_live_article(live_from=timezone.now() - 48 * HOUR)
    for _ in range(3):
        make_live_article()
    pin_lead(old, by=make_user(), ends_at=timezone.now() + HOUR)
    articles, _ = front_articles(timezone.now(), 2)
    assert articles[0].pk == old.pk and len(articles) == 3


def test_withdrawn_article_leads_nothing():
    article, other = make_live_article(live_from=timezone.now() - HOUR), make_live_article()
    pin_lead(article, by=make_user(), ends_at=timezone.now() + HOUR)
    actions.withdraw(article, by=make_user(), version=article.version, mode="gone", reason="Keliru.")
    assert leads(timezone.now()) == other.pk


@pytest.mark.parametrize("size", [10, 1])
def test_pin_of_what_is_no_longer_listed_hides_no_other_pin(size):
    """The newest two pins hold, and their releases have ended: the third leads."""
    now, editor = timezone.now(), make_user()
    pinned = make_live_article(live_from=now - 9 * HOUR)
    expired = make_approved(live_from=now - 8 * HOUR, expires_at=now + 2 * HOUR).article
    withdrawn, latest = make_live_article(live_from=now - 7 * HOUR), make_live_article()
    for article in (pinned, expired, withdrawn):
        pin_lead(article, by=editor, ends_at=now + 9 * HOUR, at=now)
    actions.withdraw(
        withdrawn, by=editor, version=withdrawn.version, mode="gone", reason="Keliru.", at=now + timedelta(minutes=1)
    )
    for hours, leading in ((0, withdrawn), (1, expired), (2, pinned), (9, latest)):
        at = now + hours * HOUR
        assert front_articles(at, size)[0][0].pk == leading.pk
        pin = lead_pin(at)
        assert (pin.article_id if pin else latest.pk) == leading.pk


def test_unpinning_ends_it_now_or_before_it_begins():
    article, newest = make_live_article(live_from=timezone.now() - HOUR), make_live_article()
    now, editor = timezone.now(), make_user()
    running = pin_lead(article, by=editor, ends_at=now + 9 * HOUR, at=now)
    coming = pin_lead(article, by=editor, starts_at=now + HOUR, ends_at=now + 9 * HOUR, at=now)
    for pin in (running, coming, running):
        unpin_lead(pin, by=editor, at=now + timedelta(minutes=1))
    assert {leads(now + HOUR / 2), leads(now + 2 * HOUR)} == {newest.pk}
    assert list(Audit.objects.values_list("action", flat=True)).count("unpin_lead") == 2


@pytest.mark.parametrize("hours", [(0, 0), (2, 1), (-5, -1)])
def test_pin_without_a_period_ahead_is_refused(hours):
    now = timezone.now()
    with pytest.raises(ValidationError, match="Waktu selesai"):
        pin_lead(make_live_article(), by=make_user(), starts_at=now + hours[0] * HOUR, ends_at=now + hours[1] * HOUR)
    assert not LeadPin.objects.exists()


def test_draft_and_withdrawn_cannot_be_pinned():
    future = make_approved(live_from=timezone.now() + 48 * HOUR).article
    withdrawn = make_live_article()
    actions.withdraw(withdrawn, by=make_user(), version=withdrawn.version, mode="gone", reason="Keliru.")
    for article in (future, withdrawn):
        with pytest.raises(ValidationError):
            pin_lead(article, by=make_user(), ends_at=timezone.now() + HOUR)
    pin_lead(future, by=make_user(), ends_at=timezone.now() + 50 * HOUR)


def test_scheduled_article_leads_from_its_own_moment_on():
    newest = make_live_article()
    live_from = timezone.now() + 2 * HOUR
    coming = make_approved(live_from=live_from).article
    pin_lead(coming, by=make_user(), ends_at=live_from + HOUR)
    assert [leads(live_from - HOUR), leads(live_from)] == [newest.pk, coming.pk]


# The banner

PUBLIC = ("/", "/berita/", "/program/")


def test_notice_stands_on_every_public_page_and_takes_no_question(client: Client, identity, django_assert_num_queries):
    pages = [*PUBLIC, make_live_article().get_absolute_url(), make_page().get_absolute_url(),
             make_program().get_absolute_url()]  # fmt: skip
    counts = {}
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            assert WORDS not in client.get(page).content.decode()
        counts[page] = len(queries)
    announce(by=make_user(), text=WORDS, ends_at=timezone.now() + HOUR, level="danger", link="/berita/x/")
    for page in pages:
        with django_assert_num_queries(counts[page]):
            html = client.get(page).content.decode()
        assert WORDS in html and "urgent--danger" in html and 'href="/berita/x/"' in html, page


def test_notice_stands_on_a_withdrawn_article_too(client: Client, identity):
    article = make_live_article()
    actions.withdraw(article, by=make_user(), version=article.version, mode="gone", reason="Keliru.")
    announce(by=make_user(), text=WORDS, ends_at=timezone.now() + HOUR)
    assert WORDS in client.get(article.get_absolute_url()).content.decode()


def test_notice_is_up_from_its_beginning_to_its_end(identity):
    now = timezone.now()
    announce(by=make_user(), text=WORDS, starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    moments = (now, now + HOUR, now + 2 * HOUR - timedelta(microseconds=1), now + 2 * HOUR)
    assert [bool(urgent(at)) for at in moments] == [False, True, True, False]


def test_notice_and_footer_need_no_identity(client: Client):
    make_page(title="Tentang kami")
    announce(by=make_user(), text=WORDS, ends_at=timezone.now() + HOUR)
    html = client.get("/").content.decode()
    assert WORDS in html and "Tentang kami" in html


def test_newest_notice_is_shown_alone(client: Client, identity):
    now = timezone.now()
    announce(by=make_user(), text="Yang pertama.", ends_at=now + 9 * HOUR)
    second = announce(by=make_user(), text="Yang kedua.", ends_at=now + 5 * HOUR)
    html = client.get("/").content.decode()
    assert "Yang kedua." in html and "Yang pertama." not in html
    end_notice(second, by=make_user())
    assert "Yang pertama." in client.get("/").content.decode()


def test_text_of_a_notice_is_text(client: Client, identity):
    announce(by=make_user(), text="<script>alert(1)</script> & awas", ends_at=timezone.now() + HOUR)
    html = client.get("/").content.decode()
    assert "<script>alert" not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "//evil.id", "/\\evil.id", "http://a.id/", "berita/x/", '/x" onclick="']
)
def test_link_of_a_notice_is_a_page_of_ours_or_https(link):
    with pytest.raises(ValidationError, match="alamat https"):
        announce(by=make_user(), text=WORDS, ends_at=timezone.now() + HOUR, link=link)


def test_notice_without_text_or_end_ahead_is_refused():
    with pytest.raises(ValidationError):
        announce(by=make_user(), text="  ", ends_at=timezone.now() + HOUR)
    with pytest.raises(ValidationError, match="Waktu selesai"):
        announce(by=make_user(), text=WORDS, ends_at=timezone.now() - HOUR)
    assert not UrgentNotice.objects.exists()


# The page store


def kept_until(path: str = "/") -> float:
    request = RequestFactory().get(path, **{ASKED: True})
    return getattr(home(request), MARK).until


def test_pages_are_kept_no_longer_than_to_the_next_moment(identity):
    now = timezone.now()
    notice = announce(
        by=make_user(), text=WORDS, starts_at=now + timedelta(minutes=20), ends_at=now + timedelta(minutes=40)
    )
    assert kept_until() == pytest.approx(notice.starts_at.timestamp())
    pin = pin_lead(make_live_article(), by=make_user(), ends_at=now + timedelta(minutes=10))
    assert kept_until() == pytest.approx(pin.ends_at.timestamp())
    UrgentNotice.objects.update(starts_at=now - HOUR)
    unpin_lead(pin, by=make_user())
    assert kept_until() == pytest.approx(notice.ends_at.timestamp())


def test_each_change_is_told_to_the_page_store_and_the_history():
    editor, now = make_user(), timezone.now()
    Purge.objects.all().delete()
    pin = pin_lead(make_live_article(), by=editor, ends_at=now + HOUR)
    unpin_lead(pin, by=editor)
    notice = announce(by=editor, text=WORDS, ends_at=now + HOUR)
    end_notice(notice, by=editor)
    actions_told = set(Audit.objects.filter(actor=editor).values_list("action", flat=True))
    assert {"pin_lead", "unpin_lead", "announce", "end_notice"} <= actions_told
    assert {"news", "site"} <= set(Purge.objects.values_list("section", flat=True))


# The office


def desk(*role):
    return sign_in(Client(), make_staff(*role))


def local(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def test_editor_pins_and_ends_in_the_admin():
    article = make_live_article(live_from=timezone.now() - HOUR)
    make_live_article()
    client = desk(roles.EDITOR)
    data = {"article": article.pk, "starts_at": "", "ends_at": local(timezone.now() + 5 * HOUR)}
    answer = client.post("/admin/news/leadpin/add/", data, follow=True).content.decode()
    assert f"“{article.editions.get().title}” menjadi berita utama sampai" in answer
    pin = LeadPin.objects.get()
    assert (
        leads(timezone.now()) == article.pk and client.get(f"/admin/news/leadpin/{pin.pk}/change/").status_code == 200
    )
    client.post("/admin/news/leadpin/", {"action": "end_now", "_selected_action": [pin.pk]})
    assert lead_pin() is None


def test_editor_announces_and_ends_in_the_admin(client: Client, identity):
    office = desk(roles.EDITOR)
    data = {"level": "danger", "text": WORDS, "link": "/berita/x/", "ends_at": local(timezone.now() + 5 * HOUR)}
    said = office.post("/admin/selayar_site/urgentnotice/add/", data, follow=True).content.decode()
    notice = UrgentNotice.objects.get()
    assert f"Spanduk tampil sampai {moment(notice.ends_at)}." in said
    assert WORDS in client.get("/").content.decode()
    assert office.get(f"/admin/selayar_site/urgentnotice/{notice.pk}/change/").status_code == 200
    office.post("/admin/selayar_site/urgentnotice/", {"action": "end_now", "_selected_action": [notice.pk]})
    assert WORDS not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("where", "data"),
    [
        ("news/leadpin", {"article": "²"}),
        ("news/leadpin", {"article": "9" * 30, "ends_at": "2001-01-01T00:00"}),
        ("selayar_site/urgentnotice", {"text": "x" * 500, "level": "x", "ends_at": "kemarin"}),
        ("selayar_site/urgentnotice", {"text": "\0", "level": "danger", "ends_at": "2020-01-01T00:00"}),
    ],
)
def test_nonsense_in_the_forms_is_refused_with_sentences(where, data):
    response = desk(roles.EDITOR).post(f"/admin/{where}/add/", data)
    assert response.status_code == 200 and response.context["adminform"].form.errors


def test_writer_sees_and_does_not_set_what_stands_first():
    client = desk(roles.WRITER)
    for where in ("news/leadpin", "selayar_site/urgentnotice"):
        assert client.get(f"/admin/{where}/").status_code == 200
        assert client.get(f"/admin/{where}/add/").status_code == 403


@pytest.mark.parametrize("page", LOOKS.values(), ids=LOOKS, indirect=True)
@pytest.mark.django_db(transaction=True)
def test_banner_of_each_level_pleases_axe(page, live_server, request):
    SiteIdentity.objects.create(
        regency="Kabupaten Kepulauan Selayar", short_name="Selayar", site_name="Kabar Selayar", description="Kabar.",
        office="HUMAS",
    )  # fmt: skip
    make_live_article()
    for level in UrgentNotice.Level.values:
        announce(by=make_user(), text=WORDS, level=level, link="/berita/", ends_at=timezone.now() + 9 * HOUR)
        page.goto(live_server.url)
        screenshot(page, f"banner-{request.node.callspec.id}-{level}", full_page=False)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
