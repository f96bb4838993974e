"""The error of a store that can't do what it was asked to do."""

from __future__ import annotations

import errno
from pathlib import Path

from stub_server.safe_files import UnsafePathError

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
RESTART = "Stop shopstub and start it again: it refuses to write until then."
FULL_ADVICE = "Make room on the disk, or use another folder (--state-dir)."


class StoreError(Exception):
    """The store can't do what was asked, and nothing was changed.

    path: the file or folder that it is about; None when it is about neither.
    """

    def __init__(self, path: Path | None, what: str, advice: str) -> None:
        space = "" if advice.startswith("\n") else " "
        super().__init__(f"{f'{path}: ' if path else ''}{what}.{space}{advice}")
        self.path = path


def from_os_error(path: Path, doing: str, error: OSError, *, restart: bool = False) -> StoreError:
    """Return the StoreError for a failed system call: a link, a full disk, no permission.

    restart: advise to start again, whatever the reason.
    """
    if isinstance(error, UnsafePathError):
        return StoreError(error.path, f"{doing} failed ({error.reason})", error.advice)
    reason = error.strerror or str(error)
    if error.errno in FULL:
        reason = f"the disk is full: {reason}"
    return StoreError(path, f"{doing} failed ({reason})", RESTART if restart else _advice(error))


def removed(path: Path) -> StoreError:
    """Return the StoreError for a file that is open, and was removed from its folder."""
    return StoreError(
        path,
        "the file is not there any more: the state folder was removed, moved or replaced while "
        "shopstub runs",
        "Nothing is stored until the folder is back in its place, or shopstub is started again.",
    )


def _advice(error: OSError) -> str:
    if error.errno in FULL:
        return FULL_ADVICE
    if error.errno in FORBIDDEN:
        return "Give permission to write there, or use another folder (--state-dir)."
    if error.errno == errno.ENOENT:
        return "Was the state folder removed? Start shopstub again, or name another (--state-dir)."
    return "Look at the disk, or use another folder (--state-dir)."
