"""Links: which are dangerous, which still lead somewhere, and that asking never reaches our own network."""

import threading
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from news import actions, fetch, links
from news.links import Link, check_edition, links_of, outside_answer, problem_of, recheck
from news.models import Edition, LinkCheck
from news.models.links import AGAIN_AFTER, RETRY_AFTER
from news.rules import publishing_problems
from news.tasks import check_links
from tests.factories import make_approved, make_draft, make_live_article, make_page, make_program, make_user

Outcome = LinkCheck.Outcome


# A server on this machine that stands for a stranger's


class Stranger(BaseHTTPRequestHandler):
    """Answers as its path says: /200, /404, /to?where, /loop, /slow, /drip, /no-head."""

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        kind, _, where = self.path[1:].partition("?")
        if kind == "slow":
            time.sleep(3)
        if kind == "drip":
            self.drip()
            return
        status = {"to": 302, "loop": 301, "no-head": 405 if self.command == "HEAD" else 200}.get(kind)
        self.send_response(status or (int(kind) if kind.isdigit() else 200))
        if kind == "to":
            self.send_header("Location", where)
        elif kind == "loop":
            self.send_header("Location", "/loop")
        self.end_headers()
        if self.command == "GET":
            with suppress(OSError):
                self.wfile.write(b"x" * 5_000_000)

    def drip(self):
        with suppress(OSError):
            for _ in range(60):
                self.wfile.write(b"H")
                time.sleep(0.1)

    def log_message(self, *arguments):
        pass


@contextmanager
def stranger():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    server.asked = []
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server, f"http://127.0.0.1:{server.server_port}", [("127.0.0.1", server.server_port)]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def site():
    with stranger() as found:
        yield found


# Finding them


def test_links_are_found_once_each_with_their_words():
    html = (
        '<p><a href="https://a.id/x">Satu <strong>dua</strong></a>, <a href="https://a.id/x">lagi</a>,'
        ' <a href="#atas">atas</a> <a href="mailto:a@b.id">surel</a> <a href="tel:112">112</a>'
        ' <a href="/berita/x/">sini</a> <a href="java&#10;script:alert(1)">klik</a></p>'
    )
    assert links_of(html) == [
        Link("https://a.id/x", "Satu dua"), Link("/berita/x/", "sini"), Link("javascript:alert(1)", "klik"),
    ]  # fmt: skip


@pytest.mark.parametrize("html", ["", "<p>Tanpa tautan</p>", "<p>href</p>", "<a>x</a>", "<a href>", "<a href='"])
def test_text_without_links_has_none(html):
    assert links_of(html) == []


# What their looks say


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html;base64,AAAA", "vbscript:x", "ftp://a.id/x",
        "file:///etc/passwd", "www.selayarkab.go.id", "https://bpjs.go.id@penipu.com/", "https://[::1", "http:///x",
        "https://bit.ly/slot-gacor", "https://slotgacor88.com/", "https://a.id/?q=SLOT%20GACOR", "//judi-online.com",
        "https://situs.com/judi_online/", "https://dinas.go.id/situs-judi/", "https://a.com/" + "x" * 1000,
    ],
)  # fmt: skip
def test_dangerous_address_is_seen(url):
    problem = problem_of(Link(url, "teks"))
    assert problem and problem[0] == Outcome.DANGEROUS and problem[1].endswith(".")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://10.0.0.8/", "http://192.168.1.1:8080/x", "http://[::1]/", "http://[fe80::1%25eth0]/",
        "http://169.254.169.254/latest/meta-data/", "http://localhost/", "http://intranet/", "http://printer.local/",
        "http://db.internal/", "http://224.0.0.1/", "http://0.0.0.0/", "http://[::ffff:10.0.0.1]/", "http://2130706433/",
        "http://100.64.0.1/", "http://240.0.0.1/", "http://[64:ff9b::a00:1]/", "http://[2002:a00:1::]/", "http://localhost./",
    ],
)  # fmt: skip
def test_private_address_is_seen(url):
    problem = problem_of(Link(url, "teks"))
    assert problem and problem[0] in (Outcome.PRIVATE, Outcome.DANGEROUS), url


