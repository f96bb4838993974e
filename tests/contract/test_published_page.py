"""The checkout page that its author published, compile_texts as it is."""

from __future__ import annotations

from typing import Any

from openapi_spec_validator import validate

from stub_server.contract import Page, compile_pages


def operation(document: dict[str, Any], path: str) -> Any:
    return document["paths"][path]["post"]


def codes(document: dict[str, Any], path: str) -> dict[str, list[str]]:
    """The error codes of an operation by their status."""
    found = {}
    for status, response in operation(document, path)["responses"].items():
        if status >= "400":
            name = response["$ref"].rpartition("/")[2]
            media = document["components"]["responses"][name]["content"]["application/json"]
            found[status] = media["schema"]["properties"]["error"]["properties"]["code"]["enum"]
    return found


def test_it_becomes_a_valid_document_with_its_three_operations(published: str) -> None:
    document = compile_pages([Page("docs/api/checkout.md", published)]).document
    validate(document)
    assert list(document["paths"]) == [
        "/api/checkout/intent",
        "/api/checkout/confirm",
        "/api/webhooks/stripe",
    ]
    assert operation(document, "/api/checkout/intent")["operationId"] == "postCheckoutIntent"


def test_bodies_and_answers_are_the_types_of_the_table(published: str) -> None:
    document = compile_pages([Page("checkout.md", published)]).document
    intent = operation(document, "/api/checkout/intent")
    media = intent["requestBody"]["content"]["application/json"]
    assert media["schema"] == {"$ref": "#/components/schemas/CheckoutRequest"}
    confirm = operation(document, "/api/checkout/confirm")
    assert confirm["requestBody"]["content"]["application/json"]["schema"] == {
        "type": "object",
        "properties": {"orderId": {"type": "string"}},
        "required": ["orderId"],
    }
    answer = confirm["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"$ref": "#/components/schemas/Order"}


def test_its_statuses_come_from_the_list_below_the_table(published: str) -> None:
    document = compile_pages([Page("checkout.md", published)]).document
    assert document["x-errors"] == {
        "checkout.addressInvalid": [400],
        "checkout.cartEmpty": [400],
        "checkout.priceChanged": [409],
        "checkout.stockChanged": [409],
        "payment.declined": [402],
    }
    assert codes(document, "/api/checkout/intent")["400"] == [
        "checkout.addressInvalid",
        "checkout.cartEmpty",
    ]
    assert codes(document, "/api/checkout/confirm")["402"] == ["payment.declined"]
    assert "400" not in codes(document, "/api/checkout/confirm")


def test_the_webhook_is_signed_and_knows_no_session(published: str) -> None:
    webhook = operation(compile_pages([Page("c.md", published)]).document, "/api/webhooks/stripe")
    assert webhook["security"] == []
    assert [
        (header["name"], header["in"], header["required"]) for header in webhook["parameters"]
    ] == [("Stripe-Signature", "header", True)]
    assert webhook["requestBody"]["content"]["application/json"]["schema"] == {"type": "object"}


def test_its_gaps_are_reported_and_nothing_else_is_an_error(published: str) -> None:
    compilation = compile_pages([Page("checkout.md", published)])
    errors = [
        (diagnostic.code, diagnostic.line)
        for diagnostic in compilation.diagnostics
        if diagnostic.severity == "error"
    ]
    assert errors == [("unknown-type", 77), ("code-without-status", 112)]
    gap = next(
        diagnostic
        for diagnostic in compilation.diagnostics
        if diagnostic.code == "code-without-status"
    )
    assert "payment.authRequired" in gap.message


def test_countries_and_times_are_checked_against_their_comments(published: str) -> None:
    schemas = compile_pages([Page("c.md", published)]).document["components"]["schemas"]
    assert len(schemas["Address"]["properties"]["country"]["enum"]) == 249
    assert schemas["Order"]["properties"]["createdAt"]["format"] == "date-time"
    assert "pattern" not in schemas["CheckoutIntent"]["properties"]["publishableKey"]


def test_its_example_is_known_as_an_error_and_put_where_it_belongs(published: str) -> None:
    responses = compile_pages([Page("c.md", published)]).document["components"]["responses"]
    media = responses["400-checkout.addressInvalid-checkout.cartEmpty"]["content"]
    example = media["application/json"]["examples"]["example1"]["value"]
    assert example["error"]["code"] == "checkout.cartEmpty"
