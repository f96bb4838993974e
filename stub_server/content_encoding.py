"""`Content-Encoding` of request bodies: decoded up to a limit, so that none can fill the memory."""

from __future__ import annotations

import zlib

ACCEPTED = "gzip, deflate"
"""What `Accept-Encoding` says in a response with 415 (RFC 9110, 15.5.16)."""

MAX_CODINGS = 2
GZIP, ZLIB, RAW = 31, 15, -15
"""zlib's names of the formats; many senders of `deflate` leave the header of zlib out."""


class EncodingFault(Exception):
    """A body can't be decoded. status: 415, or 400 if the body is not what its header says."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def decode(body: bytes, encoding: str, limit: int) -> bytes:
    """Return the decoded body, cut off after `limit` + 1 bytes. Raise EncodingFault."""
    codings = [name.strip().lower() for name in encoding.split(",")]
    codings = [name.removeprefix("x-") for name in codings if name not in ("", "identity")]
    if len(codings) > MAX_CODINGS or not set(codings) <= {"gzip", "deflate"}:
        raise EncodingFault(
            415,
            f"The Content-Encoding “{encoding:.80}” is not supported. Send the body as it is, or "
            f"with {' or '.join(ACCEPTED.split(', '))}.",
        )
    for coding in reversed(codings):
        try:
            body = _decompress(body, coding, limit)
        except (zlib.error, EOFError):
            raise EncodingFault(400, f"The body is not valid {coding}.") from None
        if len(body) > limit:
            break
    return body


def _decompress(body: bytes, coding: str, limit: int) -> bytes:
    """Return up to `limit` + 1 bytes. zlib.error, EOFError: the data is damaged, or ends early."""
    if coding == "gzip":
        return _inflate(body, GZIP, limit)
    try:
        return _inflate(body, ZLIB, limit)
    except zlib.error:
        return _inflate(body, RAW, limit)


def _inflate(body: bytes, form: int, limit: int) -> bytes:
    decoded = b""
    while True:  # gzip may have several members
        stream = zlib.decompressobj(form)
        decoded += stream.decompress(body, limit + 1 - len(decoded))
        if len(decoded) > limit:
            return decoded
        if not stream.eof:
            raise EOFError
        body = stream.unused_data
        if not body:
            return decoded
        if form != GZIP:
            raise zlib.error("data after the end")
