"""The snapshot: every table in TinyDB's own layout, one record per line, replaced as a whole.

Its second line is a header: number of the last transaction, number of records in each table, and
the checksums of the header and of the lines after it. While these are right, the lines need no
parsing. `salvage` reads a file that differs.
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
from stub_server.storage import engine
from stub_server.storage.json_store import layout
from stub_server.storage.json_store.folder import Folder
from stub_server.storage.packing import Entry
from stub_server.storage.table import RESERVED, Table

Snapshot = list[tuple[Table, int, list[Entry | None]]]
"""The tables at one moment: number of records, entries. Of the table itself, only its name and
`text_of` are used: these do not change."""

Entries = dict[str, list[Entry]]
"""The entries by table. (Parsed records are freed at once: 20,000 that live at the same time keep
the garbage collector busy for longer than the reading takes.)"""

TableOf = Callable[[str], Table]
"""Return the table of a name."""

BATCH = 128
"""Records per step of `write`."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a snapshot.

    sequence: number of the last transaction in it. counts: table → number of records, in the
    order of the file. crc32: checksum of the lines after it; None in a file that a person
    edited and removed it from. intact: the header's own checksum is right, or it has none.
    """

    layout: int
    sequence: int
    counts: dict[str, int] = field(default_factory=dict)
    crc32: str | None = None
    intact: bool = True


class NotAsWrittenError(Exception):
    """The file is not, byte for byte, what `write` has written."""


def of(tables: engine.Tables) -> Snapshot:
    """Return the tables that have records, as they are now."""
    return [(table, len(table), table.snapshot()) for table in tables.values() if len(table)]


def write(folder: Folder, tables: Snapshot, sequence: int, covered: list[Path]) -> Iterator[None]:
    """Write the snapshot to a second file, replace the old one, delete the logs it covers.

    A generator that yields after each step, so that other work can run in between. Stopping at
    any of them, or an OSError of the system, loses nothing.
    """
    safe_files.check_file(folder.snapshot)
    counts = {table.name: count for table, count, _ in tables}
    with safe_files.recreate(folder.unfinished) as file:
        file.write(b"{\n" + _header_line(sequence, counts, 0))
        checksum = 0
        for piece in _pieces(tables):
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
    """Return the second line without its end, of the same length for every checksum."""
    about = {
        "layout": layout.LAYOUT,
        "sequence": sequence,
        "tables": counts,
        "header": _header_checksum(layout.LAYOUT, sequence, counts),
        "crc32": f"{checksum:08x}",
    }
    return b'"%b":%b' % (RESERVED.encode(), orjson.dumps({"snapshot": about}))


def _header_checksum(number: int, sequence: int, counts: dict[str, int]) -> str:
    return f"{zlib.crc32(orjson.dumps([number, sequence, counts])):08x}"


def _pieces(tables: Snapshot) -> Iterator[bytes]:
    for table, _, entries in tables:
        start = b",\n%b:{\n" % table.quoted
        for first in range(0, len(entries), BATCH):
            batch = [
                b"%b:%b" % (orjson.dumps(entry[0]), table.text_of(entry))
                for entry in entries[first : first + BATCH]
                if entry is not None
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
        case {"snapshot": {"layout": int(number), "sequence": int(sequence), **more}}:
            counts, checksum = more.get("tables"), more.get("crc32")
            counts = counts if isinstance(counts, dict) else {}
            own = more.get("header", _header_checksum(number, sequence, counts))
            intact = own == _header_checksum(number, sequence, counts)
            crc32 = None if checksum is None else str(checksum)
            return Header(number, sequence, counts, crc32, intact)
        case _:
            return None


def read(path: Path, table_of: TableOf) -> tuple[Header, Entries]:
    """Return header and entries of a snapshot that is as it was written, mostly without parsing.

    The checksum is compared at the end of the file. FileNotFoundError: there is none.
    NotAsWrittenError: it was edited, is damaged, or has another layout.
    """
    found: Entries = {}
    checksum = zlib.crc32(b",\n")
    with safe_files.open_to_read(path) as file:
        opening, header = file.readline(), _header_in(file.readline())
        table: Table | None = None
        for line in file:
            checksum = zlib.crc32(line, checksum)
            if line.endswith(b":{\n"):
                (name,) = _member(line[:-1] + b"}")
                table, entries = _table(table_of, name), found.setdefault(name, [])
            elif line not in (b"},\n", b"}\n") and table is not None:
                entries.append(_entry(table, line))
    if opening != b"{\n" or f"{checksum:08x}" != header.crc32:
        raise NotAsWrittenError
    return header, found


def _header_in(line: bytes) -> Header:
    header = header_of(_member(line).get(RESERVED))
    if header is None or layout.reason_against(header.layout) or not header.intact:
        raise NotAsWrittenError
    return header


def _member(line: bytes) -> dict[str, Any]:
    """Return the one member in a line."""
    try:
        member: dict[str, Any] = orjson.loads(b"{%b}" % line.rstrip(b",\n"))
    except orjson.JSONDecodeError:
        raise NotAsWrittenError from None
    if len(member) != 1:
        raise NotAsWrittenError
    return member


def _table(table_of: TableOf, name: str) -> Table:
    if name == RESERVED:
        raise NotAsWrittenError
    return table_of(name)


def _entry(table: Table, line: bytes) -> Entry:
    """Return the entry in a line; a key with `":{` in it is left to `salvage`, which parses all."""
    end_of_key = line.find(b'":{') + 1
    text = line[end_of_key + 1 : -2 if line.endswith(b",\n") else -1]
    try:
        key = orjson.loads(line[:end_of_key])
        if table.indexed:
            return table.entry(key, orjson.loads(text), text)
    except (orjson.JSONDecodeError, TypeError):
        raise NotAsWrittenError from None
    return table.entry_of_text(key, text)
