"""Provider states: states that a test can set (section 6 of the contract).

Each state is a function of the shop and of a JSON object of parameters; it returns a JSON object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from stub_server.server.rejection import Rejection
from stub_server.shop import seed
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.money import Cents, parse_euros
from stub_server.shop.domain.order import order_not_found
from stub_server.shop.domain.reset import require_valid
from stub_server.shop.domain.shop_policy import Policy
from stub_server.shop.operations import inventory
from stub_server.shop.serializers import to_euros

MAX_STOCK = 1_000_000_000
"""The largest stock of a product, in pieces."""

Parameters = Mapping[str, Any]

STRIPE_MAXIMUM = 99_999_999
"""The largest amount that Stripe accepts, in cents."""


def apply(shop: ShopContext, name: object, parameters: Parameters) -> dict[str, Any]:
    """Bring the shop into the state of that name.

    Reject an unknown state and an invalid parameter with `request.invalid`, and a missing object
    with `product.notFound`, `order.notFound` or `auth.tokenInvalid`.
    """
    state = STATES.get(name) if isinstance(name, str) else None
    if state is None:
        raise _invalid("name", f"must be one of {', '.join(STATES)}")
    result = state(shop, parameters)
    shop.sandbox.events.publish("state.entered", name=name)
    return result


def reset(shop: ShopContext, _: Parameters) -> dict[str, Any]:
    """Restore the fixtures."""
    seed.reset(shop)
    return {}


def product_price(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """Set a product's price, in euros."""
    price = parse_euros(parameters.get("price"))
    maximum = _maximum_price(shop.policy)
    if price is None or not 0 < price <= maximum:
        euros = f"{to_euros(maximum):,.2f}"
        raise _invalid("price", f"must be euros over 0, two decimals, at most {euros}")
    return _override(shop, parameters, price=price)


def _maximum_price(policy: Policy) -> Cents:
    """Return the highest price at which Stripe accepts the total of a full cart."""
    subtotal = Decimal(STRIPE_MAXIMUM - policy.shipping) / (1 + policy.tax_percent / 100)
    return Cents(int(subtotal / policy.limits.per_cart))


def product_stock(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """Set a product's stock, in pieces."""
    stock = parameters.get("stock")
    if isinstance(stock, bool) or not isinstance(stock, int) or not 0 <= stock <= MAX_STOCK:
        raise _invalid("stock", f"must be a whole number from 0 to {MAX_STOCK:,}")
    return _override(shop, parameters, stock=stock)


def product_title(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """Set a product's title."""
    return _override(shop, parameters, title=_text(parameters, "title"))


def product_values(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """Return a product's price, in euros, and its stock."""
    product = inventory.product(shop, _text(parameters, "productId"))
    return {"price": to_euros(product.price), "stock": product.stock}


def order_shipped(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """Set an order to shipped, with a tracking link."""
    order_id, url = _text(parameters, "orderId"), _text(parameters, "trackingUrl")
    if not url.startswith(("http://", "https://")):
        raise _invalid("trackingUrl", "must be an http or https URL")
    order = shop.orders.get(order_id)
    if order is None:
        raise order_not_found(order_id)
    shop.orders.save(order.shipped(url))
    return {}


def last_reset_token(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """Return the token in the last mail to an address."""
    email = _text(parameters, "email")
    customer = shop.customers.find_by_email(email)
    mails = shop.outbox.mails(customer.email if customer else email)
    tokens = [mail["token"] for mail in mails if mail.get("token")]
    if not tokens:
        raise _invalid("email", "must be one that a reset token was mailed to")
    return {"token": tokens[-1]}


def expire_reset_token(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """Expire a reset token."""
    token = require_valid(
        shop.reset_tokens.get(_text(parameters, "token")), shop.sandbox.clock.now()
    )
    shop.reset_tokens.save(replace(token, expires_at=shop.now()))
    return {}


def clear_rate_limits(shop: ShopContext, _: Parameters) -> dict[str, Any]:
    """Forget all attempts of logins and password resets."""
    shop.rate_limit.clear()
    return {}


STATES: Mapping[str, Callable[[ShopContext, Parameters], dict[str, Any]]] = {
    "reset": reset,
    "product-price": product_price,
    "product-stock": product_stock,
    "product-title": product_title,
    "product": product_values,
    "order-shipped": order_shipped,
    "last-reset-token": last_reset_token,
    "expire-reset-token": expire_reset_token,
    "clear-rate-limits": clear_rate_limits,
}


def _override(shop: ShopContext, parameters: Parameters, **values: Any) -> dict[str, Any]:
    product = inventory.product(shop, _text(parameters, "productId"))
    inventory.override(shop, product.id, **values)
    return {}


def _text(parameters: Parameters, name: str) -> str:
    value = parameters.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _invalid(name, "must be text")
    return value


def _invalid(name: str, must: str) -> Rejection:
    return Rejection(
        "request.invalid",
        f"The parameter “{name}” {must}.",
        rule="C-conv-7",
        members={"field": name},
    )
