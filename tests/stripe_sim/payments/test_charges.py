"""Charges: what the network said, and what may still be written on them."""

from __future__ import annotations

from typing import Any

import pytest

BERLIN = {
    "payment_method_data[type]": "card",
    "payment_method_data[card][exp_month]": "12",
    "payment_method_data[card][exp_year]": "2034",
    "payment_method_data[billing_details][name]": "Jenny Rosen",
    "payment_method_data[billing_details][address][line1]": "Unter den Linden 1",
    "payment_method_data[billing_details][address][postal_code]": "10117",
    "return_url": "https://shop.example",
    "expand[]": "latest_charge",
}


async def create_charge(api: Any, number: str, **more: str) -> dict[str, Any]:
    """The charge of a payment with that card, whose owner lives in Berlin."""
    intent = await api.intent()
    params = {**BERLIN, "payment_method_data[card][number]": number, **more}
    paid = await api.post(f"payment_intents/{intent['id']}/confirm", params)
    charge: dict[str, Any] = paid["latest_charge"]
    return charge


async def test_a_charge_says_what_was_paid_with(api: Any) -> None:
    charge = await create_charge(
        api, "4242424242424242", **{"payment_method_data[card][cvc]": "123"}
    )
    card = charge["payment_method_details"]["card"]
    assert (card["brand"], card["last4"], card["network"]) == ("visa", "4242", "visa")
    assert card["checks"] == {
        "address_line1_check": "pass",
        "address_postal_code_check": "pass",
        "cvc_check": "pass",
    }
    assert card["three_d_secure"] is None
    assert charge["billing_details"]["address"]["postal_code"] == "10117"
    assert charge["receipt_url"].startswith("https://pay.stripe.com/receipts/")
    again = await create_charge(api, "4242424242424242")
    assert again["payment_method_details"]["card"]["fingerprint"] == card["fingerprint"]
    assert again["payment_method_details"]["card"]["checks"]["cvc_check"] is None
    other = await create_charge(api, "5555555555554444")
    assert other["payment_method_details"]["card"]["fingerprint"] != card["fingerprint"]


@pytest.mark.parametrize(
    ("number", "check", "said"),
    [
        ("4000000000000101", "cvc_check", "fail"),
        ("4000000000000036", "address_postal_code_check", "fail"),
        ("4000000000000028", "address_line1_check", "fail"),
        ("4000000000000044", "address_line1_check", "unavailable"),
    ],
)
async def test_some_checks_fail(api: Any, number: str, check: str, said: str) -> None:
    charge = await create_charge(api, number, **{"payment_method_data[card][cvc]": "123"})
    assert charge["payment_method_details"]["card"]["checks"][check] == said
    assert charge["status"] == "succeeded"


@pytest.mark.parametrize(
    ("card", "level", "score"),
    [("visa", "normal", 22), ("riskLevelElevated", "elevated", 66)],
)
async def test_risk_is_told(api: Any, card: str, level: str, score: int) -> None:
    params = {"expand[]": "latest_charge"}
    paid = await api.confirm(await api.intent(), f"pm_card_{card}", **params)
    outcome = paid["latest_charge"]["outcome"]
    assert (outcome["risk_level"], outcome["risk_score"]) == (level, score)
    assert (outcome["type"], outcome["network_status"]) == ("authorized", "approved_by_network")
    assert outcome["seller_message"] == "Payment complete."


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (
            "visa_chargeDeclined",
            {
                "type": "issuer_declined",
                "network_status": "declined_by_network",
                "reason": "generic_decline",
                "seller_message": "The bank did not return any further details with this decline.",
            },
        ),
        (
            "visa_chargeDeclinedInsufficientFunds",
            {
                "type": "issuer_declined",
                "reason": "insufficient_funds",
                "advice_code": "try_again_later",
                "network_decline_code": "51",
                "seller_message": "The bank returned the decline code `insufficient_funds`.",
            },
        ),
        (
            "radarBlock",
            {
                "type": "blocked",
                "network_status": "not_sent_to_network",
                "reason": "highest_risk_level",
                "risk_level": "highest",
                "seller_message": "Stripe blocked this payment as too risky.",
            },
        ),
    ],
)
async def test_a_decline_is_explained(api: Any, card: str, expected: dict[str, str]) -> None:
    intent = await api.intent()
    params = {"payment_method": f"pm_card_{card}", "return_url": "https://shop.example"}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    charge = await api.get(f"charges/{error['charge']}")
    blocked = expected["type"] == "blocked"
    assert charge["fraud_details"] == ({"stripe_report": "fraudulent"} if blocked else {})
    assert (charge["status"], charge["paid"], charge["captured"]) == ("failed", False, False)
    assert charge["failure_code"] == error["code"]
    assert {name: charge["outcome"][name] for name in expected} == expected


