"""In-process notifications: what happened is published by name, and listeners are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Listener = Callable[[str, dict[str, Any]], None]
"""Called with the name of an event and its facts."""


class EventBus:
    """Passes each event on to every listener, in the order in which they subscribed."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        """Call the listener with each event that is published from now on."""
        self._listeners.append(listener)

    def publish(self, name: str, /, **facts: Any) -> None:
        """Tell every listener that something happened: `order.settled`, `http.answered`."""
        for listener in self._listeners:
            listener(name, facts)
