"""Endpoints that have a section of their own instead of a table's row."""

from __future__ import annotations

from typing import Any

import pytest


def only(made: Any) -> Any:
    """The one operation of a document."""
    (path,) = made.document["paths"].values()
    (operation,) = path.values()
    return operation


def body_of(made: Any) -> Any:
    return only(made)["requestBody"]["content"]["application/json"]["schema"]


def response_of(made: Any, status: str = "200") -> Any:
    return only(made)["responses"][status]["content"]["application/json"]["schema"]


@pytest.mark.parametrize(
    "text",
    [
        "### POST /things\n",
        "### `POST /things`\n",
        "### POST `/things`\n",
        "## 2.1 POST /things\n",
        "## Create thing\n\nPOST /things\n",
        "## Create thing\n\n`POST /things`\n",
        "## Create thing\n\n```\nPOST /things\n```\n",
        "## Create thing\n\n```http\nPOST /things HTTP/1.1\n```\n",
        "## Create thing\n\nEndpoint: `POST /things`\n",
        "## Create thing (`POST /things`)\n",
        "## POST https://api.example.com/things\n",
        "- `POST /things` – Creates a thing\n",
    ],
)
def test_an_endpoint_is_named_by_a_heading_or_a_line_below_it(compiled: Any, text: str) -> None:
    made = compiled(f"# Things\n\n{text}")
    assert list(made.document["paths"]) == ["/things"]
    assert list(made.document["paths"]["/things"]) == ["post"]


def test_the_heading_gives_the_summary_and_the_id(compiled: Any, said: Any) -> None:
    made = compiled("# T\n\n## Create a thing\n\n`POST /things`\n\nIt is stored.\n")
    assert only(made)["summary"] == "Create a thing"
    assert only(made)["operationId"] == "createThing"
    assert only(made)["description"] == "It is stored."
    assert said(made, "operation-id-derived") == [(5, 1)]


def test_a_line_gives_the_id_and_the_login(compiled: Any, said: Any) -> None:
    made = compiled("# T\n\n## GET /me\n\nOperation: `whoAmI`\n\n**Auth:** required\n")
    assert only(made)["operationId"] == "whoAmI"
    assert only(made)["x-login"] is True
    assert said(made, "operation-id-derived") == []


def test_an_endpoint_that_a_table_lists_is_declared_once(compiled: Any, endpoints: Any) -> None:
    page = endpoints("| POST | `/a` | – | `string` | `go` |")
    made = compiled(page + "\n### POST /a\n\nText.\n\n### DELETE /a\n\nReturns `204`.\n")
    assert list(made.document["paths"]["/a"]) == ["post", "delete"]
    assert made.document["paths"]["/a"]["post"]["operationId"] == "go"


def test_two_headings_of_one_endpoint_are_one_section(compiled: Any) -> None:
    made = compiled(
        "# T\n\n## GET /a\n\nText.\n\n## Errors\n\n### GET /a\n\n- `404` `a.notFound` – No.\n"
    )
    assert list(only(made)["responses"]) == ["200", "404"]


def test_fields_are_the_body_and_their_descriptions_constrain(compiled: Any) -> None:
    table = (
        "| Field | Type | Required | Description |\n|---|---|---|---|\n"
        "| `name` | string | Yes | At most 80 characters |\n"
        "| `size` | integer | No | The size. Between 1 and 9. |\n"
        "| `kind` | `a` \\| `b` | no | |\n"
        "| `lines[].id` | uuid | yes | |\n"
        "| `owner` | string or null | yes | Read-only |\n"
    )
    assert body_of(compiled(f"# T\n\n## POST /a\n\n{table}")) == {
        "type": "object",
        "properties": {
            "name": {"type": "string", "maxLength": 80},
            "size": {"type": "integer", "minimum": 1, "maximum": 9, "description": "The size."},
            "kind": {"type": "string", "enum": ["a", "b"]},
            "lines": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"id": {"type": "string", "format": "uuid"}},
                    "required": ["id"],
                },
            },
            "owner": {"type": ["string", "null"], "readOnly": True},
        },
        "required": ["name", "lines", "owner"],
    }


def test_parameters_have_their_types(compiled: Any) -> None:
    table = (
        "| Name | In | Type | Required | Description |\n|---|---|---|---|---|\n"
        "| id | path | integer | yes | The id |\n"
        "| limit | query | integer | no | Between 1 and 100 |\n"
        "| X-Trace | header | string | yes | |\n"
    )
    made = compiled(f"# T\n\n## GET /a/{{id}}?q\n\n{table}")
    assert only(made)["parameters"] == [
        {
            "name": "id",
            "in": "path",
            "description": "The id",
            "required": True,
            "schema": {"type": "integer"},
        },
        {
            "name": "limit",
            "in": "query",
            "schema": {"type": "integer", "minimum": 1, "maximum": 100},
        },
        {"name": "q", "in": "query", "schema": {"type": "string"}},
        {"name": "X-Trace", "in": "header", "required": True, "schema": {"type": "string"}},
    ]


