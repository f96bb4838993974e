"""Tables of endpoints: methods, paths, names, and what is wrong with a row."""

from __future__ import annotations

from typing import Any

import pytest


def test_colons_and_braces_are_the_same_parameter(compile_texts: Any, endpoints: Any) -> None:
    page = endpoints("| GET | `/a/:id` | – | – | `one` |", "| PUT | `/a/{id}` | – | – | `two` |")
    paths = compile_texts(page).document["paths"]
    assert list(paths) == ["/a/{id}"]
    parameter = paths["/a/{id}"]["put"]["parameters"][0]
    assert parameter["schema"] == {"type": "string", "minLength": 1}


def test_a_parameter_has_the_type_that_bears_its_name(compile_texts: Any, endpoints: Any) -> None:
    page = endpoints("| GET | `/a/{productId}` | – | – | `one` |")
    compilation = compile_texts(page + "\n```ts\ntype ProductId = string // max 80 chars\n```\n")
    parameter = compilation.document["paths"]["/a/{productId}"]["get"]["parameters"][0]
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
def test_a_row_without_an_operation_is_reported_and_left_out(
    compile_texts: Any, endpoints: Any, places_of: Any, row: str, code: str, place: tuple[int, int]
) -> None:
    compilation = compile_texts(endpoints(row))
    assert compilation.document["paths"] == {}
    assert [line for line, _ in places_of(compilation, code)] == [place[0]]
    if code == "bad-path" and "`" in row.split("|")[2]:
        assert places_of(compilation, code) == [place]


def test_the_same_endpoint_twice_is_an_error_at_the_second(
    compile_texts: Any, endpoints: Any, places_of: Any
) -> None:
    page = endpoints("| GET | `/a` | – | – | `one` |", "| get | `/a` | – | – | `two` |")
    compilation = compile_texts(page)
    assert places_of(compilation, "duplicate-operation") == [(8, 9)]
    assert compilation.document["paths"]["/a"]["get"]["operationId"] == "one"


def test_the_same_name_twice_is_an_error_too(
    compile_texts: Any, endpoints: Any, places_of: Any
) -> None:
    page = endpoints("| GET | `/a` | – | – | `one` |", "| GET | `/b` | – | – | `one` |")
    assert places_of(compile_texts(page), "duplicate-operation") == [(8, 9)]


def test_one_path_with_two_names_for_its_parameter_takes_the_first(
    compile_texts: Any, endpoints: Any, places_of: Any
) -> None:
    page = endpoints("| GET | `/a/{id}` | – | – | `one` |", "| PUT | `/a/{key}` | – | – | `two` |")
    compilation = compile_texts(page)
    assert set(compilation.document["paths"]["/a/{id}"]) == {"get", "put"}
    assert places_of(compilation, "path-parameter-mismatch") == [(8, 9)]


def test_names_and_summaries_that_are_missing_are_derived(
    compile_texts: Any, places_of: Any
) -> None:
    page = """# Shop

| Method | Endpoint | Returns |
|---|---|---|
| DELETE | `/api/cart/items/:productId` | – |
| GET | `/api/cart` | – |

- `/api/cart` shows the cart. Nothing else.
"""
    compilation = compile_texts(page)
    remove = compilation.document["paths"]["/api/cart/items/{productId}"]["delete"]
    assert remove["operationId"] == "deleteCartItemsByProductId"
    assert remove["summary"] == "DELETE /api/cart/items/{productId}"
    show = compilation.document["paths"]["/api/cart"]["get"]
    assert show["summary"] == "Shows the cart"
    assert show["description"] == "`/api/cart` shows the cart. Nothing else."
    assert len(places_of(compilation, "operation-id-derived")) == 2


def test_a_table_with_method_and_path_in_one_column_is_read(compile_texts: Any) -> None:
    page = "# S\n\n| Endpoint | Body | Returns |\n|---|---|---|\n| `GET /a` | – | – |\n"
    assert list(compile_texts(page).document["paths"]["/a"]) == ["get"]


def test_a_query_in_the_path_becomes_parameters(
    compile_texts: Any, endpoints: Any, places_of: Any
) -> None:
    compilation = compile_texts(endpoints("| GET | `/a?page=1&tag=` | – | – | `one` |"))
    parameters = compilation.document["paths"]["/a"]["get"]["parameters"]
    assert [(parameter["name"], parameter["in"]) for parameter in parameters] == [
        ("page", "query"),
        ("tag", "query"),
    ]
    assert len(places_of(compilation, "query-type-derived")) == 2


def test_login_headers_and_no_session_have_columns(compile_texts: Any, places_of: Any) -> None:
    page = """# Shop

| Method | Path | Returns | Operation | Login | Headers | Session |
|---|---|---|---|---|---|---|
| POST | `/a` | – | `open` | – | `Idempotency-Key` | – |
| POST | `/b` | – | `closed` | yes | – | – |
| POST | `/c` | – | `bare` | – | – | none |
| POST | `/d` | – | `odd` | perhaps | – | – |
"""
    compilation = compile_texts(page)
    paths = compilation.document["paths"]
    assert paths["/a"]["post"]["security"] == [{}, {"session": []}]
    assert paths["/a"]["post"]["parameters"] == [
        {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}
    ]
    assert paths["/b"]["post"]["security"] == [{"session": []}]
    assert paths["/b"]["post"]["x-login"] is True
    assert "401" in paths["/b"]["post"]["responses"]
    assert paths["/c"]["post"]["security"] == []
    assert places_of(compilation, "login-not-read") == [(8, 29)]


def test_an_unknown_header_is_reported(compile_texts: Any, places_of: Any) -> None:
    page = "# S\n\n## Endpoints\n\n| Verbiage | Where to |\n|---|---|\n| GET | `/a` |\n"
    compilation = compile_texts(page)
    assert places_of(compilation, "table-not-read") == [(5, 3)]
    assert len(places_of(compilation, "no-endpoints")) == 1


def test_a_table_in_html_is_reported(compile_texts: Any, endpoints: Any, places_of: Any) -> None:
    page = endpoints("| GET | `/a` | – | – | `one` |")
    compilation = compile_texts(page + "\n<table>\n<tr><td>GET</td></tr>\n</table>\n")
    assert places_of(compilation, "table-not-read") == [(9, 1)]