@pytest.mark.parametrize(
    "url",
    [
        "https://www.bpjsketenagakerjaan.go.id/", "http://8.8.8.8/", "https://peraturan.bpk.go.id/Details/4?x=1#p",
        "https://www.komdigi.go.id/berita/berantas-judi-online", "/berita/slot-gacor-ditutup/", "//kompas.com/a",
        "https://id.wikipedia.org/wiki/Kepulauan_Selayar", "https://a.id/timeslot-online", "https://xn--80ak6aa92e.com/",
    ],
)  # fmt: skip
def test_ordinary_address_is_let_pass(url):
    assert problem_of(Link(url, "Keterangan lengkap")) is None


def test_advertisement_in_the_words_of_a_link_is_seen():
    problem = problem_of(Link("https://a.id/", "Daftar Slot Gacor hari ini"))
    assert problem and problem[0] == Outcome.DANGEROUS


# Asking strangers


def answer_of(site, path, **options):
    _, origin, allow = site
    return outside_answer(f"{origin}{path}", **{"allow": allow, "timeout": 2} | options)


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("/200", Outcome.OK, 200), ("/404", Outcome.DEAD, 404), ("/410", Outcome.DEAD, 410), ("/403", Outcome.OK, 403),
        ("/429", Outcome.OK, 429), ("/500", Outcome.UNREACHABLE, 500), ("/503", Outcome.UNREACHABLE, 503),
        ("/no-head", Outcome.OK, 200), ("/to?/200", Outcome.OK, 200), ("/to?/404", Outcome.DEAD, 404),
        ("/to?/to?/to?/to?/to?/200", Outcome.OK, 200),
    ],
)  # fmt: skip
def test_answer_of_a_server_is_told(site, path, outcome, status):
    assert answer_of(site, path)[:2] == (outcome, status)


@pytest.mark.parametrize("path", ["/loop", "/to?/to?/to?/to?/to?/to?/200"])
def test_more_than_five_redirects_are_dead(site, path):
    assert answer_of(site, path)[0] == Outcome.DEAD


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_silent_and_dripping_servers_end_at_the_time_out(site, path):
    begun = time.monotonic()
    assert answer_of(site, path, timeout=0.5)[0] == Outcome.UNREACHABLE
    assert time.monotonic() - begun < 2


def test_head_comes_first_with_our_name_and_get_reads_few_bytes(site):
    server = site[0]
    server.asked.clear()
    begun = time.monotonic()
    answer_of(site, "/404?x=a b")
    assert time.monotonic() - begun < 1
    assert [(verb, path) for verb, path, _ in server.asked] == [("HEAD", "/404?x=a%20b"), ("GET", "/404?x=a%20b")]
    headers = server.asked[1][2]
    assert settings.PUBLIC_ORIGIN in headers["User-Agent"] and headers["Range"] == "bytes=0-1023"
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


def test_redirect_into_our_own_network_is_not_followed(site):
    with stranger() as (inside, origin, _):
        assert answer_of(site, f"/to?{origin}/200")[0] == Outcome.PRIVATE
        assert inside.asked == []
    for address in ("http://10.0.0.1/", "http://169.254.169.254/x", "http://localhost/"):
        assert answer_of(site, f"/to?{address}")[0] == Outcome.PRIVATE, address


def test_redirect_to_what_is_no_web_address_is_dangerous(site):
    for target in ("javascript:alert(1)", "file:///etc/passwd", "http://a:b@c.id/"):
        assert answer_of(site, f"/to?{target}")[0] == Outcome.DANGEROUS, target


def test_redirect_to_an_advertisement_is_dangerous(site):
    assert answer_of(site, "/to?/200?slot-gacor")[0] == Outcome.DANGEROUS


def test_without_permission_this_machine_is_never_asked(site):
    server, origin, _ = site
    server.asked.clear()
    assert outside_answer(f"{origin}/200")[0] == Outcome.PRIVATE
    assert outside_answer(f"http://localhost:{server.server_port}/")[0] == Outcome.PRIVATE
    assert server.asked == []


def test_name_that_leads_to_this_machine_is_not_asked_by_its_name_either(site):
    """`localhost` stands here for any name whose address turns out to be a private one."""
    server = site[0]
    server.asked.clear()
    with pytest.raises(fetch.Internal):
        fetch._addresses("localhost", server.server_port, [("192.0.2.1", server.server_port)])
    assert server.asked == []


