"""What holds of every endpoint: paths, methods, bodies, content types, errors."""

from __future__ import annotations

import json

import pytest

from contract_tests.harness.client import JSON
from contract_tests.harness.rules import rule
from contract_tests.harness.session import CheckSession
from contract_tests.shop import expect
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Shopper, quantities

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
def test_a_body_that_is_no_object_is_refused(
    session: CheckSession, operation: str, body: str
) -> None:
    found = session.document.operations[operation]
    exchange = session.new_client().send(
        found.method,
        found.path,
        NOT_JSON[body],
        headers={"content-type": JSON},
        operation=operation,
    )
    expect.rejected(exchange, body)


@rule("C-conv-7", "C-conv-3")
@pytest.mark.parametrize("operation", TAKE_JSON)
def test_a_body_that_is_not_utf_8_does_no_harm(session: CheckSession, operation: str) -> None:
    """Some read U+FFFD for what is no UTF-8: it is refused, or not known."""
    found = session.document.operations[operation]
    exchange = session.new_client().send(
        found.method,
        found.path,
        b'{"productId": "\xff\xfe", "quantity": 1}',
        headers={"content-type": JSON},
        operation=operation,
    )
    allowed = {*expect.INVALID, *({404} if operation == "addCartItem" else ())}
    expect.check(exchange.status in allowed, f"it was answered {exchange.status}")


@rule("C-conv-7", "C-conv-3")
@pytest.mark.parametrize("body", NOT_JSON)
def test_a_change_that_is_no_object_changes_nothing(
    customer: Shopper, products: Products, body: str
) -> None:
    """Where each member may be left out, only the body's own type tells."""
    stored = customer.store_address()
    before = customer.me()
    customer.add(products[0], 2)
    paths = {"updateAddress": stored["id"], "setCartItemQuantity": products[0]}
    for operation in ("updateMe", "addAddress", "updateAddress", "setCartItemQuantity"):
        found = customer.session.document.operations[operation]
        path = found.path
        for name in ("{id}", "{productId}"):
            path = path.replace(name, paths.get(operation, ""))
        exchange = customer.client.send(
            found.method,
            path,
            NOT_JSON[body],
            headers={"content-type": JSON},
            operation=operation,
        )
        expect.rejected(exchange, f"{body} of {operation}")
    expect.equal(customer.me(), before, "me afterwards")
    expect.equal(customer.addresses(), [stored], "the addresses afterwards")
    expect.equal(quantities(customer.cart()), {products[0]: 2}, "the cart afterwards")


@rule("C-conv-7", "C-conv-3")
@pytest.mark.parametrize(
    "path",
    ["/api/nope", "/api/cart/nope/nope", "/api", "/api/", "/api/orders/a/b", "/api/checkout"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_path_is_not_found(session: CheckSession, method: str, path: str) -> None:
    content = b"{}" if method == "POST" else None
    exchange = session.new_client().send(method, path, content, headers={"content-type": JSON})
    expect.check(exchange.status in (404, 405), f"{method} {path} is answered {exchange.status}")


@rule("C-conv-7", "C-conv-3")
def test_a_wrong_method_is_refused_with_those_allowed(session: CheckSession) -> None:
    methods: dict[str, set[str]] = {}
    for operation in session.document.operations.values():
        methods.setdefault(operation.path, set()).add(operation.method)
    visitor = session.new_client()
    for path, allowed in methods.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - allowed:
            content = b"{}" if method in ("POST", "PUT", "PATCH") else None
            real = path.replace("{productId}", "some-product").replace("{id}", "some-id")
            exchange = visitor.send(method, real, content, headers={"content-type": JSON})
            if exchange.status == 404:
                continue  # no such thing: as good an answer
            expect.equal(exchange.status, 405, f"the status of {method} {path}")
            offered = {
                each.strip().upper() for each in exchange.headers.get("allow", "").split(",")
            }
            expect.check(allowed <= offered, f"Allow of {path} is {sorted(offered)}")


@rule("C-conv-7", "C-conv-1")
@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data"],
)
def test_a_body_of_another_content_type_is_refused(
    shopper: Shopper, products: Products, kind: str
) -> None:
    body = json.dumps({"productId": products[0], "quantity": 1}).encode()
    exchange = shopper.client.send(
        "POST", "/api/cart/items", body, headers={"content-type": kind}, operation="addCartItem"
    )
    expect.rejected(exchange, kind)
    expect.equal(quantities(shopper.cart()), {}, "the cart afterwards")


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
def test_json_is_taken_however_it_is_spelt(shopper: Shopper, products: Products, kind: str) -> None:
    body = json.dumps({"productId": products[0], "quantity": 1}).encode()
    exchange = shopper.client.send(
        "POST", "/api/cart/items", body, headers={"content-type": kind}, operation="addCartItem"
    )
    expect.equal(quantities(expect.ok(exchange)), {products[0]: 1}, "the cart")


@rule("C-conv-7", "C-conv-1")
def test_a_change_of_another_content_type_is_refused(shopper: Shopper, products: Products) -> None:
    before = shopper.register()
    shopper.add(products[0], 2)
    for operation, body, names in (
        ("updateMe", {"name": "Somebody Else"}, {}),
        ("setCartItemQuantity", {"quantity": 5}, {"productId": products[0]}),
    ):
        kind = {"content-type": "text/plain"}
        expect.rejected(shopper.client.call(operation, body, headers=kind, **names), "text/plain")
    expect.equal(shopper.me(), before, "me afterwards")
    expect.equal(quantities(shopper.cart()), {products[0]: 2}, "the cart afterwards")


@rule("C-conv-7")
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT"])
def test_methods_that_no_page_names_do_no_harm(session: CheckSession, method: str) -> None:
    visitor = session.new_client()
    for path in dict.fromkeys(operation.path for operation in session.document.operations.values()):
        real = path.replace("{productId}", "some-product").replace("{id}", "some-id")
        status = visitor.send(method, real).status
        expect.check(status < 500, f"{method} {real} is answered {status}")


@rule("C-conv-7")
@pytest.mark.parametrize("path", ["/api/orders/%zz", "/api/orders/%E0%A4%A", "/api/orders/%FF"])
def test_a_path_that_is_badly_escaped_does_no_harm(session: CheckSession, path: str) -> None:
    exchange = session.new_client().send("GET", path)
    expect.check(exchange.status in (400, 401, 404), f"it was answered {exchange.status}")


@rule("C-conv-1")
def test_every_endpoint_is_under_api(session: CheckSession) -> None:
    outside = [
        operation.path
        for operation in session.document.operations.values()
        if not operation.path.startswith("/api/")
    ]
    expect.equal(outside, [], "paths outside of /api")
    exchange = session.new_client().send("GET", "/cart")
    body = exchange.json
    is_cart = isinstance(body, dict) and "subtotal" in body
    expect.check(not is_cart, "the cart is also served outside of /api")
