"""Money: whole cents inside, euros only at the edges (C-conv-4)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Cents = NewType("Cents", int)


def percentage(amount: Cents, percent: Decimal) -> Cents:
    """Return a percentage of an amount, rounded half up to the cent (C-ord-4)."""
    exact = Decimal(amount) * percent / 100
    return Cents(int(exact.quantize(Decimal(1), ROUND_HALF_UP)))


def parse_euros(value: object) -> Cents | None:
    """Return euros as cents; None unless it is a finite number with at most two decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    exact = Decimal(str(value)) * 100
    if not exact.is_finite() or exact != exact.to_integral_value():
        return None
    return Cents(int(exact))
