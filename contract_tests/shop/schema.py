"""How generated requests get further in the shop: visitors, ids, plausible bodies, sequences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract_tests.harness.client import Client
from contract_tests.harness.links import Link
from contract_tests.harness.packs import KnownIds, Sequences, Visitor
from contract_tests.harness.session import CheckSession
from contract_tests.shop.products import Products
from contract_tests.shop.shared_customer import SharedCustomer
from contract_tests.shop.shopper import Shopper

CART_OPERATIONS = ("addCartItem", "setCartItemQuantity", "removeCartItem")
MOST = 7
"""Pieces that a plausible request asks for at most."""
LINKS = (
    Link("addCartItem", "$request.body#/productId", "setCartItemQuantity", "productId"),
    Link("addCartItem", "$request.body#/productId", "removeCartItem", "productId"),
    Link("setCartItemQuantity", "$request.path.productId", "removeCartItem", "productId"),
    Link("createCheckoutIntent", "$response.body#/orderId", "getOrder", "id"),
    Link("createCheckoutIntent", "$response.body#/orderId", "confirmCheckout", "body/orderId"),
    Link("listOrders", "$response.body#/items/0/id", "getOrder", "id"),
    Link("listOrders", "$response.body#/items/0/id", "confirmCheckout", "body/orderId"),
    Link("addAddress", "$response.body#/0/id", "updateAddress", "id"),
    Link("addAddress", "$response.body#/0/id", "removeAddress", "id"),
    Link("listAddresses", "$response.body#/0/id", "updateAddress", "id"),
    Link("listAddresses", "$response.body#/0/id", "removeAddress", "id"),
    Link("listAddresses", "$response.body#/0/id", "updateMe", "body/defaultAddressId"),
)
FOUND_RULES = {
    "setCartItemQuantity": "C-cart-5",
    "removeCartItem": "C-cart-5",
    "getOrder": "C-ord-1",
    "confirmCheckout": "C-chk-7",
    "updateAddress": "C-cus-10",
    "removeAddress": "C-cus-10",
    "updateMe": "C-cus-10",
}
"""The rule by which what was just made is found."""
NEW_IDENTITY = frozenset({"registerCustomer", "logoutCustomer"})
"""After these, somebody else may be there: nothing is known of what is seen."""


class Buyer(Visitor):
    """A visitor with something in the cart, an order, and perhaps an account with an address."""

    def __init__(self, session: CheckSession, *, is_customer: bool) -> None:
        super().__init__(session)
        self._is_customer = is_customer
        self._ids: dict[str, str] = {}

    def start(self) -> None:
        """Come in, register perhaps, and check out."""
        product = self.session.shared(Products)[0]
        shopper = Shopper(self.session)
        if self._is_customer:
            shopper = self.session.shared(SharedCustomer).visit()
            address = shopper.store_address()["id"]
            self._ids["updateAddress"] = self._ids["removeAddress"] = address
        order = shopper.check_out(product).order
        self._ids["getOrder"] = self._ids["confirmCheckout"] = order
        self._ids |= dict.fromkeys(CART_OPERATIONS, product)
        self.client = shopper.client

    def known_id(self, operation: str) -> str | None:
        """Return the product, order or address that the operation is about."""
        return self._ids.get(operation)

    def with_known_ids(self, body: Any, known_id: str) -> Any:
        """Return the body with that product or order, and a plausible quantity."""
        if isinstance(body, dict):
            members = dict.fromkeys(("productId", "orderId"), known_id)
            body = {**body, **{name: members[name] for name in members if name in body}}
        return plausible(body)


def visitors(session: CheckSession) -> list[Visitor]:
    """Return a guest and a customer."""
    return [Buyer(session, is_customer=is_customer) for is_customer in (False, True)]


def plausible(body: Any) -> Any:
    """Return the body with as many pieces as people buy."""
    if not isinstance(body, dict):
        return body
    quantity = body.get("quantity")
    if isinstance(quantity, int) and not isinstance(quantity, bool) and quantity > 0:
        return {**body, "quantity": quantity % MOST + 1}
    return body


def _start(session: CheckSession, coin: bool) -> tuple[Client, KnownIds]:
    """Come in, as a customer or a guest; products are known."""
    shopper = Shopper(session)
    if coin:
        shopper.register()
    products = session.shared(Products)
    return shopper.client, {("addCartItem", "body/productId"): list(products[:2])}


def _forget(operation: str, names: Mapping[str, str], known: KnownIds) -> None:
    """Drop what is gone, or may be: it is not expected to be found."""
    if operation in NEW_IDENTITY:
        for key in [key for key in known if key[0] != "addCartItem"]:
            del known[key]
    for (target, _), values in known.items():
        if operation.startswith("remove") and target != "addCartItem":
            values[:] = [value for value in values if value not in names.values()]
        if operation == "clearCart" and target in ("setCartItemQuantity", "removeCartItem"):
            values.clear()


SEQUENCES = Sequences(
    links=LINKS,
    openings=((), ("addCartItem",), ("addCartItem", "createCheckoutIntent"), ("addAddress",)),
    excluded=frozenset({"receiveStripeEvent"}),
    found_rules=FOUND_RULES,
    start=_start,
    forget=_forget,
)
