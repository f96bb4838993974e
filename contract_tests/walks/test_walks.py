"""Buyers at random, several sessions at once, held to the model; what fails is shrunk."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    run_state_machine_as_test,
)
from hypothesis.stateful import rule as any_step

from contract_tests import expect
from contract_tests.client import Desk
from contract_tests.events import Payment
from contract_tests.goods import Goods
from contract_tests.ledger import Broken
from contract_tests.rules import rule as contract_rule
from contract_tests.shopper import Shopper, new_email, quantities
from contract_tests.walks.model import ModelOrder, ModelSession
from contract_tests.webhook import Webhook

SESSIONS = 3
PRODUCTS = 3
WHO = st.integers(0, SESSIONS - 1)
WHAT = st.integers(0, PRODUCTS - 1)
HOW_MANY = st.one_of(st.integers(1, 5), st.sampled_from([98, 99, 100, 60]))
KINDS = st.sampled_from(["succeeded", "succeeded", "failed", "canceled", "refunded"])


def rule(**drawn: Any) -> Callable[[Callable[..., None]], Any]:
    """A step. What it finds broken is kept: in a second run of the same walk it may be well."""

    def step(take: Callable[..., None]) -> Any:
        @functools.wraps(take)
        def taken(walk: Walk, **values: Any) -> None:
            try:
                take(walk, **values)
            except Broken as broken:
                walk.found.append(broken)
                raise

        decorate: Any = any_step(**drawn)
        return decorate(taken)

    return step


class Walk(RuleBasedStateMachine):
    """Three browsers in one shop; `desk`, `goods`, `found` are set on a subclass."""

    desk: Desk
    goods: Goods
    found: ClassVar[list[Broken]]

    @initialize()
    def enter(self) -> None:
        """Everybody is new."""
        self.goods.refill(PRODUCTS)  # many walks buy a lot
        self.desk.ledger.recent.clear()
        self.shoppers = [Shopper(self.desk) for _ in range(SESSIONS)]
        self.models = [ModelSession() for _ in range(SESSIONS)]
        self.orders: dict[str, tuple[ModelOrder, Payment, int]] = {}
        self.customers: dict[str, list[str]] = {}
        self.webhook = Webhook(self.desk)

    @rule(who=WHO, what=WHAT, how_many=HOW_MANY)
    def add(self, who: int, what: int, how_many: int) -> None:
        """Put something into the cart."""
        body = {"productId": self.goods[what], "quantity": how_many}
        exchange = self.shoppers[who].client.call("addCartItem", body)
        caps = self.desk.target.line_cap, self.desk.target.cart_cap
        if self.models[who].adds(self.goods[what], how_many, *caps):
            self._cart_is(who, expect.answered(exchange), "C-cart-2")
        else:
            expect.refused(exchange, 409, "cart.itemLimit")

    @rule(who=WHO, what=WHAT, how_many=HOW_MANY)
    def set(self, who: int, what: int, how_many: int) -> None:
        """Change a line."""
        product = self.goods[what]
        client = self.shoppers[who].client
        exchange = client.call("setCartItemQuantity", {"quantity": how_many}, productId=product)
        caps = self.desk.target.line_cap, self.desk.target.cart_cap
        if product not in self.models[who].cart:
            expect.refused(exchange, 404, "product.notFound")
        elif self.models[who].sets(product, how_many, *caps):
            self._cart_is(who, expect.answered(exchange), "C-cart-3")
        else:
            expect.refused(exchange, 409, "cart.itemLimit")

    @rule(who=WHO, what=WHAT)
    def remove(self, who: int, what: int) -> None:
        """Take a line out."""
        product = self.goods[what]
        exchange = self.shoppers[who].client.call("removeCartItem", productId=product)
        if self.models[who].cart.pop(product, None) is None:
            expect.refused(exchange, 404, "product.notFound")
        else:
            self._cart_is(who, expect.answered(exchange), "C-cart-1")

    @rule(who=WHO)
    def empty(self, who: int) -> None:
        """Empty the cart."""
        self.models[who].cart.clear()
        self._cart_is(who, self.shoppers[who].empties(), "C-cart-10")

    @rule(who=WHO)
    def look(self, who: int) -> None:
        """Look at cart, orders and oneself."""
        self._cart_is(who, self.shoppers[who].cart(), "C-cart-9")
        self._orders_are(who)
        me = self.shoppers[who].me()
        model = self.models[who]
        expect.same(me is None, model.customer is None, "that nobody is logged in", "C-cus-1")
        if me is not None:
            expect.same(me["email"], model.customer, "who is logged in", "C-cus-2")

    @rule(who=WHO)
    def check_out(self, who: int) -> None:
        """Make an order of the cart."""
        shopper, model = self.shoppers[who], self.models[who]
        exchange = shopper.asks_intent()
        if not model.cart:
            expect.refused(exchange, 400, "checkout.cartEmpty")
            return
        shopper.has_enough(exchange)
        bought = shopper.bought(expect.answered(exchange))
        self.orders[bought.order] = (ModelOrder(dict(model.cart)), bought.payment, who)
        if model.customer:
            self.customers[model.customer].append(bought.order)
        else:
            model.orders.append(bought.order)
        self._order_is(who, bought.order)

    @rule(which=st.integers(0, 5), kind=KINDS, times=st.sampled_from([1, 1, 2]))
    def hear(self, which: int, kind: str, times: int) -> None:
        """Stripe tells of a payment."""
        if not self.orders:
            return
        order = list(self.orders)[which % len(self.orders)]
        model, payment, who = self.orders[order]
        if model.status == "cancelled" and kind in ("succeeded", "refunded"):
            return  # the fine print: backends may differ
        for _ in range(times):
            self.webhook.happens(payment, kind)
            if model.hears(kind) and who >= 0:
                # More of the same, added since, may leave with its line: the fine print again.
                found = quantities(self.shoppers[who].cart())
                self.models[who].loses(model.lines, {it for it in model.lines if it not in found})
        if who >= 0:
            self._cart_is(who, self.shoppers[who].cart(), "C-chk-13")
        if self._sees(who, order):
            self._order_is(who, order)

    @rule(who=WHO)
    def register(self, who: int) -> None:
        """Open an account."""
        model = self.models[who]
        email = new_email("walk")
        self.shoppers[who].registers(email)
        self._logged_in(model, email)
        self._cart_is(who, self.shoppers[who].cart(), "C-cus-2")
        self._orders_are(who)

    @rule(who=WHO, which=st.integers(0, 3))
    def log_in(self, who: int, which: int) -> None:
        """Log in as one of the customers."""
        if not self.customers:
            return
        email = list(self.customers)[which % len(self.customers)]
        self.shoppers[who].logs_in(email)
        self._logged_in(self.models[who], email)
        self._cart_is(who, self.shoppers[who].cart(), "C-cus-2")
        self._orders_are(who)

    @rule(who=WHO)
    def log_out(self, who: int) -> None:
        """Log out."""
        self.shoppers[who].logs_out()
        self.models[who] = ModelSession()
        for order, (model, payment, buyer) in self.orders.items():
            if buyer == who:  # its cart is gone: goods are taken from nobody's
                self.orders[order] = (model, payment, -1)
        self._cart_is(who, self.shoppers[who].cart(), "C-cus-3")
        self._orders_are(who)

    def teardown(self) -> None:
        """Hang up."""
        for shopper in getattr(self, "shoppers", []):
            shopper.client.close()

    def _logged_in(self, model: ModelSession, email: str) -> None:
        mine = self.customers.setdefault(email, [])
        if model.customer is None:
            mine += [order for order in model.orders if order not in mine]
        model.customer, model.orders = email, []

    def _sees(self, who: int, order: str) -> bool:
        return who >= 0 and order in self._visible(self.models[who])

    def _visible(self, model: ModelSession) -> list[str]:
        return self.customers[model.customer] if model.customer else model.orders

    def _cart_is(self, who: int, cart: dict[str, Any], rule_id: str) -> None:
        if who >= 0:
            found, wanted = list(quantities(cart).items()), list(self.models[who].cart.items())
            expect.same(found, wanted, f"the cart of visitor {who}", rule_id)

    def _orders_are(self, who: int) -> None:
        found = {order["id"]: order["status"] for order in self.shoppers[who].orders()}
        wanted = {it: self.orders[it][0].status for it in self._visible(self.models[who])}
        expect.same(set(found), set(wanted), f"the orders of visitor {who}", "C-ord-1")
        expect.same(found, wanted, f"the orders of visitor {who}", "C-chk-11")

    def _order_is(self, who: int, order: str) -> None:
        found = self.shoppers[who].sees(order)
        model = self.orders[order][0]
        expect.same(found["status"], model.status, "the order's status", "C-chk-11")
        expect.same(quantities(found), model.lines, "what was ordered", "C-chk-1")


@contract_rule("C-cart-9", "C-ord-1", "C-chk-11", "C-chk-13", "C-cus-2", "C-cus-3")
@pytest.mark.filterwarnings("ignore")
def test_buyers_at_random_see_what_the_contract_says(desk: Desk, goods: Goods) -> None:
    found: list[Broken] = []
    members = {"desk": desk, "goods": goods, "found": found}
    walk = seed(desk.target.seed)(type("Walk", (Walk,), members))
    desk.strict = True
    try:
        run_state_machine_as_test(
            walk,
            settings=settings(
                max_examples=desk.target.deep(fast=6, default=80, thorough=500),
                stateful_step_count=desk.target.deep(fast=15, default=25, thorough=40),
                deadline=None,
                database=None,
                print_blob=False,
                verbosity=Verbosity.quiet,
                phases=(Phase.generate, Phase.shrink),
                suppress_health_check=list(HealthCheck),
            ),
            _min_steps=5,
        )
    except Flaky:
        if not found:
            raise
        raise Broken(f"now and then: {found[0]}", *found[0].rules) from None
    finally:
        desk.strict = False
