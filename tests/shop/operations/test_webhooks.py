from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from stub_server.runtime.clock import FrozenClock
from stub_server.server.rejection import Rejection
from stub_server.shop.context import ShopContext
from stub_server.shop.provider_states import apply
from stub_server.shop.seed import reset
from tests.shop.operations.actors import Buyer, PublishedEvents, Stripe
from tests.shop.operations.fakes import DictStore, FakePayments

EVENTS = ("succeeded", "payment_failed", "canceled", "refunded")


async def ordered(buyer: Buyer, product_id: str = "bad", quantity: int = 2) -> str:
    await buyer.adds(product_id, quantity)
    order_id: str = (await buyer.checks_out()).order_id
    return order_id


def stock(shop: ShopContext, product_id: str = "bad") -> Any:
    return apply(shop, "product", {"productId": product_id})["stock"]


@pytest.mark.rule("C-chk-6", "C-chk-9", "C-chk-13", "C-ord-5", "C-ord-6")
async def test_a_payment_that_succeeds_makes_the_order_paid(
    buyer: Buyer, stripe: Stripe, shop: ShopContext, clock: FrozenClock, events: PublishedEvents
) -> None:
    order_id = await ordered(buyer)
    assert (await buyer.sees(order_id)).paid_at is None
    await stripe.says("succeeded", "pi_1")
    order = await buyer.sees(order_id)
    assert (order.status, order.payment_status, order.fulfilment_status) == (
        "paid",
        "paid",
        "processing",
    )
    assert order.paid_at == clock.now()
    assert stock(shop) == 23
    assert (await buyer.cart()).lines == ()
    assert ("order.settled", {"order": order_id, "number": order.number, "status": "paid"}) in (
        events.all
    )


@pytest.mark.rule("C-chk-9")
async def test_the_same_event_or_another_for_the_same_intent_pays_once(
    buyer: Buyer, stripe: Stripe, shop: ShopContext, store: DictStore
) -> None:
    order_id = await ordered(buyer)
    await stripe.says("succeeded", "pi_1", event="evt_same")
    paid = await buyer.sees(order_id)
    await buyer.adds("bad", 5)
    writes = store.writes
    await stripe.says("succeeded", "pi_1", event="evt_same")
    assert store.writes == writes
    await stripe.says("succeeded", "pi_1", event="evt_other")
    assert await buyer.sees(order_id) == paid
    assert stock(shop) == 23
    assert (await buyer.cart()).count == 5


@pytest.mark.rule("C-chk-9", "C-chk-10", "C-chk-11")
async def test_in_whatever_order_events_come_stock_is_taken_once_and_never_given_back(
    buyer: Buyer, stripe: Stripe, shop: ShopContext, payments: FakePayments
) -> None:
    for events in permutations((*EVENTS, "succeeded")):
        reset(shop)
        buyer.token = None
        order_id = await ordered(buyer)
        intent = f"pi_{len(payments.requests)}"
        for happened in events:
            await stripe.says(happened, intent)
        order = await buyer.sees(order_id)
        assert (order.status, order.payment_status) == ("refunded", "refunded"), events
        assert stock(shop) == 23, events
        assert (await buyer.cart()).lines == (), events


@pytest.mark.rule("C-chk-10")
async def test_a_payment_that_fails_may_still_succeed(buyer: Buyer, stripe: Stripe) -> None:
    order_id = await ordered(buyer)
    await stripe.says("payment_failed", "pi_1")
    order = await buyer.sees(order_id)
    assert (order.status, order.payment_status) == ("failed", "failed")
    await stripe.says("succeeded", "pi_1")
    await stripe.says("payment_failed", "pi_1")
    assert (await buyer.sees(order_id)).status == "paid"


@pytest.mark.rule("C-chk-11")
async def test_a_partial_refund_leaves_the_order_paid(buyer: Buyer, stripe: Stripe) -> None:
    order_id = await ordered(buyer)
    await stripe.says("succeeded", "pi_1")
    part = {"payment_intent": "pi_1", "refunded": False, "amount": 2, "amount_refunded": 1}
    await stripe.tells("charge.refunded", part)
    assert (await buyer.sees(order_id)).status == "paid"
    await stripe.says("refunded", "pi_1")
    assert (await buyer.sees(order_id)).status == "refunded"


