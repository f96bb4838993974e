"""The same request again, told by its Idempotency-Key, is answered the same (C-chk-14)."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable

from stub_server.shop.context import ShopContext
from stub_server.shop.domain.order import CheckoutIntent
from stub_server.shop.domain.refusal import Refusal
from stub_server.shop.operations.call import Call
from stub_server.shop.repositories import StoredResponse


async def once(
    call: Call, shop: ShopContext, make: Callable[[], Awaitable[CheckoutIntent]]
) -> CheckoutIntent:
    """What `make` makes, or made when this key first came; it must call `remember`.

    Waits while the first request with the key is under way. One that fails does not use the key
    up. Raises `request.idempotencyConflict` when the key comes with another body.
    """
    if not call.idempotency_key:
        return await make()
    name, fingerprint = _name(call), _fingerprint(call)
    while (running := shop.running.get(name)) is not None:
        first, done = running
        _check(first, fingerprint)
        await done.wait()
    stored = shop.idempotency.get(name)
    if stored is not None and _still_seen(call, shop, stored):
        _check(stored.fingerprint, fingerprint)
        return stored.intent
    mine = shop.running[name] = (fingerprint, asyncio.Event())
    try:
        return await make()
    finally:
        if shop.running.get(name) is mine:
            del shop.running[name]
        mine[1].set()


def remember(call: Call, shop: ShopContext, intent: CheckoutIntent) -> None:
    """Keep the answer for the call's key, if it has one; part of the transaction that made it."""
    if call.idempotency_key:
        shop.idempotency.save(_name(call), StoredResponse(_fingerprint(call), intent))


def _name(call: Call) -> str:
    return f"{call.session.key}:{call.idempotency_key}"


def _fingerprint(call: Call) -> str:
    try:
        written = json.dumps(call.body, sort_keys=True).encode()
    except RecursionError:  # nested a thousand deep: then the bytes themselves must be the same
        written = call.raw
    return hashlib.sha256(written).hexdigest()


def _check(first: str, fingerprint: str) -> None:
    if first != fingerprint:
        raise Refusal(
            "request.idempotencyConflict",
            "This Idempotency-Key came with another body before. Use a new one.",
            rule="C-chk-14",
        )


def _still_seen(call: Call, shop: ShopContext, stored: StoredResponse) -> bool:
    """A session that became another customer's starts its keys anew: it sees no old order."""
    order = shop.orders.get(stored.intent.order_id)
    return order is not None and order.visible_to(call.session)
