"""What an order costs."""

from __future__ import annotations

from dataclasses import dataclass

from stub_server.shop.domain.money import Cents, share
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
        """Subtotal, shipping and tax together, to the cent (C-ord-4)."""
        return Cents(self.subtotal + self.shipping + self.tax)


def totals_of(subtotal: Cents, policy: Policy) -> Totals:
    """Tax is a share of the subtotal; shipping is free from a certain subtotal on (C-ord-4)."""
    shipping = Cents(0) if subtotal >= policy.free_from else policy.shipping
    return Totals(subtotal, shipping, share(subtotal, policy.tax_percent))
