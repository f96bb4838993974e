"""Bodies of requests: read up to a limit, and parsed as JSON with numbers of any size."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

import orjson
from starlette.requests import Request

from stub_server.content_encoding import ACCEPTED, EncodingFault, decode
from stub_server.server.rejection import Rejection

BODY_BYTES = 1024 * 1024
"""The largest body, 1 MiB."""

MAX_DEPTH = 100
"""Levels of lists and objects in a body; the validator of schemas gives up at 255."""

BEYOND = 10**309
"""Stands for a number that no float can hold: every upper limit is below it."""


async def read(request: Request) -> bytes:
    """Return the whole body, decoded.

    Rejection: `request.tooLarge` as soon as it is beyond 1 MiB, encoded or decoded;
    `request.unsupportedMediaType` for another `Content-Encoding` than gzip and deflate.
    """
    headers = dict(request.scope["headers"])  # one pass; each look-up in `.headers` is one more
    if b"content-length" not in headers and b"transfer-encoding" not in headers:
        return b""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > BODY_BYTES:
            raise _too_large()
        chunks.append(chunk)
    body = b"".join(chunks)
    encoding = headers.get(b"content-encoding")
    return _decoded(body, encoding.decode("latin-1")) if encoding and body else body


def _decoded(body: bytes, encoding: str) -> bytes:
    try:
        body = decode(body, encoding, BODY_BYTES)
    except EncodingFault as fault:
        if fault.status == 400:
            raise Rejection("request.invalid", str(fault)) from None
        headers = {"accept-encoding": ACCEPTED}
        raise Rejection("request.unsupportedMediaType", str(fault), headers=headers) from None
    if len(body) > BODY_BYTES:
        raise _too_large()
    return body


def _too_large() -> Rejection:
    return Rejection("request.tooLarge", "A body may have 1 MiB at most.")


def is_json(content_type: str) -> bool:
    """Whether a content type is JSON's, or of a format based on JSON."""
    media = content_type.split(";", 1)[0].strip().lower()
    return media == "application/json" or (
        media.startswith("application/") and media.endswith("+json")
    )


def parse(raw: bytes) -> Any:
    """Return the value in the bytes; Rejection `request.invalid` when they are not JSON.

    So is JSON with more than MAX_DEPTH levels.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as fault:
        if not raw:
            raise Rejection("request.invalid", "The body is missing.") from None
        value = _with_large_numbers(raw, fault)
    if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and _is_too_deep(value):
        raise Rejection("request.invalid", f"The body has more than {MAX_DEPTH} levels.")
    return value


def require_storable(value: Any) -> None:
    """Reject a value with a number that no store holds, `request.invalid`."""
    try:
        orjson.dumps(value)
    except TypeError:
        raise Rejection("request.invalid", "The body has an integer beyond 64 bits.") from None


def _is_too_deep(value: Any) -> bool:
    """Return whether there are more than MAX_DEPTH levels; one after the other, not recursively."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [
            member
            for parent in level
            if isinstance(parent, list | dict)
            for member in (parent.values() if isinstance(parent, dict) else parent)
        ]
        if not level:
            return False
    return True


def _with_large_numbers(raw: bytes, fault: orjson.JSONDecodeError) -> Any:
    """Parse again without orjson's limit on numbers: JSON has none, so 1e400 is an integer."""
    try:
        value = json.loads(raw.decode(), parse_constant=_reject_constant, parse_float=_number)
        json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate is no text
    except (ValueError, RecursionError):
        raise Rejection("request.invalid", f"The body is not JSON: {fault}.") from None
    return value


def _number(text: str) -> float | int:
    number = float(text)
    if isfinite(number):
        return number
    return BEYOND if number > 0 else -BEYOND


def _reject_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
