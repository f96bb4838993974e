"""Connections whose requests are answered straight, without ASGI in between: uvicorn does the rest.

A request that comes as clients send it, a head and a body of a stated length, costs half as much
this way. Whatever else arrives (a WebSocket, chunks, `Expect`, HTTP/1.0, what is no HTTP) is
uvicorn's from its first byte on, and so is the rest of its connection.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from functools import lru_cache
from http import HTTPStatus
from logging import getLogger
from typing import Any, Protocol
from urllib.parse import unquote

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LOG = getLogger("shopstub.http")
METHODS = (b"GET", b"POST", b"DELETE", b"OPTIONS")
NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9a-z-]+\Z")
VALUE = re.compile(rb"[\t\x20-\x7e\x80-\xff]*\Z")
"""What a header may consist of; a line end in a value would come back as a header of its own."""
UNUSUAL = (b"transfer-encoding", b"expect")
LONGEST_HEAD, LONGEST_BODY = 64 * 1024, 1024 * 1024
BROKEN = b"HTTP/1.1 500 Internal Server Error\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Reply(Protocol):
    """Status, headers, body."""

    @property
    def status(self) -> int: ...
    @property
    def head(self) -> list[tuple[bytes, bytes]]: ...
    @property
    def body(self) -> bytes: ...


Answer = Callable[[str, str, bytes, dict[bytes, bytes], bytes], Coroutine[Any, Any, Reply]]
"""From method, path, query, headers (lower-case names) and body to what is answered."""


class Connection(asyncio.Protocol):
    """One connection: one request after the other, until something unusual comes."""

    def __init__(self, answer: Answer, **uvicorns: Any) -> None:
        self._answer = answer
        self._uvicorns = uvicorns
        self._state = uvicorns["server_state"]
        self._patience: float = uvicorns["config"].timeout_keep_alive
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._received = b""
        self._task: asyncio.Task[None] | None = None
        self._stays = True
        self._reading = self._writable = True
        self._idle_since = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected."""
        self._transport = transport  # type: ignore[assignment]  # uvloop's is no subclass
        self._state.connections.add(self)
        self._idle_since = self._loop.time()
        self._timer = self._loop.call_later(self._patience, self._bored)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio's
        """Closed, by either side. What is being worked on is finished all the same."""
        self._leave()
        self._transport = None

    def _leave(self) -> None:
        self._state.connections.discard(self)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _bored(self) -> None:
        """Nothing has come for a long time: let go. Looked at now and then, not at each request."""
        idle = self._loop.time() - self._idle_since
        if self._task is None and idle >= self._patience:
            self.shutdown()
            return
        wait = self._patience if self._task else self._patience - idle
        self._timer = self._loop.call_later(wait, self._bored)

    def shutdown(self) -> None:
        """Take no more requests; what is being answered is answered."""
        self._stays = False
        if self._task is None and self._transport is not None:
            self._transport.close()

    def pause_writing(self) -> None:
        """The other side does not read: no more answers for now."""
        self._writable = False

    def resume_writing(self) -> None:
        """It reads again."""
        self._writable = True
        self._go_on()

    def data_received(self, data: bytes) -> None:
        """A request, several, or a piece of one."""
        self._received = self._received + data if self._received else data
        self._idle_since = self._loop.time()
        if self._task is None:
            self._go_on()
        elif self._transport is not None and len(self._received) > LONGEST_HEAD:
            self._transport.pause_reading()
            self._reading = False

    def _go_on(self) -> None:
        """Begin with the next request, if it is there as a whole."""
        if self._task is not None or not self._received or not self._writable or not self._stays:
            return
        end = self._received.find(b"\r\n\r\n", 0, LONGEST_HEAD)
        if end < 0:
            if len(self._received) >= LONGEST_HEAD or not _may_be_one(self._received):
                self._hand_over()
            return
        request = _head_of(self._received[:end])
        if request is None:
            self._hand_over()
            return
        method, path, query, headers = request
        until = end + 4 + int(headers.get(b"content-length", 0))
        if len(self._received) < until:
            return
        body, self._received = self._received[end + 4 : until], self._received[until:]
        if headers.get(b"connection", b"").lower() == b"close":
            self._stays = False
        working = self._reply(method, path, query, headers, body)
        self._task = task = self._loop.create_task(working)
        self._state.tasks.add(task)

    async def _reply(self, *request: Any) -> None:
        try:
            reply = await self._answer(*request)
            if self._transport is not None:
                last = b"" if self._stays else b"connection: close\r\n"
                self._transport.write(_written(reply, self._state.default_headers, last))
        except Exception:
            LOG.exception("A request broke the app")
            self._stays = False
            if self._transport is not None:
                self._transport.write(BROKEN)
        finally:
            if self._task is not None:
                self._state.tasks.discard(self._task)
            self._task = None
            self._after()

    def _after(self) -> None:
        """An answer is out: on with the next request, or that was it."""
        if self._transport is None:
            return
        if not self._stays:
            self._transport.close()
            return
        if not self._reading:
            self._reading = True
            self._transport.resume_reading()
        self._go_on()

    def _hand_over(self) -> None:
        """From here on the connection is uvicorn's, with all that has not been answered."""
        self._leave()
        if self._transport is None:
            return
        other = HttpToolsProtocol(**self._uvicorns)
        other.connection_made(self._transport)
        self._transport.set_protocol(other)
        received, self._received, self._transport = self._received, b"", None
        other.data_received(received)


def _may_be_one(start: bytes) -> bool:
    """Whether a piece without an end can be the beginning of a usual request."""
    return any(start[: len(it)] == it[: len(start)] for it in METHODS)


def _head_of(head: bytes) -> tuple[str, str, bytes, dict[bytes, bytes]] | None:
    """Method, path, query and headers; None: it is for uvicorn to make something of it."""
    first, *lines = head.split(b"\r\n")
    parts = first.split(b" ")
    if len(parts) != 3 or parts[2] != b"HTTP/1.1" or parts[0] not in METHODS:
        return None
    headers: dict[bytes, bytes] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        name = name.lower()
        value = value.strip(b" \t")
        if not colon or not NAME.match(name) or name in headers or not VALUE.match(value):
            return None
        headers[name] = value
    length = headers.get(b"content-length", b"0")
    # An offer of HTTP/2 (curl's, Java's) is passed over: uvicorn would lose the request's body.
    if headers.get(b"upgrade", b"").lower() == b"websocket":
        return None
    if any(name in headers for name in UNUSUAL) or not (length.isdigit() and len(length) < 8):
        return None
    path, _, query = parts[1].partition(b"?")
    if int(length) > LONGEST_BODY or not path.startswith(b"/") or not path.isascii():
        return None
    plain = path.decode("ascii")
    return parts[0].decode(), unquote(plain) if "%" in plain else plain, query, headers


def _written(reply: Reply, usual: list[tuple[bytes, bytes]], last: bytes) -> bytes:
    """The answer as it goes out; `last`: one more line of the head, or none."""
    parts = [_status_line(reply.status)]
    for name, value in (*usual, *reply.head):
        parts += (name, b": ", value, b"\r\n")
    parts += (last, b"\r\n", reply.body)
    return b"".join(parts)


@lru_cache(100)
def _status_line(status: int) -> bytes:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    return f"HTTP/1.1 {status} {phrase}\r\n".encode()
