"""A list of thousands of orders: the same content, and other requests are answered meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from stub_server import app
from stub_server.server.plugin import LongList
from stub_server.shop import serializers
from tests.shop import samples

COUNT = 20 * LongList.AT_ONCE + 1


async def make_orders(buyer: Any, count: int) -> list[str]:
    """Store orders of the buyer's session; return their ids, newest first."""
    await buyer.adds()
    shop = buyer.stub.shop
    (session,) = shop.sandbox.store.all("sessions")
    ids = [f"ord_{number}" for number in range(count)]
    for number, order_id in enumerate(ids):
        shop.orders.save(
            replace(
                samples.order(),
                id=order_id,
                number=f"KN-2026-{number:04}",
                session_key=session["key"],
                customer_id=None,
            )
        )
    return ids[::-1]


@pytest.mark.rule("C-ord-1")
@pytest.mark.parametrize("count", [0, 1, LongList.AT_ONCE, LongList.AT_ONCE + 1, COUNT])
async def test_a_list_of_any_length_has_each_order_once_newest_first(
    buyer: Any, stub: app.Runtime, count: int
) -> None:
    ids = await make_orders(buyer, count)
    answer = await buyer.client.get("/api/orders")
    assert answer.status_code == 200
    found = answer.json()
    assert [order["id"] for order in found["items"]] == ids
    assert found["count"] == count
    if ids:
        order = stub.shop.orders.get(ids[-1])
        assert order is not None
        assert found["items"][-1] == serializers.order(order)


async def test_other_requests_are_answered_while_a_long_list_is_built(buyer: Any) -> None:
    await make_orders(buyer, COUNT)
    turns = 0
    listing = asyncio.create_task(buyer.client.get("/api/orders"))
    while not listing.done():
        turns += 1
        await asyncio.sleep(0)
    assert listing.result().status_code == 200
    assert turns >= 2 * (COUNT // LongList.AT_ONCE)


async def test_each_item_of_a_long_list_is_held_to_the_document(
    buyer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await make_orders(buyer, COUNT)
    original = serializers.order

    def change_one(order: Any) -> Any:
        content = original(order)
        return {**content, "total": "much"} if order.id == ids[-1] else content

    monkeypatch.setattr(serializers, "order", change_one)
    answer = await buyer.client.get("/api/orders")
    assert answer.status_code == 500
    assert "breaks the document" in answer.json()["error"]["message"]


@pytest.mark.parametrize("limit", ["0", "1001", "1" * 400, "many", "-1", ""])
async def test_the_stub_s_own_list_of_orders_has_a_limit(buyer: Any, limit: str) -> None:
    assert (await buyer.client.get("/_stub/orders", params={"limit": limit})).status_code == 400
    assert (await buyer.client.get("/_stub/orders", params={"limit": "1000"})).status_code == 200
