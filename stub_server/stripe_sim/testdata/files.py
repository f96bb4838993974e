"""The test data: what varies is a file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import orjson

FOLDER = Path(__file__).parent


@cache
def read(name: str) -> Any:
    """The content of `data/NAME.json`, read once. Not to be changed by whoever reads it."""
    return orjson.loads((FOLDER / f"{name}.json").read_bytes())
