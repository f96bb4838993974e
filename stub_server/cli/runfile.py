"""The note that a running stub leaves in its state folder, so that other commands find it.

A note is believed only while the process that wrote it has the folder's store open: a cloned
repository may bring one along that would lead the commands to a host of somebody else.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from stub_server import safe_files
from stub_server.cli import lookup
from stub_server.cli.errors import CannotRun
from stub_server.safe_files import UnsafePathError
from stub_server.shop.state_folder import NAME as STORE
from stub_server.storage.json_store.folder import HAS_LOCKS, lock_holder

NAME = "running.json"


class Note(NamedTuple):
    """Where the stub is, and the token of its control calls if it wants one."""

    url: str
    token: str | None


def check_place(folder: Path) -> None:
    """Check that a note can be left in the folder later. CannotRun: a link is in its place."""
    try:
        safe_files.check_file(folder / NAME)
    except UnsafePathError as error:
        raise CannotRun(error) from None
    except OSError:
        return  # the store says better what is wrong with the folder


def leave(folder: Path, **facts: Any) -> None:
    """Tell the other commands where this stub is, and which process.

    UnsafePathError: a link is in the place of the note; what it leads to is untouched.
    """
    safe_files.replace(folder / NAME, orjson.dumps({**facts, "pid": os.getpid()}))


def take_away(folder: Path) -> None:
    """The stub stops: nobody should look for it."""
    (folder / NAME).unlink(missing_ok=True)


def found() -> Note | None:
    """The stub that runs in the working directory, if one does.

    CannotRun: the note is a link, or can't be read as one.
    """
    folder = lookup.state_dir()
    path = folder / NAME
    try:
        safe_files.check_folder(folder)
        with safe_files.open_to_read(path) as file:
            facts = orjson.loads(file.read())
        if not safe_files.is_private(path):
            return None
        process, url = int(facts["pid"]), str(facts["url"])
        token = facts.get("token")
        left = Note(url, str(token) if token else None)
        return left if _runs(folder, process) else None
    except UnsafePathError as error:
        raise CannotRun(f"{error} Or name the stub with --url.") from None
    except OSError:
        return None
    except (ValueError, KeyError, TypeError):
        raise CannotRun(
            f"{path} is not what a stub left there. Remove it, or name the stub with --url."
        ) from None


def _runs(folder: Path, process: int) -> bool:
    """Return whether the process has the shop's store in the folder open."""
    if HAS_LOCKS:
        return lock_holder(folder, STORE) == process
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True
