import gzip
import io
import logging
import multiprocessing
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import CommandError, call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st

from selayar_site.models import Purge
from selayar_site.pagestore import drain, keep_until, kept, not_kept, purge
from selayar_site.pagestore.files import PAGES_IN_SHARD, SHARDS, Entry, PageFiles
from selayar_site.pagestore.layer import PageStore
from selayar_site.pagestore.release import fingerprint

pytestmark = pytest.mark.urls(__name__)

TEXT = "Siaran pers Kepulauan Selayar. " * 100
NOW = 1_772_874_300.0

entered: Counter[str] = Counter()


@kept("news", "site", params=("kategori", "sesudah"))
def listing(request):
    entered["listing"] += 1
    return HttpResponse(f"{TEXT}{request.META['QUERY_STRING']}|{sorted(request.GET)}|{request.get_full_path()}")


@kept("programs")
def other(request):
    entered["other"] += 1
    return HttpResponse("Program")


@kept("news")
def overtaken(request):
    entered["overtaken"] += 1
    PageFiles(request.META["tests.pages"]).bump("news")
    return HttpResponse("already old")


@kept("news")
def expired(request):
    entered["expired"] += 1
    return keep_until(HttpResponse("over"), datetime.now(UTC) - timedelta(microseconds=1))


@kept("news", until=lambda at: at + timedelta(hours=9))
def lasting(request):
    return keep_until(HttpResponse("lasting"), None)


@kept("news")
def answer(request, status):
    entered[str(status)] += 1
    if status == 301:
        return HttpResponsePermanentRedirect("/other/")
    return HttpResponse("x", status=status)


@kept("news")
def spelled(request, text):
    entered["spelled"] += 1
    return not_kept(HttpResponsePermanentRedirect("/other/"))


@kept("news")
def personal(request, how):
    response = HttpResponse("for one reader")
    if how == "cookie":
        response.set_cookie("name", "value")
    else:
        response.headers[how] = {"Vary": "Cookie", "Cache-Control": "private"}[how]
    return response


def plain(request):
    entered["plain"] += 1
    return HttpResponse(request.META["QUERY_STRING"])


urlpatterns = [
    path("", listing),
    path("other/", other),
    path("overtaken/", overtaken),
    path("expired/", expired),
    path("lasting/", lasting),
    path("answer/<int:status>/", answer),
    path("personal/<how>/", personal),
    path("spelled/<text>/", spelled),
    path("plain/", plain),
]


@dataclass
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture
def pages(tmp_path, settings):
    settings.PAGE_STORE_DIR = tmp_path / "pages"
    settings.ALLOWED_HOSTS = ["humas.example"]
    entered.clear()
    return PageFiles(settings.PAGE_STORE_DIR)


@pytest.fixture
def store(pages):
    return PageStore(
        WSGIHandler(),
        pages,
        hosts=["humas.example"],
        origin_host="humas.example",
        session_cookie="sessionid",
        https_header="HTTP_X_FORWARDED_PROTO",
    )


