"""Charges without a PaymentIntent, as older shops make them: POST /v1/charges with a source."""

from __future__ import annotations

from typing import Any

import pytest

SOLD = {"amount": "2000", "currency": "eur", "source": "tok_visa"}


async def test_a_card_is_charged(api: Any) -> None:
    charge = await api.post(
        "charges", SOLD, description="A hat", **{"metadata[order]": "17", "expand[]": "source"}
    )
    assert (charge["status"], charge["paid"], charge["captured"]) == ("succeeded", True, True)
    assert (charge["payment_intent"], charge["customer"]) == (None, None)
    assert (charge["description"], charge["metadata"]) == ("A hat", {"order": "17"})
    source = charge["source"]
    assert charge["payment_method"] == source["id"]
    assert (source["object"], source["brand"], source["last4"]) == ("card", "Visa", "4242")
    assert (source["customer"], source["cvc_check"]) == (None, "pass")
    entry = await api.get(f"balance_transactions/{charge['balance_transaction']}")
    assert (entry["type"], entry["net"]) == ("charge", 1945)
    assert await api.events() == ["charge.succeeded"]


async def test_a_typed_card_is_charged_once(api: Any) -> None:
    typed = {"number": "4242424242424242", "exp_month": "12", "exp_year": "2034", "cvc": "123"}
    token = await api.post("tokens", {f"card[{name}]": value for name, value in typed.items()})
    charge = await api.post("charges", SOLD, source=token["id"])
    assert charge["source"]["id"] == token["card"]["id"]
    error = await api.get_error("POST", "charges", {**SOLD, "source": token["id"]})
    assert error["code"] == "token_already_used"


@pytest.mark.parametrize(
    ("token", "code", "decline"),
    [
        ("tok_chargeDeclined", "card_declined", "generic_decline"),
        ("tok_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
        ("tok_radarBlock", "card_declined", "fraudulent"),
        ("tok_authenticationRequired", "authentication_required", "authentication_required"),
    ],
)
async def test_a_refused_card_leaves_a_failed_charge(
    api: Any, token: str, code: str, decline: str
) -> None:
    error = await api.get_error("POST", "charges", {**SOLD, "source": token})
    assert (error["status"], error["type"]) == (402, "card_error")
    assert (error["code"], error["decline_code"]) == (code, decline)
    charge = await api.get(f"charges/{error['charge']}")
    assert (charge["status"], charge["paid"], charge["failure_code"]) == ("failed", False, code)
    assert await api.events() == ["charge.failed"]
    error = await api.get_error("POST", "refunds", {"charge": charge["id"]})
    assert error["status"] == 400


@pytest.mark.parametrize(
    ("given", "status", "code", "param", "message"),
    [
        ({"source": ""}, 400, "parameter_invalid_empty", "source", None),
        ({"amount": None}, 400, "parameter_missing", "amount", "Missing required param: amount."),
        ({"currency": None}, 400, "parameter_missing", "currency", None),
        ({"amount": "20"}, 400, "amount_too_small", "amount", None),
        ({"source": None}, 400, None, None, "Must provide source or customer."),
        ({"source": "tok_x"}, 400, "resource_missing", "source", "No such token: 'tok_x'"),
        ({"customer": "cus_x"}, 400, "resource_missing", "customer", "No such customer: 'cus_x'"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    api: Any, given: dict[str, Any], status: int, code: str, param: str, message: str
) -> None:
    params = {name: value for name, value in {**SOLD, **given}.items() if value is not None}
    error = await api.get_error("POST", "charges", params)
    assert (error["status"], error.get("code"), error.get("param")) == (status, code, param)
    assert message in (None, error["message"])


async def test_money_is_held_and_taken_in_part(api: Any) -> None:
    held = await api.post("charges", SOLD, capture="false")
    assert (held["captured"], held["balance_transaction"]) == (False, None)
    path = f"charges/{held['id']}/capture"
    error = await api.get_error("POST", path, {"amount": "2001"})
    assert error["code"] == "amount_too_large"
    taken = await api.post(path, amount=1500)
    assert (taken["captured"], taken["amount_captured"]) == (True, 1500)
    assert (taken["amount_refunded"], taken["refunded"]) == (500, False)
    (event,) = (await api.get("events", type="charge.captured"))["data"]
    assert event["data"]["previous_attributes"]["captured"] is False
    error = await api.get_error("POST", path)
    assert error["code"] == "charge_already_captured"


async def test_a_refund_lets_go_of_what_is_held(api: Any) -> None:
    held = await api.post("charges", SOLD, capture="false")
    error = await api.get_error("POST", "refunds", {"charge": held["id"], "amount": "500"})
    assert error["message"].startswith("You cannot partially refund an uncaptured charge.")
    refund = await api.post("refunds", charge=held["id"])
    assert (refund["amount"], refund["payment_intent"]) == (2000, None)
    assert refund["balance_transaction"] is None
    charge = await api.get(f"charges/{held['id']}")
    assert (charge["refunded"], charge["captured"]) == (True, False)
    assert (await api.get_error("POST", f"charges/{held['id']}/capture"))["status"] == 400
    error = await api.get_error("POST", "refunds", {"charge": held["id"]})
    assert error["code"] == "charge_already_refunded"


async def test_the_oldest_refund_answers_with_the_charge(api: Any) -> None:
    charge = await api.post("charges", SOLD)
    changed = await api.post(f"charges/{charge['id']}/refund", amount=500)
    assert (changed["id"], changed["amount_refunded"]) == (charge["id"], 500)
    (refund,) = (await api.get(f"charges/{charge['id']}/refunds"))["data"]
    assert refund["amount"] == 500


async def test_a_test_card_brings_its_dispute(api: Any) -> None:
    charge = await api.post("charges", SOLD, source="tok_createDispute")
    (dispute,) = (await api.get("disputes", charge=charge["id"]))["data"]
    assert (dispute["payment_intent"], dispute["amount"]) == (None, 2000)


async def test_a_customers_default_card_is_charged(api: Any) -> None:
    customer = await api.post("customers", source="tok_mastercard")
    charge = await api.post("charges", amount=2000, currency="eur", customer=customer["id"])
    assert (charge["customer"], charge["source"]["id"]) == (
        customer["id"],
        customer["default_source"],
    )
    other = await api.post(f"customers/{customer['id']}/sources", source="tok_visa")
    charge = await api.post("charges", SOLD, customer=customer["id"], source=other["id"])
    assert charge["source"]["last4"] == "4242"
    for wrong in ("tok_visa", "card_nobodys"):
        params = {**SOLD, "customer": customer["id"], "source": wrong}
        error = await api.get_error("POST", "charges", params)
        assert (error["code"], error["param"]) == ("missing", "source")
        assert error["message"] == (
            f"Customer {customer['id']} does not have a linked source with ID {wrong}."
        )


async def test_who_has_no_card_cannot_be_charged(api: Any) -> None:
    customer = (await api.post("customers"))["id"]
    params = {"amount": "2000", "currency": "eur", "customer": customer}
    error = await api.get_error("POST", "charges", params)
    assert (error["status"], error["type"], error["code"]) == (402, "card_error", "missing")
    assert error["message"] == "Cannot charge a customer that has no active card"
