"""Refunds that cannot be, in Stripe's words, and those that take their time."""

from __future__ import annotations

from typing import Any

import pytest


async def test_more_than_was_paid_does_not_come_back(api: Any) -> None:
    paid = await api.pay_by_card()
    error = await api.get_error("POST", "refunds", {"payment_intent": paid["id"], "amount": 2001})
    assert (error["status"], error["param"], "code" in error) == (400, "amount", False)
    assert error["message"] == "Refund amount (€20.01) is greater than charge amount (€20.00)"
    await api.post("refunds", payment_intent=paid["id"], amount=500)
    error = await api.get_error("POST", "refunds", {"payment_intent": paid["id"], "amount": 1501})
    assert error["message"] == (
        "Refund amount (€15.01) is greater than unrefunded amount on charge (€15.00)"
    )


@pytest.mark.parametrize("amount", [0, -5])
async def test_nothing_is_no_refund(api: Any, amount: int) -> None:
    paid = await api.pay_by_card()
    params = {"payment_intent": paid["id"], "amount": amount}
    error = await api.get_error("POST", "refunds", params)
    assert (error["code"], error["param"]) == ("parameter_invalid_integer", "amount")


async def test_money_that_is_only_held_is_let_go_by_canceling(api: Any) -> None:
    held = await api.pay_by_card(capture_method="manual")
    error = await api.get_error("POST", "refunds", {"charge": held["latest_charge"]})
    assert error["status"] == 400
    assert error["message"].startswith(
        f"This uncaptured Charge was created by a PaymentIntent ({held['id']}). You must cancel"
    )


async def test_what_failed_or_never_was_cannot_be_refunded(api: Any) -> None:
    intent = await api.intent()
    unpaid = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
    error = await api.get_error("POST", "refunds", {"payment_intent": intent["id"]})
    assert error["message"] == unpaid
    declined = {"payment_method": "pm_card_chargeDeclined", "return_url": "https://shop.example"}
    refused = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", declined)
    error = await api.get_error("POST", "refunds", {"charge": refused["charge"]})
    assert (error["status"], error["message"]) == (400, unpaid)


async def test_a_debit_that_is_under_way_cannot_be_refunded_yet(api: Any) -> None:
    paid = await api.confirm(await api.intent(), "pm_success_de")
    error = await api.get_error("POST", "refunds", {"payment_intent": paid["id"]})
    assert error["status"] == 400
    await api.advance(20)
    refund = await api.post("refunds", payment_intent=paid["id"])
    assert (refund["status"], refund["id"][:4]) == ("pending", "pyr_")
    await api.advance(20)
    assert (await api.get(f"refunds/{refund['id']}"))["status"] == "succeeded"


@pytest.mark.parametrize(
    ("params", "status", "param"),
    [
        ({}, 400, None),
        ({"charge": "ch_nobody"}, 404, "id"),
        ({"payment_intent": "pi_nobody"}, 404, "payment_intent"),
    ],
)
async def test_it_must_be_told_what_to_refund(
    api: Any, params: dict[str, str], status: int, param: str | None
) -> None:
    error = await api.get_error("POST", "refunds", params)
    assert (error["status"], error.get("param")) == (status, param)


async def test_the_pending_card(api: Any) -> None:
    paid = await api.confirm(await api.intent(), "pm_card_pendingRefund")
    refund = await api.post("refunds", payment_intent=paid["id"])
    assert (refund["status"], refund["pending_reason"]) == ("pending", "processing")
    error = await api.get_error("POST", f"refunds/{refund['id']}/cancel")
    assert (error["status"], error["message"]) == (400, "Canceling this refund is unsupported.")
    await api.advance(20)
    after = await api.get(f"refunds/{refund['id']}")
    assert (after["status"], "pending_reason" in after) == ("succeeded", False)
    assert (await api.events())[-4:] == [
        "refund.created",
        "charge.refunded",
        "refund.updated",
        "charge.refund.updated",
    ]


async def test_the_failing_card_has_its_money_again(api: Any) -> None:
    paid = await api.confirm(await api.intent(), "pm_card_refundFail")
    refund = await api.post("refunds", payment_intent=paid["id"], amount=700)
    assert refund["status"] == "succeeded"
    await api.advance(20)
    after = await api.get(f"refunds/{refund['id']}", **{"expand[]": "failure_balance_transaction"})
    assert (after["status"], after["failure_reason"]) == ("failed", "expired_or_canceled_card")
    back = after["failure_balance_transaction"]
    assert (back["amount"], back["fee"], back["type"]) == (700, 0, "refund_failure")
    charge = await api.get(f"charges/{refund['charge']}")
    assert (charge["amount_refunded"], charge["refunded"]) == (0, False)
    assert (await api.events())[-3:] == [
        "refund.updated",
        "charge.refund.updated",
        "refund.failed",
    ]
    assert (await api.post("refunds", payment_intent=paid["id"]))["amount"] == 2000


async def test_refunds_of_a_charge(api: Any) -> None:
    paid = await api.pay_by_card()
    path = f"charges/{paid['latest_charge']}/refunds"
    made = await api.post(path, amount=300)
    assert (await api.get(path))["data"] == [made]
    assert await api.get(f"{path}/{made['id']}") == made
    other = (await api.pay_by_card())["latest_charge"]
    error = await api.get_error("GET", f"charges/{other}/refunds/{made['id']}")
    assert (error["status"], error["param"]) == (404, "refund")
