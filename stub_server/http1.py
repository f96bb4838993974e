"""uvicorn's HTTP/1.1 protocol, mended where it loses data or keeps a connection for ever."""

from __future__ import annotations

import asyncio

import httptools
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

UPGRADE_HEADERS = (b"upgrade", b"connection", b"http2-settings")

HEAD_BYTES = 64 * 1024
"""The largest request line with headers; a head in few packets may be some larger."""

UNWANTED_BYTES = 16 * 1024 * 1024
"""How much of a body is still read after its response, so that the client gets the response."""


class Http1Protocol(HttpToolsProtocol):
    """HTTP/1.1 on uvicorn, with these differences.

    - A request that offers another protocol than WebSocket (`Upgrade: h2c`, as curl and Java do) is
      answered in HTTP/1.1, body included: uvicorn's parser takes the body for bytes of the protocol
      that was offered.
    - A connection is closed after the keep-alive time-out also before its first request, and in the
      middle of a request of which nothing more comes.
    - A head without end gets 431. A body that goes on after its response is read for a while, so
      that the client gets the response, and then the connection is closed.
    - All requests of a connection that is lost are told so, not only the last one that came.
    """

    _declined = False
    _is_upgraded = False
    _in_head = False
    _in_message = False
    _head_size = 0
    _unwanted = 0
    _running: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept the connection; it is closed if nothing comes."""
        super().connection_made(transport)
        self._set_timeout()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the request that runs, and forget those that wait for it."""
        self.pipeline.clear()
        self._unset_keepalive_if_required()
        if self._running is not None and not self._running.response_complete:
            self._running.disconnected = True
            self._running.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse the data, and decide when the connection is closed if no more comes."""
        if self.transport.is_closing():
            return
        was_in_head = self._in_head
        self._parse(data)
        if self.transport.is_closing() or self._is_upgraded:
            return
        if was_in_head and self._in_head:
            self._head_size += len(data)
            if self._head_size > HEAD_BYTES:
                self._refuse_head()
        self._set_timeout()

    def on_response_complete(self) -> None:
        """Start the next request, or wait for one."""
        super().on_response_complete()
        if not self.transport.is_closing():
            self._set_timeout()

    def _set_timeout(self) -> None:
        """Close the connection in a while, unless a request that came as a whole is worked on."""
        is_busy = self.cycle is not None and not self.cycle.response_complete
        if is_busy and not self._in_message:
            self._unset_keepalive_if_required()
        elif is_busy or self._in_head or not self._in_message:
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )
        # else a body goes on after its response: the time-out since the response counts

    def _parse(self, data: bytes) -> None:
        """Parse the data; a request whose offer is declined is parsed again without it."""
        left: bytes | None = data
        while left is not None:
            try:
                self.parser.feed_data(left)
                return
            except httptools.HttpParserError:
                self.logger.warning("Invalid HTTP request received.")
                self.send_400_response("Invalid HTTP request received.")
                return
            except httptools.HttpParserUpgrade as upgrade:
                left = self._after_offer(left[upgrade.args[0] :])

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._in_head = self._in_message = True
        self._head_size = self._unwanted = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Start the request, unless it is to be parsed again without its offer."""
        self._in_head = False
        if self.parser.should_upgrade() and not self._should_upgrade():
            self._declined = True
        else:
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End the request, unless it is to be parsed again without its offer."""
        self._in_message = False
        if not self._declined:
            super().on_message_complete()

    def on_body(self, body: bytes) -> None:
        """Pass on a part of the body; close the connection when too much comes unasked."""
        super().on_body(body)
        if self.cycle.response_complete:
            self._unwanted += len(body)
            if self._unwanted > UNWANTED_BYTES:
                self.transport.close()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def _after_offer(self, rest: bytes) -> bytes | None:
        """Answer an offer; return what is to be parsed next. rest: what came after the head."""
        if self._should_upgrade():
            self._is_upgraded = True
            self._unset_keepalive_if_required()
            self.handle_websocket_upgrade()
            return None
        if self.parser.get_method() == b"CONNECT":
            self.send_400_response("This is no proxy.")
            return None
        self._declined = False
        return self._without_offer() + rest

    def _without_offer(self) -> bytes:
        """The head of the current request without the headers of its offer, for a new parser."""
        method = self.parser.get_method()
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        lines = [b"%b %b HTTP/1.1" % (method, self.url)]
        lines += [b"%b: %b" % pair for pair in self.headers if pair[0] not in UPGRADE_HEADERS]
        if any(b"close" in value.lower() for name, value in self.headers if name == b"connection"):
            lines.append(b"connection: close")
        return b"\r\n".join((*lines, b"", b""))

    def _refuse_head(self) -> None:
        self.transport.write(
            b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
            b"content-length: 0\r\nconnection: close\r\n\r\n"
        )
        self.transport.close()
