"""What holds of every endpoint: paths, methods, bodies, content types, errors."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from contract_tests import expect
from contract_tests.client import JSON, Desk, held_back
from contract_tests.goods import Goods
from contract_tests.invariants import cents
from contract_tests.rules import rule
from contract_tests.shopper import PASSWORD, Shopper, new_email, quantities
from contract_tests.states import States

TAKE_JSON = [
    "addCartItem", "createCheckoutIntent", "confirmCheckout", "registerCustomer", "loginCustomer",
    "requestPasswordReset", "confirmPasswordReset",
]  # fmt: skip
NOT_JSON = {
    "not JSON": b"not json",
    "cut off": b'{"productId": "a", "quantity": ',
    "two bodies": b"{}{}",
    "a list": b"[]",
    "a string": b'"text"',
    "a number": b"7",
    "null": b"null",
    "nothing": b"",
}


@rule("C-conv-7", "C-conv-3")
@pytest.mark.parametrize("body", NOT_JSON)
@pytest.mark.parametrize("operation", TAKE_JSON)
def test_a_body_that_is_no_object_is_refused(desk: Desk, operation: str, body: str) -> None:
    found = desk.document.operations[operation]
    exchange = desk.visitor().send(
        found.method,
        found.path,
        NOT_JSON[body],
        headers={"content-type": JSON},
        operation=operation,
    )
    expect.unfit(exchange, body)


@rule("C-conv-7", "C-conv-3")
@pytest.mark.parametrize("operation", TAKE_JSON)
def test_a_body_that_is_not_utf_8_does_no_harm(desk: Desk, operation: str) -> None:
    """Some read U+FFFD for what is no UTF-8: it is refused, or not known."""
    found = desk.document.operations[operation]
    exchange = desk.visitor().send(
        found.method,
        found.path,
        b'{"productId": "\xff\xfe", "quantity": 1}',
        headers={"content-type": JSON},
        operation=operation,
    )
    allowed = {*expect.UNFIT, *({404} if operation == "addCartItem" else ())}
    expect.that(exchange.status in allowed, f"it was answered {exchange.status}")


@rule("C-conv-7", "C-conv-3")
@pytest.mark.parametrize("body", NOT_JSON)
def test_a_change_that_is_no_object_changes_nothing(
    shopper: Shopper, goods: Goods, body: str
) -> None:
    """Where each member may be left out, only the body's own type tells."""
    before = shopper.registers()
    stored = shopper.stores()
    shopper.adds(goods[0], 2)
    paths = {"updateAddress": stored["id"], "setCartItemQuantity": goods[0]}
    for operation in ("updateMe", "addAddress", "updateAddress", "setCartItemQuantity"):
        found = shopper.desk.document.operations[operation]
        path = found.path
        for name in ("{id}", "{productId}"):
            path = path.replace(name, paths.get(operation, ""))
        exchange = shopper.client.send(
            found.method,
            path,
            NOT_JSON[body],
            headers={"content-type": JSON},
            operation=operation,
        )
        expect.unfit(exchange, f"{body} of {operation}")
    expect.same(shopper.me(), before, "me afterwards")
    expect.same(shopper.addresses(), [stored], "the addresses afterwards")
    expect.same(quantities(shopper.cart()), {goods[0]: 2}, "the cart afterwards")


