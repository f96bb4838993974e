"""A sandbox: one isolated world of state, time, ids and events."""

from __future__ import annotations

from dataclasses import dataclass

from stub_server.runtime.clock import Clock
from stub_server.runtime.events import EventBus
from stub_server.runtime.ids import Ids
from stub_server.shop.ports import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """The state, time and randomness of operations, and the bus for their events."""

    store: Store
    clock: Clock
    ids: Ids
    events: EventBus
