"""ConfirmationTokens: what the buyer has entered, for the server to confirm with once."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY

BACK = {"return_url": "https://shop.example/back"}
CARD = {
    "payment_method_data[type]": "card",
    "payment_method_data[card][number]": "4242424242424242",
    "payment_method_data[card][exp_month]": "12",
    "payment_method_data[card][exp_year]": "2034",
    "payment_method_data[card][cvc]": "123",
    "payment_method_data[billing_details][name]": "Jenny Rosen",
}


async def token(api: Any, **params: Any) -> Any:
    return await api.post("test_helpers/confirmation_tokens", {**CARD, **BACK, **params})


async def test_a_test_makes_one(api: Any) -> None:
    made = await token(
        api,
        setup_future_usage="off_session",
        **{"shipping[name]": "Jenny Rosen", "shipping[address][city]": "Berlin"},
    )
    assert (made["object"], made["id"][:8], len(made["id"])) == (
        "confirmation_token",
        "ctoken_1",
        31,
    )
    assert made["expires_at"] == made["created"] + 12 * 3600
    preview = made["payment_method_preview"]
    assert (preview["type"], preview["card"]["last4"]) == ("card", "4242")
    assert preview["billing_details"]["name"] == "Jenny Rosen"
    assert "id" not in preview
    assert (made["return_url"], made["setup_future_usage"]) == (BACK["return_url"], "off_session")
    assert made["shipping"]["address"]["city"] == "Berlin"
    assert (made["payment_intent"], made["setup_intent"]) == (None, None)
    assert (await api.get(f"confirmation_tokens/{made['id']}")) == made


async def test_the_browser_makes_one_and_the_server_confirms(api: Any) -> None:
    api.key = PUBLISHABLE_KEY
    made = await api.post("confirmation_tokens", {**CARD, **BACK})
    api.key = PUBLISHABLE_KEY.replace("pk", "sk")
    intent = await api.intent()
    paid = await api.post(f"payment_intents/{intent['id']}/confirm", confirmation_token=made["id"])
    assert paid["status"] == "succeeded"
    used = await api.get(f"confirmation_tokens/{made['id']}")
    assert (used["payment_intent"], used["expires_at"]) == (intent["id"], None)
    method = await api.get(f"payment_methods/{paid['payment_method']}")
    assert method["billing_details"]["name"] == "Jenny Rosen"


async def test_it_is_used_once(api: Any) -> None:
    made = await token(api)
    params = {"amount": 2000, "currency": "eur", "confirm": "true"}
    paid = await api.post("payment_intents", {**params, "confirmation_token": made["id"]})
    assert paid["status"] == "succeeded"
    error = await api.refused(
        "POST", "payment_intents", {**params, "confirmation_token": made["id"]}
    )
    assert (error["status"], error["param"]) == (400, "confirmation_token")


async def test_what_it_says_counts_where_the_server_says_nothing(api: Any) -> None:
    customer = (await api.post("customers"))["id"]
    made = await token(
        api,
        setup_future_usage="off_session",
        **{"shipping[name]": "Jenny Rosen", "shipping[address][city]": "Berlin"},
    )
    intent = await api.intent(customer=customer)
    params = {"confirmation_token": made["id"], "payment_method": "pm_card_mastercard"}
    paid = await api.post(
        f"payment_intents/{intent['id']}/confirm", {**params, "expand[]": "payment_method"}
    )
    assert paid["payment_method"]["card"]["brand"] == "mastercard"
    assert paid["payment_method"]["customer"] == customer
    assert (paid["setup_future_usage"], paid["shipping"]["name"]) == ("off_session", "Jenny Rosen")


async def test_a_challenge_is_left_to_the_script(api: Any) -> None:
    made = await api.post(
        "test_helpers/confirmation_tokens",
        {"payment_method": "pm_card_authenticationRequired", **BACK},
    )
    intent = await api.intent()
    waiting = await api.post(
        f"payment_intents/{intent['id']}/confirm", confirmation_token=made["id"]
    )
    assert waiting["next_action"]["type"] == "use_stripe_sdk"


@pytest.mark.parametrize("at_once", [True, False])
async def test_it_sets_a_method_up(api: Any, at_once: bool) -> None:
    made = await token(api)
    customer = (await api.post("customers"))["id"]
    params = {"confirmation_token": made["id"]}
    if at_once:
        params |= {"confirm": "true", "customer": customer}
        done = await api.post("setup_intents", params)
    else:
        intent = await api.post("setup_intents", customer=customer)
        done = await api.post(f"setup_intents/{intent['id']}/confirm", params)
    assert done["status"] == "succeeded"
    used = await api.get(f"confirmation_tokens/{made['id']}")
    assert used["setup_intent"] == done["id"]


async def test_a_debit_brings_its_mandate(api: Any) -> None:
    api.key = PUBLISHABLE_KEY
    made = await api.post(
        "confirmation_tokens",
        {
            **BACK,
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
    waiting = await api.post(
        f"payment_intents/{intent['id']}/confirm", confirmation_token=made["id"]
    )
    assert waiting["status"] == "processing"


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({}, None),
        ({"payment_method": "pm_nobody"}, "payment_method"),
        ({"payment_method_data[card][number]": "1"}, "payment_method_data[type]"),
    ],
)
async def test_something_has_to_be_given(
    api: Any, params: dict[str, str], param: str | None
) -> None:
    error = await api.refused("POST", "test_helpers/confirmation_tokens", params)
    assert (error["status"], error.get("param")) == (400, param)


async def test_one_that_there_is_not_or_that_is_too_old(api: Any) -> None:
    intent = await api.intent()
    path = f"payment_intents/{intent['id']}/confirm"
    error = await api.refused("POST", path, {"confirmation_token": "ctoken_nobody", **BACK})
    assert (error["code"], error["param"]) == ("resource_missing", "confirmation_token")
    made = await token(api)
    await api.later(12 * 3600)
    error = await api.refused("POST", path, {"confirmation_token": made["id"]})
    assert "expired" in error["message"]
    error = await api.refused("GET", "confirmation_tokens/ctoken_nobody")
    assert error["status"] == 404
