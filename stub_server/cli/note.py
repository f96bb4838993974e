"""The note that a running stub leaves in its state folder, so that other commands find it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson

NAME = "running.json"


def leave(folder: Path, **facts: Any) -> None:
    """Tell the other commands where this stub is, and which process."""
    (folder / NAME).write_bytes(orjson.dumps({**facts, "pid": os.getpid()}))


def take_away(folder: Path) -> None:
    """The stub stops: nobody should look for it."""
    (folder / NAME).unlink(missing_ok=True)


def found() -> str | None:
    """The address of the stub that runs in the working directory, if one does."""
    folder = Path(os.environ.get("SHOPSTUB_STATE_DIR", ".shopstub"))
    try:
        facts = orjson.loads((folder / NAME).read_bytes())
        os.kill(facts["pid"], 0)
        return str(facts["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
