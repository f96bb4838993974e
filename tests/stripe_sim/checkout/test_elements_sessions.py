"""`elements/sessions`: settings that Stripe.js loads before it renders an element."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY

DEFERRED = {
    "type": "deferred_intent",
    "deferred_intent[mode]": "payment",
    "deferred_intent[amount]": "2000",
    "deferred_intent[currency]": "eur",
}


async def get_elements_session(api: Any, **params: Any) -> Any:
    api.key = PUBLISHABLE_KEY
    return await api.get("elements/sessions", key=PUBLISHABLE_KEY, locale="de", **params)


async def test_of_a_payment(api: Any) -> None:
    intent = await api.intent()
    session = await get_elements_session(
        api, type="payment_intent", client_secret=intent["client_secret"]
    )
    assert session["session_id"].startswith("elements_session_")
    preference = session["payment_method_preference"]
    assert preference["object"] == "payment_method_preference"
    assert preference["ordered_payment_method_types"] == intent["payment_method_types"]
    assert preference["payment_intent"]["id"] == intent["id"]
    assert "metadata" not in preference["payment_intent"]
    assert (session["merchant_currency"], preference["country_code"]) == ("eur", "DE")


async def test_of_a_setup_with_its_method(api: Any) -> None:
    intent = await api.post("setup_intents", payment_method="pm_card_visa")
    session = await get_elements_session(
        api,
        type="setup_intent",
        client_secret=intent["client_secret"],
        **{"expand[0]": "payment_method_preference.setup_intent.payment_method"},
    )
    shown = session["payment_method_preference"]["setup_intent"]
    assert shown["payment_method"]["card"]["last4"] == "4242"


async def test_of_an_intent_to_come(api: Any) -> None:
    preference = (await get_elements_session(api, **DEFERRED))["payment_method_preference"]
    assert preference["type"] == "deferred_intent"
    assert {"card", "ideal", "sepa_debit"} <= set(preference["ordered_payment_method_types"])
    keep = {"deferred_intent[setup_future_usage]": "off_session"}
    preference = (await get_elements_session(api, **DEFERRED, **keep))["payment_method_preference"]
    assert "eps" not in preference["ordered_payment_method_types"]
    setup = {"type": "deferred_intent", "deferred_intent[mode]": "setup"}
    assert (await get_elements_session(api, **setup))["payment_method_preference"][
        "ordered_payment_method_types"
    ]


@pytest.mark.parametrize(
    ("params", "param", "message"),
    [
        (
            {"type": "payment_intent", "client_secret": "pi_1_secret_2"},
            "client_secret",
            "The client_secret provided does not match any associated PaymentIntent on this "
            "account.",
        ),
        (
            {"type": "setup_intent", "client_secret": "seti_1_secret_2"},
            "client_secret",
            "The client_secret provided does not match any associated SetupIntent on this account.",
        ),
        ({}, "type", "Missing required param: type."),
        ({"type": "payment_intent"}, "client_secret", "Missing required param: client_secret."),
        (
            {"type": "deferred_intent"},
            "deferred_intent",
            "Missing required param: deferred_intent.",
        ),
    ],
)
async def test_what_is_refused(api: Any, params: dict[str, str], param: str, message: str) -> None:
    api.key = PUBLISHABLE_KEY
    error = await api.get_error("GET", "elements/sessions", params)
    assert (error["status"], error["param"], error["message"]) == (400, param, message)


async def test_a_customer_sees_what_may_be_shown_again(api: Any) -> None:
    customer = (await api.post("customers"))["id"]
    shown = await api.post("payment_methods/pm_card_visa/attach", customer=customer)
    await api.post("payment_methods/pm_card_mastercard/attach", customer=customer)
    await api.post(f"payment_methods/{shown['id']}", allow_redisplay="always")
    session = await api.post(
        "customer_sessions",
        {
            "customer": customer,
            "components[payment_element][enabled]": "true",
            "components[payment_element][features][payment_method_redisplay]": "enabled",
        },
    )
    secret = {"customer_session_client_secret": session["client_secret"]}
    known = (await get_elements_session(api, **DEFERRED, **secret))["customer"]
    assert [method["id"] for method in known["payment_methods"]] == [shown["id"]]
    await api.advance(1801)
    error = await api.get_error("GET", "elements/sessions", {**DEFERRED, **secret})
    assert error["code"] == "customer_session_expired"
