"""Private files and folders, opened without following links.

A cloned repository may bring the state folder along, with symbolic or hard links in the place of
the files in it. Nothing here reads or writes through such a link. Files get the mode 0600 and
folders 0700.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

FILE_MODE = 0o600
FOLDER_MODE = 0o700
OTHERS = 0o077
"""The permission bits of everybody but the owner."""

_NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_ALWAYS: int = (
    _NOFOLLOW
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)  # opening a named pipe would wait for a writer
    | getattr(os, "O_BINARY", 0)
)


class UnsafePathError(OSError):
    """A path that is a link, or no regular file: it was neither read nor written.

    path: the path as it was given. reason: why it is refused. advice: a sentence, what to do.
    """

    def __init__(self, path: Path, reason: str, advice: str) -> None:
        super().__init__(f"{path}: {reason}. {advice}")
        self.path = path
        self.reason = reason
        self.advice = advice


def check_file(path: Path) -> bool:
    """Return whether the path is there. UnsafePathError: it is no regular file of its own."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    _check(path, found)
    return True


def open_file(path: Path, flags: int) -> int:
    """Return a descriptor for a regular file; `flags` are those of `os.open`.

    A file that is opened for writing is made private. UnsafePathError: the path is a link or no
    regular file; what it leads to is untouched. OSError: the system refused.
    """
    check_file(path)  # before O_TRUNC can do harm, and for systems without O_NOFOLLOW
    try:
        handle = os.open(path, flags | _ALWAYS, FILE_MODE)
    except OSError:
        check_file(path)  # a link that came in between
        raise
    try:
        found = os.fstat(handle)
        _check(path, found)
        if flags & (os.O_WRONLY | os.O_RDWR) and found.st_mode & OTHERS and _is_ours(found):
            os.fchmod(handle, FILE_MODE)
    except BaseException:
        os.close(handle)
        raise
    return handle


def open_to_read(path: Path) -> BinaryIO:
    """Return the file, opened for reading. Errors: those of `open_file`."""
    return os.fdopen(open_file(path, os.O_RDONLY), "rb")


def create(path: Path) -> BinaryIO:
    """Return a new, empty file. FileExistsError: there is one. Errors: those of `open_file`."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    return os.fdopen(open_file(path, flags), "wb")


def recreate(path: Path) -> BinaryIO:
    """Return a new, empty file in the place of an older one. Errors: those of `open_file`."""
    remove(path)
    return create(path)


def replace(path: Path, content: bytes) -> None:
    """Write the whole file by way of a temporary one. Errors: those of `open_file`."""
    check_file(path)
    temporary = path.with_name(f"{path.name}.tmp")
    with recreate(temporary) as file:
        file.write(content)
    temporary.replace(path)


def remove(path: Path) -> None:
    """Delete the file if there is one. UnsafePathError: it is no regular file of its own."""
    if check_file(path):
        path.unlink()


def is_private(path: Path) -> bool:
    """Return whether the file belongs to this user, and nobody else may read or write it."""
    found = path.lstat()
    return _is_ours(found) and (os.name == "nt" or not found.st_mode & OTHERS)


def make_folder(path: Path) -> None:
    """Create the folder, and the folders above it, or make an existing one private.

    The mode of a folder that belongs to somebody else stays; so does that of a folder in which
    the process works, which was chosen as it is. UnsafePathError: the path is a link or no
    folder. OSError: the system refused.
    """
    with suppress(FileExistsError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(FOLDER_MODE)
    check_folder(path)
    found = path.lstat()
    if found.st_mode & OTHERS and _is_ours(found) and not is_working_folder(path):
        path.chmod(FOLDER_MODE)


def check_folder(path: Path) -> None:
    """Check that the path is a folder and no link. UnsafePathError; FileNotFoundError."""
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        raise UnsafePathError(
            path,
            f"it is a symbolic link to {str(path.readlink())!r}, and the state folder must be none",
            "Give its real path with --state-dir, or remove the link.",
        )
    if not stat.S_ISDIR(found.st_mode):
        raise UnsafePathError(
            path, "it is not a folder", "Remove it, or name another folder with --state-dir."
        )


def is_working_folder(path: Path) -> bool:
    """Return whether the process works in the folder, or in one inside of it."""
    return Path.cwd().is_relative_to(path.resolve())


def ignore_in_git(folder: Path) -> None:
    """Create a `.gitignore` that covers the whole folder, unless it has one.

    UnsafePathError: the one that is there is a link.
    """
    path = folder / ".gitignore"
    if is_working_folder(folder) or check_file(path):
        return
    with create(path) as file:
        file.write(b"*\n")


def sync_file(path: Path) -> None:
    """Force the file's content to the disk. Errors: those of `open_file`."""
    handle = open_file(path, os.O_WRONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(path: Path) -> None:
    """Force the names in the folder to the disk, so that they survive a loss of power."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check(path: Path, found: os.stat_result) -> None:
    if stat.S_ISLNK(found.st_mode):
        reason = f"it is a symbolic link to {str(path.readlink())!r}"
    elif not stat.S_ISREG(found.st_mode):
        reason = "it is not a regular file"
    elif found.st_nlink > 1:
        reason = f"it is a hard link: the file has {found.st_nlink} names"
    else:
        return
    raise UnsafePathError(
        path,
        reason,
        "shopstub follows no links in its state folder. Remove it, or name another folder with "
        "--state-dir.",
    )


def _is_ours(found: os.stat_result) -> bool:
    return os.name == "nt" or found.st_uid == os.geteuid()
