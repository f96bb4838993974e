"""The store in a folder: JSON files, on TinyDB."""

from __future__ import annotations

from stub_server.storage.json_store.damage import DamagedStoreError
from stub_server.storage.json_store.store import JsonStore

__all__ = ["DamagedStoreError", "JsonStore"]
