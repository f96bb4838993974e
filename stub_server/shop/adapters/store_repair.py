"""Examine, recover and reset the stores in a state folder that no stub uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stub_server.shop.adapters.store import NAME
from stub_server.shop.operations.numbering import raise_counters
from stub_server.storage.engine import Engine
from stub_server.storage.json_store import DamagedStoreError, opening, rebuild
from stub_server.storage.json_store.damage import DamageKind, StoreReport
from stub_server.storage.json_store.recovery import Recovery
from stub_server.storage.memory import TableStore

NOT_STATE: tuple[DamageKind, ...] = ("newer", "foreign")


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
