"""The files of one store in its folder: their names, and the lock."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from stub_server import safe_files
from stub_server.storage import faults
from stub_server.storage.faults import StoreFault

if sys.platform != "win32":
    import fcntl

HAS_LOCKS = sys.platform != "win32"
LOCK_ATTEMPTS = 3
LOCK_PAUSE = 0.02
"""Seconds between two attempts: `lock_holder` of another process holds the lock for a moment."""


class Folder:
    """`<name>.json`, `<name>.journal-<first transaction>.jsonl`, `<name>.lock`."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.snapshot = path / f"{name}.json"
        self.unfinished = path / f"{name}.json.tmp"
        self._prefix = f"{name}.journal-"
        self._lock: int | None = None

    def journal(self, first: int) -> Path:
        """The journal whose first line is the transaction of that number."""
        return self.path / f"{self._prefix}{first}.jsonl"

    def first_of(self, journal: Path) -> int | None:
        """Return the number of a journal's first transaction; None: it is no name of a journal."""
        digits = journal.name.removeprefix(self._prefix).removesuffix(".jsonl")
        if not (digits.isascii() and digits.isdigit()):
            return None
        first = int(digits)
        return first if journal.name == self.journal(first).name else None

    def journals(self) -> list[Path]:
        """The journals that there are, oldest first."""
        numbered = [(self.first_of(path), path) for path in self._like_journals()]
        return [path for _, path in sorted((it, path) for it, path in numbered if it is not None)]

    def foreign(self) -> list[Path]:
        """Return the files that are named almost like a journal."""
        return sorted(path for path in self._like_journals() if self.first_of(path) is None)

    def _like_journals(self) -> list[Path]:
        return [path for path in self.path.iterdir() if path.name.startswith(self._prefix)]

    def files(self) -> list[Path]:
        """Return every file of the store except for the lock: first the snapshot."""
        snapshots = [path for path in (self.snapshot, self.unfinished) if os.path.lexists(path)]
        return snapshots + self.journals() + self.foreign()

    def create(self) -> None:
        """Create the folder, private to this user. StoreFault: it is a link, or can't be made."""
        try:
            safe_files.make_folder(self.path)
        except OSError as error:
            raise faults.of_system(self.path, "making it ready to write in", error) from error

    def lock(self) -> None:
        """Hold the store: one process at a time. StoreFault: another process holds it.

        The system lets go of it when the process ends, however it ends. (Not on Windows, which
        has no such lock: there two processes are not kept apart.)
        """
        try:
            handle = safe_files.open_file(lock_file(self.path, self.name), os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise faults.of_system(self.path, "making it ready to write in", error) from error
        if not _lock(handle):
            holder = _holder(handle)
            os.close(handle)
            raise StoreFault(
                self.path,
                f"the store {self.name!r} in it is in use by process {holder or 'unknown'}",
                "Stop that one, or use another folder (--state-dir).",
            )
        with suppress(OSError):
            os.ftruncate(handle, 0)
            os.write(handle, b"%d\n" % os.getpid())
        self._lock = handle

    def unlock(self) -> None:
        """Let others use the store. The lock file stays: taking it away would let two in."""
        if self._lock is not None:
            with suppress(OSError):
                os.ftruncate(self._lock, 0)
            os.close(self._lock)
            self._lock = None

    def sync(self) -> None:
        """See to it that renamed and removed files stay so when the power fails."""
        safe_files.sync_folder(self.path)


def lock_file(folder: Path, name: str) -> Path:
    """Return the path of a store's lock."""
    return folder / f"{name}.lock"


def lock_holder(folder: Path, name: str) -> int | None:
    """Return the process that has the store open; None: none has, or the system has no locks.

    OSError: the lock file can't be read; UnsafePathError: it is a link.
    """
    try:
        handle = safe_files.open_file(lock_file(folder, name), os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        holder = _holder(handle)
        free = sys.platform == "win32" or _lock(handle, attempts=1)
        return None if free or not holder.isdigit() else int(holder)
    finally:
        os.close(handle)


def _lock(handle: int, attempts: int = LOCK_ATTEMPTS) -> bool:
    """Take the lock of the file; return False when another process has it."""
    if sys.platform == "win32":
        return True
    for attempt in range(attempts):
        if attempt:
            time.sleep(LOCK_PAUSE)
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    return False


def _holder(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    return os.read(handle, 20).decode(errors="replace").strip()
