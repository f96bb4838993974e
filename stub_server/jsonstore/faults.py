"""What can be wrong with a folder or a file, in words that help."""

from __future__ import annotations

from pathlib import Path


class StoreFault(Exception):
    """The store can't do what was asked, and nothing was changed.

    path: the file or folder that it is about; None when it is about neither.
    """

    def __init__(self, path: Path | None, what: str, advice: str) -> None:
        super().__init__(f"{f'{path}: ' if path else ''}{what}. {advice}")
        self.path = path


def of_system(path: Path, doing: str, error: OSError) -> StoreFault:
    """The fault for a call to the system that failed: disk full, no permission."""
    return StoreFault(
        path,
        f"{doing} failed ({error.strerror or error})",
        "Make room or give permission, or use another folder (--state-dir).",
    )
