"""Amounts of line items, in whole cents."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stub_server.stripe_sim.checkout.sums import (
    compute_subtotal,
    compute_taxes,
    set_amounts,
    split_discount,
)


def coupon(percent: float | None = None, **off: int) -> dict[str, Any]:
    return {
        "percent_off": percent,
        "currency_options": {code: {"amount_off": amount} for code, amount in off.items()},
    }


def rate(percentage: float, *, inclusive: bool) -> dict[str, Any]:
    return {"id": f"txr_{percentage}", "percentage": percentage, "inclusive": inclusive}


@pytest.mark.parametrize(
    ("unit", "quantity", "packed", "amount"),
    [
        ("1500", 2, None, 3000),
        ("0.5", 3, None, 2),
        ("0.4", 1, None, 0),
        ("100", 25, {"divide_by": 10, "round": "up"}, 300),
        ("100", 25, {"divide_by": 10, "round": "down"}, 200),
    ],
)
def test_so_many_at_a_price(unit: str, quantity: int, packed: Any, amount: int) -> None:
    assert compute_subtotal(unit, quantity, packed) == amount


@pytest.mark.parametrize(
    ("off", "subtotals", "shares"),
    [
        (coupon(10), [3000], [300]),
        (coupon(33.33), [1000], [333]),
        (coupon(100), [1000, 500], [1000, 500]),
        (coupon(50), [1000, None], [500, 0]),
        (coupon(eur=500), [1500, 500], [375, 125]),
        (coupon(eur=100), [100, 100, 100], [34, 33, 33]),
        (coupon(eur=5000), [1500, 500], [1500, 500]),
        (coupon(eur=500), [0], [0]),
    ],
)
def test_a_coupon_is_spread_over_the_lines(off: Any, subtotals: Any, shares: Any) -> None:
    assert split_discount(off, "eur", subtotals) == shares


@given(st.integers(1, 10_000), st.lists(st.integers(0, 5_000), min_size=1, max_size=9))
def test_not_a_cent_is_lost_or_given_twice(amount: int, subtotals: list[int]) -> None:
    shares = split_discount(coupon(eur=amount), "eur", subtotals)
    assert sum(shares) == min(amount, sum(subtotals))
    assert all(0 <= share <= goods for share, goods in zip(shares, subtotals, strict=True))


@pytest.mark.parametrize(
    ("rates", "tax", "total"),
    [
        ([rate(19, inclusive=True)], 239, 1500),
        ([rate(10, inclusive=False)], 150, 1650),
        ([rate(19, inclusive=True), rate(1, inclusive=False)], 252, 1513),
        ([], 0, 1500),
    ],
)
def test_a_tax_is_in_the_price_or_comes_on_top(rates: Any, tax: int, total: int) -> None:
    line: dict[str, Any] = {"amount_subtotal": 1500}
    set_amounts(line, 0, compute_taxes(1500, rates))
    assert (line["amount_tax"], line["amount_total"]) == (tax, total)
