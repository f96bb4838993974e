"""Customer balance transactions and the cash balance."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
async def customer(api: Any) -> str:
    identifier: str = (await api.post("customers", name="Jenny"))["id"]
    return identifier


async def test_transactions_change_the_balance(api: Any, customer: str) -> None:
    path = f"customers/{customer}/balance_transactions"
    first = await api.post(path, amount=-500, currency="eur", description="Sorry")
    second = await api.post(path, amount=200, currency="eur")
    assert (first["ending_balance"], second["ending_balance"]) == (-500, -300)
    assert (first["type"], first["description"]) == ("adjustment", "Sorry")
    record = await api.get(f"customers/{customer}")
    assert (record["balance"], record["currency"]) == (-300, "eur")
    assert (await api.get(path))["data"] == [second, first]
    assert (await api.get(path, invoice="in_nobody"))["data"] == []
    changed = await api.post(f"{path}/{first['id']}", {"metadata[a]": "b"})
    assert (await api.get(f"{path}/{first['id']}")) == changed
    assert (await api.events()).count("customer.updated") == 2


async def test_all_transactions_have_one_currency(api: Any, customer: str) -> None:
    path = f"customers/{customer}/balance_transactions"
    await api.post(path, amount=-500, currency="eur")
    error = await api.get_error("POST", path, {"amount": "-500", "currency": "usd"})
    assert (error["status"], error["param"]) == (400, "currency")
    error = await api.get_error("POST", path, {"currency": "eur"})
    assert error["param"] == "amount"


async def test_the_cash_balance_is_empty(api: Any, customer: str) -> None:
    path = f"customers/{customer}/cash_balance"
    cash = await api.get(path)
    assert (cash["available"], cash["settings"]["reconciliation_mode"]) == (None, "automatic")
    params = {"settings[reconciliation_mode]": "manual"}
    changed = await api.post(path, params)
    assert changed["settings"] == {"reconciliation_mode": "manual", "using_merchant_default": False}
    assert await api.get(path) == changed
