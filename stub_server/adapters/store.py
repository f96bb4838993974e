"""The shop's store: in a folder, or in memory."""

from __future__ import annotations

from pathlib import Path

from stub_server.jsonstore import JsonStore
from stub_server.ports import INDEXES

NAME = "shop"


def open_store(folder: Path | None) -> JsonStore:
    """A `ports.Store` in the folder; None keeps everything in memory.

    Close it at the end; print its `notices` at the start. StoreFault: the folder is in use by
    another process, or can't be written.
    """
    if folder is None:
        return JsonStore.in_memory(INDEXES)
    return JsonStore.open(folder, NAME, INDEXES)
