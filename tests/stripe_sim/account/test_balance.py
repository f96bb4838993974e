"""The balance: what every payment, refund and dispute does to it."""

from __future__ import annotations

from typing import Any

import pytest


async def balance(api: Any) -> tuple[int, int]:
    """Available and pending, in cents."""
    found = await api.get("balance")
    assert found["available"][0]["currency"] == found["pending"][0]["currency"] == "eur"
    return found["available"][0]["amount"], found["pending"][0]["amount"]


async def test_money_is_pending_for_a_week(api: Any) -> None:
    assert await balance(api) == (0, 0)
    await api.paid()
    assert await balance(api) == (0, 1945)
    await api.later(8 * 86_400)
    assert await balance(api) == (1945, 0)
    (entry,) = (await api.get("balance_transactions"))["data"]
    assert entry["status"] == "available"
    assert (await api.get(f"balance_transactions/{entry['id']}"))["status"] == "available"


@pytest.mark.parametrize("card", ["bypassPending", "bypassPendingInternational"])
async def test_some_cards_money_is_there_at_once(api: Any, card: str) -> None:
    await api.confirm(await api.intent(), f"pm_card_{card}")
    assert await balance(api) == (1945, 0)
    await api.later(0)
    (event,) = (await api.get("events", type="balance.available"))["data"]
    assert event["data"]["object"] == await api.get("balance")
    assert event["request"] == {"id": None, "idempotency_key": None}
    listed = await api.get("balance/history")
    (entry,) = listed["data"]
    assert await api.get(f"balance/history/{entry['id']}") == entry


async def test_refunds_and_disputes_take_it_away(api: Any) -> None:
    paid = await api.paid(description="A cart")
    await api.post("refunds", payment_intent=paid["id"], amount=500)
    await api.confirm(await api.intent(), "pm_card_createDispute")
    assert await balance(api) == (0, 1945 - 500 + 1945 - 4000)
    entries = (await api.get("balance_transactions"))["data"]
    assert [entry["type"] for entry in entries] == ["adjustment", "charge", "refund", "charge"]
    assert [entry["description"] for entry in entries][2:] == [
        "REFUND FOR CHARGE (A cart)",
        "A cart",
    ]
    assert (await api.get("balance_transactions", payout="po_nobody"))["data"] == []
    only = await api.get("balance_transactions", type="refund")
    assert [entry["amount"] for entry in only["data"]] == [-500]


async def test_money_of_abroad_arrives_in_euros(api: Any) -> None:
    await api.paid(amount=1000, currency="usd")
    (entry,) = (await api.get("balance_transactions"))["data"]
    assert (entry["amount"], entry["currency"], entry["exchange_rate"]) == (920, "eur", 0.92)


async def test_a_debit_costs_less(api: Any) -> None:
    await api.confirm(await api.intent(), "pm_success_de")
    assert await balance(api) == (0, 0)
    await api.later(20)
    (entry,) = (await api.get("balance_transactions"))["data"]
    assert (entry["type"], entry["fee"], entry["net"]) == ("payment", 35, 1965)


async def test_there_is_no_such_transaction(api: Any) -> None:
    error = await api.refused("GET", "balance_transactions/txn_nobody")
    assert (error["status"], error["param"]) == (404, "id")
    assert error["message"] == "No such balance transaction: 'txn_nobody'"
