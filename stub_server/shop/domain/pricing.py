"""The sums of an order."""

from __future__ import annotations

from dataclasses import dataclass

from stub_server.shop.domain.money import Cents, percentage
from stub_server.shop.domain.shop_policy import Policy

CURRENCY = "eur"


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of an order, in cents."""

    subtotal: Cents
    shipping: Cents
    tax: Cents

    @property
    def total(self) -> Cents:
        """Subtotal plus shipping plus tax (C-ord-4)."""
        return Cents(self.subtotal + self.shipping + self.tax)


def compute_totals(subtotal: Cents, policy: Policy) -> Totals:
    """Add tax on the subtotal, and shipping below the policy's `free_from` (C-ord-4)."""
    shipping = Cents(0) if subtotal >= policy.free_from else policy.shipping
    return Totals(subtotal, shipping, percentage(subtotal, policy.tax_percent))
