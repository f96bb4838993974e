"""What a write costs with 20, 20,000 and 100,000 orders stored, beside plain TinyDB's.

    python benchmarks/store.py

Times of one run on one machine: read them as ratios. Under half a minute.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from tinydb import TinyDB

from stub_server.storage import MemoryStore, Store
from stub_server.storage.json_store import JsonStore

INDEXES = {"orders": ("customerId", "sessionKey", "paymentIntent")}
LINES = 7
TIMES = 2_000


def order(number: int) -> dict[str, Any]:
    """An order as a shop keeps it: about 1.5 kB of JSON."""
    line = {
        "slug": "kaiser-natron-bad-500-g",
        "name": "Kaiser Natron Bad 500 g",
        "image": "/images/kaiser-natron-bad-500-g.webp",
        "quantity": 2,
        "unitPrice": 349,
        "lineTotal": 698,
    }
    return {
        "id": f"ord_{number:024}",
        "number": f"KN-2026-{number:06}",
        "status": "pending",
        "customerId": f"cus_{number % 1000:024}",
        "sessionKey": f"ses_{number % 1000:024}",
        "paymentIntent": f"pi_{number:024}",
        "email": f"buyer{number % 1000}@example.org",
        "items": [line] * LINES,
        "subtotal": 698 * LINES,
        "createdAt": "2026-11-23T10:00:00.000Z",
        "shippingAddress": {"name": "Anna Muster", "street": "Hauptstraße 1", "city": "Berlin"},
    }


def micros(work: Callable[[int], object], times: int) -> tuple[float, float]:
    """Mean and median microseconds of a call."""
    each = []
    for turn in range(times):
        start = time.perf_counter()
        work(turn)
        each.append((time.perf_counter() - start) * 1e6)
    return statistics.fmean(each), statistics.median(each)


def fill(store: Store, stored: int) -> None:
    """Store so many orders."""
    for number in range(store.count("orders"), stored):
        store.put("orders", f"ord_{number}", order(number))


def ours(store: Store, stored: int) -> list[tuple[float, float]]:
    """Each verb with so many stored; the store has as many afterwards."""
    fresh = [order(stored + turn) for turn in range(TIMES)]
    known = [order(turn % stored) for turn in range(TIMES)]

    def checkout(turn: int) -> None:
        with store.transaction():
            store.put("orders", f"ord_{turn % stored}", known[turn])
            store.put("stock", "natron", {"left": turn})
            store.put("carts", f"c{turn % 9}", {"lines": []})

    verbs: list[Callable[[int], object]] = [
        lambda turn: store.put("orders", f"new_{turn}", fresh[turn]),
        lambda turn: store.put("orders", f"ord_{turn % stored}", known[turn]),
        checkout,
        lambda turn: store.get("orders", f"ord_{turn % stored}"),
        lambda turn: store.find("orders", "paymentIntent", f"pi_{turn % stored:024}"),
        lambda turn: store.page("orders", limit=10, after=f"new_{turn}"),
        lambda turn: store.delete("orders", f"new_{turn}"),
    ]
    return [micros(verb, TIMES) for verb in verbs]


def plain(folder: Path, stored: int, times: int) -> float:
    """Mean microseconds of an insert into TinyDB as it comes, with so many stored."""
    with TinyDB(folder / f"plain-{stored}.json") as database:
        orders = database.table("orders")
        orders.insert_multiple(order(number) for number in range(stored))
        return micros(lambda turn: orders.insert(order(stored + turn)), times)[0]


def main() -> None:
    """Print the tables."""
    console = Console(width=100)
    names = ["put new", "put known", "transaction", "get", "find", "page of 10", "delete"]
    table = Table("", "stored", *names, title="µs a call: mean / median")
    puts: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        in_memory = MemoryStore(INDEXES)
        on_disk = JsonStore.open(folder, "shop", INDEXES)
        for stored in (20, 20_000, 100_000):
            fill(in_memory, stored)
            fill(on_disk, stored)
            closing = millis(on_disk.close)
            start = time.perf_counter()
            on_disk = JsonStore.open(folder, "shop", INDEXES)
            opening = (time.perf_counter() - start) * 1e3
            size = (folder / "shop.json").stat().st_size / 1e6
            console.print(
                f"{stored:,} orders, {size:.0f} MB: opened in {opening:.0f} ms, "
                f"closed (with its snapshot) in {closing:.0f} ms"
            )
            stores: tuple[tuple[str, Store], ...] = (("memory", in_memory), ("disk", on_disk))
            for name, store in stores:
                cells = ours(store, stored)
                puts[stored] = cells[0][0]
                texts = [f"{mean:.0f} / {median:.0f}" for mean, median in cells]
                table.add_row(name, f"{stored:,}", *texts)
        on_disk.close()
        console.print(table)
        for stored, times in ((20, 20), (20_000, 3)):
            theirs = plain(folder, stored, times)
            console.print(
                f"plain TinyDB, {stored:,} stored: {theirs:,.0f} µs an insert, "
                f"{theirs / puts[stored]:,.0f} times ours on disk"
            )


def millis(work: Callable[[], object]) -> float:
    """Milliseconds of a call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


if __name__ == "__main__":
    main()
