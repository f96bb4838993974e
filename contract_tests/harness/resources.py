"""The contract and the catalogue that come along: in a wheel, or in a checkout."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parents[1]
PLACES = (HERE.parent / "stub_server" / "bundle", HERE.parent)


def path(name: str) -> Path:
    """Where a file that comes along is."""
    return next((place / name for place in PLACES if (place / name).exists()), PLACES[-1] / name)
