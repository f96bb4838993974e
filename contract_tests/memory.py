"""What earlier answers said of an order, and a later one may not say otherwise. Pure."""

from __future__ import annotations

from threading import Lock
from typing import Any

from contract_tests.invariants import Complaint

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
OF_A_LINE = ("productId", "title", "size", "quantity", "unitPrice", "lineTotal")


class Memory:
    """The orders that were seen: a later answer is held against the first."""

    def __init__(self) -> None:
        self._orders: dict[str, dict[str, Any]] = {}
        self._numbers: dict[str, str] = {}
        self._lock = Lock()

    def complaints(self, operation: str, body: Any) -> list[Complaint]:
        """What is said otherwise than before."""
        if not isinstance(body, dict):
            return []
        found = body.get("items") if operation == "listOrders" else [body]
        with self._lock:
            return [
                complaint
                for order in (found if isinstance(found, list) else [])
                if isinstance(order, dict) and isinstance(order.get("id"), str)
                for complaint in self._of(order)
            ]

    def _of(self, order: dict[str, Any]) -> list[Complaint]:
        name = order["id"]
        known = self._orders.setdefault(name, {})
        complaints: list[Complaint] = []
        for member, rule in FROZEN.items():
            value = _lines(order.get(member)) if member == "items" else order.get(member)
            if value is None:
                continue
            if member in known and known[member] != value:
                words = f"{member} of the order {name} was {known[member]!r}, and is {value!r}"
                complaints.append((rule, words))
            known[member] = value
        number = order.get("number")
        if isinstance(number, str) and self._numbers.setdefault(number, name) != name:
            complaints.append(("C-ord-8", f"two orders have the number {number}"))
        return complaints


def _lines(items: Any) -> Any:
    if not isinstance(items, list):
        return None
    return [[line.get(it) for it in OF_A_LINE] for line in items if isinstance(line, dict)]
