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
    """An order: its lines and its status."""

    lines: dict[str, int]
    status: Status = "pending"
    stock_deducted: bool = False
    """Whether its pieces left cart and stock."""

    def apply(self, kind: str) -> bool:
        """Apply an event; return whether the stock is deducted by it."""
        deducts = kind == "succeeded" and not self.stock_deducted
        if deducts:
            self.stock_deducted = True
        self.status = AFTER.get((self.status, kind), self.status)
        return deducts


@dataclass(slots=True)
class ModelSession:
    """One browser: its cart in order, who is logged in, the orders that it made as a guest."""

    cart: dict[str, int] = field(default_factory=dict)
    customer: str | None = None
    orders: list[str] = field(default_factory=list)

    def add(self, product: str, quantity: int, line_cap: int, cart_cap: int) -> bool:
        """Add pieces, if they fit; return whether they do."""
        line = self.cart.get(product, 0) + quantity
        if line > line_cap or sum(self.cart.values()) + quantity > cart_cap:
            return False
        self.cart[product] = line
        return True

    def set_quantity(self, product: str, quantity: int, line_cap: int, cart_cap: int) -> bool:
        """Set a line's quantity, if it fits; return whether it does."""
        rest = sum(self.cart.values()) - self.cart[product]
        if quantity > line_cap or rest + quantity > cart_cap:
            return False
        self.cart[product] = quantity
        return True

    def remove_paid(self, lines: dict[str, int], whole: Set[str]) -> None:
        """Take a paid order's quantities out of the cart, never below zero (C-chk-13).

        whole: the products whose line leaves as a whole, whatever was added since.
        """
        for product, quantity in lines.items():
            left = self.cart.get(product, 0) - quantity
            if left > 0 and product not in whole:
                self.cart[product] = left
            else:
                self.cart.pop(product, None)
