"""Every operation is executed by the server's runner, with or without a plug-in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from stub_server.runtime.clock import SystemClock
from stub_server.runtime.events import EventBus
from stub_server.runtime.ids import SeededIds
from stub_server.runtime.runner import Operation
from stub_server.server.app import create_app
from stub_server.server.document import Document
from stub_server.server.document_plugin import create_plugin
from stub_server.server.fallback import StatefulSetup
from stub_server.server.plugin import Handler, Plugin, Request, Result
from stub_server.server.sessions import INDEXES
from stub_server.storage import MemoryStore
from stub_server.trust import TrustPolicy


class RecordingRunner:
    """Counts the calls of each operation."""

    def __init__(self) -> None:
        self.calls = 0

    def bind(self, operation: Operation[Any], /) -> Operation[Any]:
        """Return the operation with a count before it."""

        def run(*args: object) -> Any:
            self.calls += 1
            return operation(*args)

        return run


async def answer(request: Request[Any], context: Any) -> Result:
    return Result(["from the plug-in"])


@pytest.mark.parametrize("handlers", [{}, {"listRooms": answer}], ids=["stateful", "plug-in"])
async def test_the_runner_executes_the_operation(
    tmp_path: Path, handlers: dict[str, Handler]
) -> None:
    document = Document(
        "rooms.yaml",
        {
            "openapi": "3.1.0",
            "info": {"title": "Rooms", "version": "1"},
            "paths": {
                "/rooms": {
                    "get": {
                        "operationId": "listRooms",
                        "responses": {"200": {"description": "the rooms"}},
                    }
                }
            },
        },
    )
    store, ids, runner = MemoryStore(INDEXES), SeededIds(1), RecordingRunner()
    life = timedelta(days=30)
    plain = create_plugin(store, SystemClock(), ids, session_life=life, offers_states=False)
    plugin = Plugin(
        name="rooms",
        handlers=handlers,
        context=None,
        serialize=plain.serialize,
        sessions=plain.sessions,
    )
    app = create_app(
        document,
        plugin,
        EventBus(),
        StatefulSetup(store, SystemClock(), ids),
        folder=tmp_path,
        policy=TrustPolicy(),
        facts={},
        runner=runner,
    )
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        response = await client.get("/rooms")
    assert response.status_code == 200
    assert runner.calls == 1
