"""The plug-in of a contract that has none: no handlers, sessions of the server's own, a reset."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from stub_server.runtime.clock import Clock
from stub_server.runtime.ids import Ids
from stub_server.server.plugin import ControlRequest, ControlRoute, Plugin
from stub_server.server.rejection import Rejection
from stub_server.server.sessions import DocumentSessions, lifetime_of_sessions
from stub_server.storage.protocol import Store
from stub_server.storage.retention import Retention


def create_plugin(
    store: Store, clock: Clock, ids: Ids, *, session_life: timedelta, offers_states: bool
) -> Plugin:
    """Return the plug-in.

    session_life: of a session that is not used. offers_states: whether `/__contract/state` may
    reset the state.
    """
    retention = Retention(store, clock, [lifetime_of_sessions(store, session_life)])

    async def state(request: ControlRequest) -> dict[str, Any]:
        params = await request.json()
        if params.get("name") != "reset":
            message = "The parameter “name” must be reset: no other provider state is known here."
            raise Rejection("request.invalid", message, members={"field": "name"})
        store.clear()
        return {}

    return Plugin(
        name="none",
        handlers={},
        context=None,
        serialize=lambda value: value,
        sessions=DocumentSessions(store, clock, ids, session_life, retention),
        retention=retention,
        control_routes=[ControlRoute("POST", "/__contract/state", state)] if offers_states else [],
    )
