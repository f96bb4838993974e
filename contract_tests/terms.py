"""Tax and shipping of a backend (C-ord-4): those named, else what its first orders show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from contract_tests import expect, hints
from contract_tests.client import Desk
from contract_tests.goods import Goods
from contract_tests.invariants import cents
from contract_tests.shopper import Shopper

TAX, FEE, LIMIT = Decimal(19), 490, 4900
"""The contract's fixtures: percent, and cents."""
NEAR = 3
"""Cents by which the tax on some goods may miss and still be meant as the fixtures'."""


@dataclass(frozen=True, slots=True)
class Terms:
    """`tax`: percent of the subtotal. `fee`: of shipping, in cents, below `limit`.

    None: the shop's own, which the contract leaves to it.
    """

    tax: Decimal | None = None
    fee: int | None = None
    limit: int | None = None

    def check(self, order: dict[str, Any]) -> None:
        """Broken: the order's tax or shipping is not what its subtotal makes."""
        subtotal = cents(order["subtotal"])
        if self.tax is not None:
            tax = share(subtotal, self.tax)
            expect.same(cents(order["tax"]), tax, f"the tax on {subtotal} cents")
        if self.fee is not None and self.limit is not None:
            wanted = 0 if subtotal >= self.limit else self.fee
            expect.same(cents(order["shipping"]), wanted, f"the shipping of {subtotal} cents")


def share(subtotal: int, percent: Decimal) -> int:
    """The tax on a subtotal, in cents, half up."""
    exact = Decimal(subtotal) * percent / 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def terms_of(desk: Desk, goods: Goods) -> Terms:
    """The backend's terms, which tests hold each order to.

    Whoever takes the fixtures' fee means the fixtures, and is held to all of them; whoever comes
    within cents of their tax, to that. NotReached: nothing can be bought.
    """
    target = desk.target
    named = Terms(
        Decimal(target.tax) if target.tax is not None else None,
        cents(target.shipping) if target.shipping is not None else None,
        cents(target.free_from) if target.free_from is not None else None,
    )
    if named != Terms():
        return named
    cheap = _ordered(desk, goods[:1])
    if cents(cheap["shipping"]) == FEE:
        return Terms(TAX, FEE, LIMIT)
    dear = _ordered(desk, goods[:3])
    desk.ledger.met[hints.OWN_TERMS] += 1
    missed = abs(cents(dear["tax"]) - share(cents(dear["subtotal"]), TAX))
    return Terms(TAX) if missed <= NEAR else Terms()


def _ordered(desk: Desk, products: list[str]) -> dict[str, Any]:
    visitor = Shopper(desk)
    return visitor.sees(visitor.checks_out(*products).order)
