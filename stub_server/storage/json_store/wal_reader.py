"""Read a write-ahead log: every line that is readable, before and after a damaged one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from stub_server import safe_files
from stub_server.storage.json_store import layout
from stub_server.storage.json_store.damage import Damage
from stub_server.storage.protocol import Record
from stub_server.storage.table import RESERVED

Change = tuple[str, str, Record | None]
"""Table, key, and the record that was put; None: it was deleted."""

LOST_LINE_END = re.compile(rb"(?<=\}).(?=\{\"seq\":)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LoggedTransaction:
    """One transaction. place: its line and byte. damage: its line lost its line end."""

    sequence: int
    changes: list[Change]
    place: str
    damage: Damage | None = None


@dataclass
class WalRead:
    """What a write-ahead log contains.

    layout: 1, or that which has headers; None if the log is empty. damages: those of the header.
    lines: its transactions and its damaged lines, in their order. good: length in bytes of the
    lines that have an end. torn: bytes of a last line that has none: its write was never
    acknowledged.
    """

    layout: int | None = None
    damages: list[Damage] = field(default_factory=list)
    lines: list[LoggedTransaction | Damage] = field(default_factory=list)
    good: int = 0
    torn: int = 0

    @property
    def is_unknown(self) -> bool:
        """Whether the header names a layout that can't be read; the lines are not read then."""
        return any(damage.kind in ("newer", "foreign") for damage in self.damages)


def read(path: Path, first: int) -> WalRead:
    """Read the log that begins with the transaction of that number.

    OSError: a system call failed, or it is a link.
    """
    with safe_files.open_to_read(path) as file:
        *lines, tail = file.read().split(b"\n")
    parser = _Parser(path, checked=any(layout.CHECKSUM.search(line) for line in lines))
    found = WalRead(torn=len(tail))
    for number, line in enumerate(lines, 1):
        place = f"line {number} (byte {found.good})"
        rest = line if number > 1 else _read_header(parser, found, line, first)
        found.good += len(line) + 1
        if found.is_unknown:
            return found
        if rest is not None:
            found.lines += parser.parse(rest, place)
    with suppress(ValueError):  # longer than a transaction: no write that was cut short
        place = f"line {len(lines) + 1} (byte {found.good})"
        found.lines.append(parser.transaction(tail[:-1], place, _lost_end(path, place)))
        found.torn = 0
    return found


def _read_header(parser: _Parser, found: WalRead, line: bytes, first: int) -> bytes | None:
    """Judge the first line; return the part of it that is a transaction, if there is one."""
    found.layout = layout.LAYOUT if parser.checked else 1
    if not parser.checked:
        return line
    place = "line 1 (byte 0)"
    whole = (len(line), len(line))
    for end, begin in [whole, *(lost.span() for lost in LOST_LINE_END.finditer(line))]:
        with suppress(ValueError):
            header = layout.parse(line[:end])
            number = layout.layout_in(header, first) if layout.checksum_fits(line[:end]) else None
            if number is None:
                continue
            if against := layout.reason_against(number):
                found.damages.append(Damage(parser.path, place, *against))
            elif begin > end:
                found.damages.append(_lost_end(parser.path, place))
            return line[begin:] or None
    found.damages.append(Damage(parser.path, place, "the header of the log is damaged, or missing"))
    with suppress(ValueError):
        parser.transaction(line, place)
        return line
    return None


@dataclass(frozen=True, slots=True)
class _Parser:
    """Parses the lines of a log. checked: each line has to have a checksum."""

    path: Path
    checked: bool

    def parse(self, line: bytes, place: str) -> list[LoggedTransaction | Damage]:
        """Return the transaction of a line, two if a line end is lost, or a damage."""
        try:
            return [self.transaction(line, place)]
        except ValueError as error:
            for lost in LOST_LINE_END.finditer(line):
                with suppress(ValueError):
                    first, second = line[: lost.start()], line[lost.end() :]
                    return [
                        self.transaction(first, place, _lost_end(self.path, place)),
                        self.transaction(second, place),
                    ]
            return [Damage(self.path, place, f"the transaction is damaged: {error}")]

    def transaction(
        self, line: bytes, place: str, damage: Damage | None = None
    ) -> LoggedTransaction:
        """Return the transaction of a line. ValueError: it is damaged."""
        if self.checked and layout.checksum_fits(line) is None:
            raise ValueError("it has no checksum")
        match layout.parse(line):
            case {"seq": int(sequence), "ops": list(ops)}:
                return LoggedTransaction(sequence, list(_changes(ops)), place, damage)
            case _:
                raise ValueError('it is not {"seq": …, "ops": […]}')


def _lost_end(path: Path, place: str) -> Damage:
    return Damage(path, place, "the end of the line is damaged")


def _changes(ops: list[object]) -> Iterator[Change]:
    for op in ops:
        match op:
            case ["put", str(table), str(key), dict(record)] if table != RESERVED:
                yield table, key, record
            case ["delete", str(table), str(key)] if table != RESERVED:
                yield table, key, None
            case _:
                raise ValueError("an op is neither a put nor a delete")
