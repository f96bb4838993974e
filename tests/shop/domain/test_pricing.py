from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.pricing import totals_of
from stub_server.shop.domain.shop_policy import Limits, Policy

TERMS = Policy(
    limits=Limits(99, 500),
    tax_percent=Decimal(19),
    shipping=Cents(490),
    free_from=Cents(4900),
    number_prefix="KN",
    attempts_a_minute=5,
    reset_lifetime=timedelta(minutes=30),
)


@pytest.mark.rule("C-ord-4")
@pytest.mark.parametrize(
    ("subtotal", "shipping", "tax", "total"),
    [(898, 490, 171, 1559), (4899, 490, 931, 6320), (4900, 0, 931, 5831)],
)
def test_an_order_costs_its_lines_and_shipping_and_tax(
    subtotal: int, shipping: int, tax: int, total: int
) -> None:
    totals = totals_of(Cents(subtotal), TERMS)
    assert (totals.shipping, totals.tax, totals.total) == (shipping, tax, total)
