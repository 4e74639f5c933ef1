"""Asking a stranger's server whether a page is there, without being led into our own network.

A link in a text is an address that somebody else chose. So the name is resolved first, every address it has
must be one of the open internet, and the connection goes to that very address: a name that answers otherwise
a second later changes nothing. Each redirect passes the same gate.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit

TIMEOUT = 10.0  # seconds for one answer, from the first packet to the last
WHOLE = 3  # times that for the whole way, redirects and all
MOST_REDIRECTS = 5
MOST_ADDRESSES = 3
FEW_BYTES = 1024
PORTS = {"http": 80, "https": 443}
# Names that mean something only inside a network (RFC 6761, 6762, 8375 and custom).
INTERNAL = (
    "localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa", "test", "invalid",
    "example", "onion",
)  # fmt: skip
# Those that carry an IPv4 address inside (RFC 6052, 8215, 4380).
TUNNELS = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32"))

type Pair = tuple[str, int]


class NotAsked(Exception):
    """The address is not asked, for the reason in the sentence."""


class Internal(NotAsked):
    """It leads to a network that is not open to everyone."""


class Strange(NotAsked):
    """It is no web address that a reader could open safely."""


@dataclass(frozen=True)
class Reply:
    """The last answer: its status, and the address that gave it."""

    status: int
    url: str


def is_internal_name(host: str) -> bool:
    """Whether the name, or the address written as one, belongs to no open network."""
    name = host.lower().rstrip(".")
    try:
        return not is_open(name)
    except ValueError:
        return "." not in name or name.endswith(tuple(f".{end}" for end in INTERNAL)) or name in INTERNAL


def is_open(address: str) -> bool:
    """Whether that IP address is one of the open internet. Raises ValueError where it is none."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and (
        any(ip in net for net in TUNNELS) or ip.is_site_local or ip.sixtofour or ip.ipv4_mapped
    ):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local)


def ask(url: str, *, user_agent: str, allow: Collection[Pair] = (), timeout: float = TIMEOUT) -> Reply:
    """The answer at the end of at most five redirects. HEAD, then GET where HEAD is not answered well.

    `allow`: pairs of address and port that are asked although they are none of the open internet.
    Raises NotAsked where the way leads to what must not be asked, OSError or http.client.HTTPException where
    no answer comes; names are looked up with the time-out of the system.
    """
    end = time.monotonic() + WHOLE * timeout
    for _ in range(MOST_REDIRECTS + 1):
        parts, port = _parts(url), _port(url)
        addresses = _addresses(parts.hostname or "", port, allow)
        reply, location = _send("HEAD", parts, addresses, user_agent, _left(end, timeout))
        if reply.status >= 400:
            reply, location = _send("GET", parts, addresses, user_agent, _left(end, timeout))
        if not location:
            return reply
        url = urljoin(url, location)
    raise TooManyRedirects


class TooManyRedirects(http.client.HTTPException):
    """The way has no end."""


def _left(end: float, timeout: float) -> float:
    left = min(timeout, end - time.monotonic())
    if left <= 0:
        raise TimeoutError
    return left


def _parts(url: str) -> SplitResult:
    """The address in its parts. Raises Strange where it is none to be opened in a browser."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise Strange("Alamatnya tidak sah.") from error
    if parts.scheme not in PORTS or not host:
        raise Strange("Bukan alamat http atau https.")
    if parts.username is not None:
        raise Strange("Memuat nama pengguna di depan alamat, cara yang lazim untuk menyamarkan tujuan.")
    return parts


def _port(url: str) -> int:
    parts = _parts(url)
    try:
        return parts.port or PORTS[parts.scheme]
    except ValueError as error:
        raise Strange("Nomor portnya tidak sah.") from error


def _addresses(host: str, port: int, allow: Collection[Pair]) -> list[str]:
    """The addresses of the host, all of them open or allowed. Raises NotAsked or OSError."""
    is_allowed = any(allowed == port for _, allowed in allow)
    if is_internal_name(host) and not is_allowed:
        raise Internal("Menuju nama atau alamat jaringan dalam.")
    if port not in PORTS.values() and not is_allowed:
        raise NotAsked("Memakai port selain 80 dan 443, jadi tidak diperiksa.")
    try:
        found = socket.getaddrinfo(host.rstrip("."), port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise Strange("Alamatnya tidak sah.") from error
    addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not all((address, port) in allow or is_open(address) for address in addresses):
        raise Internal("Menuju alamat jaringan dalam.")
    return addresses


def _send(method: str, parts: SplitResult, addresses: list[str], agent: str, timeout: float) -> tuple[Reply, str]:
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    connection = _Pinned(parts, addresses, timeout)
    headers = {"User-Agent": agent, "Accept": "*/*", "Connection": "close"}
    if method == "GET":
        headers["Range"] = f"bytes=0-{FEW_BYTES - 1}"
    with _ended_after(timeout, connection):
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        if method == "GET":
            response.read(FEW_BYTES)
    is_redirect = response.status in (301, 302, 303, 307, 308)
    return Reply(response.status, parts.geturl()), (response.headers["Location"] or "") if is_redirect else ""


class _Pinned(http.client.HTTPConnection):
    """Connects to addresses already looked at, under the name that the link has."""

    def __init__(self, parts: SplitResult, addresses: list[str], timeout: float) -> None:
        host = parts.hostname or ""
        super().__init__(host, parts.port or PORTS[parts.scheme], timeout=timeout)
        self._is_secret, self._addresses, self._name = parts.scheme == "https", addresses[:MOST_ADDRESSES], host
        self._seconds = timeout

    def connect(self) -> None:
        for number, address in enumerate(self._addresses, 1):
            try:
                self.sock = socket.create_connection((address, self.port), self._seconds / len(self._addresses))
                break
            except OSError:
                if number == len(self._addresses):
                    raise
        self.sock.settimeout(self._seconds)
        if self._is_secret:
            # In two steps, so that the socket in use is the one that is closed when the time is up.
            self.sock = tls = _tls().wrap_socket(self.sock, server_hostname=self._name, do_handshake_on_connect=False)
            tls.do_handshake()


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def _ended_after(seconds: float, connection: http.client.HTTPConnection) -> Iterator[None]:
    """Close the connection when the time is up: a server that drips a byte a second keeps within each time-out."""
    is_late = threading.Event()

    def end() -> None:
        is_late.set()
        if connection.sock:
            with suppress(OSError):  # closed in the same moment
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        if is_late.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
        connection.close()
