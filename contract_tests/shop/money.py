"""Amounts and times, as far as they can be compared."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any


def cents(value: Any) -> int:
    """Convert an amount to cents, half up. Raise AssertionError if it is not an amount."""
    try:
        exact = Decimal(str(value)) * 100
        return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    except (ArithmeticError, ValueError):
        raise AssertionError(f"{value!r} is not an amount of money") from None


def instant(time: str) -> str:
    """Return a time that can be compared with others: its fraction has as many digits."""
    second, _, fraction = time.removesuffix("Z").partition(".")
    return f"{second}.{fraction:0<12}"
