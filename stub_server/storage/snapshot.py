"""The snapshot: every table in TinyDB's own layout, one record a line, replaced as a whole.

Its second line says what transaction it goes up to, how many records each table has, and the
checksums of itself and of the lines that follow: as long as these are right, the lines are as they
were written, and are not parsed. What to do with a file that differs is up to `salvage`.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from stub_server import safe_files
from stub_server.storage.folder import Folder
from stub_server.storage.rows import RESERVED, Rows, Slot, whole

Shot = list[tuple[str, int, list[Slot | None]]]
"""The tables as they stood at one moment: name, number of records, slots. It does not change."""

Kept = dict[str, list[Slot]]
"""The records by table, ready for it. (The parsed ones are let go of at once: 20,000 that live at
the same time keep the garbage collector busy for longer than the reading takes.)"""

Tables = Callable[[str], Rows]
"""The table of a name."""

BATCH = 128
LAYOUT = 1
"""The layout of the file that is written, and the only one that is read."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a snapshot says about itself.

    sequence: number of the last transaction in it. counts: table → number of records, in the
    order of the file. crc32: checksum of the lines that follow; None in a file that a person
    edited and took it out of. intact: the header's own checksum is right, or it has none.
    """

    layout: int
    sequence: int
    counts: dict[str, int] = field(default_factory=dict)
    crc32: str | None = None
    intact: bool = True


class NotAsWrittenError(Exception):
    """The file is not, byte for byte, what `write` has written."""


def write(folder: Folder, shot: Shot, sequence: int, covered: list[Path]) -> Iterator[None]:
    """Write the snapshot beside the old one, put it in its place, drop the journals it covers.

    A generator: it stops after each piece, so that whoever runs it can let others go on. Ended
    at any of these points, it has lost nothing. OSError: the system said no; likewise.
    """
    safe_files.check_file(folder.snapshot)
    counts = {name: count for name, count, _ in shot}
    with safe_files.recreate(folder.unfinished) as file:
        file.write(b"{\n" + _header_line(sequence, counts, 0))
        checksum = 0
        for piece in _pieces(shot):
            file.write(piece)
            checksum = zlib.crc32(piece, checksum)
            yield
        file.seek(2)
        file.write(_header_line(sequence, counts, checksum))
        file.flush()
        os.fsync(file.fileno())
    yield
    folder.unfinished.replace(folder.snapshot)
    folder.sync()
    yield
    for path in covered:
        path.unlink(missing_ok=True)
        yield


def _header_line(sequence: int, counts: dict[str, int], checksum: int) -> bytes:
    """The second line, of the same length for every checksum; without its end."""
    about = {
        "layout": LAYOUT,
        "sequence": sequence,
        "tables": counts,
        "header": _header_checksum(LAYOUT, sequence, counts),
        "crc32": f"{checksum:08x}",
    }
    return b'"%b":%b' % (RESERVED.encode(), orjson.dumps({"snapshot": about}))


def _header_checksum(layout: int, sequence: int, counts: dict[str, int]) -> str:
    return f"{zlib.crc32(orjson.dumps([layout, sequence, counts])):08x}"


def _pieces(shot: Shot) -> Iterator[bytes]:
    for name, _, slots in shot:
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


def header_of(about: object) -> Header | None:
    """Return the header in the value of the member `_store`; None: it is no header."""
    match about:
        case {"snapshot": {"layout": int(layout), "sequence": int(sequence), **more}}:
            counts, checksum = more.get("tables"), more.get("crc32")
            counts = counts if isinstance(counts, dict) else {}
            own = more.get("header", _header_checksum(layout, sequence, counts))
            intact = own == _header_checksum(layout, sequence, counts)
            crc32 = None if checksum is None else str(checksum)
            return Header(layout, sequence, counts, crc32, intact)
        case _:
            return None


def read(path: Path, tables: Tables) -> tuple[Header, Kept]:
    """Return header and records of a snapshot that is as it was written, without parsing most.

    Nothing is believed before the end of the file. FileNotFoundError: there is none.
    NotAsWrittenError: it was edited, is damaged, or has another layout.
    """
    kept: Kept = {}
    checksum = zlib.crc32(b",\n")
    with safe_files.open_to_read(path) as file:
        opening, header = file.readline(), _header_in(file.readline())
        rows: Rows | None = None
        for line in file:
            checksum = zlib.crc32(line, checksum)
            if line.endswith(b":{\n"):
                (name,) = _member(line[:-1] + b"}")
                rows, slots = _rows(tables, name), kept.setdefault(name, [])
            elif line not in (b"},\n", b"}\n") and rows is not None:
                slots.append(_slot(rows, line))
    if opening != b"{\n" or f"{checksum:08x}" != header.crc32:
        raise NotAsWrittenError
    return header, kept


def _header_in(line: bytes) -> Header:
    header = header_of(_member(line).get(RESERVED))
    if header is None or header.layout != LAYOUT or not header.intact:
        raise NotAsWrittenError
    return header


def _member(line: bytes) -> dict[str, Any]:
    """The one member of an object that a line says."""
    try:
        member: dict[str, Any] = orjson.loads(b"{%b}" % line.rstrip(b",\n"))
    except orjson.JSONDecodeError:
        raise NotAsWrittenError from None
    if len(member) != 1:
        raise NotAsWrittenError
    return member


def _rows(tables: Tables, name: str) -> Rows:
    if name == RESERVED:
        raise NotAsWrittenError
    return tables(name)


def _slot(rows: Rows, line: bytes) -> Slot:
    """The slot of a record; a key that itself has `":{` in it is left to the whole parse."""
    end_of_key = line.find(b'":{') + 1
    text = line[end_of_key + 1 : -2 if line.endswith(b",\n") else -1]
    try:
        key = orjson.loads(line[:end_of_key])
        if rows.indexed:
            return rows.slot(key, orjson.loads(text), text)
    except (orjson.JSONDecodeError, TypeError):
        raise NotAsWrittenError from None
    return rows.slot_of_text(key, text)
