"""Statuses and codes of errors outside of the tables of errors."""

from __future__ import annotations

from typing import Any

import pytest

GET_CART = "| GET | `/api/cart` | – | – | `getCart` |"


@pytest.mark.parametrize(
    ("cell", "codes", "without"),
    [
        ("401, 403 `odd.forbidden`, 404", {401: None, 403: ["odd.forbidden"], 404: None}, 2),
        ("`400`", {400: None}, 1),
        ("400/404", {400: None, 404: None}, 2),
    ],
)
def test_statuses_without_codes_in_the_table_of_endpoints_are_kept_and_reported(
    compile_texts: Any, places_of: Any, cell: str, codes: Any, without: int, failures: Any
) -> None:
    head = "# S\n\n| Method | Path | Returns | Errors |\n|---|---|---|---|\n"
    compilation = compile_texts(f"{head}| GET | `/a` | – | {cell} |\n")
    assert failures(compilation.document)["getA"] == codes
    assert len(places_of(compilation, "status-without-code")) == without


def test_a_status_in_the_table_of_endpoints_takes_the_code_that_a_table_gives_it(
    compile_texts: Any, places_of: Any, failures: Any
) -> None:
    compilation = compile_texts(
        "# S\n\n| Method | Path | Returns | Errors |\n|---|---|---|---|\n"
        "| GET | `/a` | – | 404 |\n| GET | `/b/{id}` | – | – |\n\n## Errors\n\n"
        "| Status | Code |\n|---|---|\n| 404 | `a.gone` |\n"
    )
    assert failures(compilation.document) == {"getA": {404: ["a.gone"]}, "getBById": {}}
    assert places_of(compilation, "status-without-code") == []
    assert places_of(compilation, "endpoint-derived") == [(12, 10)]


@pytest.mark.parametrize("title", ["POST /api/cart/items", "`POST /api/cart/items`", "`addItem`"])
def test_codes_below_a_heading_with_an_endpoint_are_that_endpoints(
    failing: Any, places_of: Any, title: str
) -> None:
    codes, compilation = failing(f"### {title}\n\n| Status | Code |\n|---|---|\n| 409 | `a.b` |\n")
    assert codes == {"getCart": {}, "addItem": {409: ["a.b"]}, "setItem": {}, "removeItem": {}}
    assert places_of(compilation, "endpoint-derived") == []


def test_a_code_goes_to_the_one_endpoint_whose_body_its_description_names(
    compile_texts: Any, failures: Any
) -> None:
    compilation = compile_texts(
        "# S\n\n| Method | Path | Body | Returns |\n|---|---|---|---|\n"
        "| POST | `/a` | `A` | – |\n| POST | `/b` | `{ id: string }` | – |\n\n"
        "```ts\ninterface A { shippingAddress: string }\n```\n\n## Errors\n\n"
        "| Status | Code | When |\n|---|---|---|\n"
        "| 400 | `a.b` | Shipping or billing address is wrong. |\n"
    )
    assert failures(compilation.document) == {"postA": {400: ["a.b"]}, "postB": {}}
    [note] = [
        diagnostic
        for diagnostic in compilation.diagnostics
        if diagnostic.code == "endpoint-derived"
    ]
    assert "`shippingAddress`" in note.message


def test_a_status_without_a_code_may_carry_any(failing: Any, places_of: Any) -> None:
    codes, compilation = failing(
        "| Status | Code | Endpoint |\n|---|---|---|\n| 401 | – | `addItem` |\n"
    )
    assert codes["addItem"] == {401: None}
    assert places_of(compilation, "status-without-code") == [(16, 3)]


def test_too_many_requests_says_when_to_come_back(failing: Any) -> None:
    _, compilation = failing(
        "| Status | Code | Endpoint |\n|---|---|---|\n| 429 | `a.b` | all |\n"
        "| 405 | `c.d` | all |\n"
    )
    responses = compilation.document["components"]["responses"]
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
def test_a_status_in_prose_that_no_table_knows_is_reported(
    compile_texts: Any, endpoints: Any, places_of: Any, sentence: str
) -> None:
    compilation = compile_texts(endpoints(GET_CART) + f"\n## Notes\n\n{sentence}\n")
    assert [line for line, _ in places_of(compilation, "unknown-status")] == [11]


@pytest.mark.parametrize(
    "sentence", ["At most 500 pieces.", "It takes 404 ms.", "200 OK.", "1.404"]
)
def test_a_mere_number_is_no_status(
    compile_texts: Any, endpoints: Any, places_of: Any, sentence: str
) -> None:
    compilation = compile_texts(endpoints(GET_CART) + f"\n## Notes\n\n{sentence}\n")
    assert places_of(compilation, "unknown-status") == []


def test_a_table_of_other_codes_is_no_table_of_errors(compile_texts: Any, endpoints: Any) -> None:
    compilation = compile_texts(
        endpoints(GET_CART) + "\n## Coupons\n\n| Code | When |\n|---|---|\n| `SUMMER` | June |\n"
    )
    assert not [
        diagnostic for diagnostic in compilation.diagnostics if diagnostic.severity == "error"
    ]


def test_a_field_column_names_the_members_that_have_the_code(failing: Any) -> None:
    table = (
        "| Status | Code | Endpoint | Field | When |\n|---|---|---|---|---|\n"
        "| 400 | `cart.quantityInvalid` | `addItem`, `setItem` | `q` | Wrong. |\n"
        "| 409 | `cart.itemLimit` | `addItem` | – | Too many. |\n"
    )
    codes, compilation = failing(table)
    assert codes["addItem"] == {400: ["cart.quantityInvalid"], 409: ["cart.itemLimit"]}
    fields = {
        operation["operationId"]: operation.get("x-error-fields")
        for item in compilation.document["paths"].values()
        for operation in item.values()
    }
    quantity = {"q": "cart.quantityInvalid"}
    assert fields == {"getCart": None, "addItem": quantity, "setItem": quantity, "removeItem": None}