@rule("C-conv-7", "C-conv-3")
@pytest.mark.parametrize(
    "path",
    ["/api/nope", "/api/cart/nope/nope", "/api", "/api/", "/api/orders/a/b", "/api/checkout"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_path_is_not_found(desk: Desk, method: str, path: str) -> None:
    content = b"{}" if method == "POST" else None
    exchange = desk.visitor().send(method, path, content, headers={"content-type": JSON})
    expect.that(exchange.status in (404, 405), f"{method} {path} is answered {exchange.status}")


@rule("C-conv-7", "C-conv-3")
def test_a_wrong_method_is_refused_with_those_allowed(desk: Desk) -> None:
    methods: dict[str, set[str]] = {}
    for operation in desk.document.operations.values():
        methods.setdefault(operation.path, set()).add(operation.method)
    visitor = desk.visitor()
    for path, allowed in methods.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - allowed:
            content = b"{}" if method in ("POST", "PUT", "PATCH") else None
            real = path.replace("{productId}", "some-product").replace("{id}", "some-id")
            exchange = visitor.send(method, real, content, headers={"content-type": JSON})
            if exchange.status == 404:
                continue  # no such thing: as good an answer
            expect.same(exchange.status, 405, f"the status of {method} {path}")
            offered = {it.strip().upper() for it in exchange.headers.get("allow", "").split(",")}
            expect.that(allowed <= offered, f"Allow of {path} is {sorted(offered)}")


@rule("C-conv-7", "C-conv-1")
@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data"],
)
def test_a_body_of_another_content_type_is_refused(
    shopper: Shopper, goods: Goods, kind: str
) -> None:
    body = json.dumps({"productId": goods[0], "quantity": 1}).encode()
    exchange = shopper.client.send(
        "POST", "/api/cart/items", body, headers={"content-type": kind}, operation="addCartItem"
    )
    expect.unfit(exchange, kind)
    expect.same(quantities(shopper.cart()), {}, "the cart afterwards")


@rule("C-conv-1")
@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "Application/JSON",
    ],
)
def test_json_is_taken_however_it_is_spelt(shopper: Shopper, goods: Goods, kind: str) -> None:
    body = json.dumps({"productId": goods[0], "quantity": 1}).encode()
    exchange = shopper.client.send(
        "POST", "/api/cart/items", body, headers={"content-type": kind}, operation="addCartItem"
    )
    expect.same(quantities(expect.answered(exchange)), {goods[0]: 1}, "the cart")


@rule("C-conv-7", "C-conv-1")
def test_a_change_of_another_content_type_is_refused(shopper: Shopper, goods: Goods) -> None:
    before = shopper.registers()
    shopper.adds(goods[0], 2)
    for operation, body, names in (
        ("updateMe", {"name": "Somebody Else"}, {}),
        ("setCartItemQuantity", {"quantity": 5}, {"productId": goods[0]}),
    ):
        kind = {"content-type": "text/plain"}
        expect.unfit(shopper.client.call(operation, body, headers=kind, **names), "text/plain")
    expect.same(shopper.me(), before, "me afterwards")
    expect.same(quantities(shopper.cart()), {goods[0]: 2}, "the cart afterwards")


@rule("C-conv-7")
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT"])
def test_methods_that_no_page_names_do_no_harm(desk: Desk, method: str) -> None:
    visitor = desk.visitor()
    for path in dict.fromkeys(it.path for it in desk.document.operations.values()):
        real = path.replace("{productId}", "some-product").replace("{id}", "some-id")
        status = visitor.send(method, real).status
        expect.that(status < 500, f"{method} {real} is answered {status}")


@rule("C-conv-7")
@pytest.mark.parametrize("path", ["/api/orders/%zz", "/api/orders/%E0%A4%A", "/api/orders/%FF"])
def test_a_path_that_is_badly_escaped_does_no_harm(desk: Desk, path: str) -> None:
    exchange = desk.visitor().send("GET", path)
    expect.that(exchange.status in (400, 401, 404), f"it was answered {exchange.status}")


@rule("C-conv-1")
def test_text_is_read_whole_however_it_arrives(shopper: Shopper) -> None:
    """A sign of several bytes may lie across two parts of the body."""
    name = "Grüße aus Köln 🧼"
    members = {"email": new_email(), "password": PASSWORD, "name": name, "acceptsMarketing": False}
    body = json.dumps(dict(reversed(members.items())), ensure_ascii=False).encode()
    with held_back(lambda: time.sleep(0.1), at=body.index("ß".encode()) + 1):
        exchange = shopper.client.send(
            "POST", "/api/customers/register", body, headers={"content-type": JSON},
            operation="registerCustomer",
        )  # fmt: skip
    expect.same(expect.answered(exchange)["name"], name, "the name")


@rule("C-conv-7")
def test_a_body_over_a_mebibyte_is_refused(shopper: Shopper, goods: Goods) -> None:
    for padding in (1024 * 1024, 3 * 1024 * 1024):
        body = {"productId": goods[0], "quantity": 1, "padding": "x" * padding}
        exchange = shopper.client.call("addCartItem", body)
        expect.unfit(exchange, f"{padding} bytes and some")
    expect.same(quantities(shopper.cart()), {}, "the cart afterwards")


