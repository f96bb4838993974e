"""Idempotency keys: a repeated request gets the stored response (C-chk-14)."""

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
    request: ShopRequest, shop: ShopContext, operation: Callable[[], Awaitable[CheckoutIntent]]
) -> CheckoutIntent:
    """Run the operation at most once per Idempotency-Key; else return the stored response.

    The operation must call `store_response`. Wait while another request with the key runs; a
    failed one stores nothing. Reject the key with another body: `request.idempotencyConflict`.
    """
    if not request.idempotency_key:
        return await operation()
    name, fingerprint = _name(request), _fingerprint(request)
    while (running := shop.running.get(name)) is not None:
        first, done = running
        _check(first, fingerprint)
        await done.wait()
    stored = shop.idempotency.get(name)
    if stored is not None and _is_current(shop, stored) and _is_visible(request, shop, stored):
        _check(stored.fingerprint, fingerprint)
        return stored.intent
    own = shop.running[name] = (fingerprint, asyncio.Event())
    try:
        return await operation()
    finally:
        if shop.running.get(name) is own:
            del shop.running[name]
        own[1].set()


def store_response(request: ShopRequest, shop: ShopContext, intent: CheckoutIntent) -> None:
    """Store the response under the request's key, if any, in the caller's transaction."""
    if request.idempotency_key:
        response = StoredResponse(_fingerprint(request), intent, shop.now())
        shop.idempotency.save(_name(request), response)


def _name(request: ShopRequest) -> str:
    return f"{request.session.key}:{request.idempotency_key}"


def _fingerprint(request: ShopRequest) -> str:
    try:
        content = json.dumps(request.body, sort_keys=True).encode()
    except RecursionError:  # nested too deep to sort: compare the bytes
        content = request.raw
    return hashlib.sha256(content).hexdigest()


def _check(first: str, fingerprint: str) -> None:
    if first != fingerprint:
        raise Rejection(
            "request.idempotencyConflict",
            "This Idempotency-Key came with another body before. Use a new one.",
            rule="C-chk-14",
        )


def _is_current(shop: ShopContext, stored: StoredResponse) -> bool:
    """Return whether the stored response is still to be replayed."""
    at = stored.created_at
    return at is None or at > shop.now() - shop.lifetimes.idempotency


def _is_visible(request: ShopRequest, shop: ShopContext, stored: StoredResponse) -> bool:
    """Return whether the session still sees the order: its customer may have changed."""
    order = shop.orders.get(stored.intent.order_id)
    return order is not None and order.visible_to(request.session)