def test_bullets_are_fields_too(compiled: Any) -> None:
    made = compiled("# T\n\n## POST /a\n\n- `n` (number) – positive\n- `t` (string, optional)\n")
    assert body_of(made) == {
        "type": "object",
        "properties": {"n": {"type": "number", "exclusiveMinimum": 0}, "t": {"type": "string"}},
        "required": ["n"],
    }


def test_the_response_is_inferred_from_its_example(compiled: Any, said: Any) -> None:
    made = compiled(
        "# T\n\n## GET /a\n\n```json\n"
        '{"id": 1, "tags": ["x"], "lines": [{"a": true}, {"a": false, "b": null}]}\n```\n'
    )
    assert response_of(made) == {
        "type": "object",
        "properties": {
            "id": {"type": "number"},
            "tags": {"type": "array", "items": {"type": "string"}},
            "lines": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"a": {"type": "boolean"}, "b": {}},
                    "required": ["a"],
                },
            },
        },
        "required": ["id", "tags", "lines"],
    }
    assert said(made, "type-derived") == [(5, 1)]
    assert said(made, "example-does-not-fit") == []


def test_a_curl_command_shows_the_body(compiled: Any, said: Any) -> None:
    command = "curl -X POST http://x.test/v1/a \\\n  -H 'A: b' \\\n  -d '{\"n\": 1}'"
    made = compiled(f"# T\n\n## POST /a\n\n```bash\n{command}\n```\n")
    assert body_of(made)["properties"] == {"n": {"type": "number"}}
    assert said(made, "type-derived") == [(5, 1)]


def test_a_curl_command_for_another_endpoint_is_reported(compiled: Any, said: Any) -> None:
    made = compiled("# T\n\n## POST /a\n\n```bash\ncurl http://x.test/b\n```\n")
    assert said(made, "example-without-operation") == [(5, 1)]


def test_captions_tell_request_and_response_apart(compiled: Any) -> None:
    made = compiled(
        '# T\n\n## PUT /a\n\nResponse:\n\n```json\n{"r": 1}\n```\n\nRequest:\n\n'
        '```json\n{"q": 1}\n```\n'
    )
    assert list(body_of(made)["properties"]) == ["q"]
    assert list(response_of(made)["properties"]) == ["r"]


def test_of_two_examples_without_a_caption_the_first_is_the_request(
    compiled: Any, said: Any
) -> None:
    made = compiled('# T\n\n## PUT /a\n\n```json\n{"q": 1}\n```\n\n```json\n{"r": 1}\n```\n')
    assert list(body_of(made)["properties"]) == ["q"]
    assert said(made, "example-role-derived") == [(5, 1), (9, 1)]


def test_an_http_response_gives_the_status_and_the_type(compiled: Any, said: Any) -> None:
    made = compiled('# T\n\n## POST /a\n\n```http\nHTTP/1.1 202 Accepted\n\n{"r": 1}\n```\n')
    assert list(response_of(made, "202")["properties"]) == ["r"]
    assert said(made, "example-without-operation") == []


def test_a_status_alone_means_no_body(compiled: Any) -> None:
    made = compiled("# T\n\n## DELETE /a\n\nDeletes it. Returns `204 No Content`.\n")
    assert only(made)["responses"] == {"204": {"description": "No Content"}}


def test_a_sentence_names_the_type_of_the_response(compiled: Any) -> None:
    made = compiled("# T\n\n```ts\ntype A = string\n```\n\n## GET /a\n\nReturns a list of `A`.\n")
    assert response_of(made) == {"type": "array", "items": {"$ref": "#/components/schemas/A"}}


def test_a_table_below_a_types_name_declares_it(compiled: Any) -> None:
    table = "| Property | Type |\n|---|---|\n| id | string |\n| next | Thing? |\n"
    made = compiled(f"# T\n\n## The Thing object\n\n{table}")
    assert made.document["components"]["schemas"]["Thing"] == {
        "type": "object",
        "properties": {"id": {"type": "string"}, "next": {"$ref": "#/components/schemas/Thing"}},
        "required": ["id"],
    }


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("## GET /a\n\n| Name | Colour |\n|---|---|\n| a | b |\n", "table-not-read", 5),
        ("## GET /a\n\n| Name | Type | Unit |\n|---|---|---|\n| a | string | m |\n",
         "column-not-read", 5),
        ("## GET /a\n\n| Name | Type |\n|---|---|\n| a | money |\n", "field-type-not-read", 7),
        ("## All of the fields\n\n| Name | Type |\n|---|---|\n| a | string |\n",
         "table-not-read", 5),
        ("## GET /a/{x}/{x}\n", "bad-path", 3),
        ("Base URL: `http://x.test/v1`\n\n## GET /a\n", "words-not-read", 3),
        ("## Authentication\n\nSend a token.\n\n## GET /a\n", "login-not-read", 3),
        ("## GET /a\n\nReturns something.\n", "returns-nothing", 3),
    ],
)  # fmt: skip
def test_a_part_that_is_not_read_is_reported(
    compiled: Any, said: Any, text: str, code: str, line: int
) -> None:
    assert [place[0] for place in said(compiled(f"# T\n\n{text}"), code)] == [line]