@pytest.mark.parametrize(
    ("card", "decline", "code", "advice", "network_code"),
    [
        ("visa_chargeDeclined", "generic_decline", "card_declined", "try_again_later", "01"),
        (
            "visa_chargeDeclinedInsufficientFunds",
            "insufficient_funds",
            "card_declined",
            "try_again_later",
            "51",
        ),
        ("visa_chargeDeclinedLostCard", "lost_card", "card_declined", "do_not_try_again", "41"),
        ("visa_chargeDeclinedStolenCard", "stolen_card", "card_declined", "do_not_try_again", "43"),
        ("chargeDeclinedExpiredCard", "expired_card", "expired_card", "confirm_card_data", "54"),
        ("chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc", "confirm_card_data", "N7"),
        (
            "chargeDeclinedProcessingError",
            "processing_error",
            "processing_error",
            "try_again_later",
            "06",
        ),
        (
            "visa_chargeDeclinedVelocityLimitExceeded",
            "card_velocity_exceeded",
            "card_declined",
            "try_again_later",
            "61",
        ),
    ],
)
async def test_the_bank_gives_its_reason_and_its_advice(
    api: Any, card: str, decline: str, code: str, advice: str, network_code: str
) -> None:
    intent = await api.intent()
    params = {"payment_method": f"pm_card_{card}", "return_url": "https://shop.example"}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    charge = await api.get(f"charges/{error['charge']}")
    outcome = charge["outcome"]
    assert (error["decline_code"], error["code"]) == (decline, code)
    assert (charge["failure_code"], charge["failure_message"]) == (code, error["message"])
    assert (outcome["reason"], outcome["advice_code"]) == (decline, advice)
    assert outcome["network_decline_code"] == network_code
    assert (outcome["type"], outcome["network_status"]) == (
        "issuer_declined",
        "declined_by_network",
    )
    assert (charge["balance_transaction"], charge["receipt_url"]) == (None, None)


async def test_every_try_is_a_charge_and_the_last_is_refunded(api: Any) -> None:
    intent = await api.intent()
    for card in ("chargeDeclined", "visa_chargeDeclinedInsufficientFunds"):
        params = {"payment_method": f"pm_card_{card}", "return_url": "https://shop.example"}
        await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    paid = await api.confirm(intent, "pm_card_visa")
    tries = (await api.get("charges", payment_intent=intent["id"]))["data"]
    assert [charge["status"] for charge in tries] == ["succeeded", "failed", "failed"]
    assert paid["latest_charge"] == tries[0]["id"]
    refund = await api.post("refunds", payment_intent=intent["id"])
    assert refund["charge"] == tries[0]["id"]
    error = await api.get_error("POST", "refunds", {"charge": tries[1]["id"]})
    assert "does not have a successful charge to refund" in error["message"]


