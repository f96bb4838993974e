"""operationId → function: the one table of what is served; nothing else routes."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI

from stub_server.shop.operations import (
    addresses,
    cart,
    checkout,
    customers,
    orders,
    passwords,
    webhooks,
)
from stub_server.shop.operations.shop import Shop
from stub_server.web import sample
from stub_server.web.document import Document, DocumentFault
from stub_server.web.door import Door, Handler
from stub_server.web.exchange import Exchanges
from stub_server.web.route import PathRoute

HANDLERS: dict[str, Handler] = {
    "getCart": Handler(cart.get_cart),
    "addCartItem": Handler(cart.add_cart_item, owns=("quantity", "productId")),
    "setCartItemQuantity": Handler(cart.set_cart_item_quantity, owns=("quantity",)),
    "removeCartItem": Handler(cart.remove_cart_item),
    "clearCart": Handler(cart.clear_cart),
    "createCheckoutIntent": Handler(
        checkout.create_checkout_intent,
        owns=("shippingAddress", "billingAddress"),
        shape_rule="C-chk-4",
    ),
    "confirmCheckout": Handler(checkout.confirm_checkout),
    "receiveStripeEvent": Handler(webhooks.receive_stripe_event),
    "listOrders": Handler(orders.list_orders),
    "getOrder": Handler(orders.get_order),
    "registerCustomer": Handler(customers.register_customer, owns=("password",)),
    "loginCustomer": Handler(customers.login_customer),
    "logoutCustomer": Handler(customers.logout_customer),
    "getMe": Handler(customers.get_me),
    "updateMe": Handler(customers.update_me),
    "listAddresses": Handler(addresses.list_addresses),
    "addAddress": Handler(addresses.add_address, owns=("*",)),
    "updateAddress": Handler(addresses.update_address, owns=("*",)),
    "removeAddress": Handler(addresses.remove_address),
    "requestPasswordReset": Handler(passwords.request_password_reset),
    "confirmPasswordReset": Handler(passwords.confirm_password_reset, owns=("token", "password")),
}


def bind(app: FastAPI, document: Document, shop: Shop, exchanges: Exchanges) -> None:
    """One route for each path of the document, one door for each operation, and not one more.

    An operation that nobody has written yet is answered from its own examples and schema.
    DocumentFault when a handler is left over that the document does not know.
    """
    if lost := sorted(HANDLERS.keys() - document.operations.keys()):
        raise DocumentFault(
            f"{document.source} lacks operations that the shop serves: {', '.join(lost)}. "
            "Compile it from the contract's pages again."
        )
    for path, doors in _doors_by_path(document, shop, exchanges):
        app.router.routes.append(PathRoute(path, doors))


def _doors_by_path(
    document: Document, shop: Shop, exchanges: Exchanges
) -> Iterator[tuple[str, dict[str, Door]]]:
    paths: dict[str, dict[str, Door]] = {}
    for operation in document.operations.values():
        handler = HANDLERS.get(operation.id) or sample.handler_for(operation, document)
        paths.setdefault(operation.path, {})[operation.method] = Door(
            operation, handler, document, shop, exchanges
        )
    # A literal step wins over a parameter: /orders/latest before /orders/{id}.
    yield from sorted(paths.items(), key=lambda it: [step[:1] == "{" for step in it[0].split("/")])
