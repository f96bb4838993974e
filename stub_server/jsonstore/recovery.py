"""What a folder holds, read back: the snapshot, then the transactions since, in their order."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from stub_server.jsonstore import faults, journal, snapshot
from stub_server.jsonstore.folder import Folder
from stub_server.jsonstore.snapshot import BrokenSnapshotError, Tables


@dataclass
class Recovery:
    """What was found.

    sequence: number of the last transaction that could be read.
    notices: what a person should know, with path, place and what became of it.
    spoilt: journals to put aside, with the reason, once what could be read of them is safe.
    """

    sequence: int = 0
    notices: list[str] = field(default_factory=list)
    spoilt: list[tuple[Path, str]] = field(default_factory=list)


def recover(folder: Folder, tables: Tables) -> Recovery:
    """Fill the tables with all that can be read. StoreFault: the system does not let us.

    A broken snapshot is put aside at once; nothing else is moved, so that a crash in the middle
    finds everything as it was.
    """
    found = Recovery()
    try:
        folder.unfinished.unlink(missing_ok=True)
        _read_snapshot(folder, tables, found)
        journals = folder.journals()
        for path in journals:
            _read_journal(path, tables, found, last=path == journals[-1])
    except OSError as error:
        raise faults.of_system(folder.path, "reading the store", error) from error
    return found


def _read_snapshot(folder: Folder, tables: Tables, found: Recovery) -> None:
    try:
        found.sequence, kept = snapshot.read(folder.snapshot, tables)
    except FileNotFoundError:
        return
    except BrokenSnapshotError as error:
        aside = folder.put_aside(folder.snapshot)
        found.notices.append(
            f"{folder.snapshot}: {error}. It is kept as {aside.name}; the store goes on with what "
            f"the journals hold. To have it back: stop, repair it, and rename it to "
            f"{folder.snapshot.name}."
        )
        return
    for table, slots in kept.items():
        tables(table).load(slots)


def _read_journal(path: Path, tables: Tables, found: Recovery, *, last: bool) -> None:
    if found.spoilt:
        found.spoilt.append((path, "it comes after a broken one"))
        return
    said = journal.read(path)
    for sequence, steps in said.entries:
        if sequence <= found.sequence:
            continue
        if sequence > found.sequence + 1:
            found.notices.append(
                f"{path}: the transactions {found.sequence + 1} to {sequence - 1} are missing; "
                f"the store goes on without them."
            )
        for table, key, record in steps:
            rows = tables(table)
            rows.change(key, None if record is None else rows.slot(key, record))
        found.sequence = sequence
    if said.broken:
        found.spoilt.append((path, said.broken))
    elif said.torn and not last:
        found.spoilt.append((path, f"its last line (byte {said.good}) has no end"))
    elif said.torn:
        os.truncate(path, said.good)
        found.notices.append(
            f"{path}: the last line (byte {said.good}) stopped after {said.torn} bytes and is cut "
            f"off; its write was never acknowledged."
        )
