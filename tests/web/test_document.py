"""The document drives the shop: what breaks it is noticed, what it adds is served."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from stub_server import app, resources
from stub_server.contract import compile_pages, read_pages, to_yaml
from stub_server.settings import Settings
from stub_server.shop.domain.refusal import Refusal
from stub_server.shop.operations.call import Answer
from stub_server.web import door, envelope, wire
from stub_server.web.document import DocumentFault, read

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


def test_every_status_of_the_envelope_is_the_documents_and_the_other_way_round() -> None:
    document = yaml.safe_load(resources.document().read_text(encoding="utf-8"))
    named: dict[str, set[int]] = {}
    for status, code in _codes_in(document):
        named.setdefault(code, set()).add(status)
    general = {"request.notFound", "request.methodNotAllowed", "order.forbidden"}
    for code, statuses in named.items():
        if code not in general:
            assert statuses == {envelope.STATUS[code]}, code
    assert envelope.STATUS.keys() - named.keys() <= general


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
    monkeypatch.setattr(wire, "to_json", lambda _: {"items": [], "count": -1})
    answer = await buyer.sends("GET", "/api/cart")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "server.error")
    words = [facts["words"] for happened, facts in told if happened == "document.broken"]
    assert len(words) == 1
    assert "getCart 200" in words[0]


async def test_a_code_that_the_document_does_not_name_is_our_own_500(
    buyer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuses(*_: Any) -> Answer:
        raise Refusal("auth.rateLimited", "No.", rule="C-cus-6")

    route = next(it for it in buyer.stub.site.router.routes if it.path == "/api/cart")
    monkeypatch.setattr(route._doors["GET"], "_handler", door.Handler(refuses))
    assert (await buyer.sends("GET", "/api/cart")).status_code == 500


def test_a_handler_that_the_document_does_not_know_stops_the_start(tmp_path: Path) -> None:
    tree = yaml.safe_load(resources.document().read_text(encoding="utf-8"))
    del tree["paths"]["/api/orders"]
    target = tmp_path / "openapi.yaml"
    target.write_text(yaml.safe_dump(tree), encoding="utf-8")
    with pytest.raises(DocumentFault, match="listOrders"):
        app.build(Settings(memory=True, document=target), "http://a.test", "http://b.test")


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
    with pytest.raises(DocumentFault, match=words) as fault:
        read(target)
    assert str(target) in str(fault.value)


def test_a_document_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentFault, match="shopstub compile"):
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
        answers = [
            await client.get("/api/wishlist"),
            await client.post("/api/wishlist/items", json={"productId": "linda-neutral"}),
            await client.delete("/api/wishlist/items/linda-neutral"),
        ]
        refused = await client.post("/api/wishlist/items", json={"productId": 3})
    for answer in answers:
        assert answer.status_code == 200, answer.text
        assert schema.fits(answer.json())
        assert answer.json()["items"], "a list shows what is in it"
    assert answers[0].json() == answers[1].json()
    assert refused.status_code == 400


def _schema_of(stub: app.Stub) -> Any:
    document = read(stub.settings.document)
    operation = next(it for it in document.operations.values() if it.path == "/api/wishlist")
    return operation.answers[200]
