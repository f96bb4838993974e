"""Quantities in requests."""

from __future__ import annotations

from stub_server.server.rejection import Rejection


def parse_quantity(value: object) -> int:
    """Return the quantity, a whole number of at least 1; `2.0` is 2.

    Reject any other value with `cart.quantityInvalid`: booleans, strings, fractions, null
    (C-cart-4).
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise Rejection(
            "cart.quantityInvalid",
            "The quantity must be a whole number of at least 1.",
            rule="C-cart-4",
            members={"field": "quantity"},
        )
    return value
