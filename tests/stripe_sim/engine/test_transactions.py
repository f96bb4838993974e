"""A request that changes something is one transaction; a request that reads is none."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import router

PLAIN = sorted(
    path
    for method, _, path in (where.partition(" ") for where in router.operations())
    if method == "GET" and "*" not in path and path != "elements/sessions"
)


class Writes:
    """The writes that reach the store."""

    def __init__(self, store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: list[str] = []
        for name in ("begin", "put", "put_text", "delete"):
            monkeypatch.setattr(store, name, self._counting(name, getattr(store, name)))

    def _counting(self, name: str, call: Any) -> Any:
        def count_call(*arguments: Any, **options: Any) -> Any:
            self.names.append(name)
            return call(*arguments, **options)

        return count_call


@pytest.fixture
async def intent(api: Any) -> dict[str, Any]:
    customer = await api.post("customers", email="jenny@example.com", name="Jenny")
    paid: dict[str, Any] = await api.pay_by_card(customer=customer["id"])
    return paid


async def test_a_post_is_one_transaction(api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    intent = await api.intent()
    writes = Writes(api.app.simulation.objects.store, monkeypatch)
    await api.confirm(intent, "pm_card_visa")
    assert writes.names.count("begin") == 1


async def test_an_error_that_is_stored_is_a_transaction_of_its_own(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes = Writes(api.app.simulation.objects.store, monkeypatch)
    refused = await api.ask(
        "POST", "/v1/refunds", {"charge": "ch_none"}, idempotency_key="refund-1"
    )
    assert refused.status_code == 404
    assert [name for name in writes.names if name != "begin"] == ["put"]
    again = await api.ask("POST", "/v1/refunds", {"charge": "ch_none"}, idempotency_key="refund-1")
    assert again.content == refused.content


@pytest.mark.parametrize("path", PLAIN)
async def test_a_list_writes_nothing(
    api: Any, intent: dict[str, Any], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    writes = Writes(api.app.simulation.objects.store, monkeypatch)
    needed = {"setup_attempts": {"setup_intent": "seti_none"}}.get(path, {})
    if path.endswith("/search"):
        needed = {"query": "created>0"}
    await api.ask("GET", f"/v1/{path}", needed)
    assert writes.names == []


async def test_an_object_is_read_without_a_transaction(
    api: Any, intent: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    writes = Writes(api.app.simulation.objects.store, monkeypatch)
    for path in (
        f"payment_intents/{intent['id']}",
        f"charges/{intent['latest_charge']}",
        f"charges/{intent['latest_charge']}/refunds",
        f"payment_methods/{intent['payment_method']}",
        f"customers/{intent['customer']}",
        f"customers/{intent['customer']}/payment_methods",
        f"customers/{intent['customer']}/cash_balance",
        f"customers/{intent['customer']}/balance_transactions",
        f"customers/{intent['customer']}/sources",
    ):
        await api.get(path)
    assert writes.names == []
