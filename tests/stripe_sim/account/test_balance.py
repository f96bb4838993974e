"""The balance after payments, refunds and disputes."""

from __future__ import annotations

from typing import Any

import pytest


async def get_balance(api: Any) -> tuple[int, int]:
    """Return the available and the pending amount, in cents."""
    record = await api.get("balance")
    assert record["available"][0]["currency"] == record["pending"][0]["currency"] == "eur"
    return record["available"][0]["amount"], record["pending"][0]["amount"]


async def test_money_is_pending_for_a_week(api: Any) -> None:
    assert await get_balance(api) == (0, 0)
    await api.pay_by_card()
    assert await get_balance(api) == (0, 1945)
    await api.advance(8 * 86_400)
    assert await get_balance(api) == (1945, 0)
    (entry,) = (await api.get("balance_transactions"))["data"]
    assert entry["status"] == "available"
    assert (await api.get(f"balance_transactions/{entry['id']}"))["status"] == "available"


@pytest.mark.parametrize("card", ["bypassPending", "bypassPendingInternational"])
async def test_payments_of_some_cards_are_available_at_once(api: Any, card: str) -> None:
    await api.confirm(await api.intent(), f"pm_card_{card}")
    assert await get_balance(api) == (1945, 0)
    await api.advance(0)
    (event,) = (await api.get("events", type="balance.available"))["data"]
    assert event["data"]["object"] == await api.get("balance")
    assert event["request"] == {"id": None, "idempotency_key": None}
    history = await api.get("balance/history")
    (entry,) = history["data"]
    assert await api.get(f"balance/history/{entry['id']}") == entry


async def test_refunds_and_disputes_reduce_the_balance(api: Any) -> None:
    intent = await api.pay_by_card(description="A cart")
    await api.post("refunds", payment_intent=intent["id"], amount=500)
    await api.confirm(await api.intent(), "pm_card_createDispute")
    assert await get_balance(api) == (0, 1945 - 500 + 1945 - 4000)
    entries = (await api.get("balance_transactions"))["data"]
    assert [entry["type"] for entry in entries] == ["adjustment", "charge", "refund", "charge"]
    assert [entry["description"] for entry in entries][2:] == [
        "REFUND FOR CHARGE (A cart)",
        "A cart",
    ]
    assert (await api.get("balance_transactions", payout="po_nobody"))["data"] == []
    refunds = await api.get("balance_transactions", type="refund")
    assert [entry["amount"] for entry in refunds["data"]] == [-500]


async def test_other_currencies_are_converted_to_euros(api: Any) -> None:
    await api.pay_by_card(amount=1000, currency="usd")
    (entry,) = (await api.get("balance_transactions"))["data"]
    assert (entry["amount"], entry["currency"], entry["exchange_rate"]) == (920, "eur", 0.92)


async def test_a_debit_has_a_lower_fee(api: Any) -> None:
    await api.confirm(await api.intent(), "pm_success_de")
    assert await get_balance(api) == (0, 0)
    await api.advance(20)
    (entry,) = (await api.get("balance_transactions"))["data"]
    assert (entry["type"], entry["fee"], entry["net"]) == ("payment", 35, 1965)


async def test_an_unknown_transaction_is_not_found(api: Any) -> None:
    error = await api.get_error("GET", "balance_transactions/txn_nobody")
    assert (error["status"], error["param"]) == (404, "id")
    assert error["message"] == "No such balance transaction: 'txn_nobody'"
