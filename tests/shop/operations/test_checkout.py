from __future__ import annotations

from datetime import timedelta

import pytest

from stub_server.runtime.clock import FrozenClock
from stub_server.server.rejection import Rejection
from stub_server.shop.context import ShopContext
from stub_server.shop.provider_states import apply
from tests.shop.operations.actors import Buyer, PublishedEvents, Stripe
from tests.shop.operations.fakes import DictStore, FakePayments


@pytest.mark.rule("C-chk-1", "C-str-1", "C-str-2", "C-ord-4")
async def test_a_checkout_makes_a_pending_order_and_an_intent_over_its_total(
    buyer: Buyer, payments: FakePayments, events: PublishedEvents
) -> None:
    await buyer.adds("bad", 2)
    answer = await buyer.checks_out()
    assert answer.client_secret == "pi_1_secret_x"
    assert answer.publishable_key == "pk_test_shop"
    assert payments.requests == [{"amount": 1797, "currency": "eur", "order": answer.order_id}]
    order = await buyer.sees(answer.order_id)
    assert (order.status, order.payment_status, order.fulfilment_status) == (
        "pending",
        "pending",
        "unfulfilled",
    )
    assert order.purchase.totals.total == answer.amount == 1797
    assert order.id.startswith("ord_")
    assert events.names() == ["order.made"]


@pytest.mark.rule("C-chk-1", "C-ord-3")
async def test_an_order_is_a_snapshot(buyer: Buyer, shop: ShopContext) -> None:
    await buyer.adds("bad", 2)
    order_id = (await buyer.checks_out()).order_id
    before = await buyer.sees(order_id)
    apply(shop, "product-price", {"productId": "bad", "price": 9.99})
    apply(shop, "product-title", {"productId": "bad", "title": "Another"})
    await buyer.adds("bad")
    await buyer.does("clearCart")
    assert await buyer.sees(order_id) == before


@pytest.mark.rule("C-chk-2", "C-chk-3", "C-chk-4", "C-chk-5")
async def test_what_is_refused_makes_nothing(
    buyer: Buyer, shop: ShopContext, store: DictStore, payments: FakePayments
) -> None:
    with pytest.raises(Rejection, match=r"checkout\.cartEmpty"):
        await buyer.checks_out(shippingAddress=None)
    await buyer.adds("dose", 3)
    with pytest.raises(Rejection, match=r"checkout\.addressInvalid"):
        await buyer.checks_out(billingAddress={})
    apply(shop, "product-price", {"productId": "dose", "price": 1})
    apply(shop, "product-stock", {"productId": "dose", "stock": 2})
    with pytest.raises(Rejection, match=r"checkout\.stockChanged"):
        await buyer.checks_out()
    apply(shop, "product-stock", {"productId": "dose", "stock": 3})
    with pytest.raises(Rejection, match=r"checkout\.priceChanged"):
        await buyer.checks_out()
    assert payments.requests == []
    assert "orders" not in store.tables
    await buyer.cart()
    await buyer.checks_out(billingAddress=None)


@pytest.mark.rule("C-cus-2")
async def test_who_logs_in_while_stripe_is_asked_owns_the_order(
    buyer: Buyer, payments: FakePayments
) -> None:
    await buyer.adds("bad")
    payments.meanwhile = buyer.registers
    order = await buyer.sees((await buyer.checks_out()).order_id)
    assert order.customer_id is not None


@pytest.mark.rule("C-ord-8")
async def test_numbers_grow_by_one_and_start_anew_with_the_utc_year(
    buyer: Buyer, other: Buyer, clock: FrozenClock
) -> None:
    numbers = []
    for days, who in ((0, buyer), (0, other), (1, buyer), (60, other), (0, buyer)):
        clock.advance(timedelta(days=days))
        await who.adds("bad")
        numbers.append((await who.sees((await who.checks_out()).order_id)).number)
    assert numbers == [
        "KN-2026-0001",
        "KN-2026-0002",
        "KN-2026-0003",
        "KN-2027-0001",
        "KN-2027-0002",
    ]


@pytest.mark.rule("C-chk-6", "C-chk-7")
async def test_confirm_tells_how_the_payment_stands_and_changes_nothing(
    buyer: Buyer, payments: FakePayments, store: DictStore
) -> None:
    await buyer.adds("bad")
    order_id = (await buyer.checks_out()).order_id
    writes = store.writes
    payments.stands("pi_1", "succeeded")
    assert (await buyer.does("confirmCheckout", {"orderId": order_id})).status == "pending"
    payments.stands("pi_1", "requires_action")
    with pytest.raises(Rejection, match=r"payment\.authRequired"):
        await buyer.does("confirmCheckout", {"orderId": order_id})
    payments.stands("pi_1", "requires_payment_method", declined=True)
    with pytest.raises(Rejection, match=r"payment\.declined"):
        await buyer.does("confirmCheckout", {"orderId": order_id})
    assert (await buyer.sees(order_id)).status == "pending"
    assert store.writes == writes


@pytest.mark.rule("C-chk-7")
async def test_confirm_sees_the_webhook_that_came_while_stripe_was_asked(
    buyer: Buyer, payments: FakePayments, stripe: Stripe
) -> None:
    await buyer.adds("bad")
    order_id = (await buyer.checks_out()).order_id

    async def succeeds() -> None:
        await stripe.says("succeeded", "pi_1")

    payments.meanwhile = succeeds
    assert (await buyer.does("confirmCheckout", {"orderId": order_id})).status == "paid"
    payments.intents.clear()  # a paid order is answered without asking Stripe
    assert (await buyer.does("confirmCheckout", {"orderId": order_id})).status == "paid"


@pytest.mark.rule("C-chk-7", "C-ord-2")
async def test_confirm_of_somebody_elses_order_is_not_found(buyer: Buyer, other: Buyer) -> None:
    await buyer.adds("bad")
    order_id = (await buyer.checks_out()).order_id
    for visitor, name in ((other, order_id), (buyer, "ord_nothing")):
        with pytest.raises(Rejection, match=r"order\.notFound"):
            await visitor.does("confirmCheckout", {"orderId": name})
