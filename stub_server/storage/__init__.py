"""Stores of JSON records: the protocol and its implementation in memory.

The implementation in a folder is in `json_store`, which imports TinyDB.
"""

from __future__ import annotations

from stub_server.storage.errors import StoreError
from stub_server.storage.memory import MemoryStore
from stub_server.storage.protocol import Durability, Indexes, Record, Store, TextStore
from stub_server.storage.transaction import Transaction

__all__ = [
    "Durability",
    "Indexes",
    "MemoryStore",
    "Record",
    "Store",
    "StoreError",
    "TextStore",
    "Transaction",
]
