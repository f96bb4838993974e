from __future__ import annotations

import pytest

from stub_server.server.rejection import Rejection
from stub_server.shop.domain.cart import parse_quantity


@pytest.mark.rule("C-cart-4")
@pytest.mark.parametrize(("value", "quantity"), [(1, 1), (2.0, 2), (10**30, 10**30)])
def test_whole_numbers_from_one_on_are_quantities(value: object, quantity: int) -> None:
    parsed = parse_quantity(value)
    assert parsed == quantity
    assert type(parsed) is int


@pytest.mark.rule("C-cart-4")
@pytest.mark.parametrize(
    "value", [None, True, False, "2", 1.5, 0, 0.0, -1, -2.0, float("nan"), float("inf"), [1], {}]
)
def test_nothing_else_is_a_quantity(value: object) -> None:
    with pytest.raises(Rejection) as refused:
        parse_quantity(value)
    assert refused.value.code == "cart.quantityInvalid"
    assert refused.value.rule == "C-cart-4"
