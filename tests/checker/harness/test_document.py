"""Any OpenAPI document is read: statuses by class, 3.0's nullable, references, links."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.harness.document import Document
from contract_tests.harness.document_file import DocumentError
from contract_tests.harness.links import Link, links, value

PETS = """
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        2XX:
          description: OK
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
        default: {description: Error, content: {text/plain: {schema: {type: string}}}}
    post:
      operationId: createPet
      responses: {'201': {$ref: '#/components/responses/Pet'}}
  /pets/{petId}:
    parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
    get:
      responses: {'200': {$ref: '#/components/responses/Pet'}}
  /hooks:
    post:
      operationId: takeEvent
      parameters: [{name: Stripe-Signature, in: header, schema: {type: string}}]
      responses: {'204': {description: Taken}}
components:
  responses:
    Pet:
      description: OK
      content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
  schemas:
    Named: {type: object, properties: {name: {type: string, nullable: true}}}
    Pet:
      allOf: [{$ref: '#/components/schemas/Named'}]
      type: object
      required: [id]
      properties: {id: {type: string}}
"""


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "pets.yaml"
    path.write_text(PETS)
    return Document(path)


def test_operations_have_ids_in_any_case(document: Document) -> None:
    names = ["listPets", "createPet", "GET /pets/{petId}", "takeEvent"]
    assert list(document.operations) == names
    assert [each.needs_parameters for each in document.operations.values()] == [
        False, False, True, False,
    ]  # fmt: skip
    assert document.webhook is document.operations["takeEvent"]


def test_a_status_is_documented_by_itself_its_class_or_by_default(document: Document) -> None:
    listed, created = document.operations["listPets"], document.operations["createPet"]
    assert [listed.documented(status) for status in (200, 206, 404)] == ["2XX", "2XX", "default"]
    assert [created.documented(status) for status in (201, 200)] == ["201", None]


def test_a_body_is_held_to_its_schema(document: Document) -> None:
    listed = document.operations["listPets"]
    assert document.violations(listed, 200, [{"id": "1", "name": None}]) == []
    assert document.violations(listed, 200, [{"id": 1}])[0].message.startswith(
        "0.id: 1 is not of type"
    )
    assert document.violations(listed, 404, "not JSON") == []  # its error is a plain text


def test_members_of_all_parts_are_named(document: Document) -> None:
    created = document.operations["createPet"]
    body = {"id": "1", "name": "Rex", "more": 2}
    assert document.select(created, 201, body) == body
    assert list(document.members({"$ref": "#/components/schemas/Pet"})) == ["name", "id"]


def test_links_are_inferred_where_the_document_has_none(document: Document) -> None:
    target = "GET /pets/{petId}"
    assert links(document) == [
        Link("listPets", "$response.body#/0/id", target, "petId"),
        Link("createPet", "$response.body#/id", target, "petId"),
    ]
    assert links(document, [Link("listPets", "$response.body#/9/id", target, "petId")]) == [
        Link("listPets", "$response.body#/9/id", target, "petId")
    ]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("$response.body#/items/0/id", "a"),
        ("$response.body#/items/1/id", None),
        ("$request.body#/id", "b"),
        ("$request.path.id", "c"),
    ],
)
def test_runtime_expressions(expression: str, expected: str | None) -> None:
    response = {"items": [{"id": "a"}]}
    assert value(expression, {"id": "c"}, {"id": "b"}, response) == expected


@pytest.mark.parametrize("text", ["just: words", "[", "\ud800"])
def test_what_is_no_document_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(DocumentError, match=r"is no (OpenAPI document|YAML)"):
        Document(path)
