"""The files of one store in its folder: their names, and the lock."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from stub_server import safe_files
from stub_server.storage import errors
from stub_server.storage.errors import StoreError

if sys.platform != "win32":
    import fcntl

HAS_LOCKS = sys.platform != "win32"
LOCK_ATTEMPTS = 3
LOCK_PAUSE = 0.02
"""Seconds between two attempts: `lock_holder` of another process holds the lock for a moment."""


class Folder:
    """The files `<name>.json` (snapshot), `<name>.journal-<n>.jsonl` (logs),
    `<name>.manifest.json` and `<name>.lock`.

    A log has the number of its first transaction. The word "journal" in its name is that of
    version 0.1, whose files every later version reads.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.snapshot = path / f"{name}.json"
        self.unfinished = path / f"{name}.json.tmp"
        self.manifest = path / f"{name}.manifest.json"
        self._prefix = f"{name}.journal-"
        self._lock: int | None = None

    def wal(self, first: int) -> Path:
        """Return the path of the log whose first line is the transaction of that number."""
        return self.path / f"{self._prefix}{first}.jsonl"

    def first_of(self, path: Path) -> int | None:
        """Return the number of a log's first transaction; None: it is not the name of a log."""
        digits = path.name.removeprefix(self._prefix).removesuffix(".jsonl")
        if not (digits.isascii() and digits.isdigit()):
            return None
        first = int(digits)
        return first if path.name == self.wal(first).name else None

    def wals(self) -> list[Path]:
        """Return the write-ahead logs, oldest first."""
        numbered = [(self.first_of(path), path) for path in self._with_prefix()]
        return [path for _, path in sorted((n, path) for n, path in numbered if n is not None)]

    def foreign(self) -> list[Path]:
        """Return the files that have almost the name of a log."""
        return sorted(path for path in self._with_prefix() if self.first_of(path) is None)

    def _with_prefix(self) -> list[Path]:
        return [path for path in self.path.iterdir() if path.name.startswith(self._prefix)]

    def files(self) -> list[Path]:
        """Return every file of the store except for the lock: snapshot first, manifest last."""
        snapshots = [path for path in (self.snapshot, self.unfinished) if os.path.lexists(path)]
        manifests = [self.manifest] if os.path.lexists(self.manifest) else []
        return snapshots + self.wals() + self.foreign() + manifests

    def create(self) -> None:
        """Create the folder, private to this user. StoreError: it is a link, or can't be made."""
        try:
            safe_files.make_folder(self.path)
        except OSError as error:
            raise errors.from_os_error(self.path, "making it ready to write in", error) from error

    def lock(self) -> None:
        """Lock the store for this process. StoreError: another process has the lock.

        The system releases it when the process ends, however it ends. (Windows has no such lock:
        there two processes are not kept apart.)
        """
        try:
            handle = safe_files.open_file(lock_file(self.path, self.name), os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise errors.from_os_error(self.path, "making it ready to write in", error) from error
        if not _lock(handle):
            holder = _holder(handle)
            os.close(handle)
            raise StoreError(
                self.path,
                f"the store {self.name!r} in it is in use by process {holder or 'unknown'}",
                "Stop that one, or use another folder (--state-dir).",
            )
        with suppress(OSError):
            os.ftruncate(handle, 0)
            os.write(handle, b"%d\n" % os.getpid())
        self._lock = handle

    def unlock(self) -> None:
        """Release the lock. The file stays: without it two processes could have a lock each."""
        if self._lock is not None:
            with suppress(OSError):
                os.ftruncate(self._lock, 0)
            os.close(self._lock)
            self._lock = None

    def sync(self) -> None:
        """Force renames and removals of files to the disk."""
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
