"""Recovery: read the snapshot, then the logged transactions since, in their order.

Reading changes nothing on the disk. Every readable record ends up in the tables, and every damaged
place in the list of damages.
"""

from __future__ import annotations

from pathlib import Path

from stub_server import safe_files
from stub_server.storage import errors
from stub_server.storage.engine import Tables
from stub_server.storage.json_store import layout, manifest, salvage, snapshot, wal_reader
from stub_server.storage.json_store.damage import Damage
from stub_server.storage.json_store.folder import Folder
from stub_server.storage.json_store.recovery_state import Recovery
from stub_server.storage.json_store.snapshot import NotAsWrittenError
from stub_server.storage.json_store.wal_reader import LoggedTransaction


def recover(folder: Folder, tables: Tables) -> Recovery:
    """Read the files into the empty tables.

    StoreError: a system call failed, or one of the files is a link.
    """
    try:
        recovery = Recovery(folder, tables, folder.files())
        safe_files.check_file(folder.unfinished)
        _read_manifest(recovery)
        if recovery.is_readable:
            _read_snapshot(recovery)
        if recovery.is_readable:
            for path in folder.wals():
                _read_log(path, recovery)
        if recovery.is_readable:
            _check_completeness(recovery)
    except OSError as error:
        raise errors.from_os_error(folder.path, "reading the store", error) from error
    for path in folder.foreign():
        recovery.damages.append(
            Damage(path, "", "it is not the name of a write-ahead log", "foreign")
        )
    recovery.sequence = max(recovery.sequence, recovery.expected - 1)
    return recovery


def _read_manifest(recovery: Recovery) -> None:
    path = recovery.folder.manifest
    try:
        recovery.manifest = manifest.read(recovery.folder)
    except ValueError as error:
        recovery.damages.append(Damage(path, "", f"the manifest is damaged: {error}"))
    number = recovery.manifest.layout if recovery.manifest else layout.LAYOUT
    if against := layout.reason_against(number):
        recovery.damages.append(Damage(path, "", *against))


def _check_completeness(recovery: Recovery) -> None:
    """Compare the files with the manifest; without one, say what can't be known."""
    folder = recovery.folder
    if recovery.manifest is None:
        recovery.notices += manifest.doubts(folder, recovery.logs, is_new=not recovery.is_outdated)
        return
    last = recovery.expected - 1
    recovery.damages += manifest.missing(folder, recovery.manifest, recovery.logs, last)
    recovery.unreadable += max(0, recovery.manifest.sequence - last)
    recovery.expected = max(recovery.expected, recovery.manifest.sequence + 1)


def _read_snapshot(recovery: Recovery) -> None:
    path = recovery.folder.snapshot
    try:
        recovery.header, entries = snapshot.read(path, recovery.tables.__getitem__)
    except FileNotFoundError:
        return
    except NotAsWrittenError:
        result = salvage.read(path, recovery.tables.__getitem__)
        recovery.header, entries = result.header, result.entries
        recovery.damages += result.damages
        recovery.uncertain = result.header is None
    if recovery.header:
        recovery.sequence = recovery.covered = recovery.header.sequence
    recovery.expected = recovery.sequence + 1
    for name, loaded in entries.items():
        recovery.tables[name].load(loaded)


def _read_log(path: Path, recovery: Recovery) -> None:
    first = recovery.folder.first_of(path) or 0
    _check_start(path, first, recovery)
    is_covered = recovery.covered >= first
    content = wal_reader.read(path, first)
    recovery.logs[first] = content.layout
    recovery.damages += content.damages
    unreadable = 0
    for line in content.lines:
        if isinstance(line, Damage):
            unreadable += 1
            recovery.damages.append(line)
        else:
            unreadable = _apply(path, line, recovery, unreadable, is_covered)
    if content.torn:
        _note_torn(path, content.good, content.torn, recovery)
    if not is_covered:
        recovery.expected += unreadable
        recovery.unreadable += unreadable


def _apply(
    path: Path, logged: LoggedTransaction, recovery: Recovery, unreadable: int, is_covered: bool
) -> int:
    """Apply a transaction unless the snapshot has it; return the number of unreadable ones."""
    if logged.damage:
        recovery.damages.append(logged.damage)
    if is_covered and logged.sequence <= recovery.covered:
        return unreadable
    _check_sequence(path, logged, recovery, unreadable)
    recovery.unreadable += unreadable
    for name, key, record in logged.changes:
        table = recovery.tables[name]
        table.change(key, None if record is None else table.entry(key, record))
    return 0


def _check_start(path: Path, first: int, recovery: Recovery) -> None:
    """Compare the number in the log's name with the number that is next."""
    if first > recovery.expected and not recovery.uncertain:
        recovery.unreadable += first - recovery.expected
        recovery.damages.append(
            Damage(
                path,
                "",
                f"the transactions {recovery.expected} to {first - 1} are missing: the snapshot or "
                "log that had them is not there, or is not complete",
                "missing",
            )
        )
    recovery.expected = max(recovery.expected, first)
    recovery.uncertain = False


def _check_sequence(
    path: Path, logged: LoggedTransaction, recovery: Recovery, unreadable: int
) -> None:
    """Compare the number of a transaction with the number that is next."""
    expected = recovery.expected + unreadable
    if logged.sequence > expected:
        reason = f"the transactions {recovery.expected} to {logged.sequence - 1} are missing"
        recovery.damages.append(Damage(path, logged.place, reason, "missing"))
        recovery.unreadable += logged.sequence - expected
    elif logged.sequence < recovery.expected:
        reason = f"the transaction {logged.sequence} is there twice, or has a wrong number"
        recovery.damages.append(Damage(path, logged.place, reason))
    recovery.expected = max(recovery.expected, logged.sequence + 1)


def _note_torn(path: Path, good: int, torn: int, recovery: Recovery) -> None:
    recovery.torn.append((path, good))
    recovery.notices.append(
        f"{path}: the last line (byte {good}) stopped after {torn} bytes and is cut "
        f"off; its write was never acknowledged."
    )
