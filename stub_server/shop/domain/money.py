"""Money: whole cents inside, euros only at the edges (C-conv-4)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Cents = NewType("Cents", int)


def share(amount: Cents, percent: Decimal) -> Cents:
    """A percentage of an amount, rounded half up, as a till does (C-ord-4)."""
    exact = Decimal(amount) * percent / 100
    return Cents(int(exact.quantize(Decimal(1), ROUND_HALF_UP)))


def in_euros(amount: Cents) -> float:
    """Cents as euros: the float nearest to the decimal, which prints with two decimals at most."""
    return amount / 100


def of_euros(value: object) -> Cents | None:
    """Euros as cents; None for what is no number, not finite or has more than two decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    exact = Decimal(str(value)) * 100
    if not exact.is_finite() or exact != exact.to_integral_value():
        return None
    return Cents(int(exact))
