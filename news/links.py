"""Links in releases: which there are, which are dangerous, and which still lead somewhere.

What can be said of a link by looking at it is said at once, by `problem_of()`. What only the network can say
is asked in the background and kept in `LinkCheck`; no request of a reader or writer waits for it.
"""

import http.client
import re
import ssl
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404
from django.urls import resolve
from django.utils import timezone

from news import fetch
from news.models import Article, Edition, LinkCheck
from news.models.article import Outcome as Answered
from news.models.links import AGAIN_AFTER
from programs.models import Program
from selayar_site.models import Page

Outcome = LinkCheck.Outcome

MOST_LINKS = 200  # of one release; the rest is not asked
LONGEST = 1000  # characters of one address
AT_A_TIME = 20  # links that one tick asks again
SIDE_BY_SIDE = 8

# The commonest attack on go.id sites. These say what only such an advertisement says …
SPAM = (
    "slot gacor", "slot online", "situs slot", "link slot", "daftar slot", "agen slot", "slot deposit", "slot dana",
    "slot maxwin", "slot 88", "slot 777", "slot demo", "rtp slot", "rtp live", "gacor", "maxwin", "agen judi",
    "situs judi", "bandar judi", "bandar togel", "togel online", "situs togel", "toto macau", "toto togel", "sbobet",
    "pragmatic play", "zeus x1000",
)  # fmt: skip
# … and these also what a report on it says, so that an office that reports is not held up.
REPORTED = ("judi online", "judi bola", "judol", "togel", "kasino online", "casino online", "poker online")
REPORTING = (".go.id", ".mil.id", ".desa.id")


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """The words as they stand in texts and addresses: parted by blanks, hyphens or nothing at all."""
    loose = (r"[\W_]*".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(loose)})(?![a-z])", re.IGNORECASE)


_spam, _reported = _pattern(SPAM), _pattern(REPORTED)


@dataclass(frozen=True)
class Link:
    url: str
    text: str


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append((href, []))
            self._is_inside = True

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.found[-1][1].append(data)

    def handle_endtag(self, tag: str) -> None:
        self._is_inside = self._is_inside and tag != "a"


def links_of(html: str) -> list[Link]:
    """The links of a text in their order, each address once; without anchors, mail and telephone."""
    if "href" not in html.lower():
        return []
    parser = _Links()
    parser.feed(html)
    parser.close()
    links: dict[str, Link] = {}
    for href, words in parser.found:
        # Browsers leave out tabs, line ends and NUL inside an address, and so does who hides “javascript:”.
        url = re.sub(r"[\x00-\x1f]", "", href).strip()
        if not re.match(r"#|mailto:|tel:", url, re.IGNORECASE):
            links.setdefault(url, Link(url, " ".join("".join(words).split())))
    return list(links.values())


# What the address itself says


def is_own(url: str) -> bool:
    """Whether the address is one of this site."""
    if re.match(r"/(?![/\\])", url):
        return True
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}".lower() == settings.PUBLIC_ORIGIN


def problem_of(link: Link) -> tuple[str, str] | None:
    """Why the link must not be published, as outcome and sentence; None where nothing can be seen against it."""
    if is_own(link.url):
        return None
    url = _absolute(link.url)
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return Outcome.DANGEROUS, "Alamatnya tidak sah."
    scheme = url.partition(":")[0].lower()
    if scheme not in fetch.PORTS or not host:
        return Outcome.DANGEROUS, "Bukan alamat http atau https."
    if "@" in urlsplit(url).netloc:
        return Outcome.DANGEROUS, "Memuat nama pengguna di depan alamat, cara yang lazim untuk menyamarkan tujuan."
    if len(url) > LONGEST:
        return Outcome.DANGEROUS, f"Alamatnya lebih panjang dari {LONGEST} huruf."
    if is_spam(link, host):
        return Outcome.DANGEROUS, "Memuat kata-kata iklan judi."
    if fetch.is_internal_name(host):
        return Outcome.PRIVATE, "Menuju jaringan dalam, yang tidak dapat dibuka pembaca."
    return None


def is_spam(link: Link, host: str) -> bool:
    words = f"{unquote(link.url)} {link.text}"
    return bool(_spam.search(words) or (not host.endswith(REPORTING) and _reported.search(words)))


def _absolute(url: str) -> str:
    return f"https:{url}" if url.startswith("//") else url


def dangerous_links(edition: Edition) -> list[tuple[Link, str]]:
    """The links that keep the edition from being published, with why: by their looks, or as last found."""
    links = links_of(edition.body_html)
    if not links:
        return []
    found = dict(LinkCheck.objects.filter(edition=edition.pk).unsafe().values_list("url", "sentence"))
    bad = []
    for link in links:
        if seen := problem_of(link):
            bad.append((link, seen[1]))
        elif link.url in found:
            bad.append((link, found[link.url]))
    return bad


# What asking says


def own_answer(url: str, at: datetime) -> tuple[str, int, str]:
    """What this site itself answers at one of its addresses: outcome, status, sentence. No network."""
    path = unquote(urlsplit(url).path) or "/"
    try:
        match = resolve(path)
    except Http404:
        return Outcome.DEAD, 404, "Tidak ada halaman di alamat ini."
    slug = match.kwargs.get("slug", "")
    if match.view_name == "article_detail":
        return _own_article(slug, at)
    exists = {
        "page_detail": lambda: Page.objects.filter(slug=slug).exists(),
        "program_detail": lambda: Program.objects.listed().filter(slug=slug).exists(),
        "public_media": lambda: default_storage.exists(match.kwargs["path"]),
    }.get(match.view_name)
    if exists and not exists():
        return Outcome.DEAD, 404, "Tidak ada halaman di alamat ini."
    return Outcome.OWN, 200, ""


