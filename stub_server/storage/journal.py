"""The journal: one JSON line for each transaction, written before it is acknowledged."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import orjson

from stub_server import safe_files
from stub_server.storage import faults
from stub_server.storage.rows import Rows, Slot


def line_of(sequence: int, changes: Iterable[tuple[Rows, str, Slot | None]]) -> bytes:
    """`{"seq":7,"ops":[["put","orders","o1",{…}],["delete","carts","s1"]]}` and a line's end."""
    parts = [b'{"seq":%d,"ops":' % sequence]
    comma = b"["
    for rows, key, slot in changes:
        if slot is None:
            parts.append(b'%b["delete",%b,%b]' % (comma, rows.quoted, orjson.dumps(key)))
        else:
            text = slot[1]
            parts.append(b'%b["put",%b,%b,' % (comma, rows.quoted, orjson.dumps(key)))
            parts += (text, b"]") if isinstance(text, bytes) else (*text, b"]")
        comma = b","
    parts.append(b"]}\n")
    return b"".join(parts)


class JournalFile:
    """A journal that is being written.

    A line is one `os.write`: it is with the system before the call returns, and so survives the
    death of the process (`kill -9`). It is not forced to the disk: when the machine loses power,
    the last seconds may be lost.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            self._handle = safe_files.open_file(path, flags)
            self.size = os.fstat(self._handle).st_size
        except OSError as error:
            raise faults.of_system(path, "opening the journal", error) from error
        self._torn = False

    def append(self, line: bytes) -> None:
        """Write the line whole, or leave the file as it was. StoreFault: it could not be."""
        try:
            if self._torn:
                self._cut()
            written = os.write(self._handle, line)
            while written < len(line):
                self._torn = True
                written += os.write(self._handle, line[written:])
        except OSError as error:
            with suppress(OSError):
                self._cut()
            raise faults.of_system(self.path, "writing to the journal", error) from error
        self._torn = False
        self.size += len(line)

    def _cut(self) -> None:
        """Take off what a failed write has left, so that the next line starts on its own."""
        os.ftruncate(self._handle, self.size)
        self._torn = False

    def close(self) -> None:
        """Write no more."""
        os.close(self._handle)
