"""HTTP with bounds: no response takes for ever or fills the memory; redirects are not followed."""

from __future__ import annotations

import contextlib
import functools
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import Cookie, CookieJar
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx

LARGEST = 8 * 1024 * 1024
"""Bytes that a response may have."""
TIMEOUTS = 3
"""How many time-outs a response may take in all, if it comes byte by byte."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response, read to its end."""

    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, for messages."""
        return self.body.decode("utf-8", "replace")


class ResponseTooLarge(httpx.TransportError):
    """The response is larger than any may be."""


class _LoopbackJar(CookieJar):
    """Sends `Secure` cookies over http too."""

    def set_cookie(self, cookie: Cookie) -> None:
        cookie.secure = False
        super().set_cookie(cookie)


def cookie_jar(url: str) -> CookieJar:
    """Return an empty jar for the backend at the URL.

    On loopback `Secure` cookies are sent back over http too, as browsers do (Secure Contexts, 3.1:
    loopback is trustworthy).
    """
    return _LoopbackJar() if is_loopback(url) else CookieJar()


def is_loopback(url: str) -> bool:
    """Whether the URL's host is this machine, by its name or address."""
    name = (urlsplit(url).hostname or "").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


class HttpTransport:
    """A connection pool to one server. httpx.HTTPError: no whole response, or too large a one."""

    def __init__(self, timeout: float, **options: Any) -> None:
        self.http = httpx.Client(
            timeout=timeout, trust_env=False, follow_redirects=False, **options
        )
        self._longest = TIMEOUTS * timeout
        self._stream: Any = None

    def send(self, request: httpx.Request) -> HttpResponse:
        """Send a request, and read the response to its end."""
        request.extensions["trace"] = self._on_trace
        late = threading.Event()
        watchdog = threading.Timer(self._longest, self._disconnect, [late])
        watchdog.daemon = True
        watchdog.start()
        try:
            with contextlib.closing(self.http.send(request, stream=True)) as response:
                body = b"".join(_bounded(response.iter_bytes()))
            return HttpResponse(response.status_code, response.headers, body)
        except (httpx.HTTPError, UnicodeError) as error:
            if late.is_set():
                words = f"the answer had no end within {self._longest:.0f} s"
                raise httpx.ReadTimeout(words) from None
            if isinstance(error, UnicodeError):
                raise httpx.ConnectError(f"no such host: {request.url.host}") from None
            raise
        finally:
            watchdog.cancel()

    def close(self) -> None:
        """Close all connections."""
        self.http.close()

    def _on_trace(self, event: str, facts: dict[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._stream = facts["return_value"]

    def _disconnect(self, late: threading.Event) -> None:
        late.set()
        connection = self._stream and self._stream.get_extra_info("socket")
        if connection is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)


def request_once(
    method: str, url: str, *, timeout: float, insecure: bool = False, **options: Any
) -> HttpResponse:
    """Send one request on a connection of its own."""
    transport = HttpTransport(timeout, verify=trust(url, insecure=insecure))
    try:
        return transport.send(transport.http.build_request(method, url, **options))
    finally:
        transport.close()


def _bounded(parts: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if size > LARGEST:
            raise ResponseTooLarge(f"the answer is larger than {LARGEST // 2**20} MiB")
        yield part


def trust(url: str, *, insecure: bool = False) -> ssl.SSLContext:
    """Return which certificates are accepted at an address."""
    return _certificates(secure=url.startswith("https:"), insecure=insecure)


@functools.cache
def _certificates(*, secure: bool, insecure: bool) -> ssl.SSLContext:
    """The machine's own, SSL_CERT_FILE's, or any. Cached: to read them takes 20 ms."""
    if not secure:
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = ssl.create_default_context()
    if insecure:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
