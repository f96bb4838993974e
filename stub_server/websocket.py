"""uvicorn's WebSocket protocol, without a traceback for a client's mistake."""

from __future__ import annotations

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """Closes a connection whose text is not UTF-8, with code 1007 (RFC 6455, 8.1)."""

    def send_receive_event_to_app(self) -> None:
        """Pass a message on to the app, unless it is a text that is not UTF-8."""
        if self.curr_msg_data_type == "text" and not self.close_sent:
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self.frames = []
                self.logger.warning("A WebSocket client sent a text that is not UTF-8.")
                self.conn.send_close(1007)
                self.handle_parser_exception()
                return
        super().send_receive_event_to_app()
