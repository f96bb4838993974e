"""Examine, recover and reset the stores in a state folder that no stub uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stub_server.shop.domain.order import parse_number
from stub_server.shop.ports import Store
from stub_server.shop.repositories import CounterRepository
from stub_server.shop.state_folder import NAME
from stub_server.storage.engine import Engine
from stub_server.storage.json_store import DamagedStoreError, opening, rebuild
from stub_server.storage.json_store.damage import DamageKind, StoreReport
from stub_server.storage.json_store.recovery_state import Recovery
from stub_server.storage.memory import TableStore

NOT_STATE: tuple[DamageKind, ...] = ("newer", "foreign")

MAX_SKIPPED_NUMBERS = 1_000
"""The maximum of order numbers to skip after a loss of orders."""


@dataclass(frozen=True, slots=True)
class RecoveredStore:
    """A store after its recovery. counts: table → records. aside: the folder of its old files."""

    report: StoreReport
    counts: dict[str, int]
    aside: Path


def check(folder: Path, names: Sequence[str]) -> list[StoreReport]:
    """Return a report on the files of each store. StoreError: they can't be examined."""
    with opening.examine(folder, names) as recoveries:
        return [recovery.report() for recovery in recoveries]


def recover(folder: Path, names: Sequence[str]) -> list[RecoveredStore]:
    """Rebuild the damaged stores, and return them.

    DamagedStoreError: a file is of a newer shopstub, or no file of a store; nothing is changed.
    StoreError: the folder is in use, or a system call failed.
    """
    with opening.examine(folder, names) as recoveries:
        reports = [recovery.report() for recovery in recoveries]
        if any(report.has(kind) for report in reports for kind in NOT_STATE):
            raise DamagedStoreError(folder, reports)
        damaged = [recovery for recovery in recoveries if recovery.damages]
        if not damaged:
            return []
        aside = rebuild.fresh_folder(folder, "damaged")
        return [_rebuild(recovery, aside) for recovery in damaged]


def _rebuild(recovery: Recovery, aside: Path) -> RecoveredStore:
    report = recovery.report()
    if recovery.folder.name == NAME:
        lost = report.lost.get("orders", 0) if "counters" in report.lost else 0
        store = TableStore(Engine(recovery.tables), [])
        raise_counters(store, lost=report.unreadable + lost)
    rebuild.rebuild(recovery, aside)
    return RecoveredStore(report, recovery.report().records, aside)


def raise_counters(store: Store, *, lost: int = 0) -> None:
    """Raise each year's counter to the highest number of its orders.

    For a store that lost records: the counter may be older than the orders, or missing. lost: the
    number of orders that may be missing; the latest year skips as many numbers.
    """
    highest: dict[int, int] = {}
    for order in store.all("orders"):
        if number := parse_number(str(order.get("number"))):
            year, count = number
            highest[year] = max(count, highest.get(year, 0))
    for counter in store.all("counters"):
        match counter:
            case {"year": int(year), "last": int(count)}:
                highest[year] = max(count, highest.get(year, 0))
    if highest:
        highest[max(highest)] += min(lost, MAX_SKIPPED_NUMBERS)
    for year, count in highest.items():
        CounterRepository(store).set(year, count)


def reset(folder: Path, names: Sequence[str]) -> Path | None:
    """Move all files of the stores into a new subfolder, and return it; None without files.

    StoreError: the folder is in use, or a system call failed.
    """
    with opening.locked(folder, names) as folders:
        files = [path for files_of in folders for path in files_of.files()]
        if not files:
            return None
        aside = rebuild.fresh_folder(folder, "old")
        rebuild.move_aside(files, aside)
        (folder / "running.json").unlink(missing_ok=True)
        return aside
