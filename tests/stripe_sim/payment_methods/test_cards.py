"""Cards of PaymentMethods: brands, networks, wallets, and the checks of the issuer."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY

CARD = {
    "type": "card",
    "card[number]": "4242424242424242",
    "card[exp_month]": "12",
    "card[exp_year]": "2034",
    "card[cvc]": "123",
}


@pytest.mark.parametrize(
    ("name", "brand", "display_brand", "available"),
    [
        ("visa", "visa", "visa", ["visa"]),
        ("mastercard", "mastercard", "mastercard", ["mastercard"]),
        ("amex", "amex", "american_express", ["amex"]),
        ("discover", "discover", "discover", ["discover"]),
        ("diners", "diners", "diners_club", ["diners"]),
        ("jcb", "jcb", "jcb", ["jcb"]),
        ("unionpay", "unionpay", "union_pay", ["unionpay"]),
        ("visa_cartesBancaires", "visa", "visa", ["cartes_bancaires", "visa"]),
        ("mastercard_debit_eftposAuCoBranded", "mastercard", "mastercard", None),
    ],
)
async def test_each_brand_has_a_display_brand(
    api: Any, name: str, brand: str, display_brand: str, available: list[str] | None
) -> None:
    card = (await api.get(f"payment_methods/pm_card_{name}"))["card"]
    assert (card["brand"], card["display_brand"]) == (brand, display_brand)
    assert card["networks"]["available"] == (available or ["eftpos_au", "mastercard"])


ADDRESS = {
    "billing_details[address][line1]": "Hauptstraße 1",
    "billing_details[address][postal_code]": "10115",
}


@pytest.mark.parametrize(
    ("number", "params", "line1", "postal_code", "cvc"),
    [
        ("4242424242424242", ADDRESS, "pass", "pass", "pass"),
        ("4242424242424242", {}, None, None, "pass"),
        ("4000000000000010", ADDRESS, "fail", "fail", "pass"),
        ("4000000000000010", {}, None, None, "pass"),
        ("4000000000000028", ADDRESS, "fail", "pass", "pass"),
        ("4000000000000036", ADDRESS, "pass", "fail", "pass"),
        ("4000000000000044", ADDRESS, "unavailable", "unavailable", "pass"),
        ("4000000000000101", ADDRESS, "pass", "pass", "fail"),
        ("4000000000000101", {"card[cvc]": ""}, None, None, None),
        ("4000000000000127", {"card[cvc]": ""}, None, None, None),
    ],
)
async def test_the_issuer_checks_cvc_and_address_if_entered(
    api: Any,
    customer: str,
    number: str,
    params: dict[str, str],
    line1: str | None,
    postal_code: str | None,
    cvc: str | None,
    attach: Any,
) -> None:
    card = {**CARD, "card[number]": number, **params}
    method = await api.post("payment_methods", {name: text for name, text in card.items() if text})
    attached = await attach(method["id"])
    intent = await api.confirm(await api.intent(customer=customer), attached["id"])
    charge = await api.get(f"charges/{intent['latest_charge']}")
    expected = {
        "address_line1_check": line1,
        "address_postal_code_check": postal_code,
        "cvc_check": cvc,
    }
    assert charge["payment_method_details"]["card"]["checks"] == expected
    assert attached["card"]["checks"] == expected


async def test_a_test_card_fails_the_checks_of_its_name(api: Any) -> None:
    intent = await api.confirm(await api.intent(), "pm_card_avsZipFail")
    charge = await api.get(f"charges/{intent['latest_charge']}")
    checks = charge["payment_method_details"]["card"]["checks"]
    assert checks["address_postal_code_check"] == "fail"


async def test_a_co_branded_card_has_a_preferred_network(api: Any) -> None:
    params = {**CARD, "card[number]": "4000002500001001"}
    preferring = {**params, "card[networks][preferred]": "cartes_bancaires"}
    method = await api.post("payment_methods", preferring)
    assert method["card"]["networks"]["preferred"] == "cartes_bancaires"
    preferring["card[networks][preferred]"] = "mastercard"
    error = await api.get_error("POST", "payment_methods", preferring)
    assert error["param"] == "card[networks][preferred]"


async def test_a_token_of_a_wallet_becomes_a_card(api: Any) -> None:
    api.key = PUBLISHABLE_KEY
    card = {name: value for name, value in CARD.items() if name != "type"}
    token = await api.post("tokens", {**card, "card[tokenization_method]": "apple_pay"})
    assert token["card"]["tokenization_method"] == "apple_pay"
    method = await api.post("payment_methods", {"type": "card", "card[token]": token["id"]})
    assert method["card"]["wallet"] == {
        "apple_pay": {},
        "dynamic_last4": "4242",
        "type": "apple_pay",
    }
    api.key = PUBLISHABLE_KEY.replace("pk", "sk")
    options = {"automatic_payment_methods[allow_redirects]": "never"}
    intent = await api.confirm(await api.intent(**options), method["id"])
    charge = await api.get(f"charges/{intent['latest_charge']}")
    assert charge["payment_method_details"]["card"]["wallet"]["type"] == "apple_pay"
