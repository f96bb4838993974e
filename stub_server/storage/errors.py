"""The error of a store that can't do what it was asked to do."""

from __future__ import annotations

from pathlib import Path

from stub_server.safe_files import UnsafePathError


class StoreError(Exception):
    """The store can't do what was asked, and nothing was changed.

    path: the file or folder that it is about; None when it is about neither.
    """

    def __init__(self, path: Path | None, what: str, advice: str) -> None:
        space = "" if advice.startswith("\n") else " "
        super().__init__(f"{f'{path}: ' if path else ''}{what}.{space}{advice}")
        self.path = path


def from_os_error(path: Path, doing: str, error: OSError) -> StoreError:
    """Return the StoreError for a failed system call: a link, a full disk, no permission."""
    if isinstance(error, UnsafePathError):
        return StoreError(error.path, f"{doing} failed ({error.reason})", error.advice)
    return StoreError(
        path,
        f"{doing} failed ({error.strerror or error})",
        "Make room or give permission, or use another folder (--state-dir).",
    )
