"""Read a write-ahead log: every line that is readable, before and after a damaged one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from stub_server import safe_files
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

    lines: its transactions and its damaged lines, in their order. good: length in bytes of the
    lines that have an end. torn: bytes of a last line that has none: its write was never
    acknowledged.
    """

    lines: list[LoggedTransaction | Damage] = field(default_factory=list)
    good: int = 0
    torn: int = 0


def read(path: Path) -> WalRead:
    """Read the file. OSError: a system call failed, or it is a link."""
    with safe_files.open_to_read(path) as file:
        *lines, tail = file.read().split(b"\n")
    found = WalRead(torn=len(tail))
    for number, line in enumerate(lines, 1):
        place = f"line {number} (byte {found.good})"
        found.lines += _parse_line(path, line, place)
        found.good += len(line) + 1
    with suppress(ValueError):  # longer than a transaction: no write that was cut short
        place = f"line {len(lines) + 1} (byte {found.good})"
        found.lines.append(_transaction(tail[:-1], place, _lost_end(path, place)))
        found.torn = 0
    return found


def _parse_line(path: Path, line: bytes, place: str) -> list[LoggedTransaction | Damage]:
    """Return the transaction of a line, two if a line end is lost, or a damage."""
    try:
        return [_transaction(line, place)]
    except ValueError as error:
        for lost in LOST_LINE_END.finditer(line):
            try:
                first, second = line[: lost.start()], line[lost.end() :]
                return [
                    _transaction(first, place, _lost_end(path, place)),
                    _transaction(second, place),
                ]
            except ValueError:
                continue
        return [Damage(path, place, f"the transaction is damaged: {error}")]


def _lost_end(path: Path, place: str) -> Damage:
    return Damage(path, place, "the end of the line is damaged")


def _transaction(line: bytes, place: str, damage: Damage | None = None) -> LoggedTransaction:
    match orjson.loads(line):
        case {"seq": int(sequence), "ops": list(ops)}:
            return LoggedTransaction(sequence, list(_changes(ops)), place, damage)
        case _:
            raise ValueError('it is not {"seq": …, "ops": […]}')


def _changes(ops: list[object]) -> Iterator[Change]:
    for op in ops:
        match op:
            case ["put", str(table), str(key), dict(record)] if table != RESERVED:
                yield table, key, record
            case ["delete", str(table), str(key)] if table != RESERVED:
                yield table, key, None
            case _:
                raise ValueError("an op is neither a put nor a delete")
