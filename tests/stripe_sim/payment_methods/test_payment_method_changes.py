"""Updates of PaymentMethods, and the validation of billing details."""

from __future__ import annotations

from typing import Any

CARD = {
    "type": "card",
    "card[number]": "4242424242424242",
    "card[exp_month]": "12",
    "card[exp_year]": "2034",
    "card[cvc]": "123",
}


async def test_an_attached_method_is_updated(api: Any, attach: Any) -> None:
    method = await attach()
    params = {
        "billing_details[name]": "Jenny Rosen",
        "billing_details[address][city]": "Berlin",
        "card[exp_month]": "8",
        "card[exp_year]": "2035",
        "allow_redisplay": "always",
        "metadata[a]": "b",
    }
    changed = await api.post(f"payment_methods/{method['id']}", params)
    assert (changed["card"]["exp_month"], changed["card"]["exp_year"]) == (8, 2035)
    assert changed["billing_details"]["address"]["city"] == "Berlin"
    assert changed["billing_details"]["address"]["country"] is None
    assert (changed["allow_redisplay"], changed["metadata"]) == ("always", {"a": "b"})
    event = (await api.get("events", type="payment_method.updated"))["data"][0]
    assert event["data"]["previous_attributes"]["allow_redisplay"] == "unspecified"
    address = {"billing_details[address][country]": "DE"}
    changed = await api.post(f"payment_methods/{method['id']}", address)
    assert changed["billing_details"]["address"]["city"] == "Berlin"
    error = await api.get_error(
        "POST", f"payment_methods/{method['id']}", {"card[exp_month]": "13"}
    )
    assert (error["status"], error["code"]) == (402, "invalid_expiry_month")


async def test_an_unattached_method_cannot_be_updated(api: Any) -> None:
    method = await api.post("payment_methods", CARD)
    error = await api.get_error("POST", f"payment_methods/{method['id']}", {"metadata[a]": "b"})
    assert (error["status"], error["message"]) == (
        400,
        "You must save this PaymentMethod to a customer before you can update it.",
    )


async def test_an_invalid_country_is_rejected(api: Any, attach: Any) -> None:
    message = "Country 'JA' is unknown. Try using a 2-character alphanumeric country code instead"
    param = "billing_details[address][country]"
    error = await api.get_error("POST", "payment_methods", {**CARD, param: "JA"})
    assert (error["status"], error["param"]) == (400, param)
    assert error["message"].startswith(message)
    method = await attach()
    error = await api.get_error("POST", f"payment_methods/{method['id']}", {param: "JA"})
    assert error["message"].startswith(message)
    for country in ("JP", "KP", "XK"):
        await api.post(f"payment_methods/{method['id']}", {param: country})
    owner = await api.post("customers", {"address[country]": "Japan"})
    assert owner["address"]["country"] == "Japan"


async def test_an_invalid_email_is_rejected(api: Any, attach: Any) -> None:
    params = {**CARD, "billing_details[email]": "jenny"}
    error = await api.get_error("POST", "payment_methods", params)
    assert (error["code"], error["param"]) == ("email_invalid", "billing_details[email]")
    method = await attach()
    change = {"billing_details[email]": "jenny"}
    error = await api.get_error("POST", f"payment_methods/{method['id']}", change)
    assert error["message"] == "Invalid email address: jenny"
