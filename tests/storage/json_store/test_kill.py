"""kill -9 in the middle of writes: every acknowledged record is there."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from stub_server.storage.json_store import JsonStore

WRITER = """
import sys
from itertools import count
from pathlib import Path
from stub_server.storage.json_store import JsonStore, wal_storage

wal_storage.MIN_WAL_SIZE = 100_000
store = JsonStore.open(Path(sys.argv[1]), "shop", {"orders": ("customer",)})
for number in count(store.count("orders")):
    with store.transaction():
        store.put("orders", f"o{number}", {"number": number, "customer": "ann", "pad": "-" * 900})
        store.put("stock", "natron", {"sold": number + 1})
    print(number, flush=True)
"""


def killed_after(seconds: float, folder: Path) -> int:
    """Let a process write for so long, kill it; the last order that it acknowledged."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    with writer.stdout as acknowledged:
        last = acknowledged.readline()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            last = acknowledged.readline()
        writer.send_signal(signal.SIGKILL)
        rest = acknowledged.read().splitlines(keepends=True)
    assert writer.wait() == -signal.SIGKILL
    whole = [line for line in [last, *rest] if line.endswith("\n")]
    return int(whole[-1])


@pytest.mark.process
def test_every_acknowledged_order_survives_a_kill(
    tmp_path: Path, reopened: Callable[[Path], JsonStore]
) -> None:
    for seconds in (0.0, 0.013, 0.05, 0.101, 0.23, 0.37):
        last = killed_after(seconds, tmp_path)
        torn = 0
        for log in tmp_path.glob("*.jsonl"):
            *whole, end = log.read_bytes().split(b"\n")
            for line in whole:
                json.loads(line)
            torn += bool(end)  # killed inside of its write: never acknowledged
        if (tmp_path / "shop.json").exists():
            json.loads((tmp_path / "shop.json").read_text())
        store = reopened(tmp_path)
        numbers = [order["number"] for order in store.all("orders")]
        assert numbers == list(range(len(numbers)))
        assert last + 1 <= len(numbers) <= last + 2
        assert store.get("stock", "natron") == {"sold": len(numbers)}
        assert len(store.notices) == torn
        store.close()
