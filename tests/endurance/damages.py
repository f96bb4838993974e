"""Damage to a state folder, by the row of the table in docs/state.md, and its outcome."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stub_server.storage.json_store import JsonStore, layout
from tests.storage.json_store.helpers import storage_of
from tests.upgrade.test_version_0_1 import SAMPLE

STOPS = "stops"
GOES_ON = "goes on"


@dataclass(frozen=True, slots=True)
class Damage:
    """One damage.

    do: makes it in a state folder with a snapshot and a log of both stores. outcome: STOPS or
    GOES_ON. message: what the start says, as a pattern; empty: nothing. lost: how many of the
    newest orders may be gone. recovers: whether `store recover` leads to a start.
    """

    do: Callable[[Path], object]
    outcome: str
    message: str
    lost: int = 0
    recovers: bool = True


def log_of(state: Path) -> Path:
    """Return the shop's log."""
    (log,) = state.glob("shop.journal-*.jsonl")
    return log


def cut_last_line(state: Path) -> None:
    log = log_of(state)
    log.write_bytes(log.read_bytes()[:-5])


def damage_line(state: Path) -> None:
    log = log_of(state)
    lines = log.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b'"ops"', b'"op?"')
    log.write_bytes(b"".join(lines))


def flip_bit(state: Path) -> None:
    """Flip a bit of a product's name in the last line: it is JSON still."""
    log = log_of(state)
    before, name, after = log.read_bytes().rpartition(b"natron")
    log.write_bytes(before + bytes([name[0] ^ 1]) + name[1:] + after)


def delete_log(state: Path) -> None:
    log_of(state).unlink()


def empty_log(state: Path) -> None:
    log_of(state).write_bytes(b"")


def delete_snapshot(state: Path) -> None:
    (state / "shop.json").unlink()


def take_older_snapshot(state: Path) -> None:
    shutil.copy(state / "shop.json.older", state / "shop.json")


def damage_snapshot(state: Path) -> None:
    path = state / "shop.json"
    path.write_bytes(path.read_bytes().replace(b'"lines":', b'"lines"?', 1))


def edit_snapshot(state: Path) -> None:
    path = state / "shop.json"
    path.write_bytes(path.read_bytes().replace(b"Demo Kundin", b"Demo Kunde", 1))


def damage_manifest(state: Path) -> None:
    (state / "shop.manifest.json").write_bytes(b'{"manifest":')


def delete_manifest(state: Path) -> None:
    (state / "shop.manifest.json").unlink()


def take_newer_layout(state: Path) -> None:
    log = log_of(state)
    head, _, rest = log.read_bytes().partition(b"\n")
    sealed = layout.with_checksum(
        re.sub(rb'"layout":\d+', b'"layout":99', head.partition(b',"crc32"')[0])
    )
    log.write_bytes(sealed.rstrip(b"\n") + b"\n" + rest)


def write_foreign_file(state: Path) -> None:
    (state / "shop.json").write_bytes(b'{"name": "somebody else\'s file"}\n')


def take_older_layout(state: Path) -> None:
    shutil.rmtree(state)
    shutil.copytree(SAMPLE, state)


def empty_log_of_older_layout(state: Path) -> None:
    take_older_layout(state)
    log_of(state).write_bytes(b"")


def cut_whole_lines(state: Path) -> None:
    log = log_of(state)
    lines = log.read_bytes().splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if b'"orders"' in line)
    log.write_bytes(b"".join(lines[:last]))


def cut_whole_lines_while_compacting(state: Path) -> None:
    """Lose the end of the old log, and have the new one, to which a compaction has led."""
    old = log_of(state)
    lines = old.read_bytes().splitlines(keepends=True)
    store = JsonStore.open(state, "shop", {})
    storage_of(store).begin_compaction()
    store.put("counters", "damage", {"id": "damage", "value": 1})
    copies = {path: path.read_bytes() for path in state.iterdir() if path.is_file()}
    store.close()
    for path in state.iterdir():
        path.unlink()
    for path, content in copies.items():
        path.write_bytes(content)
    old.write_bytes(b"".join(lines[:-2]))


DAMAGES: dict[str, list[Damage]] = {
    "The last line of a log was cut short": [
        Damage(cut_last_line, GOES_ON, r"shop\.journal-\d+\.jsonl", lost=1)
    ],
    "A line before the end is damaged": [
        Damage(damage_line, STOPS, r"shop\.journal-\d+\.jsonl: line 2 "),
        Damage(flip_bit, STOPS, r"shop\.journal-\d+\.jsonl: line \d+ ", lost=1),
    ],
    "The log that the manifest names": [
        Damage(delete_log, STOPS, "missing", lost=2),
        Damage(empty_log, STOPS, r"missing|empty", lost=2),
    ],
    "The snapshot was deleted": [
        Damage(delete_snapshot, STOPS, r"transactions 1 to \d+ are missing", lost=4),
        Damage(take_older_snapshot, STOPS, r"transactions? .*missing", lost=2),
    ],
    "A snapshot is damaged": [
        Damage(damage_snapshot, STOPS, r"shop\.json", lost=1),
        Damage(edit_snapshot, STOPS, r"shop\.json"),
    ],
    "The manifest is damaged": [Damage(damage_manifest, STOPS, r"shop\.manifest\.json")],
    "The manifest alone is missing": [Damage(delete_manifest, GOES_ON, r"shop\.manifest\.json")],
    "A file of a newer layout": [
        Damage(take_newer_layout, STOPS, "layout 99|newer", recovers=False),
        Damage(write_foreign_file, STOPS, r"shop\.json", recovers=False),
    ],
    "State of an older layout": [
        Damage(take_older_layout, GOES_ON, "written by an older shopstub", lost=6),
        Damage(empty_log_of_older_layout, GOES_ON, "empty", lost=6),
    ],
    "Whole lines at the end of the log": [Damage(cut_whole_lines, GOES_ON, "", lost=1)],
    "The same, while the log was just": [
        Damage(cut_whole_lines_while_compacting, STOPS, r"transactions? .*missing", lost=1)
    ],
}
"""First words of the row in docs/state.md → its damages. Sound state has six orders."""