@pytest.mark.rule("C-chk-11")
async def test_a_cancelled_order_has_failed_payment(buyer: Buyer, stripe: Stripe) -> None:
    order_id = await ordered(buyer)
    await stripe.says("canceled", "pi_1")
    order = await buyer.sees(order_id)
    assert (order.status, order.payment_status) == ("cancelled", "failed")


@pytest.mark.rule("C-chk-8")
@pytest.mark.parametrize("signature", ["", "wrong", None])
async def test_an_event_that_is_not_signed_changes_nothing(
    buyer: Buyer, stripe: Stripe, store: DictStore, signature: Any
) -> None:
    await ordered(buyer)
    writes = store.writes
    with pytest.raises(Rejection, match=r"webhook\.signatureInvalid"):
        await stripe.says("succeeded", "pi_1", signature=signature)
    assert store.writes == writes


@pytest.mark.rule("C-chk-12")
async def test_events_that_the_shop_ignores_change_nothing(
    buyer: Buyer, stripe: Stripe, store: DictStore, events: PublishedEvents
) -> None:
    await ordered(buyer)
    writes, published = store.writes, len(events.all)
    await stripe.says("succeeded", "pi_of_somebody_else")
    await stripe.tells("customer.created", {"id": "pi_1"})
    await stripe.says("processing", "pi_1")
    assert (store.writes, len(events.all)) == (writes, published)


@pytest.mark.rule("C-chk-13")
async def test_what_the_buyer_added_since_stays_in_the_cart(buyer: Buyer, stripe: Stripe) -> None:
    await ordered(buyer)
    await buyer.adds("bad", 1)
    await buyer.adds("soda", 1)
    await stripe.says("succeeded", "pi_1")
    assert [(line.product_id, line.quantity) for line in (await buyer.cart()).lines] == [
        ("bad", 1),
        ("soda", 1),
    ]


@pytest.mark.rule("C-chk-9")
async def test_stock_does_not_go_below_nothing(
    buyer: Buyer, stripe: Stripe, shop: ShopContext
) -> None:
    await ordered(buyer, "dose", 3)
    await buyer.checks_out()
    await stripe.says("succeeded", "pi_1")
    await stripe.says("succeeded", "pi_2")
    assert stock(shop, "dose") == 0


@pytest.mark.rule("C-chk-9", "C-cus-3")
async def test_an_order_is_paid_though_its_session_is_gone(
    buyer: Buyer, stripe: Stripe, shop: ShopContext
) -> None:
    await ordered(buyer)
    await buyer.does("logoutCustomer")
    await stripe.says("succeeded", "pi_1")
    assert stock(shop) == 23
    assert (await buyer.cart()).lines == ()


@pytest.mark.rule("C-chk-9")
async def test_a_fault_in_the_middle_leaves_no_half_of_it(
    buyer: Buyer,
    stripe: Stripe,
    shop: ShopContext,
    store: DictStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order_id = await ordered(buyer)
    put = store.put

    def breaks_at_the_cart(table: str, key: str, record: Any) -> None:
        if table == "carts":
            raise OSError("the disk is full")
        put(table, key, record)

    with monkeypatch.context() as patched:
        patched.setattr(store, "put", breaks_at_the_cart)
        with pytest.raises(OSError, match="full"):
            await stripe.says("succeeded", "pi_1", event="evt_1")
    assert (await buyer.sees(order_id)).status == "pending"
    assert stock(shop) == 25
    await stripe.says("succeeded", "pi_1", event="evt_1")
    assert (await buyer.sees(order_id)).status == "paid"


@pytest.mark.rule("C-ord-7")
async def test_time_alone_fails_no_order(buyer: Buyer, clock: FrozenClock) -> None:
    order_id = await ordered(buyer)
    clock.advance(timedelta(days=29))
    assert (await buyer.does("confirmCheckout", {"orderId": order_id})).status == "pending"
    assert (await buyer.sees(order_id)).payment_status == "pending"