@pytest.fixture
def get(store, settings):
    """One request through the WSGI callable, with the close that PEP 3333 asks of servers."""

    def get_one(target="/", method="GET", app=store, **headers) -> Got:
        where, _, query = target.partition("?")
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": where, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "HTTP_HOST": "humas.example",
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
            "tests.pages": settings.PAGE_STORE_DIR, **headers,
        }  # fmt: skip
        started = []
        answered = app(environ, lambda status, headers, *rest: started.append((status, headers)))
        body = b"".join(answered)
        if hasattr(answered, "close"):
            answered.close()
        ((status, given),) = started
        assert len(given) == len(dict(given)), "a header is sent twice"
        assert all(type(header) is tuple for header in given), "PEP 3333; Granian answers 500 to a list"
        return Got(int(status[:3]), dict(given), body)

    # As Django's test client does: the handler would look at a connection that a test before has left open.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_one
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_second_reader_is_answered_without_entering_django(get):
    first, second = get(), get()
    assert entered["listing"] == 1
    assert first == second
    assert first.body.decode().startswith(TEXT)
    assert first.headers["Content-Length"] == str(len(first.body))
    assert (first.headers["Cache-Control"], first.headers["Vary"]) == ("no-cache", "Accept-Encoding")


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("gzip;q=1.0, br;q=0", "gzip", gzip.decompress),
        ("BR", "br", brotli.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_page_comes_in_the_smallest_form_the_reader_takes(get, accepted, encoding, unpack):
    for _ in range(2):
        got = get(HTTP_ACCEPT_ENCODING=accepted)
        assert got.headers.get("Content-Encoding") == encoding
        assert unpack(got.body).decode().startswith(TEXT)
        assert got.headers["Content-Length"] == str(len(got.body))


def test_unchanged_page_is_answered_304_in_each_form(get):
    etags = {coding: get(HTTP_ACCEPT_ENCODING=coding).headers["ETag"] for coding in ("br", "gzip", "")}
    assert len(set(etags.values())) == 3
    for coding, etag in etags.items():
        for condition in (etag, f'"x", {etag}', f"W/{etag}", "*"):
            got = get(HTTP_ACCEPT_ENCODING=coding, HTTP_IF_NONE_MATCH=condition)
            assert (got.status, got.body, got.headers["ETag"]) == (304, b"", etag)
            assert got.headers["Vary"] == "Accept-Encoding" and "Content-Length" not in got.headers
        assert get(HTTP_ACCEPT_ENCODING=coding, HTTP_IF_NONE_MATCH='"other"').status == 200


def test_head_gives_the_headers_alone_and_keeps_nothing(get):
    get(method="HEAD")
    whole = get()
    assert get(method="HEAD") == Got(200, whole.headers, b"")
    assert entered["listing"] == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": "theme=1; sessionid=abc"},
        {"HTTP_AUTHORIZATION": "Basic YTph"},
        {"SCRIPT_NAME": "/elsewhere"},
    ],
)
def test_store_neither_answers_nor_keeps_what_is_not_anonymous(get, headers):
    get(**headers), get(), get(**headers)
    assert entered["listing"] == 3


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE"])
def test_kept_view_answers_to_get_and_head_alone(get, method):
    get()
    assert get(method=method).status == 405
    assert entered["listing"] == 1


def test_reader_with_some_cookie_is_answered_and_leaves_nothing_behind(get):
    get(HTTP_COOKIE="theme=dark")
    assert entered["listing"] == 1
    get(), get(HTTP_COOKIE="theme=dark")
    assert entered["listing"] == 2


def test_unknown_parameters_make_no_page_and_are_hidden_from_the_view(get):
    first = get("/?utm_source=wa&kategori=ekonomi&fbclid=9")
    assert first.body.decode().endswith("kategori=ekonomi|['kategori']|/?kategori=ekonomi")
    assert get("/?kategori=ekonomi") == get("/?x=1&kategori=ekonomi&y=<script>") == first
    assert entered["listing"] == 1


def test_declared_parameters_make_pages_of_their_own_in_any_order(get):
    one, two = get("/?kategori=a&sesudah=b"), get("/?sesudah=b&kategori=a")
    assert one == two != get("/?kategori=a")
    assert entered["listing"] == 2


def test_repeated_and_empty_parameters_make_no_pages_of_their_own(get):
    one = get("/?kategori=b")
    assert get("/?kategori=a&kategori=b") == get("/?sesudah=&kategori=b&tagar=") == one
    assert get("/?kategori=") == get("/?dari=&sampai=") == get("/")
    assert entered["listing"] == 2


def test_parameter_of_other_views_is_hidden_too_and_the_page_not_kept(get):
    assert b"tagar" not in get("/?tagar=a").body + get("/?tagar=a").body
    assert entered["listing"] == 2


def test_view_that_is_not_kept_sees_every_parameter(get):
    assert get("/plain/?next=/a&b=1").body == b"next=/a&b=1"


@pytest.mark.parametrize("query", ["?" + "&".join("a=1" for _ in range(30)), "?kategori=" + "x" * 600])
def test_excessive_question_is_not_kept(get, query):
    get(query), get(query)
    assert entered["listing"] == 2


@pytest.mark.parametrize("headers", [{"HTTP_X_FORWARDED_HOST": "evil.example"}, {"HTTP_X_ORIGINAL_URL": "/evil/"}])
def test_forwarded_names_change_nothing(get, headers):
    assert get(**headers) == get()
    assert entered["listing"] == 1


@pytest.mark.parametrize("host", ["evil.example", "humas.example:81", "HUMAS.example", "humas.example:8000:8000", ""])
def test_page_for_a_made_up_host_is_never_kept(get, pages, host):
    get(HTTP_HOST=host), get(HTTP_HOST=host)
    assert entered["listing"] != 1
    get(HTTP_HOST="humas.example")
    assert "evil" not in str(get())


