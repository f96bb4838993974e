"""No value in a body, path or query makes a 5xx: every JSON endpoint, every provider state."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

from stub_server import app, resources
from stub_server.server import document_file
from stub_server.server.document import Operation
from stub_server.shop.provider_states import STATES
from tests.server.conftest import signature_of
from tests.server.hostile_values import HUGE, SAMPLES, VALUES, bodies

DOCUMENT = document_file.read(resources.document())


def members_of(operation: Operation) -> list[str]:
    """The members of the operation's body, by the document."""
    schema = operation.node["requestBody"]["content"]["application/json"]["schema"]
    while "$ref" in schema:
        schema = DOCUMENT.tree["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return list(schema.get("properties", {}))


OPERATIONS = [name for name, operation in DOCUMENT.operations.items() if operation.body]

STATE_MEMBERS = ["productId", "price", "stock", "title", "orderId", "trackingUrl", "email", "token"]


@pytest.fixture
def faults(stub: app.Runtime) -> list[str]:
    """The tracebacks of the stub's log."""
    found: list[str] = []

    def listen(name: str, facts: dict[str, Any]) -> None:
        if name in ("server.faulted", "document.broken"):
            found.append(str(facts))

    stub.events.subscribe(listen)
    return found


async def post(buyer: Any, method: str, path: str, text: str) -> int:
    buyer.stub.shop.rate_limit.clear()
    headers = {"content-type": "application/json"}
    answer = await buyer.client.request(method, path, content=text.encode(), headers=headers)
    assert answer.status_code < 500, (path, text[:80], answer.text)
    if answer.status_code >= 400:
        assert set(answer.json()) == {"error"}
    return int(answer.status_code)


@pytest.mark.rule("C-conv-7")
@pytest.mark.parametrize("operation_id", OPERATIONS)
async def test_no_json_value_breaks_an_operation(
    buyer: Any, faults: list[str], operation_id: str
) -> None:
    operation = DOCUMENT.operations[operation_id]
    await buyer.registers()
    await buyer.adds()
    path = operation.path.replace("{productId}", SAMPLES["productId"]).replace("{id}", "x")
    for value in VALUES.values():
        for text in bodies(members_of(operation), value, {}):
            await post(buyer, operation.method, path, text)
    assert faults == []


@pytest.mark.parametrize("state", [*STATES, "unknown"])
async def test_no_json_value_breaks_a_provider_state(
    buyer: Any, faults: list[str], state: str
) -> None:
    for value in VALUES.values():
        for text in bodies(STATE_MEMBERS, value, {"name": state}):
            await post(buyer, "POST", "/__contract/state", text)
        await post(buyer, "POST", "/__contract/state", f'{{"name":{value}}}')
    assert (await buyer.client.get("/api/cart")).status_code == 200
    assert faults == []


@pytest.mark.parametrize("stock", ["1e400", "-1e400", HUGE, "18446744073709551616", "1.5", "true"])
async def test_a_stock_that_no_shop_has_is_refused(buyer: Any, stock: str) -> None:
    text = f'{{"name":"product-stock","productId":"{SAMPLES["productId"]}","stock":{stock}}}'
    assert await post(buyer, "POST", "/__contract/state", text) == 400


EVENTS = (
    "%s",
    '{"id": %s, "type": "payment_intent.succeeded", "data": {"object": {"id": "pi_1"}}}',
    '{"id": "evt_1", "type": %s, "data": {"object": {"id": "pi_1"}}}',
    '{"id": "evt_1", "type": "payment_intent.succeeded", "data": %s}',
    '{"id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": %s}}',
    '{"id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": {"id": %s}}}',
    '{"id": "evt_1", "type": "charge.refunded", "data": {"object": {"payment_intent": %s}}}',
    '{"id": "evt_1", "type": "charge.refunded", "data": {"object": {"refunded": %s}}}',
)


@pytest.mark.rule("C-chk-8")
@pytest.mark.parametrize("event", EVENTS)
async def test_no_signed_event_breaks_the_webhook(
    webhook: Any, faults: list[str], event: str
) -> None:
    for value in VALUES.values():
        payload = (event % value).encode()
        answer = await webhook.posts(payload, signature_of(payload, webhook.now()))
        assert answer.status_code < 500, (payload[:80], answer.text)
    assert faults == []


@pytest.mark.rule("C-chk-8")
@pytest.mark.parametrize(
    "signature",
    ["t=" + HUGE, "t=" + "9" * 5000, "t=,v1=", "v1=a", "t=1e9,v1=a", "t=\ud800", "=", ","],
)
async def test_no_signature_breaks_the_webhook(
    webhook: Any, faults: list[str], signature: str
) -> None:
    headers = [(b"stripe-signature", signature.encode("latin-1", "replace"))]
    answer = await webhook._client.post("/api/webhooks/stripe", content=b"{}", headers=headers)
    assert answer.status_code == 400
    assert faults == []


GARBAGE = [
    "%00",
    "%ff",
    "%c3%28",
    "%ed%a0%80",
    "%",
    "%zz",
    "%2e%2e%2f",
    "%0d%0aA:b",
    "x" * 5000,
    HUGE,
]


@pytest.mark.parametrize("garbage", GARBAGE)
async def test_no_path_and_no_query_breaks_the_server(
    buyer: Any, faults: list[str], garbage: str
) -> None:
    for method, path in (
        ("PATCH", "/api/cart/items/"),
        ("DELETE", "/api/cart/items/"),
        ("GET", "/api/orders/"),
        ("GET", "/_stub/orders/"),
        ("GET", "/_stub/docs/"),
        ("GET", "/_stub/orders?limit="),
        ("GET", "/_stub/outbox?to="),
        ("GET", "/api/cart?"),
        ("GET", "/"),
    ):
        status = await raw_status(buyer.stub.site, method, path + garbage)
        assert status < 500, (method, path)
    assert faults == []


async def raw_status(site: Any, method: str, target: str) -> int:
    """Ask as uvicorn does, which decodes less than a client would encode."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"shop.localhost"), (b"content-length", b"0")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await site(scope, receive, send)
    return statuses[0]
