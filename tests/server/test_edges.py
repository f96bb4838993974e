"""What is rarely sent, and has to be judged all the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.shop.samples import ADDRESS_JSON


@pytest.mark.rule("C-cart-4", "C-cart-6")
@pytest.mark.parametrize(
    ("quantity", "status", "code"),
    [
        ("1e400", 409, "cart.itemLimit"),
        ("9" * 400, 409, "cart.itemLimit"),
        ("1e308", 409, "cart.itemLimit"),
        ("-1e400", 400, "cart.quantityInvalid"),
        ("2.0", 200, None),
        ("2.5", 400, "cart.quantityInvalid"),
        ("NaN", 400, "request.invalid"),
        ("Infinity", 400, "request.invalid"),
    ],
)
async def test_a_number_is_judged_however_large(
    buyer: Any, quantity: str, status: int, code: str | None
) -> None:
    content = b'{"productId": "kaiser-natron-bad-500-g", "quantity": %b}' % quantity.encode()
    answer = await buyer.client.post("/api/cart/items", content=content)
    assert answer.status_code == status
    assert code is None or answer.json()["error"]["code"] == code


@pytest.mark.parametrize(
    "content",
    [
        b'{"productId": "\\ud800", "quantity": 1e400}',
        b'{"quantity":1e400}'.decode().encode("utf-16"),
    ],
)
async def test_what_is_no_text_stays_refused_beside_a_large_number(
    buyer: Any, content: bytes
) -> None:
    answer = await buyer.client.post("/api/cart/items", content=content)
    assert answer.json()["error"]["code"] == "request.invalid"


async def test_a_body_nested_too_deep_is_refused(buyer: Any) -> None:
    content = b'{"productId": "a", "quantity": 1, "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    answer = await buyer.client.post("/api/cart/items", content=content)
    assert answer.json()["error"]["code"] == "request.invalid"


@pytest.mark.rule("C-cart-5")
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"productId": "A B", "quantity": 0}, "cart.quantityInvalid"),
        ({"productId": "A B", "quantity": 1}, "product.notFound"),
        ({"productId": None, "quantity": 1}, "request.invalid"),
        ({"quantity": 1}, "request.invalid"),
    ],
)
async def test_the_quantity_is_judged_before_the_product(
    buyer: Any, body: dict[str, Any], code: str
) -> None:
    answer = await buyer.sends("POST", "/api/cart/items", body)
    assert answer.json()["error"]["code"] == code


@pytest.mark.rule("C-conv-7", "C-cus-10")
async def test_a_missing_login_is_noticed_before_a_body_that_is_too_large(buyer: Any) -> None:
    answer = await buyer.client.patch("/api/customers/me", content=b" " * 1_200_000)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "auth.required")


@pytest.mark.rule("C-chk-14", "C-ord-1")
async def test_a_key_does_not_return_another_customers_intent(buyer: Any) -> None:
    await buyer.adds()
    assert (await buyer.registers("first@example.com")).status_code == 200
    body = {
        "email": "a@example.com",
        "acceptsMarketing": False,
        "shippingAddress": ADDRESS_JSON,
    }
    headers = {"idempotency-key": "k"}
    first = await buyer.sends("POST", "/api/checkout/intent", body, headers=headers)
    again = await buyer.sends("POST", "/api/checkout/intent", body, headers=headers)
    assert first.json() == again.json()
    assert (await buyer.registers("another@example.com")).status_code == 200
    second = await buyer.sends("POST", "/api/checkout/intent", body, headers=headers)
    assert second.json()["orderId"] != first.json()["orderId"]
    assert (await buyer.sends("GET", f"/api/orders/{second.json()['orderId']}")).status_code == 200


@pytest.mark.parametrize("price", [0, -1, 1e300, 1e20, 999_999.99, 1.005, "1", None, True])
async def test_a_price_that_no_cart_could_pay_is_refused(buyer: Any, price: Any) -> None:
    wanted = {"name": "product-price", "productId": "kaiser-natron-bad-500-g", "price": price}
    answer = await buyer.sends("POST", "/__contract/state", wanted)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "request.invalid")
