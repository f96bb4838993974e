"""schemathesis's requests, fitting the document and not, sent by visitors who have a session."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from contract_tests.client import COUNTED, Client, Desk
from contract_tests.exchange import Exchange
from contract_tests.goods import Goods
from contract_tests.ledger import Broken, NotReached
from contract_tests.rules import rule
from contract_tests.schema.generated import (
    OPERATIONS,
    body_of,
    judge,
    of_mode,
    plausible,
    run,
    sent,
    usual,
)
from contract_tests.shopper import Shopper

ENDS_THE_VISIT = frozenset({"registerCustomer", "loginCustomer", "logoutCustomer"})


class Visit:
    """A visitor with something in the cart, an order, and perhaps an account with an address."""

    def __init__(self, desk: Desk, goods: Goods, *, customer: bool) -> None:
        self._desk = desk
        self._goods = goods
        self._customer = customer
        self.client: Client
        self.ids: dict[str, str] = {}

    def begin(self) -> None:
        """Come in."""
        shopper = Shopper(self._desk)
        if self._customer:
            shopper.registers()
            self.ids["updateAddress"] = self.ids["removeAddress"] = shopper.stores()["id"]
        bought = shopper.checks_out(self._goods[0])
        self.ids["getOrder"] = self.ids["confirmCheckout"] = bought.order
        for operation in ("addCartItem", "setCartItemQuantity", "removeCartItem"):
            self.ids[operation] = self._goods[0]
        self.client = shopper.client


@rule("C-conv-7", "C-conv-3")
@pytest.mark.parametrize("fits", [True, False], ids=["fits", "does not fit"])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_generated_requests(
    desk: Desk, goods: Goods, strategies: dict[str, Any], operation: str, fits: bool
) -> None:
    if operation not in strategies:
        raise Broken(f"the document has no operation {operation}")
    if operation in COUNTED and not desk.states.offered:
        raise NotReached("logins are limited by the minute, and no state hook clears the limits")
    visits = [Visit(desk, goods, customer=customer) for customer in (False, True)]
    for visit in visits:
        visit.begin()
    found: list[Broken] = []

    @seed(desk.target.seed)
    @usual(desk, desk.target.deep(fast=3, default=12, thorough=150))
    @given(
        case=of_mode(strategies[operation], fits=fits),
        known=st.booleans(),
        visit=st.sampled_from(visits),
    )
    def send(case: Any, known: bool, visit: Visit) -> None:
        try:
            exchange = _sent(desk, case, operation, visit, known=known, fits=fits)
            if operation in ENDS_THE_VISIT and exchange.status < 300:
                visit.begin()
            judge(desk, exchange, case, fits=fits)
        except Broken as broken:
            found.append(broken)
            raise

    run(desk, send, found)


def _sent(
    desk: Desk, case: Any, operation: str, visit: Visit, *, known: bool, fits: bool
) -> Exchange:
    body, names = body_of(case), {}
    real = visit.ids.get(operation) if known else None
    if real:
        names = dict.fromkeys(case.path_parameters or {}, real)
        if fits:
            body = plausible(body, productId=real, orderId=real)
    return sent(desk, visit.client, case, operation, names, body)
