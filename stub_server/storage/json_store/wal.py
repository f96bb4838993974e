"""The write-ahead log (WAL): one JSON line per transaction, written before the acknowledgement."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import orjson

from stub_server import safe_files
from stub_server.storage import errors
from stub_server.storage.engine import Change


def line_of(sequence: int, changes: Iterable[Change]) -> bytes:
    """Return `{"seq":7,"ops":[["put","orders","o1",{…}],["delete","carts","s1"]]}` and "\\n"."""
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
    parts.append(b"]}\n")
    return b"".join(parts)


class WalFile:
    """A log that is open for appending. size: its length in bytes.

    A line is one `os.write`: the system has it before the call returns, so it survives the death
    of the process (`kill -9`). It is not forced to the disk: a loss of power may cost the last
    seconds.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            self._handle = safe_files.open_file(path, flags)
            self.size = os.fstat(self._handle).st_size
        except OSError as error:
            raise errors.from_os_error(path, "opening the write-ahead log", error) from error
        self._torn = False

    def append(self, line: bytes) -> None:
        """Append the whole line, or nothing. StoreError: a system call failed."""
        try:
            if self._torn:
                self._truncate()
            written = os.write(self._handle, line)
            while written < len(line):
                self._torn = True
                written += os.write(self._handle, line[written:])
        except OSError as error:
            with suppress(OSError):
                self._truncate()
            raise errors.from_os_error(
                self.path, "writing to the write-ahead log", error
            ) from error
        self._torn = False
        self.size += len(line)

    def _truncate(self) -> None:
        """Cut off what a failed write has left, so that the next line starts on its own."""
        os.ftruncate(self._handle, self.size)
        self._torn = False

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)
