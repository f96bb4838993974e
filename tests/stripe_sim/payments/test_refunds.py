"""Money back: in full, in part, and never more than was paid."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest


async def test_all_of_it_comes_back(api: Any) -> None:
    paid = await api.pay_by_card()
    refund = await api.post("refunds", payment_intent=paid["id"], reason="duplicate")
    assert (refund["status"], refund["amount"]) == ("succeeded", 2000)
    charge = await api.get(f"charges/{refund['charge']}", **{"expand[]": "refunds"})
    assert (charge["refunded"], charge["amount_refunded"]) == (True, 2000)
    assert [found["id"] for found in charge["refunds"]["data"]] == [refund["id"]]
    entry = await api.get(f"balance_transactions/{refund['balance_transaction']}")
    assert (entry["amount"], entry["type"], entry["source"]) == (-2000, "refund", refund["id"])
    assert (await api.events())[-2:] == ["refund.created", "charge.refunded"]
    error = await api.get_error("POST", "refunds", {"payment_intent": paid["id"]})
    assert error["code"] == "charge_already_refunded"


async def test_part_after_part_until_nothing_is_left(api: Any) -> None:
    paid = await api.pay_by_card()
    await api.post("refunds", charge=paid["latest_charge"], amount=1500)
    error = await api.get_error("POST", "refunds", {"charge": paid["latest_charge"], "amount": 501})
    assert (error["status"], error["param"]) == (400, "amount")
    assert "(€5.01) is greater than unrefunded amount on charge (€5.00)" in error["message"]
    await api.post("refunds", charge=paid["latest_charge"], amount=500)
    listed = await api.get("refunds", payment_intent=paid["id"])
    assert [refund["amount"] for refund in listed["data"]] == [500, 1500]


async def test_no_more_comes_back_than_was_captured(api: Any) -> None:
    held = await api.pay_by_card(capture_method="manual")
    early = await api.get_error("POST", "refunds", {"payment_intent": held["id"]})
    assert "You must cancel the PaymentIntent to reverse the authorization" in early["message"]
    await api.post(f"payment_intents/{held['id']}/capture", amount_to_capture=700)
    error = await api.get_error("POST", "refunds", {"payment_intent": held["id"], "amount": 701})
    assert error["param"] == "amount"
    assert (await api.post("refunds", payment_intent=held["id"]))["amount"] == 700


@pytest.mark.parametrize(
    ("card", "first", "then"),
    [("pendingRefund", "pending", "succeeded"), ("refundFail", "succeeded", "failed")],
)
async def test_some_refunds_take_time(api: Any, card: str, first: str, then: str) -> None:
    paid = await api.confirm(await api.intent(), f"pm_card_{card}")
    refund = await api.post("refunds", payment_intent=paid["id"])
    assert refund["status"] == first
    await api.advance(15)
    assert (await api.get(f"refunds/{refund['id']}"))["status"] == then
    charge = await api.get(f"charges/{refund['charge']}")
    assert charge["amount_refunded"] == (0 if then == "failed" else 2000)
    assert "refund.updated" in await api.events()


async def test_the_event_says_what_has_changed(api: Any) -> None:
    paid = await api.pay_by_card()
    await api.post("refunds", payment_intent=paid["id"], amount=500)
    event = (await api.get("events", type="charge.refunded"))["data"][0]
    assert event["data"]["previous_attributes"] == {"amount_refunded": 0}
    assert event["data"]["object"]["amount_refunded"] == 500


async def test_a_refund_for_fraud_is_a_report_of_fraud(api: Any) -> None:
    paid = await api.pay_by_card()
    await api.post("refunds", payment_intent=paid["id"], reason="fraudulent")
    charge = await api.get(f"charges/{paid['latest_charge']}")
    assert charge["fraud_details"] == {"user_report": "fraudulent"}
    event = (await api.get("events", type="charge.refunded"))["data"][0]
    assert event["data"]["object"]["fraud_details"] == {"user_report": "fraudulent"}


@pytest.mark.parametrize(
    ("method_type", "destination"),
    [("klarna", "klarna"), ("paypal", "paypal"), ("eps", "eps"), ("p24", "p24")],
)
async def test_what_was_paid_by_redirect_goes_back_the_same_way(
    api: Any, method_type: str, destination: str
) -> None:
    data = {
        "payment_method_data[type]": method_type,
        "payment_method_data[billing_details][email]": "jenny@example.com",
        "payment_method_data[billing_details][name]": "Jenny Rosen",
        "payment_method_data[billing_details][address][country]": "DE",
        "return_url": "https://shop.example",
    }
    intent = await api.intent()
    await api.post(f"payment_intents/{intent['id']}/confirm", data)
    await api.control(f"payment_intents/{intent['id']}/authenticate", {"outcome": "succeed"})
    refund = await api.post("refunds", payment_intent=intent["id"])
    assert refund["id"].startswith("pyr_")
    assert refund["destination_details"]["type"] == destination
    entry = await api.get(f"balance_transactions/{refund['balance_transaction']}")
    assert (entry["type"], entry["amount"]) == ("payment_refund", -2000)


async def test_of_two_refunds_at_once_one_is_too_much(api: Any) -> None:
    paid = await api.pay_by_card()
    params = {"payment_intent": paid["id"], "amount": "1500"}
    answers = await asyncio.gather(*(api.ask("POST", "/v1/refunds", params) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    assert (await api.get(f"charges/{paid['latest_charge']}"))["amount_refunded"] == 1500
