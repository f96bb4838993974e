"""The journal: one JSON line for each transaction, written before it is acknowledged."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from stub_server.jsonstore import faults
from stub_server.jsonstore.rows import RESERVED, Record, Rows, Slot

Step = tuple[str, str, Record | None]
"""Table, key, and the record that was put; None: it was deleted."""


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
            self._handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
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


@dataclass(frozen=True, slots=True)
class JournalRead:
    """What a journal file says.

    entries: sequence and steps of each line, up to the first that is broken.
    good: length in bytes of what they take.
    torn: bytes of a last line that has no end: its write was never acknowledged.
    broken: what is wrong, and in which line; None when nothing is.
    """

    entries: list[tuple[int, list[Step]]]
    good: int
    torn: int = 0
    broken: str | None = None


def read(path: Path) -> JournalRead:
    """Read a journal file. StoreFault: the system does not let us."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise faults.of_system(path, "reading the journal", error) from error
    *lines, tail = data.split(b"\n")
    entries: list[tuple[int, list[Step]]] = []
    good = 0
    for number, line in enumerate(lines, 1):
        try:
            entries.append(_parsed(line))
        except ValueError as error:
            broken = f"line {number} (byte {good}) is broken: {error}; {len(lines) - number} follow"
            return JournalRead(entries, good, broken=broken)
        good += len(line) + 1
    return JournalRead(entries, good, torn=len(tail))


def _parsed(line: bytes) -> tuple[int, list[Step]]:
    match orjson.loads(line):
        case {"seq": int(sequence), "ops": list(ops)}:
            return sequence, list(_steps(ops))
        case _:
            raise ValueError('it is not {"seq": …, "ops": […]}')


def _steps(ops: list[object]) -> Iterator[Step]:
    for op in ops:
        match op:
            case ["put", str(table), str(key), dict(record)] if table != RESERVED:
                yield table, key, record
            case ["delete", str(table), str(key)]:
                yield table, key, None
            case _:
                raise ValueError("an op is neither a put nor a delete")
