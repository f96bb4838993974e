"""Holds back the end of a request's body, so that several requests can end at one moment."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar

_gate: ContextVar[tuple[Callable[[], None], int] | None] = ContextVar("gate", default=None)


@contextlib.contextmanager
def gate_last_byte(wait: Callable[[], None], at: int = -1) -> Iterator[None]:
    """Within, the first request sends its body from byte `at` on only after `wait()`."""
    token = _gate.set((wait, at))
    try:
        yield
    finally:
        _gate.reset(token)


def gated(content: bytes | None) -> bytes | Iterator[bytes] | None:
    """Return the body as it is to be sent; the gate, if there is one, is used up."""
    gate = _gate.get()
    if gate is None:
        return content
    _gate.set(None)
    wait, at = gate
    if content:
        return _in_two(content, wait, at)
    wait()
    return content


def _in_two(content: bytes, wait: Callable[[], None], at: int) -> Iterator[bytes]:
    yield content[:at]
    wait()
    yield content[at:]
