"""A walk of random buyers, several sessions at once, compared with the model at each step."""

from __future__ import annotations

from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
)

from contract_tests.harness.examples import Examples, step
from contract_tests.harness.session import CheckSession
from contract_tests.shop import expect
from contract_tests.shop.model import ModelOrder, ModelSession
from contract_tests.shop.products import Products
from contract_tests.shop.requests import new_email
from contract_tests.shop.settings import shop_settings
from contract_tests.shop.shopper import Shopper, quantities
from contract_tests.shop.stripe_events import Payment
from contract_tests.shop.stripe_sender import StripeSender

SESSIONS = 3
PRODUCTS = 3
WHO = st.integers(0, SESSIONS - 1)
WHAT = st.integers(0, PRODUCTS - 1)
HOW_MANY = st.one_of(st.integers(1, 5), st.sampled_from([98, 99, 100, 60]))
KINDS = st.sampled_from(["succeeded", "succeeded", "failed", "canceled", "refunded"])


class Walk(RuleBasedStateMachine):
    """Three browsers in one shop; the attributes are set on a subclass."""

    session: CheckSession
    products: Products
    examples: ClassVar[Examples]

    @initialize()
    def enter(self) -> None:
        """Everybody is new."""
        self.products.refill(PRODUCTS)  # many walks buy a lot
        self.session.results.recent.clear()
        self.shoppers = [Shopper(self.session) for _ in range(SESSIONS)]
        self.models = [ModelSession() for _ in range(SESSIONS)]
        self.orders: dict[str, tuple[ModelOrder, Payment, int]] = {}
        self.customers: dict[str, list[str]] = {}
        self.stripe_sender = StripeSender(self.session)

    @step(who=WHO, what=WHAT, how_many=HOW_MANY)
    def add(self, who: int, what: int, how_many: int) -> None:
        """Put something into the cart."""
        body = {"productId": self.products[what], "quantity": how_many}
        exchange = self.shoppers[who].client.call("addCartItem", body)
        caps = shop_settings(self.session).line_cap, shop_settings(self.session).cart_cap
        if self.models[who].add(self.products[what], how_many, *caps):
            self._cart_is(who, expect.ok(exchange), "C-cart-2")
        else:
            expect.error(exchange, 409, "cart.itemLimit")

    @step(who=WHO, what=WHAT, how_many=HOW_MANY)
    def set(self, who: int, what: int, how_many: int) -> None:
        """Change a line."""
        product = self.products[what]
        client = self.shoppers[who].client
        exchange = client.call("setCartItemQuantity", {"quantity": how_many}, productId=product)
        caps = shop_settings(self.session).line_cap, shop_settings(self.session).cart_cap
        if product not in self.models[who].cart:
            expect.error(exchange, 404, "product.notFound")
        elif self.models[who].set_quantity(product, how_many, *caps):
            self._cart_is(who, expect.ok(exchange), "C-cart-3")
        else:
            expect.error(exchange, 409, "cart.itemLimit")

    @step(who=WHO, what=WHAT)
    def remove(self, who: int, what: int) -> None:
        """Take a line out."""
        product = self.products[what]
        exchange = self.shoppers[who].client.call("removeCartItem", productId=product)
        if self.models[who].cart.pop(product, None) is None:
            expect.error(exchange, 404, "product.notFound")
        else:
            self._cart_is(who, expect.ok(exchange), "C-cart-1")

    @step(who=WHO)
    def empty(self, who: int) -> None:
        """Empty the cart."""
        self.models[who].cart.clear()
        self._cart_is(who, self.shoppers[who].clear_cart(), "C-cart-10")

    @step(who=WHO)
    def look(self, who: int) -> None:
        """Look at cart, orders and oneself."""
        self._cart_is(who, self.shoppers[who].cart(), "C-cart-9")
        self._orders_are(who)
        me = self.shoppers[who].me()
        model = self.models[who]
        expect.equal(me is None, model.customer is None, "that nobody is logged in", "C-cus-1")
        if me is not None:
            expect.equal(me["email"], model.customer, "who is logged in", "C-cus-2")

    @step(who=WHO)
    def check_out(self, who: int) -> None:
        """Make an order of the cart."""
        shopper, model = self.shoppers[who], self.models[who]
        exchange = shopper.request_checkout()
        if not model.cart:
            expect.error(exchange, 400, "checkout.cartEmpty")
            return
        shopper.require_stock(exchange)
        purchase = shopper.read_purchase(expect.ok(exchange))
        self.orders[purchase.order] = (ModelOrder(dict(model.cart)), purchase.payment, who)
        if model.customer:
            self.customers[model.customer].append(purchase.order)
        else:
            model.orders.append(purchase.order)
        self._order_is(who, purchase.order)

    @step(which=st.integers(0, 5), kind=KINDS, times=st.sampled_from([1, 1, 2]))
    def hear(self, which: int, kind: str, times: int) -> None:
        """Stripe tells of a payment."""
        if not self.orders:
            return
        order = list(self.orders)[which % len(self.orders)]
        model, payment, who = self.orders[order]
        if model.status == "cancelled" and kind in ("succeeded", "refunded"):
            return  # the fine print: backends may differ
        for _ in range(times):
            self.stripe_sender.send(payment, kind)
            if model.apply(kind) and who >= 0:
                # More of the same, added since, may leave with its line: the fine print again.
                found = quantities(self.shoppers[who].cart())
                self.models[who].remove_paid(
                    model.lines, {line for line in model.lines if line not in found}
                )
        if who >= 0:
            self._cart_is(who, self.shoppers[who].cart(), "C-chk-13")
        if self._sees(who, order):
            self._order_is(who, order)

    @step(who=WHO)
    def register(self, who: int) -> None:
        """Open an account."""
        model = self.models[who]
        email = new_email("walk")
        self.shoppers[who].register(email)
        self._logged_in(model, email)
        self._cart_is(who, self.shoppers[who].cart(), "C-cus-2")
        self._orders_are(who)

    @step(who=WHO, which=st.integers(0, 3))
    def log_in(self, who: int, which: int) -> None:
        """Log in as one of the customers."""
        if not self.customers:
            return
        email = list(self.customers)[which % len(self.customers)]
        self.shoppers[who].log_in(email)
        self._logged_in(self.models[who], email)
        self._cart_is(who, self.shoppers[who].cart(), "C-cus-2")
        self._orders_are(who)

    @step(who=WHO)
    def log_out(self, who: int) -> None:
        """Log out."""
        self.shoppers[who].log_out()
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
            expect.equal(found, wanted, f"the cart of visitor {who}", rule_id)

    def _orders_are(self, who: int) -> None:
        found = {order["id"]: order["status"] for order in self.shoppers[who].orders()}
        wanted = {each: self.orders[each][0].status for each in self._visible(self.models[who])}
        expect.equal(set(found), set(wanted), f"the orders of visitor {who}", "C-ord-1")
        expect.equal(found, wanted, f"the orders of visitor {who}", "C-chk-11")

    def _order_is(self, who: int, order: str) -> None:
        found = self.shoppers[who].get_order(order)
        model = self.orders[order][0]
        expect.equal(found["status"], model.status, "the order's status", "C-chk-11")
        expect.equal(quantities(found), model.lines, "what was ordered", "C-chk-1")
