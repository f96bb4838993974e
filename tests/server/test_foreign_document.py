"""An OpenAPI document that no page of ours was compiled to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from stub_server import app
from stub_server.settings import Settings

DOCUMENT = """
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    parameters:
      - {name: limit, in: query, schema: {type: integer, minimum: 1}}
    get:
      operationId: listPets
      responses:
        '200':
          description: OK
          content: {application/json: {schema: {$ref: '#/components/schemas/Pets'}}}
        '400': {$ref: '#/components/responses/Problem'}
    post:
      operationId: createPet
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses:
        '201':
          description: Created
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
        default: {$ref: '#/components/responses/Problem'}
  /pets/{petId}:
    parameters:
      - {name: petId, in: path, required: true, schema: {type: integer}}
    get:
      operationId: getPet
      responses:
        '200':
          description: OK
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
        '404': {$ref: '#/components/responses/Problem'}
    put:
      operationId: replacePet
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses:
        '204': {description: Replaced}
        '404': {$ref: '#/components/responses/Problem'}
    delete:
      operationId: deletePet
      responses:
        '204': {description: Gone}
        '404': {$ref: '#/components/responses/Problem'}
components:
  responses:
    Problem:
      description: An error
      content:
        application/json:
          schema:
            type: object
            required: [title, status]
            properties: {title: {type: string}, status: {type: integer, minimum: 400}}
  schemas:
    Pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
    Pet:
      allOf:
        - type: object
          required: [id]
          properties: {id: {type: integer, readOnly: true}}
        - type: object
          required: [name]
          properties:
            name: {type: string}
            tag: {type: [string, 'null'], default: none}
            born: {type: string, format: date-time}
"""


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    document = tmp_path / "openapi.yaml"
    document.write_text(DOCUMENT, encoding="utf-8")
    stub = app.build(Settings(memory=True, document=document), "http://a.test", "http://b.test")
    assert stub.webhook_path is None
    transport = httpx.ASGITransport(stub.site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://a.localhost") as client:
        yield client


async def test_it_is_served_statefully(client: httpx.AsyncClient) -> None:
    first = (await client.get("/pets")).json()
    made = await client.post("/pets", json={"name": "Rex"})
    assert made.status_code == 201, made.text
    pet = made.json()
    assert pet == {"id": first[0]["id"] + 1, "name": "Rex", "tag": "none"}
    assert (await client.get(f"/pets/{pet['id']}")).json() == pet
    assert (await client.put(f"/pets/{pet['id']}", json={"name": "Max"})).status_code == 204
    assert (await client.get(f"/pets/{pet['id']}")).json() == {**pet, "name": "Max"}
    assert (await client.delete(f"/pets/{pet['id']}")).status_code == 204
    assert (await client.get("/pets")).json() == first


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/pets/4711", None, 404),
        ("GET", "/pets?limit=0", None, 400),
        ("POST", "/pets", {"name": 1}, 400),
        ("GET", "/cats", None, 404),
        ("PATCH", "/pets", None, 405),
    ],
)
async def test_errors_have_the_shape_of_the_document(
    client: httpx.AsyncClient, method: str, path: str, body: Any, status: int
) -> None:
    answer = await client.request(method, path, json=body)
    assert answer.status_code == status
    documented = path != "/cats" and method == "GET"
    assert answer.json().keys() == ({"title", "status"} if documented else {"error"})


async def test_its_home_page_links_to_no_pages_of_the_shop(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    assert "“Pets”" in page
    assert "/_stub/docs/" not in page
