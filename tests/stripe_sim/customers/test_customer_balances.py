"""What a customer has to their credit."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
async def customer(till: Any) -> str:
    made: str = (await till.post("customers", name="Jenny"))["id"]
    return made


async def test_credit_adds_up(till: Any, customer: str) -> None:
    path = f"customers/{customer}/balance_transactions"
    first = await till.post(path, amount=-500, currency="eur", description="Sorry")
    second = await till.post(path, amount=200, currency="eur")
    assert (first["ending_balance"], second["ending_balance"]) == (-500, -300)
    assert (first["type"], first["description"]) == ("adjustment", "Sorry")
    owner = await till.get(f"customers/{customer}")
    assert (owner["balance"], owner["currency"]) == (-300, "eur")
    assert (await till.get(path))["data"] == [second, first]
    assert (await till.get(path, invoice="in_nobody"))["data"] == []
    changed = await till.post(f"{path}/{first['id']}", {"metadata[a]": "b"})
    assert (await till.get(f"{path}/{first['id']}")) == changed
    assert (await till.events()).count("customer.updated") == 2


async def test_a_customer_has_one_currency(till: Any, customer: str) -> None:
    path = f"customers/{customer}/balance_transactions"
    await till.post(path, amount=-500, currency="eur")
    error = await till.refused("POST", path, {"amount": "-500", "currency": "usd"})
    assert (error["status"], error["param"]) == (400, "currency")
    error = await till.refused("POST", path, {"currency": "eur"})
    assert error["param"] == "amount"


async def test_nobody_has_sent_cash(till: Any, customer: str) -> None:
    path = f"customers/{customer}/cash_balance"
    cash = await till.get(path)
    assert (cash["available"], cash["settings"]["reconciliation_mode"]) == (None, "automatic")
    params = {"settings[reconciliation_mode]": "manual"}
    changed = await till.post(path, params)
    assert changed["settings"] == {"reconciliation_mode": "manual", "using_merchant_default": False}
    assert await till.get(path) == changed
