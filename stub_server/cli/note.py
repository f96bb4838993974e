"""The note that a running stub leaves in its state folder, so that other commands find it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson

from stub_server.cli.fault import CannotRun

NAME = "running.json"


def leave(folder: Path, **facts: Any) -> None:
    """Tell the other commands where this stub is, and which process."""
    (folder / NAME).write_bytes(orjson.dumps({**facts, "pid": os.getpid()}))


def take_away(folder: Path) -> None:
    """The stub stops: nobody should look for it."""
    (folder / NAME).unlink(missing_ok=True)


def found() -> str | None:
    """The address of the stub that runs in the working directory, if one does.

    CannotRun: there is a note, and it can't be read.
    """
    path = Path(os.environ.get("SHOPSTUB_STATE_DIR", ".shopstub")) / NAME
    try:
        facts = orjson.loads(path.read_bytes())
        process, url = int(facts["pid"]), str(facts["url"])
    except OSError:
        return None
    except (ValueError, KeyError, TypeError):
        raise CannotRun(
            f"{path} is not what a stub left there. Remove it, or name the stub with --url."
        ) from None
    try:
        os.kill(process, 0)
    except OSError:
        return None
    return url
