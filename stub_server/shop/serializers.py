"""Serializers: domain objects as JSON of the API, in euros and ISO times (C-conv-4, C-conv-5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stub_server.runtime.clock import isoformat
from stub_server.server.plugin import LongList
from stub_server.shop.domain.address import StoredAddress, members_of
from stub_server.shop.domain.cart import PricedCart
from stub_server.shop.domain.catalogue import Product
from stub_server.shop.domain.customer import Customer
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.order import CheckoutIntent, Order, OrderList
from stub_server.shop.domain.pricing import CURRENCY
from stub_server.shop.domain.purchase import OrderLine

Json = dict[str, Any] | list[Any] | LongList | None


@dataclass(frozen=True, slots=True)
class Raw:
    """A JSON value that needs no serializer."""

    content: Json


def to_euros(amount: Cents) -> float:
    """Return cents as euros: the nearest float, which prints with two decimals at most."""
    return amount / 100


def to_json(value: object) -> Json:
    """Return the result of an operation as JSON. TypeError: its type has no serializer."""
    writer = WRITERS.get(type(value))
    if writer is None:
        raise TypeError(f"serializers.py has no JSON for {type(value).__name__}")
    return writer(value)


def cart(priced: PricedCart) -> dict[str, Any]:
    """Return a Cart: items, count, subtotal, updatedAt."""
    cart = priced.cart
    return {
        "items": [
            {
                "productId": line.product_id,
                "quantity": line.quantity,
                "unitPrice": to_euros(line.unit_price),
                "lineTotal": to_euros(line.total),
                "product": summary(product),
            }
            for line, product in zip(cart.lines, priced.products, strict=True)
        ],
        "count": cart.count,
        "subtotal": to_euros(cart.subtotal),
        "updatedAt": isoformat(cart.updated_at),
    }


def summary(product: Product) -> dict[str, Any]:
    """Return a ProductSummary: the part of a product in a line of the cart."""
    return {
        "id": product.id,
        "title": product.title,
        "brand": product.brand,
        "size": product.size,
        "image": product.image,
        "href": product.href,
    }


def checkout_intent(intent: CheckoutIntent) -> dict[str, Any]:
    """Return a CheckoutIntent: the data for Stripe's Payment Element."""
    return {
        "orderId": intent.order_id,
        "clientSecret": intent.client_secret,
        "publishableKey": intent.publishable_key,
        "amount": to_euros(intent.amount),
        "currency": CURRENCY,
    }


def order(order: Order) -> dict[str, Any]:
    """Return an Order."""
    purchase, totals = order.purchase, order.purchase.totals
    customer_id = order.customer_id
    return {
        "id": order.id,
        "number": order.number,
        "status": order.status,
        "paymentStatus": order.payment_status,
        "fulfilmentStatus": order.fulfilment_status,
        "createdAt": isoformat(order.created_at),
        **({"paidAt": isoformat(order.paid_at)} if order.paid_at else {}),
        "items": [_order_line(line) for line in purchase.lines],
        "subtotal": to_euros(totals.subtotal),
        "shipping": to_euros(totals.shipping),
        "tax": to_euros(totals.tax),
        "total": to_euros(totals.total),
        "currency": CURRENCY,
        "customer": {
            "email": purchase.email,
            **({"customerId": customer_id} if customer_id else {}),
        },
        "email": purchase.email,
        "shippingAddress": members_of(purchase.shipping_address),
        "billingAddress": members_of(purchase.billing_address),
        **({"trackingUrl": order.tracking_url} if order.tracking_url else {}),
    }


def order_list(orders: OrderList) -> dict[str, Any] | LongList:
    """Return an OrderList: items, newest first, and their count."""
    count = len(orders.items)
    if count > LongList.AT_ONCE:
        return LongList("items", orders.items, order, {"count": count})
    return {"items": [order(item) for item in orders.items], "count": count}


def customer(customer: Customer) -> dict[str, Any]:
    """Return a Customer, without the password's hash (C-cus-11)."""
    default = customer.default_address_id
    return {
        "id": customer.id,
        "email": customer.email,
        "name": customer.name,
        **({"defaultAddressId": default} if default else {}),
        "acceptsMarketing": customer.accepts_marketing,
        "createdAt": isoformat(customer.created_at),
    }


def addresses(saved: tuple[StoredAddress, ...]) -> list[Any]:
    """Return a list of Address with their ids."""
    return [{"id": stored.id, **members_of(stored.address)} for stored in saved]


def _order_line(line: OrderLine) -> dict[str, Any]:
    return {
        "productId": line.product_id,
        "title": line.title,
        "size": line.size,
        "quantity": line.quantity,
        "unitPrice": to_euros(line.unit_price),
        "lineTotal": to_euros(line.total),
        "product": {
            "id": line.product_id,
            "title": line.title,
            "brand": line.brand,
            "size": line.size,
            "image": line.image,
            "href": line.href,
        },
    }


WRITERS: dict[type, Callable[[Any], Json]] = {
    Raw: lambda raw: raw.content,
    PricedCart: cart,
    CheckoutIntent: checkout_intent,
    Order: order,
    OrderList: order_list,
    Customer: customer,
    tuple: addresses,
    type(None): lambda _: None,
}
