"""Tokens: a card, typed once and used once."""

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
    made = await api.post("payment_methods", params)
    assert made["card"]["last4"] == "4444"
    assert made["billing_details"]["name"] == "Jenny Rosen"
    assert made["billing_details"]["address"]["postal_code"] == "10115"
    assert (await api.get(f"tokens/{token}"))["used"] is True
    error = await api.refused("POST", "payment_methods", params)
    assert (error["status"], error["code"]) == (400, "token_already_used")
    assert error["message"] == f"You cannot use a Stripe token more than once: {token}."


async def test_stripes_own_tokens_last(api: Any) -> None:
    for _ in range(2):
        made = await api.post("payment_methods", {"type": "card", "card[token]": "tok_visa"})
        assert made["card"]["last4"] == "4242"
    error = await api.refused(
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
async def test_what_is_mistyped(
    api: Any, change: dict[str, str], status: int, code: str | None
) -> None:
    error = await api.refused("POST", "tokens", {**CARD, **change})
    assert (error["status"], error.get("code")) == (status, code)


async def test_something_has_to_be_given(api: Any) -> None:
    error = await api.refused("POST", "tokens")
    assert error["message"].startswith("You must supply either a card, customer, PII data")
    assert (await api.refused("GET", "tokens/tok_nobody"))["status"] == 404


async def test_a_cvc_alone(api: Any) -> None:
    token = await api.post("tokens", {"cvc_update[cvc]": "123"})
    assert (token["type"], token["id"][:7]) == ("cvc_update", "cvctok_")


@pytest.mark.parametrize(
    ("params", "prefix", "kind"),
    [
        ({"pii[id_number]": "000000000"}, "pii_", "pii"),
        ({"account[business_type]": "individual"}, "ct_", "account"),
        ({"person[first_name]": "Jenny"}, "cpt_", "person"),
        ({"cvc_update[cvc]": "123"}, "cvctok_", "cvc_update"),
    ],
)
async def test_a_token_of_something_else(
    api: Any, params: dict[str, str], prefix: str, kind: str
) -> None:
    token = await api.post("tokens", params)
    assert token["id"].startswith(prefix)
    assert (token["type"], token["used"]) == (kind, False)
    no_card = {"type": "card", "card[token]": token["id"]}
    error = await api.refused("POST", "payment_methods", no_card)
    assert (error["code"], error["param"]) == ("resource_missing", "card[token]")
    customer = await api.post("customers")
    path = f"customers/{customer['id']}/sources"
    assert (await api.refused("POST", path, {"source": token["id"]}))["param"] == "source"
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
async def test_a_ready_token_is_looked_at(api: Any, name: str, country: str) -> None:
    token = await api.get(f"tokens/{name}")
    assert (token["card"]["country"], token["used"]) == (country, False)
    made = await api.post("payment_methods", {"type": "card", "card[token]": token["id"]})
    assert made["card"]["fingerprint"] == token["card"]["fingerprint"]
