"""Tables of endpoints: methods, paths, names, and what is wrong with a row."""

from __future__ import annotations

from typing import Any

import pytest


def test_colons_and_braces_are_the_same_parameter(compiled: Any, endpoints: Any) -> None:
    page = endpoints("| GET | `/a/:id` | – | – | `one` |", "| PUT | `/a/{id}` | – | – | `two` |")
    paths = compiled(page).document["paths"]
    assert list(paths) == ["/a/{id}"]
    parameter = paths["/a/{id}"]["put"]["parameters"][0]
    assert parameter["schema"] == {"type": "string", "minLength": 1}


def test_a_parameter_has_the_type_that_bears_its_name(compiled: Any, endpoints: Any) -> None:
    page = endpoints("| GET | `/a/{productId}` | – | – | `one` |")
    made = compiled(page + "\n```ts\ntype ProductId = string // max 80 chars\n```\n")
    parameter = made.document["paths"]["/a/{productId}"]["get"]["parameters"][0]
    assert parameter["schema"] == {"$ref": "#/components/schemas/ProductId"}


@pytest.mark.parametrize(
    ("row", "code", "place"),
    [
        ("| FETCH | `/a` | – | – | `x` |", "bad-method", (7, 3)),
        ("| GET, PUT | `/a` | – | – | `x` |", "bad-method", (7, 3)),
        ("| | `/a` | – | – | `x` |", "bad-method", (7, 3)),
        ("| GET | `a/b` | – | – | `x` |", "bad-path", (7, 9)),
        ("| GET | `/a/{id` | – | – | `x` |", "bad-path", (7, 9)),
        ("| GET | `/a/:id/:id` | – | – | `x` |", "bad-path", (7, 9)),
        ("| GET | | – | – | `x` |", "bad-path", (7, 9)),
        ("| GET | `https://a.b/c` | – | – | `x` |", "bad-path", (7, 9)),
    ],
)
def test_a_row_that_is_no_operation_is_said_and_left_out(
    compiled: Any, endpoints: Any, said: Any, row: str, code: str, place: tuple[int, int]
) -> None:
    made = compiled(endpoints(row))
    assert made.document["paths"] == {}
    assert [line for line, _ in said(made, code)] == [place[0]]
    if code == "bad-path" and "`" in row.split("|")[2]:
        assert said(made, code) == [place]


def test_the_same_endpoint_twice_is_an_error_at_the_second(
    compiled: Any, endpoints: Any, said: Any
) -> None:
    page = endpoints("| GET | `/a` | – | – | `one` |", "| get | `/a` | – | – | `two` |")
    made = compiled(page)
    assert said(made, "duplicate-operation") == [(8, 9)]
    assert made.document["paths"]["/a"]["get"]["operationId"] == "one"


def test_the_same_name_twice_is_an_error_too(compiled: Any, endpoints: Any, said: Any) -> None:
    page = endpoints("| GET | `/a` | – | – | `one` |", "| GET | `/b` | – | – | `one` |")
    assert said(compiled(page), "duplicate-operation") == [(8, 9)]


def test_one_path_with_two_names_for_its_parameter_takes_the_first(
    compiled: Any, endpoints: Any, said: Any
) -> None:
    page = endpoints("| GET | `/a/{id}` | – | – | `one` |", "| PUT | `/a/{key}` | – | – | `two` |")
    made = compiled(page)
    assert set(made.document["paths"]["/a/{id}"]) == {"get", "put"}
    assert said(made, "path-parameter-mismatch") == [(8, 9)]


def test_names_and_summaries_that_are_missing_are_derived(compiled: Any, said: Any) -> None:
    page = """# Shop

| Method | Endpoint | Returns |
|---|---|---|
| DELETE | `/api/cart/items/:productId` | – |
| GET | `/api/cart` | – |

- `/api/cart` shows the cart. Nothing else.
"""
    made = compiled(page)
    remove = made.document["paths"]["/api/cart/items/{productId}"]["delete"]
    assert remove["operationId"] == "deleteCartItemsByProductId"
    assert remove["summary"] == "DELETE /api/cart/items/{productId}"
    show = made.document["paths"]["/api/cart"]["get"]
    assert show["summary"] == "Shows the cart"
    assert show["description"] == "`/api/cart` shows the cart. Nothing else."
    assert len(said(made, "operation-id-derived")) == 2


def test_a_table_with_method_and_path_in_one_column_is_read(compiled: Any) -> None:
    page = "# S\n\n| Endpoint | Body | Returns |\n|---|---|---|\n| `GET /a` | – | – |\n"
    assert list(compiled(page).document["paths"]["/a"]) == ["get"]


def test_a_query_in_the_path_becomes_parameters(compiled: Any, endpoints: Any, said: Any) -> None:
    made = compiled(endpoints("| GET | `/a?page=1&tag=` | – | – | `one` |"))
    parameters = made.document["paths"]["/a"]["get"]["parameters"]
    assert [(one["name"], one["in"]) for one in parameters] == [("page", "query"), ("tag", "query")]
    assert len(said(made, "query-type-derived")) == 2


def test_login_headers_and_no_session_have_columns(compiled: Any, said: Any) -> None:
    page = """# Shop

| Method | Path | Returns | Operation | Login | Headers | Session |
|---|---|---|---|---|---|---|
| POST | `/a` | – | `open` | – | `Idempotency-Key` | – |
| POST | `/b` | – | `closed` | yes | – | – |
| POST | `/c` | – | `bare` | – | – | none |
| POST | `/d` | – | `odd` | perhaps | – | – |
"""
    made = compiled(page)
    paths = made.document["paths"]
    assert paths["/a"]["post"]["security"] == [{}, {"session": []}]
    assert paths["/a"]["post"]["parameters"] == [
        {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}
    ]
    assert paths["/b"]["post"]["security"] == [{"session": []}]
    assert paths["/b"]["post"]["x-login"] is True
    assert "401" in paths["/b"]["post"]["responses"]
    assert paths["/c"]["post"]["security"] == []
    assert said(made, "login-not-read") == [(8, 29)]


def test_a_header_that_nobody_understands_is_said(compiled: Any, said: Any) -> None:
    page = "# S\n\n## Endpoints\n\n| Verbiage | Where to |\n|---|---|\n| GET | `/a` |\n"
    made = compiled(page)
    assert said(made, "table-not-read") == [(5, 3)]
    assert len(said(made, "no-endpoints")) == 1


def test_a_table_in_html_is_said(compiled: Any, endpoints: Any, said: Any) -> None:
    page = endpoints("| GET | `/a` | – | – | `one` |")
    made = compiled(page + "\n<table>\n<tr><td>GET</td></tr>\n</table>\n")
    assert said(made, "table-not-read") == [(9, 1)]