def _own_article(slug: str, at: datetime) -> tuple[str, int, str]:
    try:
        answer = Article.objects.answer_for(slug, at)
    except Article.DoesNotExist:
        return Outcome.DEAD, 404, "Siaran pers ini tidak ada atau belum terbit."
    if answer.outcome is Answered.GONE:
        return Outcome.DEAD, 410, "Siaran pers ini sudah dicabut atau berhenti tayang."
    if answer.outcome is Answered.MOVED:
        return Outcome.OWN, 301, "Alamat lama; pembaca diantar ke yang baru."
    return Outcome.OWN, 200, ""


def outside_answer(
    url: str, *, allow: Collection[fetch.Pair] = (), timeout: float = fetch.TIMEOUT
) -> tuple[str, int | None, str]:
    """What somebody else's server answers: outcome, status, sentence. Touches no database."""
    agent = f"Pemeriksa-tautan (+{settings.PUBLIC_ORIGIN})"
    try:
        reply = fetch.ask(_absolute(url), user_agent=agent, allow=allow, timeout=timeout)
    except fetch.Internal as why:
        return Outcome.PRIVATE, None, str(why)
    except fetch.Strange as why:
        return Outcome.DANGEROUS, None, str(why)
    except fetch.NotAsked as why:
        return Outcome.UNCHECKED, None, str(why)
    except fetch.TooManyRedirects:
        return Outcome.DEAD, None, "Pengalihannya tidak berujung."
    except TimeoutError:
        return Outcome.UNREACHABLE, None, "Tidak menjawab tepat waktu."
    except ssl.SSLError:
        return Outcome.UNREACHABLE, None, "Sertifikat keamanannya tidak sah."
    except (OSError, http.client.HTTPException, ValueError):
        return Outcome.UNREACHABLE, None, "Servernya tidak ditemukan atau tidak menjawab."
    return _of_status(reply)


def _of_status(reply: fetch.Reply) -> tuple[str, int, str]:
    status = reply.status
    if is_spam(Link(reply.url, ""), urlsplit(reply.url).hostname or ""):
        return Outcome.DANGEROUS, status, "Mengantar pembaca ke iklan judi."
    if status < 400:
        return Outcome.OK, status, ""
    if status in (401, 403, 429, 451, 999):
        return Outcome.OK, status, "Ada, tetapi menolak diperiksa oleh mesin."
    if status >= 500:
        return Outcome.UNREACHABLE, status, f"Servernya sedang bermasalah (kode {status})."
    return Outcome.DEAD, status, f"Halamannya tidak ada lagi (kode {status})."


# Keeping the list


def watch_links(edition: Edition, at: datetime | None = None) -> None:
    """From now on look after the links of this text."""
    urls = [link.url for link in links_of(edition.body_html)[:MOST_LINKS] if len(link.url) <= LONGEST]
    LinkCheck.objects.watch(edition, urls, at or timezone.now())


def check_edition(
    edition: Edition, *, at: datetime | None = None, allow: Collection[fetch.Pair] = (), timeout: float = fetch.TIMEOUT
) -> list[LinkCheck]:
    """Ask every link of the edition now."""
    at = at or timezone.now()
    watch_links(edition, at)
    return check(list(LinkCheck.objects.filter(edition=edition).order_by("pk")), at=at, allow=allow, timeout=timeout)


def check(
    rows: list[LinkCheck], *, at: datetime, allow: Collection[fetch.Pair] = (), timeout: float = fetch.TIMEOUT
) -> list[LinkCheck]:
    """Ask these links, several side by side, and keep the answers. Not inside a transaction: it may take a minute."""
    answers: dict[int, tuple[str, int | None, str]] = {}
    strangers = []
    for row in rows:
        problem = problem_of(Link(row.url, ""))
        # Where pairs are allowed, addresses of one's own network stand for strangers: that is left to the asking.
        if problem and not (allow and problem[0] == Outcome.PRIVATE):
            answers[row.pk] = problem[0], None, problem[1]
        elif is_own(row.url):
            answers[row.pk] = own_answer(row.url, at)
        else:
            strangers.append(row)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        found = pool.map(lambda row: outside_answer(row.url, allow=allow, timeout=timeout), strangers)
        answers |= zip((row.pk for row in strangers), found, strict=True)
    for row in rows:
        outcome, status, sentence = answers[row.pk]
        row.note(outcome=outcome, status=status, sentence=sentence, at=at)
    return rows


def recheck(at: datetime | None = None, *, allow: Collection[fetch.Pair] = (), timeout: float = fetch.TIMEOUT) -> int:
    """A duty of `tick`: ask again the twenty links of published texts that are longest due; answers how many.

    Those of texts that nobody sees now come back in a week, unasked.
    """
    at = at or timezone.now()
    due = list(LinkCheck.objects.due(at)[:AT_A_TIME])
    shown = set(LinkCheck.objects.filter(pk__in=[row.pk for row in due]).shown(at).values_list("pk", flat=True))
    unseen = [row.pk for row in due if row.pk not in shown]
    LinkCheck.objects.filter(pk__in=unseen).update(due_at=at + AGAIN_AFTER)
    check([row for row in due if row.pk in shown], at=at, allow=allow, timeout=timeout)
    return len(shown)
