"""Mutants of the confirmation of an order."""

from __future__ import annotations

from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.shop.domain import confirmation
from stub_server.shop.domain.confirmation import IN_PROGRESS
from stub_server.shop.operations import checkout, orders
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrapper
from tests.checker.mutants.responses import (
    change_code,
    change_status,
)


async def _confirm_pays(original: Any, request: Any, shop: Any) -> Any:
    """Mark a pending order as paid at the first confirm."""
    order = checkout.visible_order(request, shop, request.body["orderId"])
    if order.status == "pending":
        shop.orders.save(_paid(order, shop))
    return await original(request, shop)


async def _confirm_asks_stripe(original: Any, request: Any, shop: Any) -> Any:
    """Ask Stripe in confirm, and mark the order as paid if the intent succeeded."""
    order = checkout.visible_order(request, shop, request.body["orderId"])
    intent = await shop.payments.intent(order.payment_intent)
    if order.status == "pending" and intent.status == "succeeded":
        shop.orders.save(_paid(order, shop))
    return await original(request, shop)


def _paid(order: Any, shop: Any) -> Any:
    from stub_server.shop.domain.payment import apply_event

    return apply_event(order, "succeeded", shop.now())


async def _read_pays(original: Any, request: Any, shop: Any) -> Any:
    """Mark the order as paid at the second GET, as a shop that trusts its return page does."""
    order = checkout.visible_order(request, shop, request.path["id"])
    if order.status == "pending":
        intent = await shop.payments.intent(order.payment_intent)
        if intent.status == "succeeded":
            shop.orders.save(_paid(order, shop))
    return await original(request, shop)


def _confirmed(change: Any) -> Any:
    def confirmed(original: Any, order: Any, intent_status: str, declined: bool) -> Any:
        return change(original, order, intent_status, declined)

    return wrapper(confirmation.confirm, confirmed)


def _open_is_pending(original: Any, order: Any, intent: str, declined: bool) -> Any:
    return order if intent == "requires_action" else original(order, intent, declined)


def _declined_is_shown(original: Any, order: Any, intent: str, declined: bool) -> Any:
    return order if declined and intent not in IN_PROGRESS else original(order, intent, declined)


def _processing_is_open(original: Any, order: Any, intent: str, declined: bool) -> Any:
    return original(order, "requires_action" if intent == "processing" else intent, declined)


def _failed_is_shown(original: Any, order: Any, intent: str, declined: bool) -> Any:
    return order if order.status == "failed" else original(order, intent, declined)


async def _skip_owner_check(original: Any, request: Any, shop: Any) -> Any:
    order = shop.orders.get(request.body["orderId"])
    if order is not None and not order.visible_to(request.session):
        return Result(order)
    return await original(request, shop)


MUTANTS = [
    Mutant("chk-confirm-pays", "C-chk-6", "confirm marks the order as paid", wrapper(checkout.confirm_checkout, _confirm_pays)),
    Mutant("chk-confirm-believes", "C-chk-6", "confirm asks Stripe and marks the order as paid", wrapper(checkout.confirm_checkout, _confirm_asks_stripe)),
    Mutant("chk-read-pays", "C-chk-6", "GET of the order asks Stripe and marks it as paid", wrapper(orders.get_order, _read_pays)),
    Mutant("chk-open-is-pending", "C-chk-7", "an open 3-D Secure step is 200", _confirmed(_open_is_pending)),
    Mutant("chk-declined-shown", "C-chk-7", "a decline is 200", _confirmed(_declined_is_shown)),
    Mutant("chk-processing-open", "C-chk-7", "a bank debit in progress is authRequired", _confirmed(_processing_is_open)),
    Mutant("chk-failed-shown", "C-chk-7", "a failed order is 200", _confirmed(_failed_is_shown)),
    Mutant("chk-declined-400", "C-chk-7", "a decline is 400", partial(change_status, "payment.declined", 400)),
    Mutant("chk-declined-code", "C-chk-7", "the code is payment.failed", partial(change_code, "payment.declined", "payment.failed")),
    Mutant("chk-confirm-anybody", "C-chk-7", "confirm change_order the orders of other sessions", wrapper(checkout.confirm_checkout, _skip_owner_check)),
]  # fmt: skip
