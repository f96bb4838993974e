"""Runners: where the code of an operation is executed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

T = TypeVar("T")
Operation = Callable[..., Awaitable[T]]
"""An async function whose code between two awaits is synchronous and is not interrupted."""


class Runner(Protocol):
    """Executes operations. A store whose calls block needs one with a worker thread."""

    async def run(self, operation: Operation[T], /, *args: object) -> T:
        """Return what the operation returns for these arguments."""
        ...


class InlineRunner:
    """Executes operations on the event loop, for stores whose calls do not block."""

    async def run(self, operation: Operation[T], /, *args: object) -> T:
        """Await the operation where the call comes from."""
        return await operation(*args)
