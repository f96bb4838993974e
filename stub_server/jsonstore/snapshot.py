"""The snapshot: every table in TinyDB's own layout, one record a line, replaced as a whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson

from stub_server.jsonstore.folder import Folder
from stub_server.jsonstore.rows import RESERVED, Record, Rows, Slot

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
        for piece in _pieces(shot, sequence):
            file.write(piece)
            yield
        file.flush()
        os.fsync(file.fileno())
    yield
    folder.unfinished.replace(folder.snapshot)
    folder.sync()
    yield
    for path in covered:
        path.unlink(missing_ok=True)
        yield


def _pieces(shot: Shot, sequence: int) -> Iterator[bytes]:
    about = orjson.dumps({"snapshot": {"layout": 1, "sequence": sequence}})
    yield b'{\n"%b":%b' % (RESERVED.encode(), about)
    for name, slots in shot:
        start = b",\n%b:{\n" % orjson.dumps(name)
        for first in range(0, len(slots), BATCH):
            batch = [
                b"%b:%b" % (orjson.dumps(slot[0]), slot[1])
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
    """Three times as fast as the whole: no record is written out again, and few live at once."""
    kept: Kept = {}
    with path.open("rb") as file:
        if file.readline() != b"{\n":
            raise _OtherLayoutError
        about = _member(file.readline())
        rows: Rows | None = None
        ended = False
        for line in file:
            if line.endswith(b":{\n"):
                (name,) = _member(line[:-1] + b"}")
                if name == RESERVED or name in kept:
                    raise _OtherLayoutError
                rows, slots = tables(name), kept.setdefault(name, [])
            elif line in (b"},\n", b"}\n"):
                rows, ended = None, rows is None
            elif rows is not None:
                slots.append(rows.slot(*_record(line)))
            else:
                raise _OtherLayoutError
    if not ended or RESERVED not in about:
        raise _OtherLayoutError
    return _sequence(about[RESERVED]), kept


def _member(line: bytes) -> dict[str, Any]:
    """The one member of an object that a line says."""
    try:
        member: dict[str, Any] = orjson.loads(b"{%b}" % line.rstrip(b",\n"))
    except orjson.JSONDecodeError:
        raise _OtherLayoutError from None
    if len(member) != 1:
        raise _OtherLayoutError
    return member


def _record(line: bytes) -> tuple[str, Record, bytes]:
    """Key, record and its text; a key that itself has `":{` in it is left to the whole parse."""
    end_of_key = line.find(b'":{') + 1
    text = line[end_of_key + 1 :].rstrip(b",\n")
    try:
        return orjson.loads(line[:end_of_key]), orjson.loads(text), text
    except orjson.JSONDecodeError:
        raise _OtherLayoutError from None


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
