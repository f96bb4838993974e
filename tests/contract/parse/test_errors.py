"""Tables of errors: statuses, codes and the operations that answer them."""

from __future__ import annotations

from typing import Any

import pytest

GET_CART = "| GET | `/api/cart` | – | – | `getCart` |"


def test_status_and_endpoint_columns_say_it_all(failing: Any) -> None:
    codes, compilation = failing(
        """| Status | Code | Endpoint | When |
|---|---|---|---|
| 400 | `cart.quantityInvalid` | `POST /api/cart/items`, `PATCH /api/cart/items/{id}` | Bad. |
| 404 Not Found | `product.notFound` | `addItem`, `removeItem` | Unknown. |
| 500 | `server.error` | all | Broken. |
"""
    )
    assert codes == {
        "getCart": {500: ["server.error"]},
        "addItem": {
            400: ["cart.quantityInvalid"],
            404: ["product.notFound"],
            500: ["server.error"],
        },
        "setItem": {400: ["cart.quantityInvalid"], 500: ["server.error"]},
        "removeItem": {404: ["product.notFound"], 500: ["server.error"]},
    }
    assert not [
        diagnostic
        for diagnostic in compilation.diagnostics
        if diagnostic.code == "endpoint-derived"
    ]
    response = compilation.document["components"]["responses"]["404-product.notFound"]
    assert response["description"] == "Not Found.\n`product.notFound`: Unknown."


def test_codes_of_one_status_are_one_enum(failing: Any) -> None:
    codes, _ = failing(
        "| Code | Status | Operation |\n|---|---|---|\n| `b.b` | 409 | `addItem` |\n"
        "| `a.a` | `409 Conflict` | `addItem` |\n"
    )
    assert codes["addItem"] == {409: ["a.a", "b.b"]}


@pytest.mark.parametrize(
    ("cell", "operations"),
    [
        ("`/api/cart/items/:id`", ["setItem", "removeItem"]),
        ("`POST /api/cart/*`", ["addItem"]),
        ("`PATCH`, `DELETE /api/cart/items/{id}`", ["setItem", "removeItem"]),
        ("all endpoints with a body", ["addItem", "setItem"]),
        ("`getCart` and `addItem`", ["getCart", "addItem"]),
        ("–", []),
    ],
)
def test_an_endpoint_cell_names_operations_in_several_ways(
    failing: Any, cell: str, operations: list[str]
) -> None:
    codes, _ = failing(f"| Status | Code | Endpoint |\n|---|---|---|\n| 409 | `a.b` | {cell} |\n")
    assert [name for name, known in codes.items() if known] == operations


def test_an_endpoint_that_does_not_exist_is_reported_at_its_column(
    failing: Any, places_of: Any
) -> None:
    _, compilation = failing(
        "| Status | Code | Endpoint |\n|---|---|---|\n| 409 | `a.b` | `GET /x` |\n"
    )
    assert places_of(compilation, "unknown-endpoint") == [(16, 22)]


STATUSES = """| Code | When |
|---|---|
| `cart.quantityInvalid` | Not a number. |
| `cart.itemLimit` | Too many. |
| `product.notFound` | Unknown. |
| `cart.odd` | Whatever. |

HTTP status:

"""


@pytest.mark.parametrize(
    "section",
    [
        "- `400 Bad Request` for validation errors.\n- `409 Conflict` for `itemLimit`.\n"
        "- `404 Not Found` otherwise.\n",
        "- 400 Bad Request for validation errors\n- 409: `cart.itemLimit`\n- 404\n",
        "- Validation errors: `400`\n- `cart.itemLimit` → `409 Conflict`\n- `product.*` is `404`\n",
        "`400` for validation errors, `409` for `itemLimit`, `404` for `notFound`.\n",
        "| Status | Meaning |\n|---|---|\n| 400 | validation errors |\n| 409 | `itemLimit` |\n"
        "| 404 | `notFound` |\n",
    ],
)
def test_statuses_beside_a_table_are_matched_to_its_codes(
    failing: Any, places_of: Any, section: str
) -> None:
    _, compilation = failing(STATUSES + section)
    assert compilation.document["x-errors"] == {
        "cart.itemLimit": [409],
        "cart.quantityInvalid": [400],
        "product.notFound": [404],
    }
    assert places_of(compilation, "code-without-status") == [(19, 4)]


def test_a_status_derived_from_a_meaning_is_reported(failing: Any, places_of: Any) -> None:
    _, compilation = failing(
        STATUSES + "- `400` for validation errors\n- `409` for `cart.itemLimit`\n"
    )
    assert places_of(compilation, "status-derived") == [(16, 4)]
    assert places_of(compilation, "code-without-status") == [(18, 4), (19, 4)]


def test_ambiguous_statuses_in_a_sentence_are_not_read(failing: Any) -> None:
    _, compilation = failing(STATUSES + "Bad ones are `400`, `itemLimit` and others are `409`.\n")
    assert "x-errors" not in compilation.document


def test_a_code_without_an_endpoint_goes_to_all_that_could_answer_it_and_is_reported(
    failing: Any, places_of: Any
) -> None:
    codes, compilation = failing(
        "| Status | Code | When |\n|---|---|---|\n| 409 | `a.b` | Too many. |\n"
        "| 404 | `c.d` | No such thing. |\n| 409 | `e.f` | Only for the cart. |\n"
    )
    assert [name for name, known in codes.items() if 404 in known] == ["setItem", "removeItem"]
    assert codes["setItem"][409] == ["a.b"]
    assert codes["getCart"][409] == ["e.f"]
    assert places_of(compilation, "endpoint-derived") == [(16, 10), (17, 10), (18, 10)]


def test_the_conventions_speak_for_every_page(
    compile_texts: Any, endpoints: Any, failures: Any
) -> None:
    table = "| Status | Code | Endpoint |\n|---|---|---|\n| 500 | `server.error` | all |\n"
    compilation = compile_texts(a=endpoints(GET_CART), conventions=f"# C\n\n## Errors\n\n{table}")
    assert failures(compilation.document) == {"getCart": {500: ["server.error"]}}


def test_codes_may_stand_in_the_table_of_endpoints(compile_texts: Any, failures: Any) -> None:
    compilation = compile_texts(
        "# S\n\n| Method | Path | Returns | Errors |\n|---|---|---|---|\n"
        "| POST | `/a` | – | 400 `a.b`, `a.c`, 404 `d.e` |\n"
    )
    assert failures(compilation.document)["postA"] == {400: ["a.b", "a.c"], 404: ["d.e"]}
