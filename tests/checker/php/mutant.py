"""A mutant of the PHP backend: one planted mistake, as edits of its files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path


class StaleEdit(Exception):
    """An edit does not fit the backend's code any more."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces `old`, which the file contains once, by `new`. `path`: in the backend's folder."""

    path: str
    old: str
    new: str

    def apply(self, code: Path) -> None:
        """Edit the copy of the backend in this folder. StaleEdit: `old` is not there once."""
        file = code / self.path
        text = file.read_text("utf-8")
        if text.count(self.old) != 1:
            raise StaleEdit(f"{self.path} contains {self.old!r} {text.count(self.old)} times")
        file.write_text(text.replace(self.old, self.new), "utf-8")


@dataclass(frozen=True, slots=True)
class PhpMutant:
    """One planted mistake.

    `rule`: the rule that it breaks; it counts as killed only if the checker reports that rule as
    broken. `description`: the mistake, as its developer would describe it.
    """

    id: str
    rule: str
    description: str
    edits: tuple[Edit, ...]

    def build(self, backend: Path, folder: Path) -> Path:
        """Copy the backend into `folder` and apply the edits. StaleEdit: one does not fit."""
        code = folder / self.id
        shutil.copytree(backend, code, ignore=shutil.ignore_patterns("var", "vendor"))
        for edit in self.edits:
            edit.apply(code)
        return code


def mutant(mutant_id: str, rule: str, description: str, *edits: tuple[str, str, str]) -> PhpMutant:
    """Return a mutant. `edits`: path under src/, old text, new text."""
    source_edits = tuple(Edit(f"src/{path}", old, new) for path, old, new in edits)
    return PhpMutant(mutant_id, rule, description, source_edits)
