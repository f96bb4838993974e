"""The largest body of a request."""

from __future__ import annotations

from starlette.requests import Request

from stub_server.server.rejection import Rejection

BODY_BYTES = 1024 * 1024
"""The largest body, 1 MiB."""

DRAINED_BYTES = 16 * BODY_BYTES
"""How much of a body that is too large is still read, so that the client gets the response."""


async def read(request: Request) -> bytes:
    """Return the whole body; Rejection `request.tooLarge` beyond 1 MiB."""
    headers = dict(request.scope["headers"])  # one pass; each look-up in `.headers` is one more
    if b"content-length" not in headers and b"transfer-encoding" not in headers:
        return b""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= BODY_BYTES:
            chunks.append(chunk)
        elif size > DRAINED_BYTES:
            break
    if size > BODY_BYTES:
        raise Rejection("request.tooLarge", "A body may have 1 MiB at most.")
    return b"".join(chunks)
