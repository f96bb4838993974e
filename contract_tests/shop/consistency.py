"""An order stays as it was first shown, whatever shows it."""

from __future__ import annotations

from threading import Lock
from typing import Any

from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import Evidence, Failure
from contract_tests.harness.values import difference

FROZEN = {
    "number": "C-ord-8",
    "createdAt": "C-chk-1",
    "currency": "C-ord-9",
    "email": "C-ord-9",
    "shippingAddress": "C-chk-1",
    "billingAddress": "C-chk-1",
    "subtotal": "C-ord-3",
    "shipping": "C-ord-3",
    "tax": "C-ord-3",
    "total": "C-ord-3",
    "items": "C-ord-3",
    "paidAt": "C-chk-9",
}
"""What of an order never changes once it was shown, and the rule that says so."""
SHOWING = frozenset({"getOrder", "listOrders", "confirmCheckout"})
"""The operations that answer orders."""
LINE_MEMBERS = ("productId", "title", "size", "quantity", "unitPrice", "lineTotal")


class Consistency:
    """The orders that were shown so far: a later response is compared with the first."""

    def __init__(self) -> None:
        self._orders: dict[str, dict[str, Any]] = {}
        self._numbers: dict[str, str] = {}
        self._lock = Lock()

    def failures(self, exchange: Exchange) -> list[Failure]:
        """Report what differs from earlier responses."""
        if exchange.operation not in SHOWING or exchange.status != 200:
            return []
        body = exchange.json
        if not isinstance(body, dict):
            return []
        found = body.get("items") if exchange.operation == "listOrders" else [body]
        with self._lock:
            return [
                failure
                for at, order in enumerate(found if isinstance(found, list) else [])
                if isinstance(order, dict) and isinstance(order.get("id"), str)
                for failure in self._compare(order, "" if body is order else f"items.{at}.")
            ]

    def _compare(self, order: dict[str, Any], prefix: str) -> list[Failure]:
        """prefix: the path of the order in its response."""
        name = order["id"]
        known = self._orders.setdefault(name, {})
        failures: list[Failure] = []
        for member, rule in FROZEN.items():
            value = _lines(order.get(member)) if member == "items" else order.get(member)
            if value is None:
                continue
            if member in known and known[member] != value:
                words = difference(f"{member} of the order {name}", value, known[member])
                evidence = Evidence(known[member], value, prefix + member)
                failures.append(Failure(rule, words, evidence))
            known[member] = value
        number = order.get("number")
        if isinstance(number, str) and self._numbers.setdefault(number, name) != name:
            failures.append(Failure("C-ord-8", f"two orders have the number {number}"))
        return failures


def _lines(items: Any) -> Any:
    if not isinstance(items, list):
        return None
    return [
        [line.get(member) for member in LINE_MEMBERS] for line in items if isinstance(line, dict)
    ]
