"""What comes along with the examiner: in a wheel in its folder, in a checkout beside it."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def path(name: str) -> Path:
    """Where a file that comes along is."""
    bundled = HERE / "bundle" / name
    return bundled if bundled.exists() else HERE.parent / name
