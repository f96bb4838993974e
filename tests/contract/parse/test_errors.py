"""Error tables and lists of statuses: which operation fails with which status and code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stub_server.contract import Compilation

ROWS = (
    "| GET | `/api/cart` | – | – | `getCart` |",
    "| POST | `/api/cart/items` | `{ q: number }` | – | `addItem` |",
    "| PATCH | `/api/cart/items/:id` | `{ q: number }` | – | `setItem` |",
    "| DELETE | `/api/cart/items/:id` | – | – | `removeItem` |",
)


@pytest.fixture
def failing(compiled: Any, endpoints: Any) -> Callable[[str], tuple[dict[str, Any], Compilation]]:
    """Compiles the cart's endpoints with a section of errors: codes by operation and status."""

    def fail(section: str) -> tuple[dict[str, Any], Compilation]:
        made = compiled(endpoints(*ROWS) + "\n## Errors\n\n" + section)
        return failures(made.document), made

    return fail


def failures(document: dict[str, Any]) -> dict[str, Any]:
    shared = document["components"].get("responses", {})
    found: dict[str, Any] = {}
    for item in document["paths"].values():
        for operation in item.values():
            codes = {}
            for status, response in operation["responses"].items():
                if status >= "400":
                    whole = shared[response["$ref"].rpartition("/")[2]]
                    error = whole["content"]["application/json"]["schema"]["properties"]["error"]
                    codes[int(status)] = error["properties"]["code"].get("enum")
            found[operation["operationId"]] = codes
    return found


def test_status_and_endpoint_columns_say_it_all(failing: Any) -> None:
    codes, made = failing(
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
    assert not [one for one in made.diagnostics if one.code == "endpoint-derived"]
    response = made.document["components"]["responses"]["404-product.notFound"]
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


def test_an_endpoint_that_does_not_exist_is_said_at_its_column(failing: Any, said: Any) -> None:
    _, made = failing("| Status | Code | Endpoint |\n|---|---|---|\n| 409 | `a.b` | `GET /x` |\n")
    assert said(made, "unknown-endpoint") == [(16, 22)]


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
    failing: Any, said: Any, section: str
) -> None:
    _, made = failing(STATUSES + section)
    assert made.document["x-errors"] == {
        "cart.itemLimit": [409],
        "cart.quantityInvalid": [400],
        "product.notFound": [404],
    }
    assert said(made, "code-without-status") == [(19, 4)]


def test_a_status_taken_by_its_meaning_is_said(failing: Any, said: Any) -> None:
    _, made = failing(STATUSES + "- `400` for validation errors\n- `409` for `cart.itemLimit`\n")
    assert said(made, "status-derived") == [(16, 4)]
    assert said(made, "code-without-status") == [(18, 4), (19, 4)]


def test_statuses_in_a_sentence_that_could_mean_two_things_are_not_taken(failing: Any) -> None:
    _, made = failing(STATUSES + "Bad ones are `400`, `itemLimit` and others are `409`.\n")
    assert "x-errors" not in made.document


def test_a_code_without_an_endpoint_goes_where_it_can_belong_and_this_is_said(
    failing: Any, said: Any
) -> None:
    codes, made = failing(
        "| Status | Code | When |\n|---|---|---|\n| 409 | `a.b` | Too many. |\n"
        "| 404 | `c.d` | No such thing. |\n| 409 | `e.f` | Only for the cart. |\n"
    )
    assert [name for name, known in codes.items() if 404 in known] == ["setItem", "removeItem"]
    assert codes["setItem"][409] == ["a.b"]
    assert codes["getCart"][409] == ["e.f"]
    assert said(made, "endpoint-derived") == [(16, 10), (17, 10), (18, 10)]


def test_the_conventions_speak_for_every_page(compiled: Any, endpoints: Any) -> None:
    table = "| Status | Code | Endpoint |\n|---|---|---|\n| 500 | `server.error` | all |\n"
    made = compiled(a=endpoints(ROWS[0]), conventions=f"# C\n\n## Errors\n\n{table}")
    assert failures(made.document) == {"getCart": {500: ["server.error"]}}


def test_codes_may_stand_in_the_table_of_endpoints(compiled: Any) -> None:
    made = compiled(
        "# S\n\n| Method | Path | Returns | Errors |\n|---|---|---|---|\n"
        "| POST | `/a` | – | 400 `a.b`, `a.c`, 404 `d.e` |\n"
    )
    assert failures(made.document)["postA"] == {400: ["a.b", "a.c"], 404: ["d.e"]}


@pytest.mark.parametrize(
    ("cell", "codes", "without"),
    [
        ("401, 403 `odd.forbidden`, 404", {401: None, 403: ["odd.forbidden"], 404: None}, 2),
        ("`400`", {400: None}, 1),
        ("400/404", {400: None, 404: None}, 2),
    ],
)
def test_statuses_without_codes_in_the_table_of_endpoints_are_kept_and_said(
    compiled: Any, said: Any, cell: str, codes: Any, without: int
) -> None:
    head = "# S\n\n| Method | Path | Returns | Errors |\n|---|---|---|---|\n"
    made = compiled(f"{head}| GET | `/a` | – | {cell} |\n")
    assert failures(made.document)["getA"] == codes
    assert len(said(made, "status-without-code")) == without


