"""The WebSocket of Stripe's CLI: frames that are no acknowledgement are ignored."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.cli.socket import PATH
from stub_server.stripe_sim.events.cli_sessions import Session


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "[",
        "[1]",
        "{}",
        '{"webhook_conversation_id": 1}',
        '{"webhook_conversation_id": "a_b", "type": "webhook_response"}',
        '{"webhook_conversation_id": "a_b", "type": "webhook_response", "status": "OK"}',
        '{"webhook_conversation_id": "a_b", "type": "webhook_response", "status": [200]}',
        '{"webhook_conversation_id": "a_b", "type": "webhook_response", "status": 1e999}',
    ],
)
async def test_a_frame_of_another_shape_does_not_end_the_connection(
    make_app: Any, frame: str
) -> None:
    app = make_app()
    session = Session("ws_1", "acct_1", "webhooks", forwards=True, filters={}, away_since=None)
    app.simulation.cli.open(session)
    incoming = [
        {"type": "websocket.connect"},
        {"type": "websocket.receive", "text": frame},
        {"type": "websocket.receive", "text": frame},
        {"type": "websocket.disconnect"},
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return incoming.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"websocket-id", b"ws_1"), (b"host", b"localhost")]
    await app({"type": "websocket", "path": PATH, "headers": headers}, receive, send)
    assert incoming == []
    assert [message["type"] for message in sent] == ["websocket.accept"]
