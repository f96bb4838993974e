"""Mutants of the order's status after payment events."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from stub_server.shop import payments as stripe_payments
from stub_server.shop.domain import payment
from stub_server.shop.domain.payment import PAYMENT_STATUS, PaymentEvent
from stub_server.shop.operations import inventory, webhooks
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap, wrapper
from tests.checker.mutants.payment.common import change_transitions, patch_transition


def _payment_only(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, status=before.status) if happened == "payment_failed" else after


def _restock(original: Any, shop: Any, payment_event: Any) -> Any:
    settled = original(shop, payment_event)
    if settled is not None and payment_event.kind == "refunded":
        inventory.decrement_stock(shop, {k: -v for k, v in settled.purchase.quantities.items()})
    return settled


def _early_refund_no_stock(original: Any, shop: Any, order: Any) -> None:
    if order.status != "refunded":
        original(shop, order)


def _any_refund(original: Any, charge: Any) -> bool:
    return True


def _most_refund(original: Any, charge: Any) -> bool:
    return bool(charge["amount_refunded"] >= charge["amount"] - 1)


def _half_refund(original: Any, charge: Any) -> bool:
    return bool(charge["amount_refunded"] * 2 >= charge["amount"])


def _unknown_type(original: Any, kind: str, subject: Any) -> Any:
    if kind not in payment.EVENT_KINDS:
        raise stripe_payments._not_an_event()
    return original(kind, subject)


def _as(others: dict[str, Any]) -> Any:
    def apply() -> None:
        payment.EVENT_KINDS.update(others)

    return apply


def _prefix(original: Any, kind: str, subject: Any) -> Any:
    """Read any event that reports success as a payment."""
    if kind.endswith(".succeeded") or subject.get("status") == "succeeded":
        intent = subject.get("payment_intent") or subject.get("id")
        return PaymentEvent(str(intent), "succeeded")
    return original(kind, subject)


def _unknown_intent(original: Any, shop: Any, payment_event: Any) -> Any:
    if not shop.orders.find_by(payment_intent=payment_event.intent):
        raise stripe_payments._not_an_event()
    return original(shop, payment_event)


def _by_metadata() -> None:
    """Find the order by the metadata of the intent."""

    def parse_event(original: Any, kind: str, subject: Any) -> Any:
        payment_event = original(kind, subject)
        order = (subject.get("metadata") or {}).get("orderId")
        return (
            replace(payment_event, intent=f"{order}|{payment_event.intent}")
            if payment_event
            else None
        )

    def settled(original: Any, shop: Any, payment_event: Any) -> Any:
        order_id, _, intent = payment_event.intent.partition("|")
        order = shop.orders.get(order_id)
        return original(
            shop, replace(payment_event, intent=order.payment_intent if order else intent)
        )

    wrap(payment.parse_event, parse_event)
    wrap(webhooks._apply, settled)


def _payment_status(state: Any, shown: Any) -> Any:
    def apply() -> None:
        PAYMENT_STATUS[state] = shown

    return apply


MUTANTS = [
    Mutant("pay-failure-ignored", "C-chk-10", "payment_failed is ignored", change_transitions({("pending", "payment_failed"): None})),
    Mutant("pay-failure-final", "C-chk-10", "a failed order stays failed", change_transitions({("failed", "succeeded"): None})),
    Mutant("pay-failure-cancels", "C-chk-10", "a failure cancels the order", change_transitions({("pending", "payment_failed"): "cancelled"})),
    Mutant("pay-failure-takes-back", "C-chk-10", "a late failure resets a paid order", change_transitions({("paid", "payment_failed"): "failed"})),
    Mutant("pay-failure-after-refund", "C-chk-11", "a late failure resets a refunded order", change_transitions({("refunded", "payment_failed"): "failed"})),
    Mutant("pay-failure-payment-only", "C-chk-10", "a failure leaves the order's status pending", patch_transition(_payment_only)),
    Mutant("refund-part", "C-chk-11", "a partial refund refunds the order", wrapper(payment._in_full, _any_refund)),
    Mutant("refund-but-a-cent", "C-chk-11", "a refund of all but a cent refunds the order", wrapper(payment._in_full, _most_refund)),
    Mutant("refund-half", "C-chk-11", "a refund of half refunds the order", wrapper(payment._in_full, _half_refund)),
    Mutant("refund-ignored", "C-chk-11", "refunds are ignored", change_transitions({("paid", "refunded"): None})),
    Mutant("refund-early-lost", "C-chk-11", "a refund that arrives before its payment is lost", change_transitions({("pending", "refunded"): None, ("failed", "refunded"): None})),
    Mutant("refund-undone", "C-chk-11", "a late succeeded marks a refunded order as paid", change_transitions({("refunded", "succeeded"): "paid"})),
    Mutant("refund-stock-back", "C-chk-11", "a refund returns the stock", wrapper(webhooks._apply, _restock)),
    Mutant("refund-early-no-stock", "C-chk-11", "an order that is refunded before it is paid deducts no stock", wrapper(webhooks._deduct_purchase, _early_refund_no_stock)),
    Mutant("refund-payment-paid", "C-chk-11", "a refunded order's payment stays paid", _payment_status("refunded", "paid")),
    Mutant("cancel-takes-back", "C-chk-11", "a late cancel resets a paid order", change_transitions({("paid", "canceled"): "cancelled"})),
    Mutant("cancel-ignored", "C-chk-11", "cancels are ignored", change_transitions({("pending", "canceled"): None, ("failed", "canceled"): None})),
    Mutant("cancel-fails", "C-chk-11", "a cancel fails the order", change_transitions({("pending", "canceled"): "failed"})),
    Mutant("cancel-payment-pending", "C-chk-11", "a cancelled order's payment stays pending", _payment_status("cancelled", "pending")),
    Mutant("cancel-after-refund", "C-chk-11", "a late cancel resets a refunded order", change_transitions({("refunded", "canceled"): "cancelled"})),
    Mutant("hook-unknown-type", "C-chk-12", "an unknown type is 400", wrapper(payment.parse_event, _unknown_type)),
    Mutant("hook-unknown-intent", "C-chk-12", "an unknown intent is 400", wrapper(webhooks._apply, _unknown_intent)),
    Mutant("hook-by-metadata", "C-chk-12", "the order is found by metadata", _by_metadata),
    Mutant("hook-any-success", "C-chk-12", "an event of any type that reports success pays", wrapper(payment.parse_event, _prefix)),
    Mutant("hook-requires-action-fails", "C-chk-12", "requires_action fails the order", _as({"payment_intent.requires_action": "payment_failed"})),
    Mutant("hook-created-pays", "C-chk-12", "checkout.session.completed of a payment pays it", _as({"checkout.session.completed": "succeeded"})),
    Mutant("hook-processing-pays", "C-chk-12", "processing pays", _as({"payment_intent.processing": "succeeded"})),
]  # fmt: skip
