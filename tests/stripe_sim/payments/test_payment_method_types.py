"""Payment method types that a PaymentIntent offers."""

from __future__ import annotations

from typing import Any

import pytest

BACK = {"return_url": "https://shop.example/back"}
NEVER = {"automatic_payment_methods[allow_redirects]": "never"}
CREATE = {"amount": 2000, "currency": "eur"}


async def test_redirects_may_be_unwanted(api: Any) -> None:
    made = await api.intent(**NEVER)
    assert made["automatic_payment_methods"] == {"allow_redirects": "never", "enabled": True}
    assert made["payment_method_types"] == ["card", "link", "sepa_debit"]
    params = {"payment_method_data[type]": "ideal", **BACK}
    error = await api.get_error("POST", f"payment_intents/{made['id']}/confirm", params)
    assert error["code"] == "payment_intent_incompatible_payment_method"
    assert (
        "The PaymentMethod provided (ideal) is not allowed for this PaymentIntent"
        in (error["message"])
    )


@pytest.mark.parametrize(
    ("params", "method_types"),
    [
        ({"allowed_payment_method_types[]": "card"}, {"card"}),
        ({"excluded_payment_method_types[]": "card"}, None),
        ({"currency": "usd"}, {"card", "link", "klarna", "paypal"}),
        ({"currency": "pln"}, {"card", "link", "klarna", "paypal", "p24", "blik"}),
        ({"capture_method": "manual"}, {"card", "link", "klarna", "paypal"}),
        (
            {"setup_future_usage": "off_session"},
            {"card", "link", "klarna", "paypal", "ideal", "bancontact", "sepa_debit"},
        ),
    ],
)
async def test_what_is_offered(
    api: Any, params: dict[str, str], method_types: set[str] | None
) -> None:
    made = await api.post("payment_intents", {**CREATE, **params})
    offered = set(made["payment_method_types"])
    assert offered == method_types if method_types else "card" not in offered
    assert made["payment_method_options"].keys() == offered


@pytest.mark.parametrize(
    "other",
    [
        {"automatic_payment_methods[enabled]": "true"},
        {"excluded_payment_method_types[]": "ideal"},
        {"payment_method_configuration": "pmc_1"},
    ],
)
async def test_allowed_types_stand_alone(api: Any, other: dict[str, str]) -> None:
    params = {**CREATE, "allowed_payment_method_types[]": "card", **other}
    error = await api.get_error("POST", "payment_intents", params)
    assert (error["status"], error["code"]) == (400, "parameters_exclusive")


@pytest.mark.parametrize(("also", "paid"), [([], True), (["sepa_debit"], True), (["ideal"], False)])
async def test_a_way_back_is_needed_only_if_an_allowed_type_leads_away(
    api: Any, also: list[str], paid: bool
) -> None:
    params = {**CREATE, "confirm": "true", "payment_method": "pm_card_visa"}
    params |= {"allowed_payment_method_types[]": ["card", *also]}
    if paid:
        assert (await api.post("payment_intents", params))["status"] == "succeeded"
    else:
        error = await api.get_error("POST", "payment_intents", params)
        assert "you must provide a `return_url`" in error["message"]


@pytest.mark.parametrize("verb", ["", "/confirm"])
async def test_types_are_not_named_any_more(api: Any, verb: str) -> None:
    made = await api.intent()
    error = await api.get_error(
        "POST", f"payment_intents/{made['id']}{verb}", {"payment_method_types[]": "card"}
    )
    assert error["code"] == "payment_method_types_no_longer_supported"
    assert error["doc_url"].endswith("/payment-method-types-no-longer-supported")


async def test_a_type_has_its_currencies(api: Any) -> None:
    api.version = "2026-06-24.dahlia"
    params = {"amount": 2000, "currency": "usd", "payment_method_types[]": "ideal"}
    error = await api.get_error("POST", "payment_intents", params)
    assert error["message"] == (
        "The currency provided (usd) is invalid. Payments with ideal support the following "
        "currencies: eur."
    )
    params["payment_method_types[]"] = "shells"
    error = await api.get_error("POST", "payment_intents", params)
    assert error["message"].startswith('The payment method type "shells" is invalid.')
