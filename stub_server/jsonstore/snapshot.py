"""The snapshot: every table in TinyDB's own layout, one record a line, replaced as a whole.

Its second line says what transaction it goes up to, and the checksum of the lines that follow: as
long as that is right, the lines are as they were written, and are not parsed.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson

from stub_server.jsonstore.folder import Folder
from stub_server.jsonstore.rows import RESERVED, Rows, Slot, whole

Shot = list[tuple[str, list[Slot | None]]]
"""The tables by name as they stood at one moment; it does not change any more."""

Kept = dict[str, list[Slot]]
"""The records by table, ready for it. (The parsed ones are let go of at once: 20,000 that live at
the same time keep the garbage collector busy for longer than the reading takes.)"""

Tables = Callable[[str], Rows]
"""The table of a name."""

BATCH = 128


class BrokenSnapshotError(Exception):
    """The file is no snapshot; the message says what is wrong, and where."""


def write(folder: Folder, shot: Shot, sequence: int, covered: list[Path]) -> Iterator[None]:
    """Write the snapshot beside the old one, put it in its place, drop the journals it covers.

    A generator: it stops after each piece, so that whoever runs it can let others go on. Ended
    at any of these points, it has lost nothing. OSError: the system said no; likewise.
    """
    with open(folder.unfinished, "wb", opener=_private) as file:
        file.write(b"{\n" + _about(sequence, 0))
        checksum = 0
        for piece in _pieces(shot):
            file.write(piece)
            checksum = zlib.crc32(piece, checksum)
            yield
        file.seek(2)
        file.write(_about(sequence, checksum))
        file.flush()
        os.fsync(file.fileno())
    yield
    folder.unfinished.replace(folder.snapshot)
    folder.sync()
    yield
    for path in covered:
        path.unlink(missing_ok=True)
        yield


def _about(sequence: int, checksum: int) -> bytes:
    """The second line, of the same length for every checksum; without its end."""
    about = {"layout": 1, "sequence": sequence, "crc32": f"{checksum:08x}"}
    return b'"%b":%b' % (RESERVED.encode(), orjson.dumps({"snapshot": about}))


def _pieces(shot: Shot) -> Iterator[bytes]:
    for name, slots in shot:
        start = b",\n%b:{\n" % orjson.dumps(name)
        for first in range(0, len(slots), BATCH):
            batch = [
                b"%b:%b" % (orjson.dumps(slot[0]), whole(slot[1]))
                for slot in slots[first : first + BATCH]
                if slot is not None
            ]
            if batch:
                yield start + b",\n".join(batch)
                start = b",\n"
        if start == b",\n":
            yield b"\n}"
    yield b"\n}\n"


def read(path: Path, tables: Tables) -> tuple[int, Kept]:
    """The sequence of the last transaction in it (0 in a file that TinyDB made), and the records.

    FileNotFoundError: there is none. BrokenSnapshotError: it can't be read as one.
    """
    try:
        return _by_lines(path, tables)
    except _OtherLayoutError:
        return _as_a_whole(path, tables)


class _OtherLayoutError(Exception):
    """It has been edited, or is broken: only a parse of the whole file can tell."""


def _by_lines(path: Path, tables: Tables) -> tuple[int, Kept]:
    """Without a parse of what the tables need not know; nothing is believed before the end."""
    kept: Kept = {}
    checksum = zlib.crc32(b",\n")
    with path.open("rb") as file:
        opening, second = file.readline(), file.readline()
        sequence, wanted = _said(second)
        rows: Rows | None = None
        for line in file:
            checksum = zlib.crc32(line, checksum)
            if line.endswith(b":{\n"):
                (name,) = _member(line[:-1] + b"}")
                rows, slots = tables(name), kept.setdefault(name, [])
            elif line not in (b"},\n", b"}\n") and rows is not None:
                slots.append(_slot(rows, line))
    if opening != b"{\n" or f"{checksum:08x}" != wanted:
        raise _OtherLayoutError
    return sequence, kept


def _said(line: bytes) -> tuple[int, str]:
    """The sequence, and the checksum of what follows the line's JSON."""
    match _member(line):
        case {"_store": {"snapshot": {"sequence": int(sequence), "crc32": str(checksum)}}}:
            return sequence, checksum
        case _:
            raise _OtherLayoutError


def _member(line: bytes) -> dict[str, Any]:
    """The one member of an object that a line says."""
    try:
        member: dict[str, Any] = orjson.loads(b"{%b}" % line.rstrip(b",\n"))
    except orjson.JSONDecodeError:
        raise _OtherLayoutError from None
    if len(member) != 1:
        raise _OtherLayoutError
    return member


def _slot(rows: Rows, line: bytes) -> Slot:
    """The slot of a record; a key that itself has `":{` in it is left to the whole parse."""
    end_of_key = line.find(b'":{') + 1
    text = line[end_of_key + 1 : -2 if line.endswith(b",\n") else -1]
    try:
        key = orjson.loads(line[:end_of_key])
        if rows.indexed:
            return rows.slot(key, orjson.loads(text), text)
    except orjson.JSONDecodeError:
        raise _OtherLayoutError from None
    return rows.slot_of_text(key, text)


def _as_a_whole(path: Path, tables: Tables) -> tuple[int, Kept]:
    try:
        whole = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BrokenSnapshotError(f"it is not JSON ({where}: {error.msg})") from error
    if not isinstance(whole, dict):
        raise BrokenSnapshotError("it is not an object of tables")
    about = whole.pop(RESERVED, None)
    kept: Kept = {}
    for name, records in whole.items():
        if not isinstance(records, dict):
            raise BrokenSnapshotError(f"its table {name!r} is not an object of records")
        rows, slots = tables(name), kept.setdefault(name, [])
        for key, record in records.items():
            if not isinstance(record, dict):
                raise BrokenSnapshotError(f"its record {key!r} in {name!r} is not an object")
            slots.append(rows.slot(key, record))
    return _sequence(about), kept


def _sequence(about: object) -> int:
    match about:
        case {"snapshot": {"sequence": int(sequence)}}:
            return sequence
        case None:
            return 0
        case _:
            raise BrokenSnapshotError(f"its member {RESERVED!r} says no sequence")


def _private(path: str, flags: int) -> int:
    """For the owner's eyes: what is kept may be anybody's sessions and mails."""
    return os.open(path, flags, 0o600)
