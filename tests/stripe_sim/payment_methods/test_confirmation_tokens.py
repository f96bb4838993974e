"""ConfirmationTokens: payment details from a browser, with which a server confirms one intent."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY

RETURN_URL = {"return_url": "https://shop.example/back"}
CARD = {
    "payment_method_data[type]": "card",
    "payment_method_data[card][number]": "4242424242424242",
    "payment_method_data[card][exp_month]": "12",
    "payment_method_data[card][exp_year]": "2034",
    "payment_method_data[card][cvc]": "123",
    "payment_method_data[billing_details][name]": "Jenny Rosen",
}


async def create_token(api: Any, **params: Any) -> Any:
    return await api.post("test_helpers/confirmation_tokens", {**CARD, **RETURN_URL, **params})


async def test_a_test_helper_creates_a_token(api: Any) -> None:
    token = await create_token(
        api,
        setup_future_usage="off_session",
        **{"shipping[name]": "Jenny Rosen", "shipping[address][city]": "Berlin"},
    )
    assert (token["object"], token["id"][:8], len(token["id"])) == (
        "confirmation_token",
        "ctoken_1",
        31,
    )
    assert token["expires_at"] == token["created"] + 12 * 3600
    preview = token["payment_method_preview"]
    assert (preview["type"], preview["card"]["last4"]) == ("card", "4242")
    assert preview["billing_details"]["name"] == "Jenny Rosen"
    assert "id" not in preview
    assert (token["return_url"], token["setup_future_usage"]) == (
        RETURN_URL["return_url"],
        "off_session",
    )
    assert token["shipping"]["address"]["city"] == "Berlin"
    assert (token["payment_intent"], token["setup_intent"]) == (None, None)
    assert (await api.get(f"confirmation_tokens/{token['id']}")) == token


async def test_a_browser_creates_a_token_and_the_server_confirms(api: Any) -> None:
    api.key = PUBLISHABLE_KEY
    token = await api.post("confirmation_tokens", {**CARD, **RETURN_URL})
    api.key = PUBLISHABLE_KEY.replace("pk", "sk")
    intent = await api.intent()
    intent_after = await api.post(
        f"payment_intents/{intent['id']}/confirm", confirmation_token=token["id"]
    )
    assert intent_after["status"] == "succeeded"
    token_after = await api.get(f"confirmation_tokens/{token['id']}")
    assert (token_after["payment_intent"], token_after["expires_at"]) == (intent["id"], None)
    method = await api.get(f"payment_methods/{intent_after['payment_method']}")
    assert method["billing_details"]["name"] == "Jenny Rosen"


async def test_a_token_cannot_be_used_twice(api: Any) -> None:
    token = await create_token(api)
    params = {"amount": 2000, "currency": "eur", "confirm": "true"}
    intent_after = await api.post("payment_intents", {**params, "confirmation_token": token["id"]})
    assert intent_after["status"] == "succeeded"
    error = await api.get_error(
        "POST", "payment_intents", {**params, "confirmation_token": token["id"]}
    )
    assert (error["status"], error["param"]) == (400, "confirmation_token")


async def test_parameters_of_the_server_override_those_of_the_token(api: Any) -> None:
    customer = (await api.post("customers"))["id"]
    token = await create_token(
        api,
        setup_future_usage="off_session",
        **{"shipping[name]": "Jenny Rosen", "shipping[address][city]": "Berlin"},
    )
    intent = await api.intent(customer=customer)
    params = {"confirmation_token": token["id"], "payment_method": "pm_card_mastercard"}
    intent_after = await api.post(
        f"payment_intents/{intent['id']}/confirm", {**params, "expand[]": "payment_method"}
    )
    assert intent_after["payment_method"]["card"]["brand"] == "mastercard"
    assert intent_after["payment_method"]["customer"] == customer
    assert (intent_after["setup_future_usage"], intent_after["shipping"]["name"]) == (
        "off_session",
        "Jenny Rosen",
    )


async def test_a_token_leaves_the_next_action_to_the_sdk(api: Any) -> None:
    token = await api.post(
        "test_helpers/confirmation_tokens",
        {"payment_method": "pm_card_authenticationRequired", **RETURN_URL},
    )
    intent = await api.intent()
    intent_after = await api.post(
        f"payment_intents/{intent['id']}/confirm", confirmation_token=token["id"]
    )
    assert intent_after["next_action"]["type"] == "use_stripe_sdk"


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_token_confirms_a_setup_intent(api: Any, at_once: bool) -> None:
    token = await create_token(api)
    customer = (await api.post("customers"))["id"]
    params = {"confirmation_token": token["id"]}
    if at_once:
        params |= {"confirm": "true", "customer": customer}
        confirmed_intent = await api.post("setup_intents", params)
    else:
        intent = await api.post("setup_intents", customer=customer)
        confirmed_intent = await api.post(f"setup_intents/{intent['id']}/confirm", params)
    assert confirmed_intent["status"] == "succeeded"
    token_after = await api.get(f"confirmation_tokens/{token['id']}")
    assert token_after["setup_intent"] == confirmed_intent["id"]


async def test_a_token_carries_mandate_data(api: Any) -> None:
    api.key = PUBLISHABLE_KEY
    token = await api.post(
        "confirmation_tokens",
        {
            **RETURN_URL,
            "payment_method_data[type]": "sepa_debit",
            "payment_method_data[sepa_debit][iban]": "DE89370400440532013000",
            "payment_method_data[billing_details][name]": "Jenny Rosen",
            "payment_method_data[billing_details][email]": "jenny@example.com",
            "mandate_data[customer_acceptance][type]": "online",
            "mandate_data[customer_acceptance][online][infer_from_client]": "true",
        },
    )
    api.key = PUBLISHABLE_KEY.replace("pk", "sk")
    intent = await api.intent()
    intent_after = await api.post(
        f"payment_intents/{intent['id']}/confirm", confirmation_token=token["id"]
    )
    assert intent_after["status"] == "processing"


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({}, None),
        ({"payment_method": "pm_nobody"}, "payment_method"),
        ({"payment_method_data[card][number]": "1"}, "payment_method_data[type]"),
    ],
)
async def test_a_token_requires_a_payment_method(
    api: Any, params: dict[str, str], param: str | None
) -> None:
    error = await api.get_error("POST", "test_helpers/confirmation_tokens", params)
    assert (error["status"], error.get("param")) == (400, param)


async def test_unknown_and_expired_tokens_are_rejected(api: Any) -> None:
    intent = await api.intent()
    path = f"payment_intents/{intent['id']}/confirm"
    error = await api.get_error("POST", path, {"confirmation_token": "ctoken_nobody", **RETURN_URL})
    assert (error["code"], error["param"]) == ("resource_missing", "confirmation_token")
    token = await create_token(api)
    await api.advance(12 * 3600)
    error = await api.get_error("POST", path, {"confirmation_token": token["id"]})
    assert "expired" in error["message"]
    error = await api.get_error("GET", "confirmation_tokens/ctoken_nobody")
    assert error["status"] == 404
