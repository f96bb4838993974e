"""The table of handlers: operationId → operation."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.server.plugin import Handler
from stub_server.shop.operations import (
    addresses,
    cart,
    checkout,
    customers,
    orders,
    passwords,
    webhooks,
)

HANDLERS: dict[str, Handler] = {
    "getCart": cart.get_cart,
    "addCartItem": cart.add_cart_item,
    "setCartItemQuantity": cart.set_cart_item_quantity,
    "removeCartItem": cart.remove_cart_item,
    "clearCart": cart.clear_cart,
    "createCheckoutIntent": checkout.create_checkout_intent,
    "confirmCheckout": checkout.confirm_checkout,
    "receiveStripeEvent": webhooks.receive_stripe_event,
    "listOrders": orders.list_orders,
    "getOrder": orders.get_order,
    "registerCustomer": customers.register_customer,
    "loginCustomer": customers.login_customer,
    "logoutCustomer": customers.logout_customer,
    "getMe": customers.get_me,
    "updateMe": customers.update_me,
    "listAddresses": addresses.list_addresses,
    "addAddress": addresses.add_address,
    "updateAddress": addresses.update_address,
    "removeAddress": addresses.remove_address,
    "requestPasswordReset": passwords.request_password_reset,
    "confirmPasswordReset": passwords.confirm_password_reset,
}

RULES: Mapping[str, str] = {
    "auth.required": "C-cus-10",
    "request.invalid": "C-conv-7",
    "request.notFound": "C-conv-7",
    "request.methodNotAllowed": "C-conv-7",
    "request.tooLarge": "C-conv-7",
    "request.unsupportedMediaType": "C-conv-1",
    "server.error": "C-conv-7",
}
"""Error code of the server → rule of the contract."""
