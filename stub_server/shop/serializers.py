"""Values of the domain as JSON: the contract's names, euros, ISO times (C-conv-4, C-conv-5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stub_server.shop.domain.address import StoredAddress, members_of
from stub_server.shop.domain.cart import PricedCart
from stub_server.shop.domain.catalogue import Product
from stub_server.shop.domain.customer import Customer
from stub_server.shop.domain.moment import isoformat
from stub_server.shop.domain.money import in_euros
from stub_server.shop.domain.order import CheckoutIntent, Order, OrderList
from stub_server.shop.domain.pricing import CURRENCY
from stub_server.shop.domain.purchase import OrderLine

Json = dict[str, Any] | list[Any] | None


@dataclass(frozen=True, slots=True)
class Raw:
    """JSON that is ready as it is."""

    content: Json


def to_json(value: object) -> Json:
    """What an operation answered, ready for JSON; a TypeError for a type that is never answered."""
    writer = WRITERS.get(type(value))
    if writer is None:
        raise TypeError(f"serializers.py has no JSON for {type(value).__name__}")
    return writer(value)


def cart(shown: PricedCart) -> dict[str, Any]:
    """Cart: items, count, subtotal, updatedAt."""
    whole = shown.cart
    return {
        "items": [
            {
                "productId": line.product_id,
                "quantity": line.quantity,
                "unitPrice": in_euros(line.unit_price),
                "lineTotal": in_euros(line.total),
                "product": summary(product),
            }
            for line, product in zip(whole.lines, shown.products, strict=True)
        ],
        "count": whole.count,
        "subtotal": in_euros(whole.subtotal),
        "updatedAt": isoformat(whole.updated_at),
    }


def summary(product: Product) -> dict[str, Any]:
    """ProductSummary: what a line shows of its product."""
    return {
        "id": product.id,
        "title": product.title,
        "brand": product.brand,
        "size": product.size,
        "image": product.image,
        "href": product.href,
    }


def checkout_intent(intent: CheckoutIntent) -> dict[str, Any]:
    """CheckoutIntent: what Stripe's Payment Element is started with."""
    return {
        "orderId": intent.order_id,
        "clientSecret": intent.client_secret,
        "publishableKey": intent.publishable_key,
        "amount": in_euros(intent.amount),
        "currency": CURRENCY,
    }


def order(shown: Order) -> dict[str, Any]:
    """Order: the members of the checkout page and of the orders page together."""
    purchase, totals = shown.purchase, shown.purchase.totals
    customer_id = shown.customer_id
    return {
        "id": shown.id,
        "number": shown.number,
        "status": shown.status,
        "paymentStatus": shown.payment_status,
        "fulfilmentStatus": shown.fulfilment_status,
        "createdAt": isoformat(shown.created_at),
        **({"paidAt": isoformat(shown.paid_at)} if shown.paid_at else {}),
        "items": [_order_line(line) for line in purchase.lines],
        "subtotal": in_euros(totals.subtotal),
        "shipping": in_euros(totals.shipping),
        "tax": in_euros(totals.tax),
        "total": in_euros(totals.total),
        "currency": CURRENCY,
        "customer": {
            "email": purchase.email,
            **({"customerId": customer_id} if customer_id else {}),
        },
        "email": purchase.email,
        "shippingAddress": members_of(purchase.shipping_address),
        "billingAddress": members_of(purchase.billing_address),
        **({"trackingUrl": shown.tracking_url} if shown.tracking_url else {}),
    }


def order_list(listed: OrderList) -> dict[str, Any]:
    """OrderList: items, newest first, and how many they are."""
    return {"items": [order(one) for one in listed.items], "count": len(listed.items)}


def customer(shown: Customer) -> dict[str, Any]:
    """Customer: never with the password's hash (C-cus-11)."""
    default = shown.default_address_id
    return {
        "id": shown.id,
        "email": shown.email,
        "name": shown.name,
        **({"defaultAddressId": default} if default else {}),
        "acceptsMarketing": shown.accepts_marketing,
        "createdAt": isoformat(shown.created_at),
    }


def addresses(book: tuple[StoredAddress, ...]) -> list[Any]:
    """Address[], each with its id."""
    return [{"id": stored.id, **members_of(stored.address)} for stored in book]


def _order_line(line: OrderLine) -> dict[str, Any]:
    return {
        "productId": line.product_id,
        "title": line.title,
        "size": line.size,
        "quantity": line.quantity,
        "unitPrice": in_euros(line.unit_price),
        "lineTotal": in_euros(line.total),
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