def test_a_status_in_the_table_of_endpoints_takes_the_code_that_a_table_gives_it(
    compiled: Any, said: Any
) -> None:
    made = compiled(
        "# S\n\n| Method | Path | Returns | Errors |\n|---|---|---|---|\n"
        "| GET | `/a` | – | 404 |\n| GET | `/b/{id}` | – | – |\n\n## Errors\n\n"
        "| Status | Code |\n|---|---|\n| 404 | `a.gone` |\n"
    )
    assert failures(made.document) == {"getA": {404: ["a.gone"]}, "getBById": {}}
    assert said(made, "status-without-code") == []
    assert said(made, "endpoint-derived") == [(12, 10)]


@pytest.mark.parametrize("title", ["POST /api/cart/items", "`POST /api/cart/items`", "`addItem`"])
def test_codes_below_a_heading_with_an_endpoint_are_that_endpoints(
    failing: Any, said: Any, title: str
) -> None:
    codes, made = failing(f"### {title}\n\n| Status | Code |\n|---|---|\n| 409 | `a.b` |\n")
    assert codes == {"getCart": {}, "addItem": {409: ["a.b"]}, "setItem": {}, "removeItem": {}}
    assert said(made, "endpoint-derived") == []


def test_a_code_goes_to_the_one_endpoint_whose_body_it_speaks_of(compiled: Any) -> None:
    made = compiled(
        "# S\n\n| Method | Path | Body | Returns |\n|---|---|---|---|\n"
        "| POST | `/a` | `A` | – |\n| POST | `/b` | `{ id: string }` | – |\n\n"
        "```ts\ninterface A { shippingAddress: string }\n```\n\n## Errors\n\n"
        "| Status | Code | When |\n|---|---|---|\n"
        "| 400 | `a.b` | Shipping or billing address is wrong. |\n"
    )
    assert failures(made.document) == {"postA": {400: ["a.b"]}, "postB": {}}
    [note] = [one for one in made.diagnostics if one.code == "endpoint-derived"]
    assert "`shippingAddress`" in note.message


def test_a_status_without_a_code_may_carry_any(failing: Any, said: Any) -> None:
    codes, made = failing("| Status | Code | Endpoint |\n|---|---|---|\n| 401 | – | `addItem` |\n")
    assert codes["addItem"] == {401: None}
    assert said(made, "status-without-code") == [(16, 3)]


def test_too_many_requests_says_when_to_come_back(failing: Any) -> None:
    _, made = failing(
        "| Status | Code | Endpoint |\n|---|---|---|\n| 429 | `a.b` | all |\n"
        "| 405 | `c.d` | all |\n"
    )
    responses = made.document["components"]["responses"]
    assert list(responses["429-a.b"]["headers"]) == ["Retry-After"]
    assert list(responses["405-c.d"]["headers"]) == ["Allow"]


@pytest.mark.parametrize(
    "sentence",
    [
        "It answers `418 I'm a teapot`.",
        "It answers 418 at times.",
        "- 418 if it is tea.",
        "Expect 418 I'm a teapot.",
    ],
)
def test_a_status_in_prose_that_no_table_knows_is_said(
    compiled: Any, endpoints: Any, said: Any, sentence: str
) -> None:
    made = compiled(endpoints(ROWS[0]) + f"\n## Notes\n\n{sentence}\n")
    assert [line for line, _ in said(made, "unknown-status")] == [11]


@pytest.mark.parametrize(
    "sentence", ["At most 500 pieces.", "It takes 404 ms.", "200 OK.", "1.404"]
)
def test_a_mere_number_is_no_status(
    compiled: Any, endpoints: Any, said: Any, sentence: str
) -> None:
    made = compiled(endpoints(ROWS[0]) + f"\n## Notes\n\n{sentence}\n")
    assert said(made, "unknown-status") == []


def test_a_table_of_other_codes_is_no_table_of_errors(compiled: Any, endpoints: Any) -> None:
    made = compiled(
        endpoints(ROWS[0]) + "\n## Coupons\n\n| Code | When |\n|---|---|\n| `SUMMER` | June |\n"
    )
    assert not [one for one in made.diagnostics if one.severity == "error"]


def test_a_field_column_names_the_members_that_have_the_code(failing: Any) -> None:
    table = (
        "| Status | Code | Endpoint | Field | When |\n|---|---|---|---|---|\n"
        "| 400 | `cart.quantityInvalid` | `addItem`, `setItem` | `q` | Wrong. |\n"
        "| 409 | `cart.itemLimit` | `addItem` | – | Too many. |\n"
    )
    codes, made = failing(table)
    assert codes["addItem"] == {400: ["cart.quantityInvalid"], 409: ["cart.itemLimit"]}
    fields = {
        operation["operationId"]: operation.get("x-error-fields")
        for item in made.document["paths"].values()
        for operation in item.values()
    }
    quantity = {"q": "cart.quantityInvalid"}
    assert fields == {"getCart": None, "addItem": quantity, "setItem": quantity, "removeItem": None}
