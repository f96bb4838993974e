from __future__ import annotations

import pytest

from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.pricing import compute_totals
from tests.shop.samples import POLICY


@pytest.mark.rule("C-ord-4")
@pytest.mark.parametrize(
    ("subtotal", "shipping", "tax", "total"),
    [(898, 490, 171, 1559), (4899, 490, 931, 6320), (4900, 0, 931, 5831)],
)
def test_an_order_costs_its_lines_and_shipping_and_tax(
    subtotal: int, shipping: int, tax: int, total: int
) -> None:
    totals = compute_totals(Cents(subtotal), POLICY)
    assert (totals.shipping, totals.tax, totals.total) == (shipping, tax, total)
