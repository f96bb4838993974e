"""Read as much as possible of a snapshot that is not as it was written.

A record takes one line, so that a damaged line costs one record. The header names the tables in
their order, in case the heading of one is damaged, and two lines that lost the line end between
them are separated.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from stub_server import safe_files
from stub_server.storage.json_store import layout
from stub_server.storage.json_store.damage import Damage, DamageKind
from stub_server.storage.json_store.snapshot import Entries, Header, TableOf, header_of
from stub_server.storage.table import RESERVED

MARKERS = (b'"_store"', b'"snapshot"', b'"layout"', b'"sequence"')
"""Parts of the beginning of every snapshot; a single damage affects at most one of them."""

LOST_LINE_END = re.compile(rb"(?<=[,{}]).(?=[\"}])", re.DOTALL)

EDITED = (
    "its content is not what its checksum says: it was edited, or is damaged (after an edit, remove"
    ' the member "crc32" from its second line)'
)


@dataclass
class Salvage:
    """The readable content of a snapshot. header: None when it is damaged."""

    path: Path
    header: Header | None = None
    entries: Entries = field(default_factory=dict)
    damages: list[Damage] = field(default_factory=list)

    def add(self, reason: str, place: str = "", kind: DamageKind = "damaged") -> None:
        """Note a damage."""
        self.damages.append(Damage(self.path, place, reason, kind))


def read(path: Path, table_of: TableOf) -> Salvage:
    """Return everything in the snapshot that is readable. OSError: a system call failed."""
    with safe_files.open_to_read(path) as file:
        data = file.read()
    salvage = Salvage(path)
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        salvage.add(f"it is not JSON: {error.msg}", f"line {error.lineno}, column {error.colno}")
        _Lines(salvage, table_of).read(data)
        return salvage
    if not isinstance(document, dict) or not (RESERVED in document or _looks_ours(data)):
        salvage.add("it is not a file of shopstub", kind="foreign")
        return salvage
    if _check_header(salvage, _header_in(document, salvage)):
        _check_content(salvage, data)
        _read_tables(salvage, document, table_of)
    return salvage


def _looks_ours(data: bytes) -> bool:
    return sum(marker in data[:4096] for marker in MARKERS) > 1


def _header_in(document: dict[str, Any], salvage: Salvage) -> Header | None:
    """Remove the header from the document and return it; under a damaged name it is the first."""
    if RESERVED in document:
        return header_of(document.pop(RESERVED))
    name = next(iter(document), "")
    header = header_of(document.get(name))
    if header:
        del document[name]
        salvage.add(f"the name of its header is {name!r}, and should be {RESERVED!r}")
    return header


def _check_header(salvage: Salvage, header: Header | None) -> bool:
    """Judge the header; return whether the rest of the file is to be read."""
    if header is None or not header.intact:
        salvage.add("its header (the member “_store”) is damaged, or has no sequence")
        return True
    salvage.header = header
    against = layout.reason_against(header.layout)
    if against is not None:
        salvage.add(against[0], kind=against[1])
    return against is None


def _check_content(salvage: Salvage, data: bytes) -> None:
    """Compare the lines after the header with their checksum, if the file has one."""
    if salvage.header is None or salvage.header.crc32 is None:
        return
    end_of_header = data.find(b"\n", 2)
    content = data[end_of_header - (data[end_of_header - 1 : end_of_header] == b",") :]
    if f"{zlib.crc32(content):08x}" != salvage.header.crc32:
        salvage.add(EDITED)


def _read_tables(salvage: Salvage, document: dict[str, Any], table_of: TableOf) -> None:
    named = list(salvage.header.counts) if salvage.header else []
    if len(named) != len(document):
        named = list(document)
    for name, (written, records) in zip(named, document.items(), strict=True):
        if not isinstance(records, dict):
            salvage.add(f"its table {written!r} is not an object of records")
            continue
        entries = salvage.entries.setdefault(name, [])
        for key, record in records.items():
            if isinstance(record, dict):
                entries.append(table_of(name).entry(key, record))
            else:
                salvage.add(f"its record {key!r} in {name!r} is not an object")


@dataclass(frozen=True, slots=True)
class _Token:
    """A line: a brace, the heading of a table, or a member with an object."""

    name: str = ""
    record: dict[str, Any] | None = None
    heading: bool = False
    end: bool = False


class _Lines:
    """The tables of a file that is not JSON, line by line."""

    def __init__(self, salvage: Salvage, table_of: TableOf) -> None:
        self._salvage = salvage
        self._table_of = table_of
        self._table: str | None = None
        self._opened = 0
        self._past_header = False

    def read(self, data: bytes) -> None:
        """Read every line; note those that are damaged with their place."""
        byte = 0
        for number, line in enumerate(data.split(b"\n"), 1):
            place = f"line {number} (byte {byte})"
            for token in _tokens(line):
                self._read_token(token, place)
                if self._salvage.damages[-1].kind in ("newer", "foreign"):
                    return
            byte += len(line) + 1

    def _read_token(self, token: _Token | None, place: str) -> None:
        if token is None:
            self._note_damage(place)
        elif token.heading:
            self._open(token.name, place)
        elif token.end:
            self._table = None
        elif token.name == RESERVED and token.record is not None:
            self._past_header = True
            _check_header(self._salvage, header_of({**token.record}))
        elif token.record is not None:
            self._past_header = True
            self._add_record(token.name, token.record, place)

    def _note_damage(self, place: str) -> None:
        if self._table is None and self._past_header:
            self._open("", place)
        else:
            self._salvage.add("it is damaged", place)

    def _open(self, name: str, place: str) -> None:
        """Begin a table. Its name in the header takes precedence over its heading."""
        named = list(self._salvage.header.counts) if self._salvage.header else []
        known = named[self._opened] if self._opened < len(named) else name
        self._opened += 1
        self._past_header = True
        if known != name or not known:
            self._salvage.add("the heading of a table is damaged", place)
        self._table = known or None

    def _add_record(self, key: str, record: dict[str, Any], place: str) -> None:
        if self._table is None:
            self._salvage.add("a record whose table is unknown", place)
            return
        entries = self._salvage.entries.setdefault(self._table, [])
        entries.append(self._table_of(self._table).entry(key, record))


def _tokens(line: bytes) -> Iterator[_Token | None]:
    """Yield the token of a line, two if a line end is lost, or None if it is damaged."""
    token = _token(line)
    if token is None:
        for lost in LOST_LINE_END.finditer(line):
            first, second = _token(line[: lost.start()]), _token(line[lost.end() :])
            if first and second:
                yield first
                yield second
                return
    yield token


def _token(line: bytes) -> _Token | None:
    text = line.rstrip(b",")
    if text in (b"", b"{", b"}"):
        return _Token(end=text == b"}")
    heading = text.endswith(b":{")
    try:
        member = orjson.loads(b"{%b}" % (text + b"}" if heading else text))
    except orjson.JSONDecodeError:
        return None
    match list(member.items()):
        case [(name, dict(record))] if not (heading and name == RESERVED):
            return _Token(name, record, heading)
        case _:
            return None