def test_nothing_listens_is_unreachable():
    with stranger() as (_, origin, allow):
        pass
    assert outside_answer(f"{origin}/x", allow=allow, timeout=1)[0] == Outcome.UNREACHABLE


def test_other_ports_of_open_addresses_are_not_asked():
    assert outside_answer("http://8.8.8.8:8080/")[0] == Outcome.UNCHECKED
    assert outside_answer("https://8.8.8.8:99999/")[0] == Outcome.DANGEROUS


# Our own pages


@pytest.mark.django_db
def test_own_addresses_are_answered_without_network():
    live, page, program = make_live_article(), make_page(), make_program()
    future = make_approved(live_from=timezone.now() + timedelta(days=1))
    gone = make_live_article()
    actions.withdraw(gone, by=make_user(), version=gone.version, mode="gone", reason="Keliru.")
    moved = make_live_article()
    former = moved.get_absolute_url()
    actions.move(moved, by=make_user(), slug="alamat-baru", version=moved.version)
    expected = {
        live.get_absolute_url(): Outcome.OWN, settings.PUBLIC_ORIGIN + live.get_absolute_url(): Outcome.OWN,
        page.get_absolute_url(): Outcome.OWN, program.get_absolute_url(): Outcome.OWN, "/": Outcome.OWN,
        "/berita/?kategori=x": Outcome.OWN, former: Outcome.OWN,
        gone.get_absolute_url(): Outcome.DEAD, future.article.get_absolute_url(): Outcome.DEAD,
        "/berita/tidak-ada/": Outcome.DEAD, "/tidak-ada/": Outcome.DEAD, "/program/tidak-ada/": Outcome.DEAD,
        "/tidak/ada/sama/sekali": Outcome.DEAD, "/media/foto/tidak-ada.jpg": Outcome.DEAD,
    }  # fmt: skip
    assert all(links.is_own(url) for url in expected)
    assert {url: links.own_answer(url, timezone.now())[0] for url in expected} == expected


@pytest.mark.parametrize("url", ["//evil.id/", "/\\evil.id", "https://evil.id/", "http://127.0.0.1:8000.evil.id/"])
def test_other_sites_are_not_taken_for_our_own(url):
    assert not links.is_own(url)


# Keeping the list


def body(*urls):
    return "".join(f'<p>Lihat <a href="{url}">keterangan</a>.</p>' for url in urls)


@pytest.mark.django_db
def test_dangerous_link_blocks_submission_and_approval():
    edition = make_draft(body_html=body("https://contoh.com/slot-gacor"))
    assert [problem.rule for problem in publishing_problems(edition)] == ["links_are_safe"]
    with pytest.raises(ValidationError, match="tidak aman"):
        actions.submit(edition, by=edition.created_by, version=edition.version)


@pytest.mark.django_db
def test_link_found_dangerous_after_submission_blocks_approval_until_it_is_gone():
    edition = make_draft(body_html=body("https://contoh.com/artikel"))
    actions.submit(edition, by=edition.created_by, version=edition.version)
    links.watch_links(edition)
    edition.links.get().note(outcome=Outcome.PRIVATE, status=None, sentence="Menuju alamat jaringan dalam.")
    with pytest.raises(ValidationError, match="jaringan dalam"):
        actions.approve(edition, by=make_user(), version=edition.version)
    Edition.objects.filter(pk=edition.pk).update(body_html="<p>Tanpa tautan.</p>")
    edition.refresh_from_db()
    assert publishing_problems(edition) == []


@pytest.mark.django_db
def test_dead_link_does_not_block():
    edition = make_draft(body_html=body("https://contoh.com/hilang"))
    links.watch_links(edition)
    edition.links.get().note(outcome=Outcome.DEAD, status=404, sentence="Hilang.")
    assert publishing_problems(edition) == []