def test_own_name_is_known_with_and_without_the_port_that_listens(get):
    get(HTTP_HOST="humas.example:8000"), get(HTTP_HOST="humas.example:8000")
    assert entered["listing"] == 1


def test_page_for_https_is_not_given_over_http(get):
    get(HTTP_X_FORWARDED_PROTO="https"), get(HTTP_X_FORWARDED_PROTO="http"), get(HTTP_X_FORWARDED_PROTO="https")
    assert entered["listing"] == 2


def test_other_release_has_its_own_pages(get, pages):
    newer = PageStore(
        WSGIHandler(), pages, hosts=[], origin_host="humas.example", session_cookie="sessionid", release="2"
    )
    get(), get(app=newer), get(app=newer)
    assert entered["listing"] == 2


def test_fingerprint_changes_with_a_template(tmp_path):
    (tmp_path / "a.html").write_text("a")
    before = fingerprint([tmp_path])
    assert fingerprint([tmp_path]) == before
    (tmp_path / "a.html").write_text("ab")
    assert fingerprint([tmp_path]) != before


@pytest.mark.parametrize(("status", "times"), [(200, 1), (301, 1), (410, 1), (302, 2), (404, 2), (500, 2)])
def test_only_lasting_answers_are_kept(get, status, times):
    first, second = get(f"/answer/{status}/"), get(f"/answer/{status}/")
    assert (first.status, second.status, entered[str(status)]) == (status, status, times)
    assert first.headers.get("Location") == second.headers.get("Location")


def test_redirect_of_which_there_is_no_end_is_not_kept(get):
    assert get("/spelled/a/").headers["Location"] == get("/spelled/a/").headers["Location"] == "/other/"
    assert entered["spelled"] == 2


@pytest.mark.parametrize("how", ["cookie", "Vary", "Cache-Control"])
def test_answer_for_one_reader_is_refused_and_told_to_the_log(get, how, caplog):
    with caplog.at_level(logging.ERROR):
        get(f"/personal/{how}/")
    assert f"/personal/{how}/ is declared kept" in caplog.text
    assert "ETag" not in get(f"/personal/{how}/").headers


def test_purged_section_is_rendered_anew_and_others_are_not(get, pages):
    get(), get("/other/")
    pages.bump("site")
    get(), get("/other/")
    assert (entered["listing"], entered["other"]) == (2, 1)


def test_page_overtaken_by_a_change_while_it_was_rendered_is_not_kept(get):
    get("/overtaken/"), get("/overtaken/")
    assert entered["overtaken"] == 2


def test_page_ends_with_its_moment(get, pages):
    get("/expired/"), get("/expired/")
    assert entered["expired"] == 2
    pages.write("k", Entry("200 OK", [], "e", NOW, {}, {"": b"x"}))
    assert pages.read("k", "", now=NOW - 0.001)
    assert pages.read("k", "", now=NOW) is None


def test_page_without_a_moment_is_rendered_anew_within_the_hour(get, pages):
    get("/lasting/")
    now = datetime.now(UTC).timestamp()
    key = " http://humas.example/lasting/?"
    assert pages.read(key, "", now=now + 3590)
    assert pages.read(key, "", now=now + 3601) is None


def test_request_is_finished_also_when_the_page_is_kept(get):
    finished = []

    def receiver(**kwargs):
        finished.append(1)

    request_finished.connect(receiver)
    try:
        get()
    finally:
        request_finished.disconnect(receiver)
    assert finished == [1]


@pytest.mark.parametrize("broken", ["pages", "pages/entries", "pages/sections"])
def test_store_that_is_out_of_order_answers_all_the_same(get, tmp_path, caplog, broken):
    place = tmp_path / broken
    place.parent.mkdir(exist_ok=True)
    place.write_text("a file where a directory should be")
    assert get().status == get().status == 200
    assert entered["listing"] == 2
    assert "could not be kept" in caplog.text


