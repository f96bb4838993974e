"""What people do in a shop, in one session."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from contract_tests.harness.client import Client
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import CheckFailed, Evidence, NotReached
from contract_tests.harness.session import CheckSession
from contract_tests.shop import diagnoses, expect
from contract_tests.shop.money import cents
from contract_tests.shop.requests import ADDRESS, PASSWORD, checkout_request, new_email
from contract_tests.shop.stripe_events import Payment

STOCK_CHANGED = "checkout.stockChanged"
IN_VAIN = 3.0
"""Seconds that are waited for a webhook where none has come so far."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """An order and its PaymentIntent, as the checkout answered; `amount` in cents."""

    order: str
    intent: str
    secret: str
    key: str
    amount: int
    total: int
    """The order's own total, in cents."""

    @property
    def payment(self) -> Payment:
        """As Stripe's events name it."""
        return Payment(self.intent, self.order, self.total)


class Shopper:
    """One session at the shop. CheckFailed: a response is not what the action expects."""

    def __init__(self, session: CheckSession, client: Client | None = None) -> None:
        self.session = session
        self.client = client or session.new_client()
        self.email = ""

    def add(self, product: str, quantity: int = 1) -> dict[str, Any]:
        """Put a product into the cart; return the cart."""
        return self._cart(
            self.client.call("addCartItem", {"productId": product, "quantity": quantity})
        )

    def set_quantity(self, product: str, quantity: int) -> dict[str, Any]:
        """Set a line's quantity; return the cart."""
        return self._cart(
            self.client.call("setCartItemQuantity", {"quantity": quantity}, productId=product)
        )

    def remove(self, product: str) -> dict[str, Any]:
        """Take a line out; return the cart."""
        return self._cart(self.client.call("removeCartItem", productId=product))

    def clear_cart(self) -> dict[str, Any]:
        """Empty the cart; return the cart."""
        return self._cart(self.client.call("clearCart"))

    def cart(self) -> dict[str, Any]:
        """Return the cart."""
        return self._cart(self.client.call("getCart"))

    def quantity_of(self, product: str) -> int:
        """Return how many of a product are in the cart."""
        return quantities(self.cart()).get(product, 0)

    def request_checkout(self, key: str | None = None, **members: Any) -> Exchange:
        """Ask for a checkout's intent. NotReached: stock ran out, and can't be refilled."""
        headers = {"Idempotency-Key": key} if key else {}
        body = checkout_request(**members)
        exchange = self.client.call("createCheckoutIntent", body, headers=headers)
        if exchange.code == STOCK_CHANGED and not self.session.states.supports("product-stock"):
            raise NotReached("ran out of stock: offer the state product-stock")
        return exchange

    def check_out(self, *products: str, quantity: int = 1, **members: Any) -> Purchase:
        """Fill the cart and make an order of it. NotReached: there is too little in stock."""
        for product in products:
            self.add(product, quantity)
        return self.order_cart(**members)

    def order_cart(self, key: str | None = None, **members: Any) -> Purchase:
        """Make an order of the cart as it is. NotReached: there is too little in stock."""
        exchange = self.request_checkout(key, **members)
        self.require_stock(exchange)
        return self.read_purchase(expect.ok(exchange))

    def require_stock(self, exchange: Exchange) -> None:
        """CheckFailed: the backend says that too little is in stock, although it was filled up."""
        if exchange.code == STOCK_CHANGED:
            words = "there is enough in stock, and the checkout says it changed"
            raise CheckFailed(words, "C-chk-5")

    def read_purchase(self, intent: dict[str, Any]) -> Purchase:
        """Return what a checkout answered, with the total that its order has."""
        order = self.get_order(intent["orderId"])
        secret = str(intent["clientSecret"])
        return Purchase(
            order["id"],
            secret.partition("_secret_")[0],
            secret,
            str(intent["publishableKey"]),
            cents(intent["amount"]),
            cents(order["total"]),
        )

    def get_order(self, order: str) -> dict[str, Any]:
        """Return the order."""
        return _object(expect.ok(self.client.call("getOrder", id=order)))

    def wait_for_status(
        self, order: str, status: str, seconds: float | None = None
    ) -> dict[str, Any]:
        """Return the order once a webhook has made it so. CheckFailed: not within the seconds.

        Where none has come so far, the next ones are not waited for as long.
        """
        signals = self.session.results.signals
        longest = seconds or self.session.target.webhook_timeout
        if signals[diagnoses.UNHEARD] and not signals[diagnoses.HEARD]:
            longest = min(longest, IN_VAIN)
        until = time.monotonic() + longest
        pause = 0.05
        while True:
            found = self.get_order(order)
            if found.get("status") == status:
                signals[diagnoses.HEARD] += 1
                return found
            if time.monotonic() > until:
                signals[diagnoses.UNHEARD] += 1
                words = f"the order is {found.get('status')}, not {status}"
                raise CheckFailed(words, evidence=Evidence(status, found.get("status"), "status"))
            time.sleep(pause)
            pause = min(pause * 1.5, 1)

    def orders(self) -> list[dict[str, Any]]:
        """Return the orders that the session sees, newest first."""
        found = _object(expect.ok(self.client.call("listOrders")))
        items = found.get("items")
        return items if isinstance(items, list) else []

    def register(self, email: str | None = None, **members: Any) -> dict[str, Any]:
        """Open an account and be logged in."""
        self.email = email or new_email()
        body = {
            "email": self.email,
            "password": PASSWORD,
            "name": "Ada Beispiel",
            "acceptsMarketing": False,
            **members,
        }
        return _object(expect.ok(self.client.call("registerCustomer", body)))

    def log_in(self, email: str, password: str = PASSWORD) -> dict[str, Any]:
        """Log in."""
        self.email = email
        body = {"email": email, "password": password}
        return _object(expect.ok(self.client.call("loginCustomer", body)))

    def log_out(self) -> None:
        """Log out: with 204 too, since there is nothing to say."""
        exchange = self.client.call("logoutCustomer")
        if exchange.status != 204:
            expect.ok(exchange)

    def me(self) -> Any:
        """Return the customer who is logged in, or None."""
        return expect.ok(self.client.call("getMe"))

    def addresses(self) -> list[dict[str, Any]]:
        """Return the stored addresses."""
        return _list(expect.ok(self.client.call("listAddresses")))

    def store_address(self, **members: Any) -> dict[str, Any]:
        """Store an address; return the new one."""
        before = {address.get("id"): address for address in self.addresses()}
        exchange = self.client.call("addAddress", {**ADDRESS, **members})
        after = {address.get("id"): address for address in _list(expect.ok(exchange))}
        new = [address for name, address in after.items() if name not in before]
        expect.equal(len(new), 1, "the number of new addresses", "C-cus-11")
        old = {name: address for name, address in after.items() if name in before}
        expect.equal(old, before, "the other addresses that are answered", "C-cus-11")
        return new[0]

    def _cart(self, exchange: Exchange) -> dict[str, Any]:
        return _object(expect.ok(exchange))


def quantities(cart: dict[str, Any]) -> dict[str, int]:
    """Return how many of what, in the order of the lines."""
    return {str(line.get("productId")): int(line.get("quantity", 0)) for line in cart["items"]}


def without_time(cart: dict[str, Any]) -> dict[str, Any]:
    """Return a cart without its time: what is the same when nothing has changed."""
    return {name: value for name, value in cart.items() if name != "updatedAt"}


def _object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise CheckFailed(f"an object was expected, {body!r} came")
    return body


def _list(body: Any) -> list[dict[str, Any]]:
    if not isinstance(body, list):
        raise CheckFailed(f"a list was expected, {body!r} came")
    return body
