"""Runners: they execute operations, on the event loop or in a worker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

T = TypeVar("T")
Operation = Callable[..., Awaitable[T]]
"""An async function whose code between two awaits is synchronous and is not interrupted."""


class Runner(Protocol):
    """Executes operations. A store whose calls block needs one with a worker thread."""

    def bind(self, operation: Operation[T], /) -> Operation[T]:
        """Return a function that executes the operation where the store may block."""
        ...


class InlineRunner:
    """Executes operations on the event loop, for stores whose calls do not block."""

    def bind(self, operation: Operation[T], /) -> Operation[T]:
        """Return the operation itself: the event loop executes it."""
        return operation
