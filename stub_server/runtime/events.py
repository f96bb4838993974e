"""In-process notifications: published by name, delivered to every listener."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Listener = Callable[[str, dict[str, Any]], None]
"""A function of the event's name and its facts."""


class EventBus:
    """Calls every listener with each event, in the order of their subscription."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        """Call the listener with each later event."""
        self._listeners.append(listener)

    def publish(self, name: str, /, **facts: Any) -> None:
        """Call every listener with an event, such as `order.settled`."""
        for listener in self._listeners:
            listener(name, facts)
