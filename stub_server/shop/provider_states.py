"""Provider states: what a test may bring the shop into (section 6 of the contract).

Each state is a function of the shop and its parameters, a JSON object, and answers one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from stub_server.server.rejection import Rejection
from stub_server.shop import seed
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.money import Cents, in_euros, of_euros
from stub_server.shop.domain.order import order_not_found
from stub_server.shop.domain.reset import require_valid
from stub_server.shop.domain.shop_policy import Policy
from stub_server.shop.operations import inventory

Parameters = Mapping[str, Any]

STRIPE_MAXIMUM = 99_999_999
"""The largest amount that Stripe takes, in cents."""


def apply(shop: ShopContext, name: object, parameters: Parameters) -> dict[str, Any]:
    """Bring the shop into the state of that name.

    Raises `request.invalid` for a state or a parameter that is none, and the code of what is not
    found: `product.notFound`, `order.notFound`, `auth.tokenInvalid`.
    """
    state = STATES.get(name) if isinstance(name, str) else None
    if state is None:
        raise _invalid("name", f"must be one of {', '.join(STATES)}")
    answer = state(shop, parameters)
    shop.sandbox.events.publish("state.entered", name=name)
    return answer


def reset(shop: ShopContext, _: Parameters) -> dict[str, Any]:
    """Back to the fixtures."""
    seed.reset(shop)
    return {}


def product_price(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """Another price, in euros, from now on."""
    price = of_euros(parameters.get("price"))
    highest = _highest_price(shop.policy)
    if price is None or not 0 < price <= highest:
        most = f"{in_euros(highest):,.2f}"
        raise _invalid("price", f"must be euros over 0, two decimals, at most {most}")
    return _override(shop, parameters, price=price)


def _highest_price(policy: Policy) -> Cents:
    """A price at which the fullest cart can still be paid: more, and Stripe would refuse."""
    taxed = Decimal(STRIPE_MAXIMUM - policy.shipping) / (1 + policy.tax_percent / 100)
    return Cents(int(taxed / policy.limits.per_cart))


def product_stock(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """Another stock, in pieces, from now on."""
    stock = parameters.get("stock")
    if isinstance(stock, bool) or not isinstance(stock, int) or stock < 0:
        raise _invalid("stock", "must be a whole number of at least 0")
    return _override(shop, parameters, stock=stock)


def product_title(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """Another title from now on."""
    return _override(shop, parameters, title=_text(parameters, "title"))


def product(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """A product's price, in euros, and its stock."""
    found = inventory.product(shop, _text(parameters, "productId"))
    return {"price": in_euros(found.price), "stock": found.stock}


def order_shipped(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """An order on its way, with a link to follow it."""
    order_id, url = _text(parameters, "orderId"), _text(parameters, "trackingUrl")
    if not url.startswith(("http://", "https://")):
        raise _invalid("trackingUrl", "must be an http or https URL")
    order = shop.orders.get(order_id)
    if order is None:
        raise order_not_found(order_id)
    shop.orders.save(order.shipped(url))
    return {}


def last_reset_token(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """The token in the last mail that went to that address."""
    email = _text(parameters, "email")
    customer = shop.customers.find_by_email(email)
    mails = shop.outbox.mails(customer.email if customer else email)
    tokens = [mail["token"] for mail in mails if mail.get("token")]
    if not tokens:
        raise _invalid("email", "must be one that a reset token was mailed to")
    return {"token": tokens[-1]}


def expire_reset_token(shop: ShopContext, parameters: Parameters) -> dict[str, Any]:
    """A token as if its time were over."""
    token = require_valid(
        shop.reset_tokens.get(_text(parameters, "token")), shop.sandbox.clock.now()
    )
    shop.reset_tokens.save(replace(token, expires_at=shop.now()))
    return {}


def clear_rate_limits(shop: ShopContext, _: Parameters) -> dict[str, Any]:
    """Forget all attempts to log in and to reset a password."""
    shop.rate_limit.clear()
    return {}


STATES: Mapping[str, Callable[[ShopContext, Parameters], dict[str, Any]]] = {
    "reset": reset,
    "product-price": product_price,
    "product-stock": product_stock,
    "product-title": product_title,
    "product": product,
    "order-shipped": order_shipped,
    "last-reset-token": last_reset_token,
    "expire-reset-token": expire_reset_token,
    "clear-rate-limits": clear_rate_limits,
}


def _override(shop: ShopContext, parameters: Parameters, **values: Any) -> dict[str, Any]:
    found = inventory.product(shop, _text(parameters, "productId"))
    inventory.override(shop, found.id, **values)
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
