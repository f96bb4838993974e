"""`running.json`, by which other commands find the stub that runs in the working directory.

A run file counts only while the process that wrote it has the folder's store open: a cloned
repository may contain one that leads the commands to a foreign host.
"""

from __future__ import annotations

import os
from contextlib import suppress
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


class RunningStub(NamedTuple):
    """Addresses of a running stub and its Stripe, and the token of its control calls, if any."""

    url: str
    token: str | None
    stripe: str | None = None


def check_path(folder: Path) -> None:
    """Check that a run file can be written to the folder later. CannotRun: a link is there."""
    try:
        safe_files.check_file(folder / NAME)
    except UnsafePathError as error:
        raise CannotRun(error) from None
    except OSError:
        return  # the store says better what is wrong with the folder


def write(folder: Path, **facts: Any) -> None:
    """Write the facts and the id of this process.

    UnsafePathError: a link is in the place of the file; its target is not changed.
    """
    safe_files.replace(folder / NAME, orjson.dumps({**facts, "pid": os.getpid()}))


def remove(folder: Path) -> None:
    """Remove the run file, if that is possible; one that stays counts for nothing."""
    with suppress(OSError):
        (folder / NAME).unlink()


def find() -> RunningStub | None:
    """Return the stub that runs in the working directory, if there is one.

    CannotRun: the run file is a link, or its content is not that of a run file.
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
        stripe = facts.get("stripe")
        stub = RunningStub(url, str(token) if token else None, str(stripe) if stripe else None)
        return stub if _has_store_open(process, folder) else None
    except UnsafePathError as error:
        raise CannotRun(f"{error} Or name the stub with --url.") from None
    except OSError:
        return None
    except (ValueError, KeyError, TypeError):
        raise CannotRun(
            f"{path} was not written by a stub. Remove it, or name the stub with --url."
        ) from None


def _has_store_open(process: int, folder: Path) -> bool:
    """Return whether the process has the shop's store in the folder open."""
    if HAS_LOCKS:
        return lock_holder(folder, STORE) == process
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True