@rule("C-conv-7")
def test_a_body_of_half_a_mebibyte_is_taken(shopper: Shopper, goods: Goods) -> None:
    body = {"productId": goods[0], "quantity": 1, "padding": "x" * (512 * 1024)}
    expect.answered(shopper.client.call("addCartItem", body))


@rule("C-conv-1", "C-conv-7")
@pytest.mark.parametrize(
    "text", ["Ünïcödé €", "日本語", "emoji 🧼", 'a"b\\c</script>', "tab\there"]
)
def test_text_comes_back_as_it_was_sent(shopper: Shopper, text: str) -> None:
    expect.same(shopper.registers(name=text)["name"], text, "the name")
    expect.same(shopper.me()["name"], text, "the name, looked at")


@rule("C-conv-7")
@pytest.mark.parametrize("depth", [50, 5_000])
def test_a_deep_body_does_no_harm(shopper: Shopper, depth: int) -> None:
    body = b'{"productId": ' + b"[" * depth + b"]" * depth + b', "quantity": 1}'
    exchange = shopper.client.send(
        "POST", "/api/cart/items", body, headers={"content-type": JSON}, operation="addCartItem"
    )
    expect.that(exchange.status in (400, 404, 413, 422), f"it was answered {exchange.status}")


@rule("C-conv-7", "C-cus-9")
@pytest.mark.parametrize("value", [7, None, [], {}, True])
def test_members_of_another_type_are_refused(shopper: Shopper, value: Any) -> None:
    for operation, body in (
        ("loginCustomer", {"email": value, "password": PASSWORD}),
        ("loginCustomer", {"email": new_email(), "password": value}),
        ("addCartItem", {"productId": value, "quantity": 1}),
        ("requestPasswordReset", {"email": value}),
    ):
        exchange = shopper.client.call(operation, body)
        allowed = {*expect.UNFIT, *({404} if operation == "addCartItem" else ())}
        expect.that(exchange.status in allowed, f"{operation} answered {exchange.status} to {body}")


@rule("C-conv-7")
@pytest.mark.parametrize("operation", ["requestPasswordReset", "loginCustomer"])
@pytest.mark.parametrize("email", ["nobody", "", "a@", "a b@c.de"])
def test_an_email_that_is_none_is_refused(shopper: Shopper, operation: str, email: str) -> None:
    body = {"email": email, "password": PASSWORD}
    exchange = shopper.client.call(operation, body)
    expect.that(
        exchange.status in expect.UNFIT or (exchange.status, operation) == (401, "loginCustomer"),
        f"{operation} answered {exchange.status}",
    )


@rule("C-conv-4")
def test_money_is_euros_with_two_decimals_at_most(shopper: Shopper, goods: Goods) -> None:
    """Looked at in every answer; here with the sums that floats get wrong."""
    expect.same(float(shopper.empties()["subtotal"]), 0.0, "an empty cart's subtotal")
    cap = shopper.desk.target.line_cap
    for product in goods[:3]:
        shopper.empties()
        for quantity in (3, 7, 11):
            shopper.adds(product, min(quantity, cap // 3))
            order = shopper.sees(shopper.orders_cart().order)
            expect.that(order["total"] > 0, f"the total is {order['total']}")


@rule("C-conv-4", "C-cart-8")
def test_prices_are_euros(shopper: Shopper, goods: Goods, states: States) -> None:
    product = goods[0]
    price = states.set("product", productId=product)["price"]
    shown = shopper.adds(product, 3)["items"][0]
    expect.same(cents(shown["unitPrice"]), cents(price), "the unit price, in cents")
    line = shopper.sees(shopper.orders_cart().order)["items"][0]
    expect.same(cents(line["unitPrice"]), cents(price), "the order's unit price, in cents")


@rule("C-conv-1")
def test_every_endpoint_is_under_api(desk: Desk) -> None:
    outside = [
        it.path for it in desk.document.operations.values() if not it.path.startswith("/api/")
    ]
    expect.same(outside, [], "paths outside of /api")
    exchange = desk.visitor().send("GET", "/cart")
    body = exchange.json
    is_cart = isinstance(body, dict) and "subtotal" in body
    expect.that(not is_cart, "the cart is also served outside of /api")
