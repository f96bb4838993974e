"""Patches that several mutants of this family share."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.checker.mutants.responses import (
    change_orders,
)


def change_order(change: Any) -> Any:
    """Return a patch that changes each order in a response."""
    return partial(change_orders, change)
