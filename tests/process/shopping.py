"""A buyer's calls of shop and Stripe: fill the cart, check out, pay, wait for the webhook."""

from __future__ import annotations

import time
from typing import Any

import httpx

from tests.shop.samples import ADDRESS_JSON

BATH = "kaiser-natron-bad-500-g"
PRODUCTS = (BATH, "linda-fleckenweg-200-ml-tube")
"""Products that every checkout buys one piece of."""

EMAIL = "ada@example.com"


def check_out(buyer: httpx.Client) -> dict[str, Any]:
    """Put the products into the cart, and return the response to the request for an intent."""
    for product in PRODUCTS:
        added = buyer.post("/api/cart/items", json={"productId": product, "quantity": 1})
        assert added.status_code == 200, added.text
    body = {"email": EMAIL, "shippingAddress": ADDRESS_JSON, "acceptsMarketing": False}
    response = buyer.post("/api/checkout/intent", json=body)
    assert response.status_code == 200, response.text
    intent: dict[str, Any] = response.json()
    return intent


def confirm(stripe: httpx.Client, intent: dict[str, Any]) -> str:
    """Pay the intent of a checkout with a card; return the PaymentIntent's id."""
    payment_intent: str = intent["clientSecret"].split("_secret_")[0]
    form = {"payment_method": "pm_card_visa", "return_url": "http://localhost/return"}
    response = stripe.post(f"/v1/payment_intents/{payment_intent}/confirm", data=form)
    assert response.status_code == 200, response.text
    assert response.json()["status"] == "succeeded", response.text
    return payment_intent


def settled(buyer: httpx.Client, order_id: str, status: str, seconds: float = 10) -> dict[str, Any]:
    """Return the order once it has the status, or as it is after that many seconds (C-ord-7)."""
    until = time.monotonic() + seconds
    while True:
        order: dict[str, Any] = buyer.get(f"/api/orders/{order_id}").json()
        if order["status"] == status or time.monotonic() > until:
            return order
        time.sleep(0.02)


def set_stock(buyer: httpx.Client, pieces: int) -> None:
    """Set the stock of the products of a checkout."""
    for product in PRODUCTS:
        state = {"name": "product-stock", "productId": product, "stock": pieces}
        response = buyer.post("/__contract/state", json=state)
        assert response.status_code == 200, response.text
