from __future__ import annotations

import json
from decimal import Decimal

import pytest

from stub_server.shop.domain.money import Cents, parse_euros, percentage
from stub_server.shop.serializers import to_euros


@pytest.mark.rule("C-ord-4")
@pytest.mark.parametrize(
    ("subtotal", "tax"), [(898, 171), (50, 10), (549, 104), (0, 0), (250, 48), (4900, 931)]
)
def test_tax_is_rounded_half_up_to_the_cent(subtotal: int, tax: int) -> None:
    assert percentage(Cents(subtotal), Decimal(19)) == tax


@pytest.mark.rule("C-conv-4")
def test_euros_are_written_with_two_decimals_at_most() -> None:
    for cents in range(200_000):
        written = json.dumps(to_euros(Cents(cents)))
        assert Decimal(written) * 100 == cents


@pytest.mark.rule("C-conv-4")
@pytest.mark.parametrize(
    ("euros", "cents"), [(5.49, 549), (5, 500), (0.1 + 0.2, None), (1.005, None), (-1.5, -150)]
)
def test_euros_are_read_to_the_cent(euros: float, cents: int | None) -> None:
    assert parse_euros(euros) == cents


@pytest.mark.parametrize("nothing", [True, "5.49", None, float("nan"), float("inf")])
def test_what_is_no_number_is_no_money(nothing: object) -> None:
    assert parse_euros(nothing) is None
