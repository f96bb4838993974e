"""Mutants of money, times and ids."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.responses import (
    change_body,
    change_orders,
)

MONEY = ("unitPrice", "lineTotal", "subtotal", "shipping", "tax", "total", "amount")
TIMES = ("createdAt", "paidAt", "updatedAt")


def _change_members(change: Callable[[Any], Any], names: tuple[str, ...], *operations: str) -> Any:
    """Return a patch that changes every member with one of these names, at any depth."""

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                name: change(value) if name in names else walk(value)
                for name, value in node.items()
            }
        return [walk(item) for item in node] if isinstance(node, list) else node

    return partial(change_body, walk, *operations)


def _shift_time(text: str, hours: int) -> str:
    from datetime import datetime, timedelta

    at = datetime.fromisoformat(text) + timedelta(hours=hours)
    return at.isoformat(timespec="milliseconds")[:-6] + "Z"


def _upper_case_ids(content: Any) -> Any:
    return json.loads(
        re.sub(r'"productId": "([^"]+)"', lambda match: match[0].upper().replace("PRODUCTID", "productId"),
               json.dumps(content, ensure_ascii=False))
    )  # fmt: skip


def _underscore_ids(content: Any) -> Any:
    text = json.dumps(content, ensure_ascii=False)
    return json.loads(
        re.sub(r'"productId": "([^"]+)"', lambda match: f'"productId": "{match[1].replace("-", "_")}"', text)
    )  # fmt: skip


MUTANTS = [
    Mutant("money-text", "C-conv-4", "amounts are strings", _change_members(lambda value: f"{value:.2f}", MONEY)),
    Mutant("money-cents", "C-conv-4", "amounts are in cents", _change_members(lambda value: round(value * 100), MONEY)),
    Mutant("money-three", "C-conv-4", "tax has three decimals", partial(change_orders, lambda order: order.update(tax=order["tax"] + 0.001))),
    Mutant("time-no-z", "C-conv-5", "times have no time zone", _change_members(lambda value: value.rstrip("Z"), TIMES)),
    Mutant("time-offset", "C-conv-5", "times end in +00:00", _change_members(lambda value: value.replace("Z", "+00:00"), TIMES)),
    Mutant("time-unix", "C-conv-5", "times are numbers", _change_members(lambda _: 1764000000, TIMES)),
    Mutant("time-blank", "C-conv-5", "date and time are separated by a space", _change_members(lambda value: value.replace("T", " "), ("createdAt",))),
    Mutant("time-local", "C-conv-5", "times are in Berlin time, with a Z", _change_members(lambda value: _shift_time(value, 1), TIMES)),
    Mutant("time-local-cart", "C-conv-5", "a cart's time is in Berlin time, with a Z", _change_members(lambda value: _shift_time(value, 1), ("updatedAt",))),
    Mutant("time-local-customer", "C-conv-5", "a customer's createdAt is in New York time, with a Z", _change_members(lambda value: _shift_time(value, -5), ("createdAt",), "registerCustomer", "getMe")),
    Mutant("id-upper", "C-conv-6", "product ids are in upper case", partial(change_body, _upper_case_ids, "getCart", "getOrder")),
    Mutant("id-underscored", "C-conv-6", "product ids contain underscores", partial(change_body, _underscore_ids)),
]  # fmt: skip
