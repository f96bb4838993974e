"""Combinations of parameters of PaymentIntents and SetupIntents, and updates."""

from __future__ import annotations

import re
from typing import Any

import pytest

Json = dict[str, Any]
CREATE = {"amount": "2000", "currency": "eur"}
OLD = "2026-06-24.dahlia"
NEVER = {
    "automatic_payment_methods[enabled]": "true",
    "automatic_payment_methods[allow_redirects]": "never",
}
PAY = {**CREATE, **NEVER, "confirm": "true", "payment_method": "pm_card_visa"}


@pytest.mark.parametrize(
    ("params", "code", "param", "message"),
    [
        (
            {"excluded_payment_method_types[]": "coins"},
            None,
            "excluded_payment_method_types[0]",
            r"Invalid excluded_payment_method_types\[0\]: must be one of acss_debit, affirm, .*",
        ),
        (
            {"allowed_payment_method_types[]": "coins"},
            None,
            "allowed_payment_method_types[0]",
            r"Invalid allowed_payment_method_types\[0\]: must be one of acss_debit, affirm, .*",
        ),
        (
            {**NEVER, "confirmation_method": "manual"},
            None,
            "automatic_payment_methods",
            "You may only specify one of these parameters: automatic_payment_methods, "
            "confirmation_method.",
        ),
        (
            {"application_fee_amount": "10"},
            "parameter_missing",
            "application_fee_amount",
            "Can only apply an application_fee_amount when the PaymentIntent is attempting a "
            "direct payment .*",
        ),
        *(
            (
                {name: value},
                "payment_intent_invalid_parameter",
                name.partition("[")[0],
                f"The parameter `{name.partition('[')[0]}` cannot be passed when creating a "
                "PaymentIntent unless `confirm` is set to true.",
            )
            for name, value in (
                ("off_session", "true"),
                ("error_on_requires_action", "true"),
                ("return_url", "https://shop.example"),
                ("mandate", "mandate_1"),
                ("mandate_data[customer_acceptance][type]", "offline"),
            )
        ),
        (
            {"confirm": "true", "payment_method": "pm_card_visa", "return_url": "nowhere"},
            "url_invalid",
            "return_url",
            "Not a valid URL",
        ),
        (
            {"amount": "0"},
            "parameter_invalid_integer",
            "amount",
            "The amount must be greater than or equal to the minimum charge amount .*",
        ),
        (
            {"amount_details[line_items][0][product_name]": "Tea"},
            "parameter_missing",
            "amount_details[line_items][0][quantity]",
            r"Missing required param: amount_details\[line_items\]\[0\]\[quantity\].",
        ),
    ],
)
async def test_what_does_not_go_together_is_refused(
    api: Any, params: Json, code: str | None, param: str, message: str
) -> None:
    error = await api.get_error("POST", "payment_intents", {**CREATE, **params})
    assert (error["status"], error.get("code"), error["param"]) == (400, code, param)
    assert re.fullmatch(message, error["message"])


async def test_types_and_the_dashboard_s_choice_exclude_each_other(api: Any) -> None:
    api.version = OLD
    both = {**CREATE, **NEVER, "payment_method_types[]": "card"}
    error = await api.get_error("POST", "payment_intents", both)
    assert (error["param"], error["message"]) == (
        "automatic_payment_methods",
        "You may only specify one of these parameters: "
        '["automatic_payment_methods", "payment_method_types"].',
    )


async def test_a_setup_is_not_told_types_when_it_is_confirmed(api: Any) -> None:
    intent = await api.post("setup_intents", NEVER)
    told = {"payment_method": "pm_card_visa", "payment_method_types[]": "card"}
    error = await api.get_error("POST", f"setup_intents/{intent['id']}/confirm", told)
    assert error["code"] == "payment_method_types_no_longer_supported"


async def test_an_app_may_be_where_the_buyer_comes_back_to(api: Any) -> None:
    paid = await api.post("payment_intents", {**PAY, "return_url": "shop-app://back"})
    assert paid["status"] == "succeeded"


async def test_any_update_forgets_the_last_error(api: Any) -> None:
    declined = {**PAY, "payment_method": "pm_card_chargeDeclined"}
    error = await api.get_error("POST", "payment_intents", declined)
    path = f"payment_intents/{error['payment_intent']['id']}"
    assert (await api.get(path))["last_payment_error"]["code"] == "card_declined"
    assert (await api.post(path, description="Again"))["last_payment_error"] is None


@pytest.mark.parametrize("change", [{"amount": "2500"}, {"currency": "usd"}])
async def test_another_amount_has_to_be_confirmed_anew(api: Any, change: Json) -> None:
    asked = {**PAY, "payment_method": "pm_card_authenticationRequired"}
    intent = await api.post("payment_intents", asked)
    changed = await api.post(f"payment_intents/{intent['id']}", change)
    assert (changed["status"], changed["next_action"]) == ("requires_confirmation", None)


@pytest.mark.parametrize("change", [{"amount": "2000"}, {"description": "Tea"}])
async def test_the_same_amount_changes_nothing(api: Any, change: Json) -> None:
    asked = {**PAY, "payment_method": "pm_card_authenticationRequired"}
    intent = await api.post("payment_intents", asked)
    changed = await api.post(f"payment_intents/{intent['id']}", change)
    assert (changed["status"], changed["next_action"]) == ("requires_action", intent["next_action"])


async def test_more_than_was_held_cannot_be_captured(api: Any) -> None:
    held = await api.post("payment_intents", {**PAY, "capture_method": "manual"})
    path = f"payment_intents/{held['id']}/capture"
    error = await api.get_error("POST", path, {"amount_to_capture": "2001"})
    assert (error["code"], error["param"]) == ("amount_too_large", "amount_to_capture")
    assert error["message"] == (
        "The payment could not be captured because the requested capture amount is greater than "
        "the amount you can capture for this charge."
    )
    again = await api.get_error("POST", path, {"amount_to_capture": "5", "final_capture": "false"})
    assert again["param"] == "final_capture"
    assert (await api.post(path, final_capture="true"))["amount_received"] == 2000
