"""Requests that are refused make no session and leave nothing in the store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from stub_server import app
from tests.server.conftest import event_of

JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
PRODUCT = "kaiser-natron-bad-500-g"

REFUSED: dict[str, tuple[str, str, bytes, dict[str, str], int]] = {
    "not JSON": ("POST", "/api/cart/items", b"{", JSON, 400),
    "another content type": ("POST", "/api/cart/items", b"a=1", FORM, 415),
    "too large": ("POST", "/api/cart/items", b" " * (1 << 20) + b"{}", JSON, 413),
    "a member missing": ("POST", "/api/cart/items", b'{"quantity": 1}', JSON, 400),
    "an unknown product": (
        "POST", "/api/cart/items", b'{"productId": "x", "quantity": 1}', JSON, 404,
    ),
    "no quantity": (
        "POST", "/api/cart/items", b'{"productId": "x", "quantity": 0}', JSON, 400,
    ),
    "a line that is not there": (
        "PATCH", f"/api/cart/items/{PRODUCT}", b'{"quantity": 1}', JSON, 404,
    ),
    "a removal of nothing": ("DELETE", f"/api/cart/items/{PRODUCT}", b"", {}, 404),
    "an empty cart": (
        "POST", "/api/checkout/intent",
        b'{"email": "a@example.org", "acceptsMarketing": false}', JSON, 400,
    ),
    "an order of somebody else": (
        "POST", "/api/checkout/confirm", b'{"orderId": "ord_x", "paymentIntentId": "pi_x"}',
        JSON, 404,
    ),
    "a wrong password": (
        "POST", "/api/customers/login", b'{"email": "a@example.org", "password": "wrong password"}',
        JSON, 401,
    ),
    "a weak password": (
        "POST", "/api/customers/register",
        b'{"email": "a@example.org", "password": "x", "name": "A", "acceptsMarketing": false}',
        JSON, 400,
    ),
    "no login": ("PATCH", "/api/customers/me", b"{}", JSON, 401),
    "an address without login": ("POST", "/api/customers/me/addresses", b"{}", JSON, 401),
    "an unknown token": (
        "POST", "/api/customers/password/confirm",
        b'{"token": "x", "password": "a long password"}', JSON, 400,
    ),
    "an unsigned webhook": ("POST", "/api/webhooks/stripe", event_of("x", "pi_x"), JSON, 400),
    "no such path": ("POST", "/api/nothing", b"{}", JSON, 404),
    "no such method": ("PUT", "/api/cart", b"{}", JSON, 405),
    "an unknown provider state": ("POST", "/__contract/state", b'{"name": "x"}', JSON, 400),
}  # fmt: skip


def stored(stub: app.Runtime) -> dict[str, int]:
    """How many records each table has."""
    store: Any = stub.shop.sandbox.store
    return {name: store.count(name) for name in store._tables if store.count(name)}


@pytest.fixture
def nothing_more(stub: app.Runtime) -> Iterator[None]:
    before = stored(stub)
    yield
    assert stored(stub) == before


@pytest.mark.rule("C-conv-2")
@pytest.mark.usefixtures("nothing_more")
@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("cookie", ["", "shop_session=" + "x" * 32])
async def test_a_request_that_is_refused_makes_no_session(
    buyer: Any, name: str, cookie: str
) -> None:
    method, path, content, headers, status = REFUSED[name]
    sent = {**headers, **({"cookie": cookie} if cookie else {})}
    answer = await buyer.client.request(method, path, content=content, headers=sent)
    assert answer.status_code == status, answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.rule("C-conv-2", "C-conv-8")
@pytest.mark.usefixtures("nothing_more")
@pytest.mark.parametrize("path", ["/api/cart", "/api/orders", "/api/customers/me", "/_stub/outbox"])
async def test_a_read_of_an_anonymous_visitor_leaves_nothing(buyer: Any, path: str) -> None:
    assert (await buyer.client.get(path)).status_code == 200


@pytest.mark.rule("C-conv-2")
async def test_a_request_that_is_refused_keeps_the_earlier_session(buyer: Any) -> None:
    await buyer.adds()
    answer = await buyer.client.post("/api/cart/items", content=b"{", headers=JSON)
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers
    assert orjson.loads((await buyer.client.get("/api/cart")).content)["count"] == 1


@pytest.mark.rule("C-conv-2")
@pytest.mark.usefixtures("nothing_more")
async def test_thousands_of_refused_requests_leave_nothing(buyer: Any) -> None:
    for _ in range(2000):
        answer = await buyer.client.post("/api/cart/items", content=b"{", headers=JSON)
    assert answer.status_code == 400
