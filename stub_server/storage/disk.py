"""The storage on disk: live in memory, journalled at each commit, compacted beside the work."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event, Thread

from stub_server import safe_files
from stub_server.storage import faults, journal, snapshot
from stub_server.storage.faults import StoreFault
from stub_server.storage.journal import JournalFile
from stub_server.storage.recovery import Recovery
from stub_server.storage.storage import Change, LiveStorage, shot_of

COMPACT_FROM = 8 * 1024 * 1024
"""Bytes of journal that are always allowed; above, twice the snapshot's size."""

BREATH = 0.003
"""Seconds that the compaction rests between two pieces: ten times what one takes, so that writers
hardly notice it."""


class JournalStorage(LiveStorage):
    """Every table in memory and in a folder.

    A commit is one line in the journal, with the system before it is acknowledged: it survives
    `kill -9`. The snapshot is forced to the disk (fsync) before it replaces the old one; single
    lines are not, so a loss of power may cost the last seconds.

    notices: what was found broken or was not possible, for a person to read.
    """

    def __init__(self, loaded: Recovery) -> None:
        """Go on with a store that was read and is not damaged; its folder is locked.

        StoreFault: there is no room for a new journal, or no permission.
        """
        super().__init__({})
        self.tables = loaded.tables
        self.notices = loaded.notices
        self._folder = loaded.folder
        self._sequence = loaded.sequence
        _cut_torn_lines(loaded)
        self._journal = JournalFile(self._folder.journal(self._sequence + 1))
        self._hurry = Event()
        self._compaction: Thread | None = None
        self._limit = self._fresh_limit()
        if self._covered():
            self._compact()

    def _keep(self, changes: list[Change]) -> None:
        self._journal.append(journal.line_of(self._sequence + 1, _said_once(changes)))
        self._sequence += 1

    def _kept(self) -> None:
        if self._journal.size > self._limit and not self._compacting():
            self._compact()

    def _compacting(self) -> bool:
        return self._compaction is not None and self._compaction.is_alive()

    def _compact(self) -> None:
        try:
            steps = self.begin_compaction()
        except StoreFault as fault:
            self._put_off(str(fault))
            return
        self._compaction = Thread(target=self._run, args=(steps,), name="compaction", daemon=True)
        self._compaction.start()

    def begin_compaction(self) -> Iterator[None]:
        """Turn to a new journal; the steps that then turn the old ones into a snapshot.

        The state that they write is taken now, and is complete: a commit is never under way here.
        Left off after any step, nothing is lost. StoreFault: there is no room for a new journal.
        """
        if self._journal.size:
            fresh = JournalFile(self._folder.journal(self._sequence + 1))
            self._journal.close()
            self._journal = fresh
        return self._snapshot(self._covered())

    def _covered(self) -> list[Path]:
        return [path for path in self._folder.journals() if path != self._journal.path]

    def _snapshot(self, covered: list[Path]) -> Iterator[None]:
        return snapshot.write(self._folder, shot_of(self.tables), self._sequence, covered)

    def _run(self, steps: Iterator[None]) -> None:
        try:
            for _ in steps:
                self._hurry.wait(BREATH)
            self._limit = self._fresh_limit()
        except OSError as error:
            self._put_off(str(faults.of_system(self._folder.snapshot, "compacting", error)))

    def _fresh_limit(self) -> int:
        path = self._folder.snapshot
        return max(COMPACT_FROM, 2 * path.stat().st_size if path.exists() else 0)

    def _put_off(self, reason: str) -> None:
        """Nothing is lost: the journals stay, and the next attempt covers them too."""
        self.notices.append(reason)
        self._limit += COMPACT_FROM

    def close(self) -> None:
        """Write the snapshot, drop the journals, let go of the folder.

        StoreFault: the snapshot could not be written; the journals are there all the same.
        """
        if not self._open:
            return
        if self._depth:
            raise RuntimeError("a store can't be closed inside a transaction")
        super().close()
        self._hurry.set()
        if self._compaction:
            self._compaction.join()
        self._journal.close()
        try:
            if self._journal.size or self._covered():
                _exhaust(self._snapshot(self._folder.journals()))
            self._journal.path.unlink(missing_ok=True)
        except OSError as error:
            raise faults.of_system(self._folder.snapshot, "writing the snapshot", error) from error
        finally:
            self._folder.unlock()


def _cut_torn_lines(loaded: Recovery) -> None:
    """Cut off last lines that have no end, and delete a snapshot that was not finished."""
    try:
        safe_files.remove(loaded.folder.unfinished)
        for path, good in loaded.torn:
            handle = safe_files.open_file(path, os.O_WRONLY)
            try:
                os.truncate(handle, good)
            finally:
                os.close(handle)
    except OSError as error:
        raise faults.of_system(loaded.folder.path, "cutting off torn lines", error) from error


def _said_once(changes: list[Change]) -> Iterable[Change]:
    """The changes without those that a later one of the same record makes void.

    A record keeps the place of its first: only where nothing is deleted is that its age.
    """
    last: dict[tuple[str, str], Change] = {}
    for change in changes:
        if change[2] is None:
            return changes
        last[change[0].name, change[1]] = change
    return last.values() if len(last) < len(changes) else changes


def _exhaust(steps: Iterator[None]) -> None:
    for _ in steps:
        pass
