"""The Stripe CLI's WebSocket, for `listen` and `logs tail`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson

from stub_server.stripe_sim.engine.transaction import Engine
from stub_server.stripe_sim.events.cli_sessions import Session
from stub_server.trust import TrustPolicy

PATH = "/stripecli/subscribe"
PROTOCOL = "stripecli-devproxy-v1"
FOREIGN = b'{"error":{"message":"Web pages may not connect here."}}'
UNKNOWN = b'{"error":{"message":"Unknown WebSocket ID."}}'
"""The CLI opens a new session after this response."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class CliSocket:
    """Serves CLIs that have a session: sends queued frames, and reads acknowledgements."""

    def __init__(self, engine: Engine, policy: TrustPolicy) -> None:
        self._engine = engine
        self._policy = policy
        self._simulation = engine.simulation

    async def serve(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection until it ends; the ASGI server answers pings."""
        await receive()
        identifier = dict(scope["headers"]).get(b"websocket-id", b"").decode("latin-1")
        session = self._simulation.cli.get(identifier)
        denial = self._policy.denial_of("GET", dict(scope["headers"]), "secret")
        if denial is not None:
            await _reject(scope, send, denial.status, FOREIGN)
            return
        if scope["path"] != PATH or session is None:
            await _reject(scope, send, 404, UNKNOWN)
            return
        offered = scope.get("subprotocols") or ()
        await send(
            {
                "type": "websocket.accept",
                "subprotocol": PROTOCOL if PROTOCOL in offered else None,
            }
        )
        if session.writer is not None:
            session.writer.cancel()  # it came back before the old connection was seen to end
        writer = session.writer = asyncio.create_task(
            _write(session, send, self._simulation.objects.store.sync)
        )
        session.away_since = None
        try:
            while (message := await receive())["type"] == "websocket.receive":
                self._acknowledge(session, message.get("text") or "")
        finally:
            writer.cancel()
            if session.writer is writer:
                session.writer, session.away_since = None, self._simulation.real_now()

    def _acknowledge(self, session: Session, text: str) -> None:
        """Read a CLI's acknowledgement of an event, or the backend's response to it."""
        try:
            message = orjson.loads(text)
            event = "evt_" + str(message["webhook_conversation_id"]).split("_")[1]
            was_forwarded = (
                message.get("type") == "webhook_response" and 200 <= int(message["status"]) < 300
            )
        except (ValueError, TypeError, KeyError, IndexError, OverflowError):
            return
        was_received = message.get("type") == "event_ack" and not session.forwards
        if (was_forwarded or was_received) and event in session.unacknowledged:
            session.unacknowledged.discard(event)
            self._engine.confirm_delivery(session.account, event)


async def _write(session: Session, send: Send, sync: Callable[[], Awaitable[None]]) -> None:
    """Send the frames; `sync` is awaited before each, as before a webhook."""
    while True:
        frame = await session.frames.get()
        await sync()
        await send({"type": "websocket.send", "text": frame})


async def _reject(scope: Message, send: Send, status: int, body: bytes) -> None:
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008})
        return
    head = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "websocket.http.response.start", "status": status, "headers": head})
    await send({"type": "websocket.http.response.body", "body": body})
