"""Compress older records of stores while nothing is written to them."""

from __future__ import annotations

import asyncio
import ctypes
import sys
from collections.abc import Iterable

from stub_server.storage.protocol import TextStore

BATCH = 50
"""Records of a batch, which takes some milliseconds at most."""

PAUSE = 0.005
"""Seconds between two batches."""

REST = 1.0
"""Seconds until the next look, when nothing was to be packed or something was written."""

TRIM = 5_000
"""Records after which freed memory is given back to the system."""


async def pack_while_idle(stores: Iterable[TextStore]) -> None:
    """Pack older records in batches, until the task is cancelled."""
    known = tuple(stores)
    packed = 0
    while True:
        looked_at = sum([store.pack(BATCH) for store in known])
        packed += looked_at
        if packed >= TRIM or (packed and not looked_at):
            await asyncio.to_thread(_trim)
            packed = 0
        await asyncio.sleep(PAUSE if looked_at else REST)


def _trim() -> None:
    """Give freed memory back to the system; glibc keeps it otherwise. No effect elsewhere."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
