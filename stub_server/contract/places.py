"""Places on the pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: the page's path, line and column, both counted from 1."""

    path: str
    line: int
    column: int = 1
