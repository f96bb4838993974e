"""Endpoints that have a section of their own instead of a table's row."""

from __future__ import annotations

from typing import Any

import pytest


def only(compilation: Any) -> Any:
    """The one operation of a document."""
    (path,) = compilation.document["paths"].values()
    (operation,) = path.values()
    return operation


def body_of(compilation: Any) -> Any:
    return only(compilation)["requestBody"]["content"]["application/json"]["schema"]


def response_of(compilation: Any, status: str = "200") -> Any:
    return only(compilation)["responses"][status]["content"]["application/json"]["schema"]


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
        "## Create thing\n\n- **URL:** `/things`\n- **Method:** `POST`\n",
        '## Create thing\n\n```http\nPOST /things\n\n{"a": 1}\n```\n',
    ],
)
def test_an_endpoint_is_named_by_a_heading_or_a_line_below_it(
    compile_texts: Any, text: str
) -> None:
    compilation = compile_texts(f"# Things\n\n{text}")
    assert list(compilation.document["paths"]) == ["/things"]
    assert list(compilation.document["paths"]["/things"]) == ["post"]


def test_the_heading_gives_the_summary_and_the_id(compile_texts: Any, places_of: Any) -> None:
    compilation = compile_texts("# T\n\n## Create a thing\n\n`POST /things`\n\nIt is stored.\n")
    assert only(compilation)["summary"] == "Create a thing"
    assert only(compilation)["operationId"] == "createThing"
    assert only(compilation)["description"] == "It is stored."
    assert places_of(compilation, "operation-id-derived") == [(5, 1)]


def test_a_line_gives_the_id_and_the_login(compile_texts: Any, places_of: Any) -> None:
    compilation = compile_texts("# T\n\n## GET /me\n\nOperation: `whoAmI`\n\n**Auth:** required\n")
    assert only(compilation)["operationId"] == "whoAmI"
    assert only(compilation)["x-login"] is True
    assert places_of(compilation, "operation-id-derived") == []


def test_an_endpoint_that_a_table_lists_is_declared_once(
    compile_texts: Any, endpoints: Any
) -> None:
    page = endpoints("| POST | `/a` | – | `string` | `go` |")
    compilation = compile_texts(
        page + "\n### POST /a\n\nText.\n\n### DELETE /a\n\nReturns `204`.\n"
    )
    assert list(compilation.document["paths"]["/a"]) == ["post", "delete"]
    assert compilation.document["paths"]["/a"]["post"]["operationId"] == "go"


def test_two_headings_of_one_endpoint_are_one_section(compile_texts: Any) -> None:
    compilation = compile_texts(
        "# T\n\n## GET /a\n\nText.\n\n## Errors\n\n### GET /a\n\n- `404` `a.notFound` – No.\n"
    )
    assert list(only(compilation)["responses"]) == ["200", "404"]


def test_the_response_is_inferred_from_its_example(compile_texts: Any, places_of: Any) -> None:
    compilation = compile_texts(
        "# T\n\n## GET /a\n\n```json\n"
        '{"id": 1, "tags": ["x"], "lines": [{"a": true}, {"a": false, "b": null}]}\n```\n'
    )
    assert response_of(compilation) == {
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
    assert places_of(compilation, "type-derived") == [(5, 1)]
    assert places_of(compilation, "example-does-not-fit") == []


def test_a_curl_command_shows_the_body(compile_texts: Any, places_of: Any) -> None:
    command = "curl -X POST http://x.test/v1/a \\\n  -H 'A: b' \\\n  -d '{\"n\": 1}'"
    compilation = compile_texts(f"# T\n\n## POST /a\n\n```bash\n{command}\n```\n")
    assert body_of(compilation)["properties"] == {"n": {"type": "number"}}
    assert places_of(compilation, "type-derived") == [(5, 1)]


def test_a_curl_command_for_another_endpoint_is_reported(
    compile_texts: Any, places_of: Any
) -> None:
    compilation = compile_texts("# T\n\n## POST /a\n\n```bash\ncurl http://x.test/b\n```\n")
    assert places_of(compilation, "example-without-operation") == [(5, 1)]


def test_captions_tell_request_and_response_apart(compile_texts: Any) -> None:
    compilation = compile_texts(
        '# T\n\n## PUT /a\n\nResponse:\n\n```json\n{"r": 1}\n```\n\nRequest:\n\n'
        '```json\n{"q": 1}\n```\n'
    )
    assert list(body_of(compilation)["properties"]) == ["q"]
    assert list(response_of(compilation)["properties"]) == ["r"]


def test_of_two_examples_without_a_caption_the_first_is_the_request(
    compile_texts: Any, places_of: Any
) -> None:
    compilation = compile_texts(
        '# T\n\n## PUT /a\n\n```json\n{"q": 1}\n```\n\n```json\n{"r": 1}\n```\n'
    )
    assert list(body_of(compilation)["properties"]) == ["q"]
    assert places_of(compilation, "example-role-derived") == [(5, 1), (9, 1)]


def test_an_http_response_gives_the_status_and_the_type(compile_texts: Any, places_of: Any) -> None:
    compilation = compile_texts(
        '# T\n\n## POST /a\n\n```http\nHTTP/1.1 202 Accepted\n\n{"r": 1}\n```\n'
    )
    assert list(response_of(compilation, "202")["properties"]) == ["r"]
    assert places_of(compilation, "example-without-operation") == []


def test_a_status_alone_means_no_body(compile_texts: Any) -> None:
    compilation = compile_texts("# T\n\n## DELETE /a\n\nDeletes it. Returns `204 No Content`.\n")
    assert only(compilation)["responses"] == {"204": {"description": "No Content"}}


def test_a_sentence_names_the_type_of_the_response(compile_texts: Any) -> None:
    compilation = compile_texts(
        "# T\n\n```ts\ntype A = string\n```\n\n## GET /a\n\nReturns a list of `A`.\n"
    )
    assert response_of(compilation) == {
        "type": "array",
        "items": {"$ref": "#/components/schemas/A"},
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
    compile_texts: Any, places_of: Any, text: str, code: str, line: int
) -> None:
    assert [place[0] for place in places_of(compile_texts(f"# T\n\n{text}"), code)] == [line]


def test_a_path_with_values_is_an_example_of_another_section(compile_texts: Any) -> None:
    page = "# T\n\n## GET /a/{id}\n\nReturns `204`.\n\n## Example\n\n```http\nGET /a/first\n```\n"
    assert list(compile_texts(page).document["paths"]) == ["/a/{id}"]


def test_a_table_of_statuses_has_the_one_of_success(compile_texts: Any) -> None:
    table = "| Status | Description |\n|---|---|\n| 201 Created | It. |\n| 400 | No. |\n"
    compilation = compile_texts(f"# T\n\n## POST /a\n\n{table}")
    assert list(only(compilation)["responses"]) == ["201", "400"]
