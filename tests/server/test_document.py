"""The document drives the shop: what breaks it is noticed, what it adds is served."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from stub_server import app, resources
from stub_server.contract import compile_pages, read_pages, to_yaml
from stub_server.server.document import DocumentError
from stub_server.server.document_file import read
from stub_server.server.handlers import BoundHandler
from stub_server.server.rejection import Rejection
from stub_server.settings import Settings
from stub_server.shop import serializers
from stub_server.shop.domain.cart import PricedCart

WISHLIST = """# Wishlist

What a buyer would like to have one day.

## Endpoints

| Method | Path | Body | Returns |
|---|---|---|---|
| GET | `/api/wishlist` | – | `Wishlist` |
| POST | `/api/wishlist/items` | `{ productId: ProductId }` | `Wishlist` |
| DELETE | `/api/wishlist/items/{productId}` | – | `Wishlist` |

## Types

```ts
interface Wish {
  productId: ProductId
  note?: string          // max 80 characters
  wantedSince: Timestamp
}

interface Wishlist {
  items: Wish[]
  count: number          // integer >= 0
  visibility: "private" | "shared"
}
```
"""


def test_the_status_of_every_code_is_the_document_s() -> None:
    document = read(resources.document())
    named: dict[str, set[int]] = {}
    for status, code in _codes_in(yaml.safe_load(resources.document().read_text("utf-8"))):
        named.setdefault(code, set()).add(status)
    for code, statuses in named.items():
        assert statuses == {document.errors.status(None, code)}, code
    for operation in document.operations.values():
        for code, own in document.errors.of(operation.node).items():
            assert document.errors.status(operation.node, code) == own[0]


def _codes_in(document: dict[str, Any]) -> list[tuple[int, str]]:
    read_in = read(resources.document())
    found = []
    for operation in read_in.operations.values():
        for status, response in operation.node["responses"].items():
            schema: dict[str, Any] = next(
                (it["schema"] for it in read_in.resolved(response).get("content", {}).values()), {}
            )
            if int(status) >= 400:
                found += [(int(status), code) for code in _enum(read_in, schema)]
    assert document["openapi"].startswith("3.1")
    return found


def _enum(document: Any, schema: Any) -> list[str]:
    """The codes of an envelope's schema, wherever in it they stand."""
    if isinstance(schema, list):
        return [code for it in schema for code in _enum(document, it)]
    if not isinstance(schema, dict):
        return []
    schema = document.resolved(schema)
    code = schema.get("properties", {}).get("code", {})
    if "enum" in code or "const" in code:
        return code.get("enum") or [code["const"]]
    return [code for it in schema.values() for code in _enum(document, it)]


async def test_an_answer_that_breaks_the_document_is_our_own_500(
    buyer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, dict[str, Any]]] = []
    buyer.stub.events.subscribe(lambda happened, facts: told.append((happened, facts)))
    broken = {"items": [], "count": -1}
    monkeypatch.setitem(serializers.WRITERS, PricedCart, lambda _: broken)
    answer = await buyer.sends("GET", "/api/cart")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "server.error")
    words = [facts["words"] for happened, facts in told if happened == "document.broken"]
    assert len(words) == 1
    assert "getCart 200" in words[0]


async def test_a_code_that_the_document_does_not_name_is_our_own_500(
    buyer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuses(*_: Any) -> Any:
        raise Rejection("auth.rateLimited", "No.", rule="C-cus-6")

    route = next(it for it in buyer.stub.site.router.routes if it.path == "/api/cart")
    handler = BoundHandler(refuses, None, serializers.to_json)
    monkeypatch.setattr(route._endpoints["GET"], "_handler", handler)
    assert (await buyer.sends("GET", "/api/cart")).status_code == 500


def test_a_handler_that_the_document_does_not_know_stops_the_start(tmp_path: Path) -> None:
    tree = yaml.safe_load(resources.document().read_text(encoding="utf-8"))
    del tree["paths"]["/api/orders"]
    target = tmp_path / "openapi.yaml"
    target.write_text(yaml.safe_dump(tree), encoding="utf-8")
    chosen = Settings(memory=True, document=target, plugin="shop")
    with pytest.raises(DocumentError, match="listOrders"):
        app.build(chosen, "http://a.test", "http://b.test")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("openapi: [", "not readable"),
        ("just text", "not an OpenAPI 3.1 document"),
        ("openapi: 2.0", "not an OpenAPI 3.1 document"),
        ("openapi: 3.1.0\npaths: {/a: {get: {}}}", "GET /a has no operationId"),
    ],
)
def test_a_document_that_can_not_be_served_is_named(tmp_path: Path, text: str, words: str) -> None:
    target = tmp_path / "openapi.yaml"
    target.write_text(text)
    with pytest.raises(DocumentError, match=words) as fault:
        read(target)
    assert str(target) in str(fault.value)


def test_a_document_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="shopstub compile"):
        read(tmp_path / "none.yaml")


async def test_a_new_page_is_served_by_its_types_without_a_line_of_code(tmp_path: Path) -> None:
    page = tmp_path / "wishlist.md"
    page.write_text(WISHLIST, encoding="utf-8")
    compilation = compile_pages(read_pages([resources.pages(), page]))
    target = tmp_path / "openapi.yaml"
    target.write_text(to_yaml(compilation.document), encoding="utf-8")
    stub = app.build(Settings(memory=True, document=target), "http://a.test", "http://b.test")
    schema = _schema_of(stub)
    transport = httpx.ASGITransport(stub.site)
    async with httpx.AsyncClient(transport=transport, base_url="http://a.localhost") as client:
        added = {"productId": "linda-neutral", "note": "for Ada"}
        answers = [
            await client.get("/api/wishlist"),
            await client.post("/api/wishlist/items", json=added),
            await client.delete("/api/wishlist/items/linda-neutral"),
            await client.get("/api/wishlist"),
        ]
        missing = await client.delete("/api/wishlist/items/linda-neutral")
        refused = await client.post("/api/wishlist/items", json={"productId": 3})
    for answer in answers:
        assert answer.status_code == 200, answer.text
        assert schema.fits(answer.json())
        assert answer.json()["items"], "a list shows what is in it"
        assert answer.json()["count"] == len(answer.json()["items"])
    first, then, at_last, again = (answer.json()["items"] for answer in answers)
    assert then[:-1] == first
    assert then[-1].items() >= added.items()
    assert at_last == again == first
    sources = [answer.headers["x-shopstub-source"] for answer in answers]
    assert sources == ["schema", "state", "state", "state"]
    assert (missing.status_code, refused.status_code) == (404, 400)


def _schema_of(stub: app.Runtime) -> Any:
    document = read(stub.settings.document)
    operation = next(it for it in document.operations.values() if it.path == "/api/wishlist")
    return operation.responses[200]
