"""A fault in the PHP backend: one small mistake, as an edit of its files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path


class Stale(Exception):
    """An edit does not fit the backend's code any more."""


@dataclass(frozen=True, slots=True)
class Edit:
    """`old`, which stands in the file once, becomes `new`. `path`: from the backend's folder."""

    path: str
    old: str
    new: str

    def apply(self, code: Path) -> None:
        """Edit the copy of the backend in this folder. Stale: `old` is not there just once."""
        file = code / self.path
        text = file.read_text("utf-8")
        if text.count(self.old) != 1:
            raise Stale(f"{self.path} has {self.old!r} {text.count(self.old)} times")
        file.write_text(text.replace(self.old, self.new), "utf-8")


@dataclass(frozen=True, slots=True)
class Fault:
    """`says`: what is wrong, as a developer would confess it; the edits bring it about.

    `rule`: the rule that it breaks, and by which the examiner must catch it.
    """

    id: str
    rule: str
    says: str
    edits: tuple[Edit, ...]

    def planted(self, backend: Path, at: Path) -> Path:
        """A copy of the backend with the fault in it. Stale: an edit does not fit."""
        code = at / self.id
        shutil.copytree(backend, code, ignore=shutil.ignore_patterns("var"))
        for edit in self.edits:
            edit.apply(code)
        return code


def fault(id: str, rule: str, says: str, *edits: tuple[str, str, str]) -> Fault:  # noqa: A002
    """A fault by its edits: path under src/, old, new."""
    return Fault(id, rule, says, tuple(Edit(f"src/{path}", old, new) for path, old, new in edits))
