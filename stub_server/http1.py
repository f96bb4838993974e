"""uvicorn's HTTP/1.1 protocol, mended where it loses data or keeps a connection for ever."""

from __future__ import annotations

import asyncio

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

UPGRADE_HEADERS = (b"upgrade", b"connection", b"http2-settings")


class Http1Protocol(HttpToolsProtocol):
    """HTTP/1.1 on uvicorn, with two differences.

    A request that offers another protocol than WebSocket (`Upgrade: h2c`, as curl and Java do) is
    answered in HTTP/1.1, body included: uvicorn's parser takes the body for bytes of the protocol
    that was offered. A connection that sends nothing is closed after the keep-alive time-out, also
    before its first request.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept the connection; it is closed if nothing comes."""
        super().connection_made(transport)
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self._close_unused
        )

    def data_received(self, data: bytes) -> None:
        """Parse what came; a request whose offer is declined is parsed again without it."""
        self._unset_keepalive_if_required()
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

    def on_headers_complete(self) -> None:
        """Start the request, unless it is to be parsed again without its offer."""
        if self.parser.should_upgrade() and not self._should_upgrade():
            self._declined = True
        else:
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End the request, unless it is to be parsed again without its offer."""
        if not self._declined:
            super().on_message_complete()

    _declined = False

    def _after_offer(self, rest: bytes) -> bytes | None:
        """Answer an offer; return what is to be parsed next. rest: what came after the head."""
        if self._should_upgrade():
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

    def _close_unused(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
