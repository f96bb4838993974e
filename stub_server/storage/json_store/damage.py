"""Damage in the files of a store: places, numbers, and what a person can do."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from stub_server.storage.errors import StoreError

SHOWN = 5
"""Damaged places of one store that the message of a start lists; `store check` lists all."""

DamageKind = Literal["damaged", "missing", "newer", "foreign"]


@dataclass(frozen=True, slots=True)
class Damage:
    """One damaged place in the files of a store.

    place: line and byte (from 0) in the file, or "" for the whole file. kind: "missing" stands
    for transactions that no file has, "newer" for a file of a newer shopstub, "foreign" for one
    that no shopstub wrote.
    """

    path: Path
    place: str
    reason: str
    kind: DamageKind = "damaged"

    def __str__(self) -> str:
        return f"{self.path.name}: {self.place + ': ' if self.place else ''}{self.reason}"


@dataclass(frozen=True, slots=True)
class StoreReport:
    """What the files of one store contain.

    records: table → number of readable records. lost: table → number of records that the
    snapshot says it has and that can't be read. unreadable: number of transactions in the
    write-ahead logs that are damaged or missing. notices: messages about what is no damage.
    """

    name: str
    files: tuple[Path, ...]
    records: dict[str, int]
    lost: dict[str, int]
    unreadable: int
    damages: tuple[Damage, ...]
    notices: tuple[str, ...]

    @property
    def readable(self) -> str:
        """The readable records as text: "10 orders, 3 carts"."""
        return self.in_words(self.records)

    @staticmethod
    def in_words(counts: dict[str, int]) -> str:
        """Return numbers by table as text: "10 orders, 3 carts"; "nothing" for none."""
        return ", ".join(f"{count} {table}" for table, count in counts.items()) or "nothing"

    def has(self, kind: DamageKind) -> bool:
        """Return whether one of the damages is of that kind."""
        return any(damage.kind == kind for damage in self.damages)


class DamagedStoreError(StoreError):
    """Stores of a folder are damaged, and nothing was changed.

    reports: one for each store that was examined, the sound ones included.
    """

    def __init__(self, folder: Path, reports: Sequence[StoreReport]) -> None:
        places = [place for report in reports for place in _places(report)]
        super().__init__(
            folder,
            "the state can't be used as it is, and nothing was changed:\n  - "
            + "\n  - ".join([*places, f"Readable: {_readable(reports)}"]),
            "\n" + advice(folder, reports),
        )
        self.reports = tuple(reports)


def advice(folder: Path, reports: Sequence[StoreReport], *, checked: bool = False) -> str:
    """Say what to do about damaged stores; nothing of it overwrites a file.

    checked: `store check` says it, and is not named.
    """
    if any(report.has("newer") for report in reports):
        return (
            "It was written by a newer shopstub: use that version, or another folder (--state-dir)."
        )
    option = f" --state-dir {shlex.quote(str(folder))}"
    if any(report.has("foreign") for report in reports):
        return "Name another folder with --state-dir, or move the foreign files elsewhere."
    check = f"`shopstub store check{option}` lists every damaged place.\n"
    return (
        f"{'' if checked else check}"
        f"`shopstub store recover{option}` keeps everything that is readable, and moves the "
        "damaged files aside.\n"
        f"`shopstub store reset{option}` moves all files aside; the next start begins from the "
        "fixtures."
    )


def _readable(reports: Sequence[StoreReport]) -> str:
    return "; ".join(f"{report.readable} (store {report.name})" for report in reports)


def _places(report: StoreReport) -> list[str]:
    shown = [str(damage) for damage in report.damages[:SHOWN]]
    more = len(report.damages) - len(shown)
    return shown + ([f"and {more} more places in the store {report.name}"] if more > 0 else [])
