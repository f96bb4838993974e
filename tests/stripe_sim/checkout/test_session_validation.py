"""Validation of the parameters of a Checkout Session, and its UI modes."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.settings import LATEST_VERSION
from tests.stripe_sim.checkout.session_calls import HOSTED, MUG, create_session


@pytest.mark.parametrize("ui_mode", ["embedded_page", "elements", "form"])
async def test_a_session_in_the_shops_own_page_has_a_secret(api: Any, ui_mode: str) -> None:
    params = {"mode": "payment", **MUG, "ui_mode": ui_mode, "return_url": "https://shop.example"}
    made = await api.post("checkout/sessions", params)
    assert made["client_secret"].startswith(f"{made['id']}_secret_")
    assert (made["url"], made["success_url"]) == (None, None)
    assert made["return_url"] == "https://shop.example"


async def test_older_versions_have_older_words(api: Any) -> None:
    hosted = await create_session(api)
    params = {"mode": "payment", **MUG, "ui_mode": "embedded", "return_url": "https://shop.example"}
    error = await api.get_error("POST", "checkout/sessions", params)
    api.version = "2025-08-27.basil"
    made = await api.post("checkout/sessions", params)
    listed = (await api.get("checkout/sessions"))["data"]
    assert [each["ui_mode"] for each in listed] == ["embedded", "hosted"]
    api.version = LATEST_VERSION
    for each, word in ((hosted, "hosted_page"), (made, "embedded_page")):
        assert (await api.get(f"checkout/sessions/{each['id']}"))["ui_mode"] == word
    assert error["message"] == (
        "Invalid ui_mode: must be one of elements, embedded_page, form, or hosted_page"
    )


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"mode": None}, "parameter_missing", "mode"),
        ({"success_url": None}, "parameter_missing", "success_url"),
        ({"success_url": "shop"}, "url_invalid", "success_url"),
        (
            {"line_items[0][price_data][product_data][images][]": "mug.png"},
            "url_invalid",
            "line_items[0][price_data][product_data][images][0]",
        ),
        ({"line_items[0][quantity]": None}, None, "line_items[0][quantity]"),
        (
            {"line_items[0][quantity]": "0"},
            "parameter_invalid_integer",
            "line_items[0][quantity]",
        ),
        (
            {"line_items[0][quantity]": 1_000_000},
            "parameter_invalid_integer",
            "line_items[0][quantity]",
        ),
        ({"line_items[0][price]": "price_x"}, None, "line_items[0]"),
        (
            {"line_items[0][tax_rates][]": "txr_x"},
            "resource_missing",
            "line_items[0][tax_rates][0]",
        ),
        ({"line_items[0][price_data][unit_amount]": 99_999_999}, "amount_too_large", None),
        ({"currency": "usd"}, None, "line_items[0][price_data]"),
        ({"locale": "tlh"}, None, "locale"),
        ({"customer_email": "ada"}, "email_invalid", "customer_email"),
        ({"customer_update[address]": "auto"}, None, "customer_update"),
        (
            {"shipping_address_collection[allowed_countries][]": "XX"},
            None,
            "shipping_address_collection[allowed_countries][0]",
        ),
        ({f"custom_fields[{at}][key]": "a" for at in range(4)}, None, "custom_fields"),
        (
            {"optional_items[0][price]": "price_x", "optional_items[0][quantity]": 1},
            "resource_missing",
            "optional_items[0][price]",
        ),
        (
            {"line_items[0][price_data][currency]": None},
            "parameter_missing",
            "line_items[0][price_data][currency]",
        ),
        ({"line_items[1][quantity]": 1}, None, "line_items[1]"),
        (
            {"line_items[1][price]": "price_nobody", "line_items[1][quantity]": 1},
            "resource_missing",
            "line_items[1][price]",
        ),
        ({"line_items[0][price_data][unit_amount]": 10}, "amount_too_small", None),
        ({"return_url": "https://shop.example"}, None, "return_url"),
        ({"ui_mode": "embedded_page"}, None, "success_url"),
        ({"customer": "cus_nobody"}, "resource_missing", "customer"),
        ({"customer": "cus_a", "customer_email": "a@example.com"}, None, "customer"),
        ({"setup_intent_data[description]": "a"}, None, "setup_intent_data"),
        ({"excluded_payment_method_types[]": "gold"}, None, "excluded_payment_method_types[0]"),
        (
            {
                "payment_intent_data[shipping][name]": "Ada",
                "payment_intent_data[shipping][address][city]": "Berlin",
            },
            "parameter_missing",
            "payment_intent_data[shipping][address][line1]",
        ),
        ({"expires_at": 1}, None, "expires_at"),
        ({"mode": "setup"}, None, "line_items"),
        ({"mode": "subscription"}, None, "mode"),
    ],
)
async def test_a_session_that_makes_no_sense(
    api: Any, change: dict[str, Any], code: str | None, param: str | None
) -> None:
    params = {name: value for name, value in {**HOSTED, **MUG, **change}.items() if value}
    error = await api.get_error("POST", "checkout/sessions", params)
    assert (error["status"], error["type"]) == (400, "invalid_request_error")
    assert (error.get("code"), error.get("param")) == (code, param)
    assert (await api.get("checkout/sessions"))["data"] == []
