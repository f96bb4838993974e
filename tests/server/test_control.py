"""Contract states over HTTP, and that they are for test machines only."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from stub_server import app
from stub_server.settings import Settings


async def test_a_state_is_entered_and_answers_json(buyer: Any) -> None:
    wanted = {"name": "product-price", "productId": "kaiser-natron-bad-500-g", "price": 5.99}
    assert (await buyer.sends("POST", "/__contract/state", wanted)).json() == {}
    wanted = {"name": "product", "productId": "kaiser-natron-bad-500-g"}
    answer = await buyer.sends("POST", "/__contract/state", wanted)
    assert answer.json() == {"price": 5.99, "stock": 25}


@pytest.mark.parametrize("body", [b"{", b"[]", b"{}", b'{"name": "nonsense"}', b'{"name": 3}'])
async def test_a_state_that_is_none_is_refused_in_the_envelope(buyer: Any, body: bytes) -> None:
    answer = await buyer.client.post("/__contract/state", content=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "request.invalid")


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", None])
async def test_a_page_of_another_origin_can_not_enter_one(
    buyer: Any, content_type: str | None
) -> None:
    headers = {"origin": "https://elsewhere.example"}
    if content_type:
        headers["content-type"] = content_type
    content = b'{"name": "reset"}'
    answer = await buyer.client.post("/__contract/state", content=content, headers=headers)
    assert answer.status_code == 403
    assert "--origin https://elsewhere.example" in answer.json()["error"]["message"]


@pytest.mark.parametrize("origin", ["http://localhost:5173", "http://shop.localhost"])
async def test_a_frontend_that_the_shop_knows_can(buyer: Any, origin: str) -> None:
    answer = await buyer.client.post(
        "/__contract/state", content=b'{"name": "reset"}', headers={"origin": origin}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("host", "asked", "offered"),
    [
        ("127.0.0.1", None, True),
        ("localhost", None, True),
        ("::1", None, True),
        ("0.0.0.0", None, False),
        ("192.0.2.1", None, False),
        ("127.0.0.1", False, False),
        ("0.0.0.0", True, True),
    ],
)
async def test_states_are_off_beyond_loopback_unless_switched_on(
    host: str, asked: bool | None, offered: bool
) -> None:
    settings = Settings(memory=True, host=host, provider_states=asked)
    stub = app.build(settings, "http://a.test", "http://b.test")
    transport = httpx.ASGITransport(stub.site)
    token = {"authorization": f"Bearer {stub.policy.token}"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://a.localhost", headers=token
    ) as client:
        answer = await client.post("/__contract/state", json={"name": "clear-rate-limits"})
        assert answer.status_code == (200 if offered else 404)
        for path in ("/_stub/orders", "/_stub/outbox", "/_stub/health"):
            assert (await client.get(path)).status_code == 200, path
