"""All of it or nothing: whichever write the disk refuses, the shop is as it was before."""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from stub_server.shop.provider_states import apply
from tests.shop.operations.actors import Buyer, PublishedEvents, Stripe
from tests.shop.operations.fakes import DictStore
from tests.shop.samples import ADDRESS_JSON, EMAIL

Doing = Callable[[], Awaitable[Any]]


@contextmanager
def breaking(store: DictStore, nth: int) -> Iterator[list[str]]:
    """The disk refuses the n-th write from here on; yields the tables that are written to."""
    written: list[str] = []

    def counted(write: Callable[..., None]) -> Callable[..., None]:
        def counts(table: str, *more: Any) -> None:
            written.append(table)
            if len(written) == nth:
                raise OSError("the disk is full")
            write(table, *more)

        return counts

    with pytest.MonkeyPatch.context() as patched:
        for name in ("put", "delete"):
            patched.setattr(store, name, counted(getattr(store, name)))
        yield written


async def checkout(buyer: Buyer, other: Buyer, stripe: Stripe) -> Doing:
    await buyer.adds("bad", 2)
    return lambda: buyer.checks_out("key-1")


async def register(buyer: Buyer, other: Buyer, stripe: Stripe) -> Doing:
    await buyer.adds("bad")
    await buyer.checks_out()
    await buyer.checks_out()
    return buyer.registers


async def login(buyer: Buyer, other: Buyer, stripe: Stripe) -> Doing:
    await other.registers()
    await buyer.adds("bad")
    await buyer.checks_out()

    async def logs_in() -> None:
        buyer.shop.rate_limit.clear()
        await buyer.logs_in()

    return logs_in


async def logout(buyer: Buyer, other: Buyer, stripe: Stripe) -> Doing:
    await buyer.registers()
    await buyer.adds("bad")
    return lambda: buyer.does("logoutCustomer")


async def ask_for_a_reset(buyer: Buyer, other: Buyer, stripe: Stripe) -> Doing:
    await buyer.registers()

    async def asks() -> None:
        buyer.shop.rate_limit.clear()
        await buyer.does("requestPasswordReset", {"email": EMAIL})

    return asks


async def set_a_password(buyer: Buyer, other: Buyer, stripe: Stripe) -> Doing:
    await buyer.registers()
    await other.logs_in()
    await other.adds("bad")
    for _ in range(2):
        await buyer.does("requestPasswordReset", {"email": EMAIL})
    token = apply(buyer.shop, "last-reset-token", {"email": EMAIL})["token"]
    body = {"token": token, "password": "something new"}
    return lambda: buyer.does("confirmPasswordReset", body)


async def remove_the_default_address(buyer: Buyer, other: Buyer, stripe: Stripe) -> Doing:
    await buyer.registers()
    (home,) = await buyer.does("addAddress", ADDRESS_JSON)
    await buyer.does("updateMe", {"defaultAddressId": home.id})
    return lambda: buyer.does("removeAddress", id=home.id)


async def webhook(buyer: Buyer, other: Buyer, stripe: Stripe) -> Doing:
    await buyer.adds("bad", 2)
    await buyer.adds("soda")
    await buyer.checks_out()
    return lambda: stripe.says("succeeded", "pi_1", event="evt_1")


OPERATIONS = {
    checkout: {"counters", "orders", "idempotency"},
    register: {"customers", "sessions", "orders"},
    login: {"sessions", "orders"},
    logout: {"sessions", "carts"},
    ask_for_a_reset: {"resetTokens", "outbox"},
    set_a_password: {"customers", "resetTokens", "sessions", "carts"},
    remove_the_default_address: {"addresses", "customers"},
    webhook: {"orders", "carts"},
}
"""How to come to the point where it happens → tables that it writes to, among others."""


@pytest.mark.rule("C-chk-1", "C-chk-9", "C-cus-2", "C-cus-3", "C-cus-8", "C-cus-10")
@pytest.mark.parametrize("prepared", OPERATIONS)
async def test_a_write_that_fails_takes_the_others_back(
    buyer: Buyer,
    other: Buyer,
    stripe: Stripe,
    store: DictStore,
    events: PublishedEvents,
    prepared: Any,
) -> None:
    does = await prepared(buyer, other, stripe)
    token, before, published = buyer.token, copy.deepcopy(store.tables), len(events.all)
    refused = 0
    while True:
        with breaking(store, refused + 1) as written:
            try:
                await does()
                break
            except OSError:
                refused += 1
        assert store.tables == before, f"after write {refused}, to {written[-1]}"
        assert (buyer.token, len(events.all)) == (token, published)
    assert refused == len(written) > 1
    assert set(written) >= OPERATIONS[prepared]
    assert store.tables != before
