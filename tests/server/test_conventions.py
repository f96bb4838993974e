"""What holds for every endpoint, seen from outside."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from stub_server import app
from stub_server.settings import Settings


@pytest.mark.rule("C-conv-1")
async def test_answers_are_json_in_utf_8(buyer: Any) -> None:
    answer = await buyer.adds("gruene-tante-mit-quarzmehl-500-ml-dose")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert "Grüne Tante" in answer.content.decode("utf-8")


@pytest.mark.rule("C-conv-1", "C-conv-7")
async def test_a_body_without_a_content_type_counts_as_json(buyer: Any) -> None:
    content = b'{"productId": "kaiser-natron-bad-500-g", "quantity": 1}'
    answer = await buyer.client.post("/api/cart/items", content=content)
    assert answer.status_code == 200


@pytest.mark.rule("C-conv-2")
async def test_the_first_post_sets_a_cookie_that_javascript_can_not_read(buyer: Any) -> None:
    assert "set-cookie" not in (await buyer.sends("GET", "/api/cart")).headers
    cookie = (await buyer.adds()).headers["set-cookie"]
    name, *attributes = cookie.split("; ")
    assert name.startswith("shop_session=")
    assert {it.lower() for it in attributes} == {"httponly", "path=/", "samesite=lax"}
    assert "set-cookie" not in (await buyer.adds()).headers


@pytest.mark.rule("C-conv-2", "C-cus-2")
async def test_a_session_that_the_shop_did_not_issue_is_never_taken_up(buyer: Any) -> None:
    buyer.client.cookies.set("shop_session", "x" * 32)
    answer = await buyer.adds()
    assert "x" * 32 not in answer.headers["set-cookie"]


@pytest.mark.rule("C-conv-2")
async def test_the_webhook_sets_no_cookie(buyer: Any) -> None:
    answer = await buyer.sends("POST", "/api/webhooks/stripe", {})
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


BAD_REQUESTS = {
    "not JSON": ("POST", "/api/cart/items", b"{", {}, 400, "request.invalid"),
    "no body": ("POST", "/api/cart/items", b"", {}, 400, "request.invalid"),
    "a list": ("POST", "/api/cart/items", b"[]", {}, 400, "request.invalid"),
    "not UTF-8": ("POST", "/api/cart/items", b'{"productId":"\xff"}', {}, 400, "request.invalid"),
    "NaN": ("POST", "/api/cart/items", b'{"quantity":NaN}', {}, 400, "request.invalid"),
    "a member missing": ("POST", "/api/cart/items", b'{"quantity": 1}', {}, 400, "request.invalid"),
    "an id that is no text": (
        "POST", "/api/cart/items", b'{"productId":3,"quantity":1}', {}, 400, "request.invalid",
    ),
    "an unknown path": ("GET", "/api/nothing", b"", {}, 404, "request.notFound"),
    "a path too long": ("GET", "/api/cart/", b"", {}, 404, "request.notFound"),
    "a wrong method": ("PUT", "/api/cart", b"", {}, 405, "request.methodNotAllowed"),
    "text": (
        "POST", "/api/cart/items", b"{}", {"content-type": "text/plain"}, 415,
        "request.unsupportedMediaType",
    ),
    "too much": (
        "POST", "/api/cart/items", b" " * (1024 * 1024 + 1), {}, 413, "request.tooLarge",
    ),
}  # fmt: skip


@pytest.mark.rule("C-conv-3", "C-conv-6", "C-conv-7")
@pytest.mark.parametrize("case", BAD_REQUESTS)
async def test_what_no_page_names_gets_the_envelope_too(buyer: Any, case: str) -> None:
    method, path, content, headers, status, code = BAD_REQUESTS[case]
    answer = await buyer.client.request(method, path, content=content, headers=headers)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert isinstance(error["message"], str)
    assert error["rule"].startswith("C-conv-")


@pytest.mark.rule("C-conv-7")
async def test_a_body_of_exactly_1_mib_is_read(buyer: Any) -> None:
    start = b'{"productId":"kaiser-natron-bad-500-g","quantity":1'
    content = start + b" " * (1024 * 1024 - len(start) - 1) + b"}"
    assert (await buyer.client.post("/api/cart/items", content=content)).status_code == 200


@pytest.mark.rule("C-conv-7")
async def test_a_wrong_method_is_told_all_that_the_path_has(buyer: Any) -> None:
    answer = await buyer.sends("PUT", "/api/cart")
    assert {it.strip() for it in answer.headers["allow"].split(",")} == {"DELETE", "GET", "HEAD"}


@pytest.mark.rule("C-conv-7", "C-cus-10")
async def test_a_missing_login_is_noticed_before_anything_in_the_body(buyer: Any) -> None:
    answer = await buyer.client.post("/api/customers/me/addresses", content=b"{")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "auth.required")


@pytest.mark.rule("C-conv-3")
async def test_an_error_links_to_its_rule_and_the_link_opens(buyer: Any) -> None:
    error = (await buyer.adds(quantity=0)).json()["error"]
    assert error["rule"] == "C-cart-4"
    page, _, anchor = error["docs"].partition("#")
    answer = await buyer.client.get(page)
    assert answer.status_code == 200
    assert f'id="{anchor}"' in answer.text


@pytest.mark.rule("C-conv-8")
async def test_a_read_without_a_session_leaves_no_trace(buyer: Any) -> None:
    for path in ("/api/cart", "/api/orders", "/api/customers/me"):
        assert (await buyer.sends("GET", path)).status_code == 200
    assert buyer.stub.shop.sandbox.store.all("sessions") == []
    assert buyer.stub.shop.sandbox.store.all("carts") == []


@pytest.mark.rule("C-conv-4")
async def test_money_is_a_number_with_two_decimals_at_most(buyer: Any) -> None:
    for quantity in range(1, 20):
        cart = (await buyer.adds("kaiser-natron-pulver-50-g-beutel", 1)).json()
        line = cart["items"][0]
        assert f"{line['lineTotal']:.2f}" == f"{quantity * 129 / 100:.2f}"
        for amount in (line["unitPrice"], line["lineTotal"], cart["subtotal"]):
            assert len(str(float(amount)).partition(".")[2]) <= 2


@pytest.mark.rule("C-conv-5")
async def test_times_are_utc_with_z(buyer: Any) -> None:
    updated_at = (await buyer.adds()).json()["updatedAt"]
    assert updated_at.startswith("2026-03-02T09:30:00.")
    assert updated_at.endswith("Z")


async def test_a_frontend_of_vite_may_call_with_its_cookie(buyer: Any) -> None:
    headers = {"origin": "http://localhost:5173", "access-control-request-method": "PATCH"}
    answer = await buyer.client.options("/api/cart", headers=headers)
    assert answer.headers["access-control-allow-origin"] == "http://localhost:5173"
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert "PATCH" in answer.headers["access-control-allow-methods"]


async def test_a_page_of_another_origin_may_not(buyer: Any) -> None:
    answer = await buyer.client.get("/api/cart", headers={"origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in answer.headers


async def test_an_encoded_slash_stays_inside_its_parameter(buyer: Any) -> None:
    answer = await buyer.sends("GET", "/api/orders/a%2Fb")
    assert answer.json()["error"]["code"] == "order.notFound"


VITE = "http://localhost:5173"
OTHER_ORIGIN = "https://elsewhere.example"


async def preflight(client: httpx.AsyncClient, header: str, origin: str = VITE) -> httpx.Response:
    headers = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": header,
    }
    return await client.options("/api/checkout/intent", headers=headers)


@pytest.mark.parametrize("header", ["content-type", "idempotency-key", "x-of-a-wrapper"])
async def test_a_frontend_may_send_the_contracts_headers_and_its_wrappers(
    buyer: Any, header: str
) -> None:
    answer = await preflight(buyer.client, header)
    assert answer.status_code == 200
    assert header in answer.headers["access-control-allow-headers"].lower()


async def test_a_preflight_rejects_another_origin(buyer: Any) -> None:
    answer = await preflight(buyer.client, "content-type", OTHER_ORIGIN)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.rule("C-cus-6")
async def test_javascript_may_read_how_long_to_wait(buyer: Any) -> None:
    answer = await buyer.sends("GET", "/api/cart", headers={"origin": VITE})
    assert "retry-after" in answer.headers["access-control-expose-headers"].lower()


@pytest.mark.rule("C-conv-3")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/api/cart/items", 400),
        ("PATCH", "/api/customers/me", 401),
        ("GET", "/api/orders/ord_nothing", 404),
        ("GET", "/api/nothing", 404),
        ("PUT", "/api/cart", 405),
    ],
)
async def test_a_frontend_may_read_errors_too(
    buyer: Any, method: str, path: str, status: int
) -> None:
    answer = await buyer.client.request(method, path, headers={"origin": VITE})
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == VITE
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert "origin" in answer.headers["vary"].lower()


async def test_a_star_lets_every_origin_in_with_its_cookie() -> None:
    stub = app.build(Settings(memory=True, origins=("*",)), "http://a.test", "http://b.test")
    transport = httpx.ASGITransport(stub.site)
    async with httpx.AsyncClient(transport=transport, base_url="http://a.localhost") as client:
        for origin in (VITE, OTHER_ORIGIN):
            for answer in (
                await client.get("/api/cart", headers={"origin": origin}),
                await preflight(client, "content-type", origin),
            ):
                assert answer.status_code == 200
                assert answer.headers["access-control-allow-origin"] == origin
                assert answer.headers["access-control-allow-credentials"] == "true"


@pytest.mark.rule("C-conv-2", "C-conv-8")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_read_sets_no_cookie_and_no_state(buyer: Any, method: str) -> None:
    for path in ("/api/cart", "/api/orders", "/api/customers/me"):
        for cookie in ("", "shop_session=" + "x" * 32):
            answer = await buyer.client.request(method, path, headers={"cookie": cookie})
            assert answer.status_code == 200
            assert "set-cookie" not in answer.headers
    store = buyer.stub.shop.sandbox.store
    stored = {name for name in store._tables if store.count(name)}
    assert stored == {"customers"}, "the demo customers are there from the start"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/cart"),
        ("DELETE", "/api/cart"),
        ("POST", "/api/cart/items"),
        ("GET", "/api/nothing"),
        ("PUT", "/api/cart"),
        ("GET", "/_stub/health"),
        ("GET", "/_stub/orders/ord_nothing"),
    ],
)
async def test_nothing_is_kept_by_a_cache(buyer: Any, method: str, path: str) -> None:
    answer = await buyer.client.request(method, path)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.rule("C-conv-3", "C-conv-7")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("POST", "/api/nothing", 404),
        ("GET", "/_stub/nothing", 404),
        ("PUT", "/api/cart", 405),
        ("GET", "/api/webhooks/stripe", 405),
    ],
)
async def test_an_unknown_path_or_method_links_to_its_rule(
    buyer: Any, method: str, path: str, status: int
) -> None:
    answer = await buyer.sends(method, path)
    assert answer.status_code == status
    page, _, anchor = answer.json()["error"]["docs"].partition("#")
    assert anchor == "C-conv-7"
    assert f'id="{anchor}"' in (await buyer.client.get(page)).text
