"""Examine, recover and reset the stores in a state folder that no stub uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stub_server.shop.domain.order import place_of
from stub_server.shop.ports import Store
from stub_server.shop.repositories import CounterRepository
from stub_server.shop.state_folder import NAME
from stub_server.storage import DamagedStoreError, JsonStore, opening, rebuild
from stub_server.storage.faults import StoreReport
from stub_server.storage.recovery import Recovery

NOT_STATE = ("newer", "foreign")

MOST = 1_000
"""Order numbers that are left out at most."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """A store that was built anew. kept: table → records. aside: where its old files are."""

    report: StoreReport
    kept: dict[str, int]
    aside: Path


def check(folder: Path, names: Sequence[str]) -> list[StoreReport]:
    """Return what the files of the stores say. StoreFault: they can't be examined."""
    with opening.examine(folder, names) as found:
        return [each.report() for each in found]


def recover(folder: Path, names: Sequence[str]) -> list[Recovered]:
    """Build the damaged ones among the stores anew; return what was kept and lost.

    DamagedStoreError: a file is of a newer shopstub, or of none; nothing is changed. StoreFault:
    the folder is in use, or the system refused.
    """
    with opening.examine(folder, names) as found:
        reports = [each.report() for each in found]
        if any(damage.kind in NOT_STATE for each in found for damage in each.damages):
            raise DamagedStoreError(folder, reports)
        damaged = [each for each in found if each.damages]
        if not damaged:
            return []
        aside = rebuild.fresh_folder(folder, "damaged")
        return [_rebuild(each, aside) for each in damaged]


def _rebuild(found: Recovery, aside: Path) -> Recovered:
    report = found.report()
    if found.folder.name == NAME:
        lost = report.lost.get("orders", 0) if "counters" in report.lost else 0
        raise_counters(JsonStore.over(found.tables), lost=report.unreadable + lost)
    kept = {name: len(rows) for name, rows in found.tables.items() if len(rows)}
    rebuild.rebuild(found, found.tables, aside)
    return Recovered(report, kept, aside)


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

    StoreFault: the folder is in use, or the system refused.
    """
    with opening.locked(folder, names) as folders:
        files = [path for each in folders for path in each.files()]
        if not files:
            return None
        aside = rebuild.fresh_folder(folder, "old")
        rebuild.move_aside(files, aside)
        (folder / "running.json").unlink(missing_ok=True)
        return aside
