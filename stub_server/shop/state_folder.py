"""The stores of shop and Stripe: in one state folder, or in memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stub_server.shop.ports import INDEXES
from stub_server.storage import JsonStore

NAME = "shop"
STRIPE_NAME = "stripe"
NAMES = (NAME, STRIPE_NAME)
"""Every store that a state folder may have."""

Indexes = Mapping[str, tuple[str, ...]]


def open_stores(folder: Path | None, stores: Mapping[str, Indexes]) -> list[JsonStore]:
    """Open the stores of those names in the folder, in their order; None keeps all in memory.

    Close them at the end; print their `notices` at the start. StoreFault: one is damaged, the
    folder is in use by another process, or can't be written; then none is opened or changed.
    """
    if folder is None:
        return [JsonStore.in_memory(indexes) for indexes in stores.values()]
    return JsonStore.open_together(folder, stores)


def open_store(folder: Path | None) -> JsonStore:
    """Open the shop's store alone: a `ports.Store`. StoreFault: as for `open_stores`."""
    (store,) = open_stores(folder, {NAME: INDEXES})
    return store
