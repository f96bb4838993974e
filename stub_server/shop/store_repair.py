"""Examine, recover and reset the stores in a state folder that no stub uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stub_server.shop.domain.order import place_of
from stub_server.shop.ports import Store
from stub_server.shop.repositories import CounterRepository
from stub_server.shop.state_folder import NAME
from stub_server.storage.engine import Engine
from stub_server.storage.json_store import DamagedStoreError, opening, rebuild
from stub_server.storage.json_store.damage import DamageKind, StoreReport
from stub_server.storage.json_store.recovery import Recovery
from stub_server.storage.memory import TableStore

NOT_STATE: tuple[DamageKind, ...] = ("newer", "foreign")

MOST = 1_000
"""Order numbers that are left out at most."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """A store that was rebuilt. counts: table → records. aside: where its old files are."""

    report: StoreReport
    counts: dict[str, int]
    aside: Path


def check(folder: Path, names: Sequence[str]) -> list[StoreReport]:
    """Return what the files of the stores say. StoreError: they can't be examined."""
    with opening.examine(folder, names) as recoveries:
        return [recovery.report() for recovery in recoveries]


def recover(folder: Path, names: Sequence[str]) -> list[Recovered]:
    """Rebuild the damaged ones among the stores; return what was recovered and lost.

    DamagedStoreError: a file is of a newer shopstub, or of none; nothing is changed. StoreError:
    the folder is in use, or the system refused.
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


def _rebuild(recovery: Recovery, aside: Path) -> Recovered:
    report = recovery.report()
    if recovery.folder.name == NAME:
        lost = report.lost.get("orders", 0) if "counters" in report.lost else 0
        store = TableStore(Engine(recovery.tables), [])
        raise_counters(store, lost=report.unreadable + lost)
    rebuild.rebuild(recovery, aside)
    return Recovered(report, recovery.report().records, aside)


def raise_counters(store: Store, *, lost: int = 0) -> None:
    """Let each year's numbers go on above the highest number of the orders that are there.

    For a store that lost records: the counter may be older than the orders, or gone. lost: how
    many orders may have been lost; the latest year leaves out as many numbers.
    """
    highest: dict[int, int] = {}
    for order in store.all("orders"):
        if place := place_of(str(order.get("number"))):
            year, count = place
            highest[year] = max(count, highest.get(year, 0))
    for counter in store.all("counters"):
        match counter:
            case {"year": int(year), "last": int(count)}:
                highest[year] = max(count, highest.get(year, 0))
    if highest:
        highest[max(highest)] += min(lost, MOST)
    for year, count in highest.items():
        CounterRepository(store).set(year, count)


def reset(folder: Path, names: Sequence[str]) -> Path | None:
    """Move all files of the stores into a fresh subfolder, and return it; None: there are none.

    StoreError: the folder is in use, or the system refused.
    """
    with opening.locked(folder, names) as folders:
        files = [path for files_of in folders for path in files_of.files()]
        if not files:
            return None
        aside = rebuild.fresh_folder(folder, "old")
        rebuild.move_aside(files, aside)
        (folder / "running.json").unlink(missing_ok=True)
        return aside
