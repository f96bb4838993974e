"""Tax and shipping of a backend (C-ord-4): as the options say, else as its first orders show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from contract_tests.harness.session import CheckSession
from contract_tests.shop import diagnoses, expect
from contract_tests.shop.money import cents
from contract_tests.shop.products import Products
from contract_tests.shop.settings import shop_settings
from contract_tests.shop.shopper import Shopper

TAX, FEE, LIMIT = Decimal(19), 490, 4900
"""The contract's fixtures: percent, and cents."""
NEAR = 3
"""Cents by which the tax on some goods may miss and still be meant as the fixtures'."""


@dataclass(frozen=True, slots=True)
class Policy:
    """`tax`: percent of the subtotal. `fee`: of shipping, in cents, below `limit`.

    None: the shop's own, which the contract leaves to it.
    """

    tax: Decimal | None = None
    fee: int | None = None
    limit: int | None = None

    def check(self, order: dict[str, Any]) -> None:
        """CheckFailed: the order's tax or shipping is not what its subtotal makes."""
        subtotal = cents(order["subtotal"])
        if self.tax is not None:
            tax = share(subtotal, self.tax)
            expect.equal(cents(order["tax"]), tax, f"the tax on {subtotal} cents")
        if self.fee is not None and self.limit is not None:
            wanted = 0 if subtotal >= self.limit else self.fee
            expect.equal(cents(order["shipping"]), wanted, f"the shipping of {subtotal} cents")


def share(subtotal: int, percent: Decimal) -> int:
    """Return the tax on a subtotal, in cents, half up."""
    exact = Decimal(subtotal) * percent / 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def find_policy(session: CheckSession, products: Products) -> Policy:
    """Return the policy that each order must follow.

    A backend that takes the fixtures' fee is held to all of the fixtures' policy; one that comes
    within cents of their tax, to that. NotReached: nothing can be bought.
    """
    settings = shop_settings(session)
    named = Policy(
        Decimal(settings.tax) if settings.tax is not None else None,
        cents(settings.shipping) if settings.shipping is not None else None,
        cents(settings.free_from) if settings.free_from is not None else None,
    )
    if named != Policy():
        return named
    cheap = _order(session, products[:1])
    if cents(cheap["shipping"]) == FEE:
        return Policy(TAX, FEE, LIMIT)
    dear = _order(session, products[:3])
    session.results.signals[diagnoses.OWN_POLICY] += 1
    difference = abs(cents(dear["tax"]) - share(cents(dear["subtotal"]), TAX))
    return Policy(TAX) if difference <= NEAR else Policy()


def _order(session: CheckSession, products: list[str]) -> dict[str, Any]:
    visitor = Shopper(session)
    return visitor.get_order(visitor.check_out(*products).order)
