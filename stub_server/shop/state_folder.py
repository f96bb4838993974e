"""The stores of shop and Stripe: in one state folder, or in memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stub_server.shop.ports import INDEXES
from stub_server.storage import Durability, Indexes, MemoryStore, TextStore
from stub_server.storage.json_store import JsonStore

NAME = "shop"
STRIPE_NAME = "stripe"
NAMES = (NAME, STRIPE_NAME)
"""The names of all stores in a state folder."""


def open_stores(
    folder: Path | None, stores: Mapping[str, Indexes], durability: Durability = "process"
) -> list[TextStore]:
    """Open the stores of those names in the folder, in their order; in memory for None.

    The caller prints their `notices` and closes them. StoreError: one is damaged, or the folder is
    in use by another process or can't be written; then none is opened or changed.
    """
    if folder is None:
        return [MemoryStore(indexes) for indexes in stores.values()]
    return [*JsonStore.open_together(folder, stores, durability)]


def open_store(folder: Path | None) -> TextStore:
    """Open the shop's store alone. StoreError: as for `open_stores`."""
    (store,) = open_stores(folder, {NAME: INDEXES})
    return store
