"""The write-ahead log (WAL): one JSON line per transaction, written before the acknowledgement."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import orjson

from stub_server import safe_files
from stub_server.storage import errors
from stub_server.storage.engine import Change
from stub_server.storage.errors import StoreError
from stub_server.storage.json_store import layout


def line_of(sequence: int, changes: Iterable[Change]) -> bytes:
    """Return `{"seq":7,"ops":[["put","orders","o1",{…}],["delete","carts","s1"]],"crc32":…}`."""
    parts = [b'{"seq":%d,"ops":' % sequence]
    comma = b"["
    for table, key, entry in changes:
        if entry is None:
            parts.append(b'%b["delete",%b,%b]' % (comma, table.quoted, orjson.dumps(key)))
        else:
            text = entry[1]
            parts.append(b'%b["put",%b,%b,' % (comma, table.quoted, orjson.dumps(key)))
            parts += (text, b"]") if isinstance(text, bytes) else (*text, b"]")
        comma = b","
    parts.append(b"]")
    return layout.with_checksum(b"".join(parts))


def deduplicate(changes: list[Change]) -> Iterable[Change]:
    """Return the changes without those that a later change of the same record replaces.

    A record stays at its first position, which is its age only if nothing is deleted: with a
    delete among them, the changes are returned as they are.
    """
    if len(changes) == 1:
        return changes
    last: dict[tuple[str, str], Change] = {}
    for change in changes:
        if change[2] is None:
            return changes
        last[change[0].name, change[1]] = change
    return last.values() if len(last) < len(changes) else changes


class WalFile:
    """A log that is open for appending. size: its length in bytes.

    A line is one `os.write`: the system has it before the call returns, so it survives the death
    of the process (`kill -9`). To survive a loss of power, it has to be forced to the disk.
    """

    def __init__(self, path: Path, first: int) -> None:
        """Open the log, create it where there is none, with its header on the disk.

        Its name has to be forced there too; writing the manifest does so.

        StoreError: a system call failed.
        """
        self.path = path
        self._name = os.fspath(path)
        header = layout.wal_header(first)
        self._header_size = len(header)
        try:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            self._handle = safe_files.open_file(path, flags)
            opened = os.fstat(self._handle)
            self._identity = opened.st_ino, opened.st_dev
            self.size = opened.st_size
            if not self.size:
                self._write_header(header)
        except OSError as error:
            raise errors.from_os_error(path, "opening the write-ahead log", error) from error
        self._torn = False
        self._failure: StoreError | None = None
        self._unchecked = True

    @property
    def is_empty(self) -> bool:
        """Whether no transaction is in it."""
        return self.size <= self._header_size

    def _write_header(self, header: bytes) -> None:
        try:
            if os.write(self._handle, header) < len(header):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._handle)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._handle, 0)
            os.close(self._handle)
            raise
        self.size = len(header)

    def append(self, line: bytes) -> None:
        """Append the whole line, or nothing. StoreError: a system call failed."""
        if self._unchecked:
            self.check()
        try:
            written = os.write(self._handle, line)
            while written < len(line):
                self._torn = True
                written += os.write(self._handle, line[written:])
        except OSError as error:
            self._unchecked = True
            with suppress(OSError):
                self._truncate()
            raise errors.from_os_error(
                self.path, "writing to the write-ahead log", error
            ) from error
        self._torn = False
        self.size += len(line)

    def check(self) -> None:
        """Make the log ready for the next line.

        StoreError: it is not in its folder any more, an fsync failed, or a line that was not
        written whole can't be cut off.
        """
        if self._failure is not None:
            raise self._failure
        if not self._is_in_place():
            raise errors.removed(self.path)
        try:
            if self._torn:
                self._truncate()
        except OSError as error:
            raise errors.from_os_error(
                self.path, "writing to the write-ahead log", error
            ) from error
        self._unchecked = False

    def check_later(self) -> None:
        """Check before the next line whether the folder is still there."""
        self._unchecked = True

    def _is_in_place(self) -> bool:
        """Return whether the path leads to the file that is open."""
        try:
            found = os.lstat(self._name)
        except OSError:
            return False
        return (found.st_ino, found.st_dev) == self._identity

    def _truncate(self) -> None:
        """Cut off what a failed write has left, so that the next line starts on its own."""
        os.ftruncate(self._handle, self.size)
        self._torn = False

    def sync(self) -> None:
        """Force the log to the disk. StoreError: a system call failed."""
        try:
            os.fsync(self._handle)
        except OSError as error:
            raise self.fail(error) from error

    def duplicate(self) -> int:
        """Return a new descriptor of the file. OSError: there are too many."""
        return os.dup(self._handle)

    def fail(self, error: OSError) -> StoreError:
        """Refuse all lines from now on, since an fsync failed; return the error to raise.

        After a failed fsync nobody knows which lines are on the disk, and a second one succeeds
        without having written them.
        """
        self._failure = errors.from_os_error(
            self.path, "forcing the write-ahead log to the disk", error, restart=True
        )
        self._unchecked = True
        return self._failure

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)
