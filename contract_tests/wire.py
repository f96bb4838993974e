"""HTTP with an end: no answer takes for ever, none fills the memory, no redirect is followed."""

from __future__ import annotations

import contextlib
import functools
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

LARGEST = 8 * 1024 * 1024
"""Bytes that an answer may have."""
DRIPS = 3
"""How many time-outs an answer may take in all, if it comes drop by drop."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came, read to its end."""

    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def text(self) -> str:
        """For people."""
        return self.body.decode("utf-8", "replace")


class Endless(httpx.TransportError):
    """The answer is larger than any may be."""


class Wire:
    """A line to one server. httpx.HTTPError: no answer, not all of it, or far too much."""

    def __init__(self, timeout: float, **more: Any) -> None:
        self.http = httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False, **more)
        self._longest = DRIPS * timeout
        self._stream: Any = None

    def asks(self, request: httpx.Request) -> Answer:
        """Send it, and read the answer to its end."""
        request.extensions["trace"] = self._hears
        late = threading.Event()
        watch = threading.Timer(self._longest, self._hangs_up, [late])
        watch.daemon = True
        watch.start()
        try:
            with contextlib.closing(self.http.send(request, stream=True)) as answer:
                body = b"".join(_bounded(answer.iter_bytes()))
            return Answer(answer.status_code, answer.headers, body)
        except (httpx.HTTPError, UnicodeError) as error:
            if late.is_set():
                words = f"the answer had no end within {self._longest:.0f} s"
                raise httpx.ReadTimeout(words) from None
            if isinstance(error, UnicodeError):
                raise httpx.ConnectError(f"no such host: {request.url.host}") from None
            raise
        finally:
            watch.cancel()

    def close(self) -> None:
        """Hang up."""
        self.http.close()

    def _hears(self, event: str, facts: dict[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._stream = facts["return_value"]

    def _hangs_up(self, late: threading.Event) -> None:
        late.set()
        found = self._stream and self._stream.get_extra_info("socket")
        if found is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(found, socket.SHUT_RDWR)


def asked(method: str, url: str, *, timeout: float, insecure: bool = False, **more: Any) -> Answer:
    """One request on a line of its own."""
    wire = Wire(timeout, verify=trust(url, insecure=insecure))
    try:
        return wire.asks(wire.http.build_request(method, url, **more))
    finally:
        wire.close()


def _bounded(parts: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if size > LARGEST:
            raise Endless(f"the answer is larger than {LARGEST // 2**20} MiB")
        yield part


def trust(url: str, *, insecure: bool = False) -> ssl.SSLContext:
    """Whose certificates are taken at an address."""
    return _certificates(secure=url.startswith("https:"), insecure=insecure)


@functools.cache
def _certificates(*, secure: bool, insecure: bool) -> ssl.SSLContext:
    """The machine's own, or SSL_CERT_FILE's, or any. Made once: to read them takes 20 ms."""
    if not secure:
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    found = ssl.create_default_context()
    if insecure:
        found.check_hostname, found.verify_mode = False, ssl.CERT_NONE
    return found
