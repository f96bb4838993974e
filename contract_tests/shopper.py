"""The buyer's verbs: what people do in a shop, in one session."""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contract_tests import expect, hints
from contract_tests.client import Client, Desk
from contract_tests.events import Payment
from contract_tests.exchange import Exchange
from contract_tests.invariants import cents
from contract_tests.ledger import Broken, NotReached

ADDRESS = {
    "name": "Ada Beispiel",
    "street": "Musterweg 1",
    "postalCode": "10115",
    "city": "Berlin",
    "country": "DE",
}
PASSWORD = "correct horse battery"
IN_VAIN = 3.0
_emails: Iterator[int] = itertools.count(1)


def new_email(name: str = "shopper") -> str:
    """An address that nobody has used."""
    return f"{name}.{secrets.token_hex(5)}{next(_emails)}@example.com"


def request_of(**members: Any) -> dict[str, Any]:
    """A CheckoutRequest; members given replace the usual ones, `...` takes one out."""
    usual = {"email": "buyer@example.com", "shippingAddress": ADDRESS, "acceptsMarketing": False}
    return {name: value for name, value in {**usual, **members}.items() if value is not ...}


@dataclass(frozen=True, slots=True)
class Bought:
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
    """One session at the shop. Broken: an answer is not what the verb expects."""

    def __init__(self, desk: Desk, client: Client | None = None) -> None:
        self.desk = desk
        self.client = client or desk.visitor()
        self.email = ""

    def adds(self, product: str, quantity: int = 1) -> dict[str, Any]:
        """Put a product into the cart; the cart."""
        return self._cart(
            self.client.call("addCartItem", {"productId": product, "quantity": quantity})
        )

    def sets(self, product: str, quantity: int) -> dict[str, Any]:
        """Set a line's quantity; the cart."""
        return self._cart(
            self.client.call("setCartItemQuantity", {"quantity": quantity}, productId=product)
        )

    def removes(self, product: str) -> dict[str, Any]:
        """Take a line out; the cart."""
        return self._cart(self.client.call("removeCartItem", productId=product))

    def empties(self) -> dict[str, Any]:
        """Empty the cart; the cart."""
        return self._cart(self.client.call("clearCart"))

    def cart(self) -> dict[str, Any]:
        """The cart."""
        return self._cart(self.client.call("getCart"))

    def has(self, product: str) -> int:
        """How many of a product are in the cart."""
        return quantities(self.cart()).get(product, 0)

    def asks_intent(self, key: str | None = None, **members: Any) -> Exchange:
        """Ask for a checkout's intent, whatever comes of it."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.client.call("createCheckoutIntent", request_of(**members), headers=headers)

    def checks_out(self, *products: str, quantity: int = 1, **members: Any) -> Bought:
        """Fill the cart and make an order of it. NotReached: there is too little in stock."""
        for product in products:
            self.adds(product, quantity)
        return self.orders_cart(**members)

    def orders_cart(self, key: str | None = None, **members: Any) -> Bought:
        """Make an order of the cart as it is. NotReached: there is too little in stock."""
        exchange = self.asks_intent(key, **members)
        self.has_enough(exchange)
        return self.bought(expect.answered(exchange))

    def has_enough(self, exchange: Exchange) -> None:
        """NotReached: the backend says that too little is in stock, and it can't be refilled.

        Broken: it says so although it was filled up.
        """
        if exchange.code != "checkout.stockChanged":
            return
        if not self.desk.states.can("product-stock"):
            raise NotReached("too little is in stock, and no state hook refills it")
        raise Broken("there is enough in stock, and the checkout says it changed", "C-chk-5")

    def bought(self, intent: dict[str, Any]) -> Bought:
        """A checkout's answer, with the total that its order has."""
        order = self.sees(intent["orderId"])
        secret = str(intent["clientSecret"])
        return Bought(
            order["id"],
            secret.partition("_secret_")[0],
            secret,
            str(intent["publishableKey"]),
            cents(intent["amount"]),
            cents(order["total"]),
        )

    def sees(self, order: str) -> dict[str, Any]:
        """The order."""
        return _object(expect.answered(self.client.call("getOrder", id=order)))

    def waits(self, order: str, status: str, seconds: float | None = None) -> dict[str, Any]:
        """The order once Stripe's webhook has made it so. Broken: not after so many seconds.

        Where none has come so far, the next ones are not waited for as long.
        """
        met = self.desk.ledger.met
        longest = seconds or self.desk.target.settle
        if met[hints.UNHEARD] and not met[hints.HEARD]:
            longest = min(longest, IN_VAIN)
        until = time.monotonic() + longest
        pause = 0.05
        while True:
            found = self.sees(order)
            if found.get("status") == status:
                met[hints.HEARD] += 1
                return found
            if time.monotonic() > until:
                met[hints.UNHEARD] += 1
                raise Broken(f"the order is {found.get('status')}, not {status}")
            time.sleep(pause)
            pause = min(pause * 1.5, 1)

    def orders(self) -> list[dict[str, Any]]:
        """The orders that the session sees, newest first."""
        found = _object(expect.answered(self.client.call("listOrders")))
        items = found.get("items")
        return items if isinstance(items, list) else []

    def registers(self, email: str | None = None, **members: Any) -> dict[str, Any]:
        """Open an account and be logged in."""
        self.email = email or new_email()
        body = {
            "email": self.email,
            "password": PASSWORD,
            "name": "Ada Beispiel",
            "acceptsMarketing": False,
            **members,
        }
        return _object(expect.answered(self.client.call("registerCustomer", body)))

    def logs_in(self, email: str, password: str = PASSWORD) -> dict[str, Any]:
        """Log in."""
        self.email = email
        body = {"email": email, "password": password}
        return _object(expect.answered(self.client.call("loginCustomer", body)))

    def logs_out(self) -> None:
        """Log out: with 204 too, since there is nothing to say."""
        exchange = self.client.call("logoutCustomer")
        if exchange.status != 204:
            expect.answered(exchange)

    def me(self) -> Any:
        """Who the shop thinks this is."""
        return expect.answered(self.client.call("getMe"))

    def addresses(self) -> list[dict[str, Any]]:
        """The stored addresses."""
        return _list(expect.answered(self.client.call("listAddresses")))

    def stores(self, **members: Any) -> dict[str, Any]:
        """Store an address; the new one."""
        before = {it.get("id"): it for it in self.addresses()}
        exchange = self.client.call("addAddress", {**ADDRESS, **members})
        answered = {it.get("id"): it for it in _list(expect.answered(exchange))}
        new = [it for name, it in answered.items() if name not in before]
        expect.same(len(new), 1, "the number of new addresses", "C-cus-11")
        old = {name: it for name, it in answered.items() if name in before}
        expect.same(old, before, "the other addresses that are answered", "C-cus-11")
        return new[0]

    def _cart(self, exchange: Exchange) -> dict[str, Any]:
        return _object(expect.answered(exchange))


def quantities(cart: dict[str, Any]) -> dict[str, int]:
    """How many of what, in the order of the lines."""
    return {str(line.get("productId")): int(line.get("quantity", 0)) for line in cart["items"]}


def still(cart: dict[str, Any]) -> dict[str, Any]:
    """A cart without its moment: what must be the same when nothing has changed."""
    return {name: value for name, value in cart.items() if name != "updatedAt"}


def _object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise Broken(f"an object was expected, {body!r} came")
    return body


def _list(body: Any) -> list[dict[str, Any]]:
    if not isinstance(body, list):
        raise Broken(f"a list was expected, {body!r} came")
    return body
