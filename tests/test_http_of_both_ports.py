"""Content-Encoding, HEAD, OPTIONS and percent-encoded paths, at both ports."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator

import httpx
import pytest

from stub_server import app
from stub_server.settings import Settings
from stub_server.stripe_sim import PUBLISHABLE_KEY, SECRET_KEY

GZIP = {"content-encoding": "gzip"}
JSON = {"content-type": "application/json"}
ITEM = b'{"productId": "kaiser-natron-bad-500-g", "quantity": 1}'
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def ports() -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    stub = app.build(Settings(memory=True, origins=("*",)), "http://a.test", "http://b.test")
    assert stub.simulator is not None
    await stub.simulator.startup()
    shop = httpx.AsyncClient(transport=httpx.ASGITransport(stub.site), base_url="http://localhost")
    stripe = httpx.AsyncClient(
        transport=httpx.ASGITransport(stub.simulator),
        base_url="http://localhost",
        headers={"authorization": f"Bearer {SECRET_KEY}"},
    )
    async with shop, stripe:
        yield {"shop": shop, "stripe": stripe}
    await stub.simulator.shutdown()


CALLS = {"shop": ("/api/cart/items", ITEM, JSON), "stripe": ("/v1/customers", b"name=Ada", FORM)}


@pytest.mark.parametrize("port", CALLS)
async def test_a_gzipped_body_is_read(ports: dict[str, httpx.AsyncClient], port: str) -> None:
    path, body, headers = CALLS[port]
    response = await ports[port].post(path, content=gzip.compress(body), headers=headers | GZIP)
    assert response.status_code == 200, response.text
    if port == "stripe":
        assert response.json()["name"] == "Ada"


@pytest.mark.parametrize("port", CALLS)
async def test_another_encoding_gets_415_and_what_is_accepted(
    ports: dict[str, httpx.AsyncClient], port: str
) -> None:
    path, body, headers = CALLS[port]
    sent = {**headers, "content-encoding": "br"}
    response = await ports[port].post(path, content=body, headers=sent)
    assert response.status_code == 415
    assert response.headers["accept-encoding"] == "gzip, deflate"
    assert "Content-Encoding “br”" in response.json()["error"]["message"]


@pytest.mark.parametrize("port", CALLS)
async def test_the_limit_counts_decoded_bytes(
    ports: dict[str, httpx.AsyncClient], port: str
) -> None:
    path, _, headers = CALLS[port]
    bomb = gzip.compress(b" " * 20_000_000)
    response = await ports[port].post(path, content=bomb, headers=headers | GZIP)
    assert response.status_code == 413


async def test_the_trust_policy_judges_the_decoded_key(
    ports: dict[str, httpx.AsyncClient],
) -> None:
    codes = {}
    headers = {**FORM, **GZIP, "origin": "http://shop.test"}
    del ports["stripe"].headers["authorization"]
    for key in (SECRET_KEY, PUBLISHABLE_KEY):
        body = gzip.compress(f"key={key}&name=Ada".encode())
        response = await ports["stripe"].post("/v1/customers", content=body, headers=headers)
        codes[key] = response.json()["error"]["code"]
    assert codes == {SECRET_KEY: "stub.originNotAllowed", PUBLISHABLE_KEY: "secret_key_required"}


HEADS = [
    ("shop", "/api/cart"),
    ("shop", "/_stub/health"),
    ("shop", "/_stub/orders"),
    ("shop", "/openapi.yaml"),
    ("shop", "/"),
    ("stripe", "/v1/account"),
    ("stripe", "/v1/customers"),
    ("stripe", "/_stub/health"),
    ("stripe", "/v3/"),
    ("stripe", "/v1/nothing"),
]


@pytest.mark.parametrize(("port", "path"), HEADS)
async def test_head_has_status_and_headers_of_get(
    ports: dict[str, httpx.AsyncClient], port: str, path: str
) -> None:
    got = await ports[port].get(path)
    head = await ports[port].head(path)
    assert head.status_code == got.status_code
    own = {"request-id", "date"}
    assert {k: v for k, v in head.headers.items() if k not in own} == {
        k: v for k, v in got.headers.items() if k not in own
    }
    if port == "stripe":  # at the shop the server leaves the body out
        assert head.content == b""


async def test_options_names_the_methods(ports: dict[str, httpx.AsyncClient]) -> None:
    response = await ports["shop"].options("/api/cart")
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == "GET, DELETE, HEAD, OPTIONS"
    assert (await ports["shop"].options("/api/nothing")).status_code == 404
    assert (await ports["stripe"].options("/v1/customers")).status_code == 200


@pytest.mark.parametrize("path", ["/api/c%61rt", "/%61pi/cart", "/api/%63%61%72%74"])
async def test_percent_encoded_letters_are_letters(
    ports: dict[str, httpx.AsyncClient], path: str
) -> None:
    assert (await ports["shop"].get(path)).json()["items"] == []


@pytest.mark.parametrize("path", ["/api%2Fcart", "/api/c%2561rt", "/api/cart%2F"])
async def test_an_encoded_slash_or_percent_sign_is_part_of_its_segment(
    ports: dict[str, httpx.AsyncClient], path: str
) -> None:
    assert (await ports["shop"].get(path)).status_code == 404


async def test_a_literal_step_wins_over_a_parameter_when_it_is_encoded(
    ports: dict[str, httpx.AsyncClient],
) -> None:
    error = (await ports["shop"].get("/api/order%73/a%2Fb")).json()["error"]
    assert error["code"] == "order.notFound"
