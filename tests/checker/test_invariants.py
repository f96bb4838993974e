"""The checks of single responses report odd amounts, and do not raise."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contract_tests.harness.exchange import Exchange
from contract_tests.shop import invariants, money

ODD: list[Any] = ["many", "NaN", [], {}, True, float("1e400"), 1e30]


@pytest.mark.parametrize("subtotal", ODD, ids=repr)
@pytest.mark.parametrize("operation", ["getCart", "getOrder"])
def test_an_odd_subtotal_is_a_finding(operation: str, subtotal: Any) -> None:
    body = {"items": [], "count": 0, "subtotal": subtotal, "shipping": 0, "tax": 0, "total": 0}
    assert "C-conv-4" in _rules(operation, body)


@pytest.mark.parametrize("price", ODD, ids=repr)
def test_an_odd_line_total_is_a_finding(price: Any) -> None:
    line = {"productId": "mug", "quantity": 1, "unitPrice": 1.5, "lineTotal": price}
    assert "C-conv-4" in _rules("getCart", {"items": [line], "count": 1, "subtotal": 1.5})


def test_an_odd_amount_fails_a_rule_test() -> None:
    with pytest.raises(AssertionError, match="'many' is not an amount"):
        money.cents("many")


def _rules(operation: str, body: Any) -> set[str]:
    text = json.dumps(body).replace("Infinity", "1e400")
    exchange = Exchange(
        method="GET",
        url="http://127.0.0.1/",
        operation=operation,
        request_headers={},
        request_body=None,
        status=200,
        headers={"content-type": "application/json"},
        body=text.encode(),
        seconds=0.0,
    )
    return {failure.rule for failure in invariants.failures(exchange)}
