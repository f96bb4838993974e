"""Records of orders, and a transaction that fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from stub_server.storage import TextStore


class OutOfStockError(Exception):
    """What goes wrong in a transaction."""


@contextmanager
def undone(store: TextStore) -> Iterator[None]:
    """A transaction that fails at its end."""
    with suppress(OutOfStockError), store.transaction():
        yield
        raise OutOfStockError


def ids(records: list[dict[str, object]]) -> list[object]:
    return [record["id"] for record in records]


def fill(store: TextStore, *keys: str) -> None:
    for key in keys:
        store.put("orders", key, {"id": key, "customer": "ann"})
