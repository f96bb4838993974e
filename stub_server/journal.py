"""What happened, told once in the past tense; whoever cares listens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Listener = Callable[[str, dict[str, Any]], None]


class Journal:
    """One voice, many ears: the terminal, the tests and whatever shows the shop at work."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call the listener with each thing told from now on: its name and its facts."""
        self._listeners.append(listener)

    def tell(self, happened: str, **facts: Any) -> None:
        """Say what happened: `order.settled`, `http.answered`, `mail.sent`."""
        for listener in self._listeners:
            listener(happened, facts)
