"""The same request again, told by its Idempotency-Key, is answered the same (C-chk-14)."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable

from stub_server.server.rejection import Rejection
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.order import CheckoutIntent
from stub_server.shop.operations.request import ShopRequest
from stub_server.shop.repositories import StoredResponse


async def run_once(
    request: ShopRequest, shop: ShopContext, make: Callable[[], Awaitable[CheckoutIntent]]
) -> CheckoutIntent:
    """What `make` makes, or made when this key first came; it must call `remember`.

    Waits while the first request with the key is under way. One that fails does not use the key
    up. Raises `request.idempotencyConflict` when the key comes with another body.
    """
    if not request.idempotency_key:
        return await make()
    name, fingerprint = _name(request), _fingerprint(request)
    while (running := shop.running.get(name)) is not None:
        first, done = running
        _check(first, fingerprint)
        await done.wait()
    stored = shop.idempotency.get(name)
    if stored is not None and _is_visible(request, shop, stored):
        _check(stored.fingerprint, fingerprint)
        return stored.intent
    mine = shop.running[name] = (fingerprint, asyncio.Event())
    try:
        return await make()
    finally:
        if shop.running.get(name) is mine:
            del shop.running[name]
        mine[1].set()


def store_response(request: ShopRequest, shop: ShopContext, intent: CheckoutIntent) -> None:
    """Keep the answer for the call's key, if it has one; part of the transaction that made it."""
    if request.idempotency_key:
        shop.idempotency.save(_name(request), StoredResponse(_fingerprint(request), intent))


def _name(request: ShopRequest) -> str:
    return f"{request.session.key}:{request.idempotency_key}"


def _fingerprint(request: ShopRequest) -> str:
    try:
        written = json.dumps(request.body, sort_keys=True).encode()
    except RecursionError:  # nested a thousand deep: then the bytes themselves must be the same
        written = request.raw
    return hashlib.sha256(written).hexdigest()


def _check(first: str, fingerprint: str) -> None:
    if first != fingerprint:
        raise Rejection(
            "request.idempotencyConflict",
            "This Idempotency-Key came with another body before. Use a new one.",
            rule="C-chk-14",
        )


def _is_visible(request: ShopRequest, shop: ShopContext, stored: StoredResponse) -> bool:
    """A session that became another customer's starts its keys anew: it sees no old order."""
    order = shop.orders.get(stored.intent.order_id)
    return order is not None and order.visible_to(request.session)
