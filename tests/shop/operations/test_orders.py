from __future__ import annotations

import pytest

from stub_server.server.rejection import Rejection
from stub_server.shop.context import ShopContext
from stub_server.shop.provider_states import apply
from tests.shop.operations.actors import Buyer
from tests.shop.operations.fakes import DictStore


async def orders(buyer: Buyer, count: int) -> list[str]:
    await buyer.adds("bad")
    return [(await buyer.checks_out()).order_id for _ in range(count)]


async def listed(buyer: Buyer) -> list[str]:
    return [order.id for order in (await buyer.does("listOrders")).items]


@pytest.mark.rule("C-ord-1", "C-ord-2", "C-conv-8")
async def test_guests_see_the_orders_of_their_session_newest_first(
    buyer: Buyer, other: Buyer
) -> None:
    order_ids = await orders(buyer, 3)
    assert await listed(buyer) == order_ids[::-1]
    assert await listed(other) == []
    with pytest.raises(Rejection, match=r"order\.notFound"):
        await other.sees(order_ids[0])


@pytest.mark.rule("C-ord-2")
async def test_an_order_that_is_not_there_looks_like_one_of_somebody_else(
    buyer: Buyer, other: Buyer
) -> None:
    (order_id,) = await orders(buyer, 1)
    rejections = []
    for name in (order_id, "ord_nothing"):
        with pytest.raises(Rejection) as refused:
            await other.sees(name)
        rejections.append((refused.value.code, refused.value.message.replace(name, "")))
    assert rejections[0] == rejections[1]


@pytest.mark.rule("C-ord-1", "C-cus-2")
async def test_customers_see_their_orders_from_each_of_their_sessions(
    buyer: Buyer, other: Buyer
) -> None:
    as_guest = await orders(buyer, 1)
    await buyer.registers()
    order_ids = as_guest + await orders(buyer, 1)
    await other.logs_in()
    assert await listed(buyer) == await listed(other) == order_ids[::-1]
    assert (await other.sees(order_ids[0])).customer_id is not None


@pytest.mark.rule("C-ord-1", "C-cus-2")
async def test_a_session_that_becomes_another_customers_sees_that_ones_orders_alone(
    buyer: Buyer,
) -> None:
    await buyer.registers("first@example.org")
    await orders(buyer, 1)
    await buyer.registers("second@example.org")
    second = await orders(buyer, 1)
    assert await listed(buyer) == second
    await buyer.does("logoutCustomer")
    assert await listed(buyer) == []


@pytest.mark.rule("C-ord-1")
async def test_orders_of_a_customer_who_is_no_more_are_nobodys(
    buyer: Buyer, store: DictStore
) -> None:
    customer = await buyer.registers()
    await orders(buyer, 1)
    store.delete("customers", customer.id)
    assert await listed(buyer) == []


@pytest.mark.rule("C-ord-5")
async def test_a_tracking_url_is_there_once_the_order_is_shipped(
    buyer: Buyer, shop: ShopContext
) -> None:
    (order_id,) = await orders(buyer, 1)
    assert (await buyer.sees(order_id)).tracking_url is None
    apply(shop, "order-shipped", {"orderId": order_id, "trackingUrl": "https://example.org/1"})
    order = await buyer.sees(order_id)
    assert (order.fulfilment_status, order.tracking_url) == ("shipped", "https://example.org/1")
