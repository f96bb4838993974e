"""The start of `serve` and `stripe`: imports, duration, garbage collector."""

from __future__ import annotations

import gc
import importlib
import sys
from time import perf_counter
from types import ModuleType

_started = perf_counter()


def begin() -> None:
    """Stop the garbage collector: a start leaves no garbage (docs/performance.md)."""
    gc.disable()


def finish() -> float:
    """Start the garbage collector again, without the objects that exist; return the seconds."""
    gc.freeze()
    gc.enable()
    return perf_counter() - _started


def import_module(name: str) -> ModuleType:
    """Import a module without the garbage collector, and keep what it created out of it."""
    if name in sys.modules or not gc.isenabled():
        return importlib.import_module(name)
    gc.disable()
    try:
        return importlib.import_module(name)
    finally:
        gc.freeze()
        gc.enable()
