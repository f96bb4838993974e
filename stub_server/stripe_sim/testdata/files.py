"""Reads the files of test data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import orjson

FOLDER = Path(__file__).parent


@cache
def read(name: str) -> Any:
    """Return the content of `NAME.json`, read once. Callers must not change it."""
    return orjson.loads((FOLDER / f"{name}.json").read_bytes())
