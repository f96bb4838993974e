"""Runners: they execute operations, on the event loop or in a worker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

T = TypeVar("T")
Operation = Callable[..., Awaitable[T]]
"""An async function whose code between two awaits is synchronous and is not interrupted."""


class Runner(Protocol):
    """Executes operations. A store whose calls block needs one with a worker thread."""

    def run(self, operation: Operation[T], /, *args: object) -> Awaitable[T]:
        """Return an awaitable of the operation's result for these arguments."""
        ...


class InlineRunner:
    """Executes operations on the event loop, for stores whose calls do not block."""

    def run(self, operation: Operation[T], /, *args: object) -> Awaitable[T]:
        """Return the operation's own awaitable."""
        return operation(*args)
