"""How much a request may carry."""

from __future__ import annotations

from starlette.requests import Request

from stub_server.shop.domain.refusal import Refusal

BODY_BYTES = 1024 * 1024
"""The largest body, 1 MiB (C-conv-7)."""

DRAINED_BYTES = 16 * BODY_BYTES
"""How much of a body that is too large is still read, so that the refusal reaches the client."""


async def body_of(request: Request) -> bytes:
    """The whole body; Refusal `request.tooLarge` beyond 1 MiB (C-conv-7)."""
    headers = request.headers
    if "content-length" not in headers and "transfer-encoding" not in headers:
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
        raise Refusal("request.tooLarge", "A body may have 1 MiB at most.", rule="C-conv-7")
    return b"".join(chunks)
