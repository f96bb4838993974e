"""TinyDB's storage with a write-ahead log, compacted into a snapshot in the background."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event, Thread
from typing import Any

import orjson
from tinydb.storages import Storage

from stub_server.storage import errors
from stub_server.storage.engine import Change, Engine
from stub_server.storage.errors import StoreError
from stub_server.storage.json_store import manifest, preparation, snapshot, wal
from stub_server.storage.json_store.group_commit import GroupCommit
from stub_server.storage.json_store.manifest import Manifest
from stub_server.storage.json_store.recovery_state import Recovery
from stub_server.storage.json_store.wal import WalFile
from stub_server.storage.protocol import Durability

MIN_WAL_SIZE = 8 * 1024 * 1024
"""Bytes of log that never cause a compaction; above, twice the snapshot's size is the limit."""

MIN_SHRINKING = 1_000
"""Records of a snapshot that is not written anew because records were deleted."""

COMPACTION_PAUSE = 0.003
"""Seconds between two steps of a compaction, ten times what a step takes: writers hardly wait."""


OUTDATED = (
    "the state was written by an older shopstub. It is read, and written anew in the layout of "
    "this version; older versions can't read that."
)


class WalStorage(Engine, Storage):
    """Every table in memory and in a folder.

    A commit is one line in the log. The system has it before the commit returns, so it survives
    `kill -9`. With the durability "disk", `sync` forces it to the disk (fsync). Snapshots are
    forced to the disk with either durability, before they replace the old one.

    notices: messages for the operator.
    """

    def __init__(self, recovery: Recovery, durability: Durability = "process") -> None:
        """Continue the files that were read; their folder is locked, and none is damaged.

        StoreError: there is no room for a new log, or no permission.
        """
        super().__init__(recovery.tables)
        self.notices = recovery.notices
        self._folder = recovery.folder
        self._sequence = recovery.sequence
        self._snapshot_sequence = recovery.covered
        preparation.truncate_torn_lines(recovery)
        self._wal = self._open_log()
        self._group_commit: GroupCommit | None = None
        if durability == "disk":
            preparation.sync_files(self._folder)
            self._group_commit = GroupCommit(
                self._sequence, self._begin_sync, lambda error: self._wal.fail(error)
            )
        self._closing = Event()
        self._compaction: Thread | None = None
        self._snapshot_records = sum(recovery.header.counts.values()) if recovery.header else 0
        self._limit = self._size_limit()
        if recovery.is_outdated:
            self.notices.append(f"{self._folder.path}: {OUTDATED}")
        if self._covered() or recovery.is_outdated:
            self._compact()

    def _open_log(self) -> WalFile:
        """Begin a log, and name it in the manifest. StoreError: a system call failed."""
        first = self._sequence + 1
        log = WalFile(self._folder.wal(first), first)
        try:
            manifest.write(self._folder, Manifest(first, self._snapshot_sequence))
        except OSError as error:
            log.close()
            raise errors.from_os_error(self._folder.manifest, "writing it", error) from error
        return log

    def _persist(self, changes: list[Change]) -> None:
        self._wal.append(wal.line_of(self._sequence + 1, wal.deduplicate(changes)))
        self._sequence += 1

    async def sync(self) -> None:
        """Return when every commit so far is durable. StoreError: an fsync failed."""
        self._wal.check_later()
        if self._group_commit is not None:
            await self._group_commit.wait(self._sequence)

    def _begin_sync(self) -> tuple[int, int]:
        return self._sequence, self._wal.duplicate()

    def _after_commit(self) -> None:
        is_due = self._wal.size > self._limit
        if not self._is_compacting() and (is_due or self._has_shrunk()):
            self._compact()

    def _has_shrunk(self) -> bool:
        """Return whether a large snapshot has twice as many records as there are now."""
        known = self._snapshot_records
        return known > MIN_SHRINKING and 2 * sum(map(len, self.tables.values())) < known

    def _is_compacting(self) -> bool:
        return self._compaction is not None and self._compaction.is_alive()

    def _compact(self) -> None:
        try:
            steps = self.begin_compaction()
        except StoreError as error:
            self._postpone(str(error))
            return
        self._compaction = Thread(target=self._run, args=(steps,), name="compaction", daemon=True)
        self._compaction.start()

    def begin_compaction(self) -> Iterator[None]:
        """Start a new log; return the steps that turn the older ones into a snapshot.

        The state that they write is taken now, and is complete: no transaction is open here.
        Stopping after any step loses nothing. StoreError: there is no room for a new log.
        """
        self._wal.check()
        if not self._wal.is_empty:
            if self._group_commit is not None:
                self._wal.sync()
                self._group_commit.durable = self._sequence
            following = self._open_log()
            self._wal.close()
            self._wal = following
        return self._write_snapshot(self._covered())

    def _covered(self) -> list[Path]:
        return [path for path in self._folder.wals() if path != self._wal.path]

    def _write_snapshot(self, covered: list[Path]) -> Iterator[None]:
        tables = snapshot.of(self.tables)
        self._snapshot_records = sum(count for _table, count, _entries in tables)
        return snapshot.write(self._folder, tables, self._sequence, covered)

    def _run(self, steps: Iterator[None]) -> None:
        try:
            for _ in steps:
                self._closing.wait(COMPACTION_PAUSE)
            self._limit = self._size_limit()
        except OSError as error:
            self._postpone(str(errors.from_os_error(self._folder.snapshot, "compacting", error)))

    def _size_limit(self) -> int:
        path = self._folder.snapshot
        return max(MIN_WAL_SIZE, 2 * path.stat().st_size if path.exists() else 0)

    def _postpone(self, reason: str) -> None:
        """Raise the limit. Nothing is lost: the logs stay, and the next attempt covers them too."""
        self.notices.append(reason)
        self._limit += MIN_WAL_SIZE

    def read(self) -> dict[str, dict[str, Any]]:
        """Return a copy of the tables that have records, for TinyDB."""
        return {
            name: {key: orjson.loads(text) for key, text in zip(table, table.texts(), strict=True)}
            for name, table in self.tables.items()
            if len(table)
        }

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make these the tables, in one transaction, for TinyDB; log only what differs."""
        changes: list[Change] = []
        for name, table in self.tables.items():
            changes += [(table, key, None) for key in table if key not in data.get(name, {})]
        for name, records in data.items():
            table = self.tables[name]
            for key, record in records.items():
                entry = table.entry(key, record)
                if table.text(key) != entry[1]:
                    changes.append((table, key, entry))
        self.apply(changes)

    def close(self) -> None:
        """Write the snapshot, delete the logs, unlock the folder.

        StoreError: the snapshot can't be written; the logs have everything.
        """
        if not self._open:
            return
        if self._savepoints:
            raise RuntimeError("a store can't be closed inside a transaction")
        super().close()
        self._closing.set()
        if self._compaction:
            self._compaction.join()
        if self._group_commit is not None:
            self._group_commit.close()
        self._wal.close()
        try:
            if not self._wal.is_empty or self._covered():
                drain(self._write_snapshot([]))
                self._snapshot_sequence = self._sequence
            manifest.write(self._folder, Manifest(None, self._snapshot_sequence))
            for path in self._folder.wals():
                path.unlink(missing_ok=True)
        except OSError as error:
            raise errors.from_os_error(
                self._folder.snapshot, "writing the snapshot", error
            ) from error
        finally:
            self._folder.unlock()


def drain(steps: Iterator[None]) -> None:
    """Run every step."""
    deque(steps, maxlen=0)
