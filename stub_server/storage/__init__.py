"""A JSON store on TinyDB: an acknowledged write stays, and costs the same at any size."""

from __future__ import annotations

from stub_server.storage.block import Block
from stub_server.storage.faults import DamagedStoreError, StoreFault
from stub_server.storage.store import JsonStore

__all__ = ["Block", "DamagedStoreError", "JsonStore", "StoreFault"]
