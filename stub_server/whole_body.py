"""ASGI middleware for apps that need the whole body of a request at once."""

from __future__ import annotations

from typing import Any

Asgi = Any
Message = dict[str, Any]


class WholeBody:
    """Calls the app when the whole body of a request has come, in one message.

    A body longer than `limit` bytes is cut off after them, so that one without end is answered too:
    the app gets more than `limit` bytes and rejects the request. Of a client that leaves in the
    middle of a body the app hears nothing: half of a form is a valid form.
    """

    def __init__(self, app: Asgi, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve a request; WebSockets are passed on as they are."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        chunks: list[bytes] = []
        size, is_incomplete = 0, True
        while is_incomplete and size <= self._limit:
            message: Message = await receive()
            if message["type"] == "http.disconnect":
                return
            chunk: bytes = message.get("body", b"")
            chunks.append(chunk)
            size += len(chunk)
            is_incomplete = message.get("more_body", False)
        whole = [{"type": "http.request", "body": b"".join(chunks), "more_body": False}]

        async def receive_whole() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, receive_whole, send)