@given(st.data())
def test_damaged_entry_is_no_page(tmp_path_factory, data):
    pages = PageFiles(tmp_path_factory.mktemp("pages"))
    pages.write("k", Entry("200 OK", [("A", "b")], "e", NOW, {"news": 0}, {"br": b"small", "": b"long" * 20}))
    whole = pages.read("k", "", now=0)
    place = pages._path("k")
    with open(place, "rb") as file:
        content = file.read()
    with open(place, "wb") as file:
        file.write(content[: data.draw(st.integers(0, len(content) - 1))])
    found = pages.read("k", "", now=0)
    assert found is None or found == whole


def test_body_longer_than_the_first_read_comes_whole(pages):
    body = bytes(range(256)) * 1000
    pages.write("k", Entry("200 OK", [], "e", NOW, {}, {"br": b"s", "": body}))
    assert pages.read("k", "", now=0).bodies == {"": body}
    assert pages.read("k", "gzip", now=0).bodies == {"": body}


def test_number_of_pages_is_bounded(pages, tmp_path):
    for number in range(3 * SHARDS * PAGES_IN_SHARD):
        pages.write(f"k{number}", Entry("200 OK", [], "e", NOW, {}, {"": b"x"}))
    files = [found for found in (tmp_path / "pages" / "entries").rglob("*") if found.is_file()]
    assert len(files) <= SHARDS * PAGES_IN_SHARD
    assert pages.read(f"k{number}", "", now=0)


def bump_often(directory: str) -> None:
    for _ in range(200):
        PageFiles(directory).bump("news")


def test_two_processes_lose_no_purge(tmp_path):
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=bump_often, args=[str(tmp_path)]) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert PageFiles(tmp_path).generation("news") == 400


@pytest.mark.parametrize("name", ["", "../news", "News", "a" * 31, "a/b", "a\n"])
def test_section_is_a_plain_name(pages, name):
    with pytest.raises(ValueError, match="no name of a section"):
        pages.bump(name)


def test_declaration_with_an_unknown_parameter_or_without_section_is_refused():
    with pytest.raises(ValueError, match="KNOWN_PARAMS: \\['made_up'\\]"):
        kept("news", params=("made_up",))
    with pytest.raises(ValueError, match="Name the sections"):
        kept()


@pytest.mark.django_db(transaction=True)
def test_purge_takes_effect_with_the_commit_and_not_before(get, pages):
    get()
    with transaction.atomic():
        purge("news", "programs")
        assert pages.generation("news") == 0
    assert pages.generations(["news", "programs", "site"]) == {"news": 1, "programs": 1, "site": 0}
    assert not Purge.objects.exists()
    get()
    assert entered["listing"] == 2


@pytest.mark.django_db(transaction=True)
def test_change_that_is_rolled_back_purges_nothing(pages):
    with pytest.raises(RuntimeError), transaction.atomic():
        purge("news")
        raise RuntimeError
    assert pages.generation("news") == 0
    assert not Purge.objects.exists()


@pytest.mark.django_db
def test_tick_carries_out_what_a_killed_process_left(pages):
    Purge.objects.create(section="news")
    out = StringIO()
    call_command("tick", stdout=out)
    assert pages.generation("news") == 1
    # The waiting list that this tick published is purged when the test's transaction would end.
    assert list(Purge.objects.values_list("section", flat=True)) == ["programs"]
    assert "a process that was killed: 1" in out.getvalue()
    call_command("tick", stdout=StringIO())
    assert pages.generation("news") == 1


@pytest.mark.django_db
def test_start_of_a_web_process_carries_out_what_was_left(pages, settings):
    from selayar_site.wsgi import with_page_store

    Purge.objects.create(section="news")
    assert isinstance(with_page_store(WSGIHandler()), PageStore)
    assert pages.generation("news") == 1
    settings.PAGE_STORE = False
    handler = WSGIHandler()
    assert with_page_store(handler) is handler


@pytest.mark.django_db(transaction=True)
def test_purge_that_fails_keeps_its_row_and_the_change(settings, tmp_path, caplog):
    (tmp_path / "file").write_text("")
    settings.PAGE_STORE_DIR = tmp_path / "file"
    purge("news")
    assert Purge.objects.get().section == "news"
    with pytest.raises(CommandError, match="Not done: purges"):
        call_command("tick", stdout=StringIO())
    settings.PAGE_STORE_DIR = tmp_path / "pages"
    left = set(Purge.objects.values_list("section", flat=True))
    assert left == {"news", "programs"}  # the waiting list that this tick published could not be purged either
    assert drain() == 2 and not Purge.objects.exists()
