"""A small model of the shop: what a buyer must see, by the contract alone. Pure."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

Status = str
AFTER: dict[tuple[Status, str], Status] = {
    ("pending", "succeeded"): "paid",
    ("pending", "failed"): "failed",
    ("pending", "canceled"): "cancelled",
    ("pending", "refunded"): "refunded",
    ("failed", "succeeded"): "paid",
    ("failed", "canceled"): "cancelled",
    ("failed", "refunded"): "refunded",
    ("paid", "refunded"): "refunded",
}
"""What an event makes of an order; what is not here changes nothing (C-chk-9 to C-chk-11)."""


@dataclass(slots=True)
class ModelOrder:
    """An order, and who may see it: `owner` is a session's or a customer's name."""

    lines: dict[str, int]
    status: Status = "pending"
    taken: bool = False
    """Whether its goods left cart and stock."""

    def hears(self, kind: str) -> bool:
        """An event comes; whether goods are taken by it."""
        takes = kind == "succeeded" and not self.taken
        if takes:
            self.taken = True
        self.status = AFTER.get((self.status, kind), self.status)
        return takes


@dataclass(slots=True)
class ModelSession:
    """One browser: its cart in order, who is logged in, the orders that it made as a guest."""

    cart: dict[str, int] = field(default_factory=dict)
    customer: str | None = None
    orders: list[str] = field(default_factory=list)

    def adds(self, product: str, quantity: int, line_cap: int, cart_cap: int) -> bool:
        """Whether it fits; if so, it is in."""
        line = self.cart.get(product, 0) + quantity
        if line > line_cap or sum(self.cart.values()) + quantity > cart_cap:
            return False
        self.cart[product] = line
        return True

    def sets(self, product: str, quantity: int, line_cap: int, cart_cap: int) -> bool:
        """Whether it fits; if so, it is so."""
        rest = sum(self.cart.values()) - self.cart[product]
        if quantity > line_cap or rest + quantity > cart_cap:
            return False
        self.cart[product] = quantity
        return True

    def loses(self, lines: dict[str, int], whole: Set[str]) -> None:
        """A paid order's quantities leave the cart, never below nothing (C-chk-13).

        whole: the products whose line leaves as a whole, whatever was added since.
        """
        for product, quantity in lines.items():
            left = self.cart.get(product, 0) - quantity
            if left > 0 and product not in whole:
                self.cart[product] = left
            else:
                self.cart.pop(product, None)
