"""Bytes that are no HTTP, or that one server may read in another way than the next one."""

from __future__ import annotations

NONSENSE = [
    b"\x16\x03\x01 hello\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET /a HTTP/1.1\r\nno colon\r\n\r\n",
    b"POST /a HTTP/1.1\r\nContent-Length: many\r\n\r\n",
    b"CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n",
]
"""Messages that get 400."""

SPLITTING_LINES = [
    b"Idempotency-Key: k1\nSet-Cookie: evil=1",
    b"Idempotency-Key: k1\rSet-Cookie: evil=1",
    b"Idempotency-Key: k1\x00",
    b"Idempotency-Key: k1\x0b",
    b"Idempotency-Key: k1\x7f",
    b"Idempotency Key: k1",
    b"Idempotency-Key : k1",
    b"Idempo\x00tency-Key: k1",
    b" folded: k1",
    b": k1",
]
"""Header lines that could split a response; a message with one of them gets 400."""

FRAMINGS = [
    b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
    b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    b"Content-Length: -1\r\n\r\n",
    b"Content-Length: +3\r\n\r\nabc",
    b"Content-Length: 0x3\r\n\r\nabc",
    b"Content-Length: 3, 4\r\n\r\nabcd",
    b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
]
"""Ends of a POST whose body has two lengths, or none (RFC 9112, 6.1 to 6.3): never 2xx."""


def with_line(line: bytes, target: bytes = b"POST /a") -> bytes:
    """Return a request with that header line."""
    return target + b" HTTP/1.1\r\nHost: localhost\r\n" + line + b"\r\nContent-Length: 0\r\n\r\n"
