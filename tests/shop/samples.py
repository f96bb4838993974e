"""Sample products, carts, customers and orders; the arguments replace single fields.

Each function returns a new value. Times are UTC, amounts whole cents.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from stub_server.shop.domain.address import Address, StoredAddress, parse_address
from stub_server.shop.domain.cart import Cart, CartLine
from stub_server.shop.domain.catalogue import Product
from stub_server.shop.domain.customer import Customer
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.order import Order
from stub_server.shop.domain.pricing import Totals
from stub_server.shop.domain.purchase import OrderLine, Purchase
from stub_server.shop.domain.shop_policy import Limits, Policy

NOW = datetime(2026, 11, 23, 12, 0, 0, 123000, tzinfo=UTC)
NOW_JSON = "2026-11-23T12:00:00.123Z"

EMAIL = "erika@example.org"
PASSWORD = "long enough"

ADDRESS_JSON = {
    "name": "Erika Mustermann",
    "street": "Heidestraße 17",
    "postalCode": "51147",
    "city": "Köln",
    "country": "DE",
}
"""An address as the API and the store write it; optional members are missing."""

POLICY = Policy(
    limits=Limits(per_line=99, per_cart=500),
    tax_percent=Decimal(19),
    shipping=Cents(490),
    free_from=Cents(4900),
    number_prefix="KN",
    attempts_a_minute=5,
    reset_lifetime=timedelta(minutes=30),
)


def address(**changes: str) -> Address:
    """Return the address of ADDRESS_JSON; `changes` have the names of the API."""
    return parse_address({**ADDRESS_JSON, **changes})


def stored_address(**changes: str) -> StoredAddress:
    """Return the address `addr_1` of the customer `cust_1`."""
    return StoredAddress("addr_1", "cust_1", address(**changes))


def product(product_id: str = "bad", price: int = 549, stock: int = 25) -> Product:
    """Return a product at `price` cents."""
    return Product(
        id=product_id,
        title=product_id.title(),
        brand="Kaiser",
        size="500 g",
        category="Pflege",
        price=Cents(price),
        image=f"/{product_id}.jpg",
        href=f"/shop/{product_id}",
        stock=stock,
    )


def cart(**quantities: int) -> Cart:
    """Return a cart with these quantities of products by id, at 549 cents each."""
    lines = (CartLine(product, count, Cents(549)) for product, count in quantities.items())
    return Cart(tuple(lines), NOW)


def purchase(**changes: Any) -> Purchase:
    """Return the purchase of two pieces of `product()`, 1797 cents with shipping and tax."""
    bought = product()
    line = OrderLine(
        product_id=bought.id,
        title=bought.title,
        brand=bought.brand,
        size=bought.size,
        image=bought.image,
        href=bought.href,
        quantity=2,
        unit_price=bought.price,
    )
    sample = Purchase(
        email=EMAIL,
        shipping_address=address(),
        billing_address=address(),
        lines=(line,),
        totals=Totals(Cents(1098), Cents(490), Cents(209)),
    )
    return replace(sample, **changes)


def order(**changes: Any) -> Order:
    """Return a guest's pending order of `purchase()`."""
    sample = Order(
        id="ord_1",
        number="KN-2026-0001",
        session_key="key",
        customer_id=None,
        payment_intent="pi_1",
        purchase=purchase(),
        created_at=NOW,
    )
    return replace(sample, **changes)


def paid_order(**changes: Any) -> Order:
    """Return the order `ord_1` of the customer `cust_1`, paid one second after its creation."""
    payment = {
        "customer_id": "cust_1",
        "status": "paid",
        "payment_status": "paid",
        "fulfilment_status": "processing",
        "paid_at": NOW + timedelta(seconds=1),
        "stock_deducted": True,
    }
    return order(**{**payment, **changes})


def customer(**changes: Any) -> Customer:
    """Return the customer `cust_1`."""
    sample = Customer(
        id="cust_1",
        email=EMAIL,
        name="Erika",
        accepts_marketing=True,
        created_at=NOW,
        password_hash="$argon2id$secret",
    )
    return replace(sample, **changes)
