"""Idempotency keys of the checkout (C-chk-14)."""

from __future__ import annotations

import asyncio

import pytest

from stub_server.server.rejection import Rejection
from stub_server.shop.context import ShopContext
from stub_server.shop.seed import reset
from tests.shop.operations.actors import Buyer
from tests.shop.operations.fakes import FakePayments


@pytest.mark.rule("C-chk-14")
@pytest.mark.usefixtures("patience")
async def test_the_same_key_answers_the_same_intent(
    buyer: Buyer, other: Buyer, payments: FakePayments
) -> None:
    await buyer.adds("bad")
    first = await buyer.checks_out("key-1")
    await buyer.registers()
    assert await buyer.checks_out("key-1") == first
    assert len(payments.requests) == 1
    with pytest.raises(Rejection) as refused:
        await buyer.checks_out("key-1", email="another@example.org")
    assert refused.value.code == "request.idempotencyConflict"
    await other.adds("bad")
    assert (await other.checks_out("key-1")).order_id != first.order_id


@pytest.mark.rule("C-chk-14")
async def test_without_a_key_or_with_another_a_second_order_is_made(buyer: Buyer) -> None:
    await buyer.adds("bad")
    intents = [await buyer.checks_out(key) for key in (None, None, "key-1", "key-2")]
    assert len({intent.order_id for intent in intents}) == 4


@pytest.mark.rule("C-chk-14")
@pytest.mark.usefixtures("patience")
async def test_a_failed_attempt_does_not_use_the_key_up(
    buyer: Buyer, payments: FakePayments, shop: ShopContext
) -> None:
    async def breaks() -> None:
        raise ConnectionError("Stripe is away")

    with pytest.raises(Rejection, match=r"checkout\.cartEmpty"):
        await buyer.checks_out("key-1")
    await buyer.adds("bad")
    payments.meanwhile = breaks
    with pytest.raises(ConnectionError):
        await buyer.checks_out("key-1", email="another@example.org")
    assert shop.running == {}
    await buyer.checks_out("key-1")


@pytest.mark.rule("C-chk-14")
@pytest.mark.usefixtures("patience")
async def test_the_same_key_at_once_waits_for_the_first(
    buyer: Buyer, payments: FakePayments
) -> None:
    await buyer.adds("bad")
    answer_of_stripe = asyncio.Event()
    payments.meanwhile = answer_of_stripe.wait
    tasks = [asyncio.create_task(buyer.checks_out("key-1")) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(Rejection, match=r"request\.idempotencyConflict"):
        await buyer.checks_out("key-1", acceptsMarketing=True)
    answer_of_stripe.set()
    first, *others = await asyncio.gather(*tasks)
    assert others == [first, first]
    assert len(payments.requests) == 1


@pytest.mark.rule("C-chk-14")
@pytest.mark.usefixtures("patience")
async def test_when_the_first_fails_the_next_that_waits_takes_its_place(
    buyer: Buyer, payments: FakePayments
) -> None:
    await buyer.adds("bad")
    answer_of_stripe = asyncio.Event()

    async def breaks() -> None:
        await answer_of_stripe.wait()
        raise ConnectionError("Stripe is away")

    payments.meanwhile = breaks
    tasks = [asyncio.create_task(buyer.checks_out("key-1")) for _ in range(3)]
    await asyncio.sleep(0)
    answer_of_stripe.set()
    failed, second, third = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(failed, ConnectionError)
    assert second == third
    assert len(payments.requests) == 1


@pytest.mark.rule("C-chk-14")
@pytest.mark.usefixtures("patience")
async def test_a_checkout_that_a_reset_overtook_leaves_the_new_one_with_its_key_alone(
    buyer: Buyer, shop: ShopContext, payments: FakePayments
) -> None:
    await buyer.adds("bad")

    async def resets() -> None:
        reset(shop)
        shop.running[f"{key}:key-1"] = ("of the new one", asyncio.Event())

    key, payments.meanwhile = buyer.session.key, resets
    with pytest.raises(Rejection, match=r"checkout\.cartEmpty"):
        await buyer.checks_out("key-1")
    assert shop.running[f"{key}:key-1"][0] == "of the new one"
    assert shop.sandbox.store.all("orders") == []