async def test_words_may_be_added(api: Any) -> None:
    path = f"charges/{(await api.pay_by_card(description='A cart'))['latest_charge']}"
    changed = await api.post(
        path,
        {
            "description": "",
            "metadata[a]": "1",
            "receipt_email": "a@example.com",
            "fraud_details[user_report]": "safe",
            "shipping[name]": "Jenny",
            "shipping[address][city]": "Berlin",
        },
    )
    assert (changed["description"], changed["metadata"]) == (None, {"a": "1"})
    assert changed["fraud_details"] == {"user_report": "safe"}
    assert changed["shipping"]["address"]["city"] == "Berlin"
    (event,) = (await api.get("events", type="charge.updated"))["data"]
    assert event["data"]["previous_attributes"]["description"] == "A cart"
    error = await api.get_error("POST", path, {"transfer_group": "g"})
    assert "You must update the `transfer_group` on the PaymentIntent" in error["message"]


async def test_a_charge_is_given_to_a_customer_once(api: Any) -> None:
    path = f"charges/{(await api.pay_by_card())['latest_charge']}"
    customer, other = [(await api.post("customers"))["id"] for _ in range(2)]
    assert (await api.post(path, customer=customer))["customer"] == customer
    for taken in (other, "cus_nobody"):
        error = await api.get_error("POST", path, {"customer": taken})
        assert (error["status"], error["param"]) == (400, "customer")


@pytest.mark.parametrize(
    ("suffix", "statement"),
    [
        (None, "SHOPSTUB"),
        ("HAT 17", "SHOPSTUB* HAT 17"),
        ("A VERY LONG SUFFIX 123", "SHOPSTUB* A VERY LONG "),
    ],
)
async def test_what_the_buyer_reads_on_the_statement(
    api: Any, suffix: str | None, statement: str
) -> None:
    words = {"statement_descriptor_suffix": suffix} if suffix else {}
    charge = await api.get(f"charges/{(await api.pay_by_card(**words))['latest_charge']}")
    assert charge["calculated_statement_descriptor"] == statement


async def test_a_charge_is_captured_through_its_payment(api: Any) -> None:
    held = await api.pay_by_card(capture_method="manual")
    path = f"charges/{held['latest_charge']}/capture"
    error = await api.get_error("POST", path)
    assert "You must capture the PaymentIntent instead." in error["message"]
    await api.post(f"payment_intents/{held['id']}/capture")
    error = await api.get_error("POST", path)
    assert error["code"] == "charge_already_captured"


async def test_charges_are_listed_by_whose_they_are(api: Any) -> None:
    customer = (await api.post("customers"))["id"]
    mine = await api.pay_by_card(customer=customer, transfer_group="ORDER_1")
    other = await api.pay_by_card()
    listed = await api.get("charges", transfer_group="ORDER_1")
    assert [charge["id"] for charge in listed["data"]] == [mine["latest_charge"]]
    listed = await api.get("charges", customer=customer)
    assert [charge["id"] for charge in listed["data"]] == [mine["latest_charge"]]
    listed = await api.get("charges", payment_intent=other["id"])
    assert [charge["id"] for charge in listed["data"]] == [other["latest_charge"]]
    for name, noun in (("customer", "customer"), ("payment_intent", "payment_intent")):
        error = await api.get_error("GET", "charges", {name: "x_1"})
        assert (error["status"], error["param"]) == (400, name)
        assert error["message"] == f"No such {noun}: 'x_1'"
    await api.ask("DELETE", f"/v1/customers/{customer}")
    assert len((await api.get("charges", customer=customer))["data"]) == 1
    error = await api.get_error("GET", "charges/ch_nobody")
    assert (error["status"], error["param"], error["message"]) == (
        404,
        "id",
        "No such charge: 'ch_nobody'",
    )


async def test_the_account_is_ones_own(api: Any) -> None:
    own = await api.get("account")
    assert (own["country"], own["default_currency"], own["object"]) == ("DE", "eur", "account")
    assert own["charges_enabled"] is True
    assert own["capabilities"]["card_payments"] == "active"
    assert await api.get(f"accounts/{own['id']}") == own
    assert (await api.get("accounts"))["data"] == [], "none is connected to it"
    error = await api.get_error("GET", "accounts/acct_somebodyelse")
    assert (error["status"], error["code"]) == (403, "account_invalid")
