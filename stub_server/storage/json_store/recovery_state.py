"""What the files of a store contain, as far as they can be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from stub_server.storage.engine import Tables
from stub_server.storage.json_store import layout
from stub_server.storage.json_store.damage import Damage, StoreReport
from stub_server.storage.json_store.folder import Folder
from stub_server.storage.json_store.manifest import Manifest
from stub_server.storage.json_store.snapshot import Header


@dataclass
class Recovery:
    """What the files of a store contain.

    sequence: number of the last transaction. expected: that of the next one, had none been lost.
    covered: number of the last transaction in the snapshot. unreadable: number of transactions
    after it that are damaged or missing. uncertain: the header of the snapshot,
    which has that number, is damaged. logs: the layout of each log, by its first number; None
    for an empty one. torn: logs whose last line has no end, and the length in bytes of the lines
    before it.
    """

    folder: Folder
    tables: Tables
    files: list[Path]
    sequence: int = 0
    expected: int = 1
    covered: int = 0
    header: Header | None = None
    uncertain: bool = False
    unreadable: int = 0
    logs: dict[int, int | None] = field(default_factory=dict)
    manifest: Manifest | None = None
    torn: list[tuple[Path, int]] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def is_readable(self) -> bool:
        """Whether no file is known to be a newer shopstub's, or no shopstub's."""
        return not any(damage.kind in ("newer", "foreign") for damage in self.damages)

    @property
    def is_outdated(self) -> bool:
        """Whether a file has an older layout, and is to be written anew."""
        of_snapshot = self.header.layout if self.header else layout.LAYOUT
        return any(
            number < layout.LAYOUT for number in (of_snapshot, *self.logs.values()) if number
        )

    def report(self) -> StoreReport:
        """Return the result of the recovery in numbers."""
        records = {name: len(table) for name, table in self.tables.items() if len(table)}
        counts = self.header.counts if self.header and self.damages else {}
        lost = {
            table: count - records.get(table, 0)
            for table, count in counts.items()
            if isinstance(count, int) and count > records.get(table, 0)
        }
        return StoreReport(
            self.folder.name,
            tuple(self.files),
            records,
            lost,
            self.unreadable,
            tuple(self.damages),
            tuple(self.notices),
        )
