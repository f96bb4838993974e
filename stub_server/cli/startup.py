"""The garbage collector during the start of `serve` and `stripe` (docs/performance.md)."""

from __future__ import annotations

import gc


def begin() -> None:
    """Let the garbage collector rest: a start leaves no garbage."""
    gc.disable()


def finish() -> None:
    """Let it work again, but not on what the start made: that stays."""
    gc.freeze()
    gc.enable()