@pytest.mark.django_db(transaction=True)
def test_check_keeps_what_each_link_answered(site):
    _, origin, allow = site
    program = make_program()
    urls = [f"{origin}/200", f"{origin}/404", f"{origin}/500", program.get_absolute_url()]
    edition = make_draft(body_html=body(*urls, "mailto:humas@selayar.example"))
    at = timezone.now()
    check_edition(edition, at=at, allow=allow, timeout=2)
    rows = LinkCheck.objects.order_by("pk")
    assert [(row.url, row.outcome, row.status) for row in rows] == [
        (urls[0], "ok", 200), (urls[1], "dead", 404), (urls[2], "unreachable", 500), (urls[3], "own", 200),
    ]  # fmt: skip
    assert {row.checked_at for row in rows} == {at}
    assert [row.due_at - at for row in rows] == [AGAIN_AFTER, AGAIN_AFTER, RETRY_AFTER, AGAIN_AFTER]


@pytest.mark.django_db
def test_link_taken_out_of_the_text_is_forgotten():
    edition = make_draft(body_html=body("/", "/berita/"))
    check_edition(edition)
    edition.body_html = body("/berita/")
    edition.save()
    check_edition(edition)
    assert list(edition.links.values_list("url", flat=True)) == ["/berita/"]


@pytest.mark.django_db
def test_approval_puts_links_on_the_list_and_readers_texts_alone_are_listed_dead():
    live = make_approved(body_html=body("/tidak-ada/"))
    scheduled = make_approved(body_html=body("/tidak-ada/"), live_from=timezone.now() + timedelta(days=1))
    draft = make_draft(body_html=body("/tidak-ada/"))
    links.watch_links(draft)
    assert recheck() == 1
    assert [row.edition for row in LinkCheck.objects.dead()] == [live]
    assert scheduled.links.get().checked_at is None
    assert recheck() == 0
    later = timezone.now() + timedelta(days=2)
    assert recheck(later + AGAIN_AFTER) == 2
    assert {row.edition for row in LinkCheck.objects.dead(later)} == {live, scheduled}


@pytest.mark.django_db
def test_superseded_text_is_dead_no_more():
    first = make_approved(body_html=body("/tidak-ada/"), live_from=timezone.now() - timedelta(hours=1))
    recheck()
    assert LinkCheck.objects.dead().count() == 1
    revision = actions.start_revision(first.article, by=make_user())
    revision.body_html, revision.change_note = "<p>Tanpa tautan.</p>", "Tautan dilepas."
    revision.save()
    actions.submit(revision, by=revision.created_by, version=revision.version)
    actions.approve(revision, by=make_user(), version=revision.version)
    assert LinkCheck.objects.dead().count() == 0


@pytest.mark.django_db
def test_server_silent_for_three_days_counts_as_dead():
    edition = make_approved(body_html=body("https://contoh.com/"))
    for day in range(3):
        assert LinkCheck.objects.dead().count() == 0
        at = timezone.now() + timedelta(days=day)
        edition.links.get().note(outcome=Outcome.UNREACHABLE, status=None, sentence="Diam.", at=at)
    assert LinkCheck.objects.dead().count() == 1
    edition.links.get().note(outcome=Outcome.OK, status=200, sentence="")
    assert (edition.links.get().failures, LinkCheck.objects.dead().count()) == (0, 0)


@pytest.mark.django_db
def test_tick_takes_twenty_the_longest_due_first():
    make_approved(body_html=body(*(f"/halaman-{number}/" for number in range(25))))
    oldest = LinkCheck.objects.order_by("pk").last()
    LinkCheck.objects.filter(pk=oldest.pk).update(due_at=timezone.now() - timedelta(days=3))
    call_command("tick", verbosity=0)
    assert LinkCheck.objects.filter(checked_at__isnull=False).count() == 20
    oldest.refresh_from_db()
    assert oldest.outcome == Outcome.DEAD


@pytest.mark.django_db
def test_task_checks_an_edition_and_one_that_is_gone_has_no_links():
    edition = make_draft(body_html=body("/"))
    assert check_links.enqueue(edition.pk).return_value == 1
    assert check_links.enqueue(edition.pk + 1000).return_value == 0


@pytest.mark.django_db
def test_list_of_dead_links_asks_once_however_many(django_assert_num_queries):
    for _ in range(12):
        make_approved(body_html=body("/tidak-ada/"))
    recheck()
    with django_assert_num_queries(1):
        assert len({row.edition.title for row in LinkCheck.objects.dead()}) == 12
