"""What a small write costs with each durability, by one client and by 16 at the same time.

    python -m benchmarks.durability [FOLDER]

FOLDER is on the disk to measure; by default that of temporary files. Some seconds.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from stub_server.storage import Durability
from stub_server.storage.json_store import JsonStore

ORDER = {
    "id": "o",
    "customer": "ann",
    "items": [{"slug": "natron", "quantity": 2, "unitPrice": 349}] * 3,
    "status": "pending",
}
WRITES = 2_000
ROUNDS = 5


async def write(store: JsonStore, client: int, times: int) -> None:
    """Write so many times, each acknowledged before the next."""
    for number in range(times):
        store.put("orders", f"o{client}-{number % 100}", ORDER)
        await store.sync()


async def measure(folder: Path, durability: Durability, clients: int) -> float:
    """Return the microseconds per acknowledged write, of the best round."""
    store = JsonStore.open(folder / f"{durability}-{clients}", "shop", {}, durability)
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        await asyncio.gather(*(write(store, each, WRITES // clients) for each in range(clients)))
        seconds.append(time.perf_counter() - start)
    store.close()
    return min(seconds) / WRITES * 1e6


def main() -> None:
    """Print a line for each durability and number of clients."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        durabilities: tuple[Durability, ...] = ("process", "disk")
        for durability in durabilities:
            for clients in (1, 16):
                micros = asyncio.run(measure(Path(folder), durability, clients))
                print(f"{durability:8} {clients:2} clients: {micros:8.1f} µs a write")


if __name__ == "__main__":
    main()
