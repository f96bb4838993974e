"""Tokens: card details for a single use."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY

CARD = {
    "card[number]": "5555555555554444",
    "card[exp_month]": "12",
    "card[exp_year]": "2034",
    "card[cvc]": "123",
    "card[name]": "Jenny Rosen",
    "card[address_zip]": "10115",
}


@pytest.mark.parametrize("key", ["sk", "pk"])
async def test_a_card_becomes_a_token(api: Any, key: str) -> None:
    api.key = PUBLISHABLE_KEY.replace("pk", key)
    token = await api.post("tokens", CARD)
    assert (token["object"], token["type"], token["used"]) == ("token", "card", False)
    assert token["id"].startswith("tok_1")
    assert token["card"]["id"].startswith("card_1")
    assert (token["card"]["brand"], token["card"]["last4"]) == ("MasterCard", "4444")
    assert (token["card"]["name"], token["card"]["address_zip"]) == ("Jenny Rosen", "10115")
    assert (token["card"]["cvc_check"], token["card"]["address_zip_check"]) == (
        "unchecked",
        "unchecked",
    )
    assert await api.get(f"tokens/{token['id']}") == token


async def test_a_token_is_used_once(api: Any) -> None:
    token = (await api.post("tokens", CARD))["id"]
    params = {"type": "card", "card[token]": token}
    method = await api.post("payment_methods", params)
    assert method["card"]["last4"] == "4444"
    assert method["billing_details"]["name"] == "Jenny Rosen"
    assert method["billing_details"]["address"]["postal_code"] == "10115"
    assert (await api.get(f"tokens/{token}"))["used"] is True
    error = await api.get_error("POST", "payment_methods", params)
    assert (error["status"], error["code"]) == (400, "token_already_used")
    assert error["message"] == f"You cannot use a Stripe token more than once: {token}."


async def test_test_tokens_can_be_reused(api: Any) -> None:
    for _ in range(2):
        method = await api.post("payment_methods", {"type": "card", "card[token]": "tok_visa"})
        assert method["card"]["last4"] == "4242"
    error = await api.get_error(
        "POST", "payment_methods", {"type": "card", "card[token]": "tok_nobody"}
    )
    assert (error["code"], error["message"]) == ("resource_missing", "No such token: 'tok_nobody'")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"card[number]": "4242424242424241"}, 402, "incorrect_number"),
        ({"card[exp_month]": "13"}, 402, "invalid_expiry_month"),
        ({"card[exp_year]": "2020"}, 402, "invalid_expiry_year"),
        ({"card[cvc]": "9"}, 402, "invalid_cvc"),
        ({"card[tokenization_method]": "apple_pay"}, 400, "parameter_unknown"),
    ],
)
async def test_invalid_cards_are_rejected(
    api: Any, change: dict[str, str], status: int, code: str | None
) -> None:
    error = await api.get_error("POST", "tokens", {**CARD, **change})
    assert (error["status"], error.get("code")) == (status, code)


async def test_a_token_requires_a_subject(api: Any) -> None:
    error = await api.get_error("POST", "tokens")
    assert error["message"].startswith("You must supply either a card, customer, PII data")
    assert (await api.get_error("GET", "tokens/tok_nobody"))["status"] == 404


async def test_a_token_of_a_cvc(api: Any) -> None:
    token = await api.post("tokens", {"cvc_update[cvc]": "123"})
    assert (token["type"], token["id"][:7]) == ("cvc_update", "cvctok_")


@pytest.mark.parametrize(
    ("params", "prefix", "token_type"),
    [
        ({"pii[id_number]": "000000000"}, "pii_", "pii"),
        ({"account[business_type]": "individual"}, "ct_", "account"),
        ({"person[first_name]": "Jenny"}, "cpt_", "person"),
        ({"cvc_update[cvc]": "123"}, "cvctok_", "cvc_update"),
    ],
)
async def test_tokens_of_other_types_are_no_payment_methods(
    api: Any, params: dict[str, str], prefix: str, token_type: str
) -> None:
    token = await api.post("tokens", params)
    assert token["id"].startswith(prefix)
    assert (token["type"], token["used"]) == (token_type, False)
    params_of_method = {"type": "card", "card[token]": token["id"]}
    error = await api.get_error("POST", "payment_methods", params_of_method)
    assert (error["code"], error["param"]) == ("resource_missing", "card[token]")
    customer = await api.post("customers")
    path = f"customers/{customer['id']}/sources"
    assert (await api.get_error("POST", path, {"source": token["id"]}))["param"] == "source"
    assert await api.get(f"tokens/{token['id']}") == token


async def test_a_token_of_a_bank_account(api: Any) -> None:
    params = {
        "bank_account[country]": "DE",
        "bank_account[currency]": "eur",
        "bank_account[account_number]": "DE89370400440532013000",
    }
    token = await api.post("tokens", params)
    assert (token["type"], token["bank_account"]["last4"]) == ("bank_account", "3000")


@pytest.mark.parametrize(("name", "country"), [("tok_visa", "US"), ("tok_de", "DE")])
async def test_retrieve_a_test_token(api: Any, name: str, country: str) -> None:
    token = await api.get(f"tokens/{name}")
    assert (token["card"]["country"], token["used"]) == (country, False)
    method = await api.post("payment_methods", {"type": "card", "card[token]": token["id"]})
    assert method["card"]["fingerprint"] == token["card"]["fingerprint"]
