"""What can be wrong with webhooks, and with what becomes of an order through them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.shop import payments as stripe_payments
from stub_server.shop.domain import cart as carts
from stub_server.shop.domain import payment
from stub_server.shop.domain.payment import PAYMENT_STATUS, TRANSITIONS, PaymentEvent
from stub_server.shop.operations import checkout, inventory, webhooks
from tests.examiner.fault import (
    Answered,
    Asked,
    Fault,
    around,
    changing,
    method,
    status,
    wrapping,
)

HOOK = "receiveStripeEvent"
Stripe = stripe_payments.StripePayments


def _verified(check: Any) -> Any:
    """`check` says, of payload, header's pairs, secret and clock, whether Stripe signed it."""

    def verify_event(original: Any, self: Any, payload: bytes, signature: str | None) -> Any:
        pairs = [(it[0], it[2]) for it in stripe_payments._pairs(signature or "")]
        if check(payload, pairs, self._webhook_secret, self._clock.now().timestamp()):
            return stripe_payments._event(payload)
        return original(self, payload, signature)

    return partial(method, Stripe, "verify_event", verify_event)


def _signed(payload: bytes, at: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + payload, hashlib.sha256).hexdigest()


def _of(pairs: Any, name: str) -> list[str]:
    return [value for key, value in pairs if key == name]


def _unsigned(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    return not _of(pairs, "v1") and not _of(pairs, "t")


def _however_old(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    return any(_signed(payload, at, secret) in _of(pairs, "v1") for at in _of(pairs, "t"))


def _ten_minutes(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    fresh = [at for at in _of(pairs, "t") if at.isdigit() and now - int(at) < 600]
    return any(_signed(payload, at, secret) in _of(pairs, "v1") for at in fresh)


def _begins(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    """As a comparison over the shorter one's length has it."""
    return any(
        given and _signed(payload, at, secret).startswith(given)
        for at in _of(pairs, "t") for given in _of(pairs, "v1")
    )  # fmt: skip


def _reparsed(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    """The signature is held against the JSON written anew, as well as against the bytes."""
    try:
        written = json.dumps(json.loads(payload), indent=2).encode()
    except ValueError:
        return False
    return _however_old(written, pairs, secret, now)


def _stripped(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    return _however_old(payload.strip(), pairs, secret, now)


def _empty_secret(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    return _however_old(payload, pairs, "", now)


def _bare_secret(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    return _however_old(payload, pairs, secret.removeprefix("whsec_"), now)


def _v0_too(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    return any(_signed(payload, at, secret) in _of(pairs, "v0") for at in _of(pairs, "t"))


def _only(which: int) -> Any:
    def verify_event(original: Any, self: Any, payload: bytes, signature: str | None) -> Any:
        pairs = [it.partition("=") for it in (signature or "").split(",")]
        ours = [it[2] for it in pairs if it[0] == "v1"][which:][:1]
        others = [f"{it[0]}={it[2]}" for it in pairs if it[0] != "v1"]
        return original(self, payload, ",".join([*others, *(f"v1={it}" for it in ours)]))

    return partial(method, Stripe, "verify_event", verify_event)


def _no_other_scheme(original: Any, self: Any, payload: bytes, signature: str | None) -> Any:
    if {it[0] for it in stripe_payments._pairs(signature or "")} - {"t", "v1"}:
        raise stripe_payments._signature_invalid("It has a scheme that is unknown.")
    return original(self, payload, signature)


def _a_minute(original: Any, self: Any, payload: bytes, signature: str | None) -> Any:
    event = original(self, payload, signature)
    at = next(int(it[2]) for it in stripe_payments._pairs(signature or "") if it[0] == "t")
    if self._clock.now().timestamp() - at > 60:
        raise stripe_payments._signature_invalid("It is too old.")
    return event


async def _first_then_asked(original: Any, request: Any, shop: Any) -> Any:
    """The order is settled before the signature is looked at."""
    try:
        event = stripe_payments._event(request.raw)
        news = payment.parse_event(event.type, event.subject)
    except Exception:
        news = None
    if news:
        webhooks._apply(shop, news)
    return await original(request, shop)


def _bad_is_200(asked: Asked, answered: Answered) -> None:
    if answered.status == 400:
        answered.status, answered.body = 200, b"{}"


def _moves(changes: dict[Any, Any]) -> Any:
    def apply() -> None:
        for move, end in changes.items():
            if end is None:
                TRANSITIONS.pop(move, None)
            else:
                TRANSITIONS[move] = end

    return apply


def _settling(change: Any) -> Any:
    """`change` gets the order before and after."""

    def settle(original: Any, order: Any, happened: str, at: Any) -> Any:
        return change(order, original(order, happened, at), happened, at)

    return wrapping(payment.apply_event, settle)


def _paid_at_moves(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, paid_at=at) if happened == "succeeded" else after


def _taken_again(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, stock_deducted=before.stock_deducted)


def _payment_only(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, status=before.status) if happened == "payment_failed" else after


def _not_processing(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, fulfilment_status=before.fulfilment_status)


def _shipped_at_once(before: Any, after: Any, happened: str, at: Any) -> Any:
    paid = after.status == "paid" and before.status != "paid"
    return replace(after, fulfilment_status="shipped") if paid else after


def _processing_again(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, fulfilment_status="processing") if happened == "succeeded" else after


def _processing_if_failed(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, fulfilment_status="processing") if happened == "payment_failed" else after


def _no_paid_at_after_failure(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, paid_at=before.paid_at) if before.status == "failed" else after


def _paid_at_gone(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, paid_at=None) if after.status == "refunded" else after


def _paid_at_on_failure(before: Any, after: Any, happened: str, at: Any) -> Any:
    return replace(after, paid_at=at) if happened == "payment_failed" else after


async def _raced(original: Any, request: Any, shop: Any) -> Any:
    event = shop.payments.verify_event(request.raw, request.signature)
    news = payment.parse_event(event.type, event.subject)
    found = shop.orders.find_by(payment_intent=news.intent) if news else []
    if not news or not found:
        return await original(request, shop)
    order = found[0]
    await asyncio.sleep(0.02)
    settled = payment.apply_event(order, news.kind, shop.now())
    if settled != order:
        shop.orders.save(settled)
        if settled.stock_deducted and not order.stock_deducted:
            webhooks._deduct_purchase(shop, settled)
    return Result()


def _by_event_id() -> None:
    """Events are known by their ids; two of one payment are two payments."""
    seen: set[str] = set()

    async def heard(original: Any, request: Any, shop: Any) -> Any:
        event = shop.payments.verify_event(request.raw, request.signature)
        if event.id in seen:
            return Result()
        seen.add(event.id)
        news = payment.parse_event(event.type, event.subject)
        found = shop.orders.find_by(payment_intent=news.intent) if news else []
        answer = await original(request, shop)
        if news and found and news.kind == "succeeded" and found[0].stock_deducted:
            inventory.decrement_stock(shop, found[0].purchase.quantities)
        return answer

    around(webhooks.receive_stripe_event, heard)


def _takes(change: Any) -> Any:
    def take(original: Any, shop: Any, quantities: Any) -> None:
        original(shop, change(dict(quantities)))

    return wrapping(inventory.decrement_stock, take)


async def _taken_at_order(original: Any, request: Any, shop: Any) -> Any:
    cart = shop.carts.get(request.session)
    answer = await original(request, shop)
    inventory.decrement_stock(shop, {line.product_id: line.quantity for line in cart.lines})
    return answer


def _only_at_order() -> None:
    around(checkout.create_checkout_intent, _taken_at_order)
    around(webhooks._deduct_purchase, _cart_only)


def _cart_only(original: Any, shop: Any, order: Any) -> None:
    cart = shop.carts.find(order.session_key)
    if cart is not None:
        left = carts.subtract(cart, order.purchase.quantities, shop.sandbox.clock.now())
        shop.carts.save(order.session_key, left)


def _stock_only(original: Any, shop: Any, order: Any) -> None:
    inventory.decrement_stock(shop, order.purchase.quantities)


def _gives_back(original: Any, shop: Any, news: Any) -> Any:
    settled = original(shop, news)
    if settled is not None and news.kind == "refunded":
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
    """Whatever has succeeded in its name is a payment."""
    if kind.endswith(".succeeded") or subject.get("status") == "succeeded":
        intent = subject.get("payment_intent") or subject.get("id")
        return PaymentEvent(str(intent), "succeeded")
    return original(kind, subject)


def _unknown_intent(original: Any, shop: Any, news: Any) -> Any:
    if not shop.orders.find_by(payment_intent=news.intent):
        raise stripe_payments._not_an_event()
    return original(shop, news)


def _by_metadata() -> None:
    """The order is found by the metadata."""

    def news_in(original: Any, kind: str, subject: Any) -> Any:
        news = original(kind, subject)
        order = (subject.get("metadata") or {}).get("orderId")
        return replace(news, intent=f"{order}|{news.intent}") if news else None

    def settled(original: Any, shop: Any, news: Any) -> Any:
        order_id, _, intent = news.intent.partition("|")
        order = shop.orders.get(order_id)
        return original(shop, replace(news, intent=order.payment_intent if order else intent))

    around(payment.parse_event, news_in)
    around(webhooks._apply, settled)


def _empties(original: Any, cart: Any, bought: Any, now: Any) -> Any:
    return cart.with_lines((), now)


def _takes_lines(original: Any, cart: Any, bought: Any, now: Any) -> Any:
    return cart.with_lines(tuple(it for it in cart.lines if it.product_id not in bought), now)


def _one_each(original: Any, cart: Any, bought: Any, now: Any) -> Any:
    return original(cart, dict.fromkeys(bought, 1), now)


def _empties_on_failure(original: Any, shop: Any, news: Any) -> Any:
    settled = original(shop, news)
    if settled is not None and news.kind == "payment_failed":
        _cart_only(None, shop, settled)
    return settled


def _empties_all_carts(original: Any, shop: Any, order: Any) -> None:
    original(shop, order)
    for record in shop.sandbox.store.all("carts"):
        if record["key"] != order.session_key:
            cart: Any = shop.carts.find(record["key"])
            left = carts.subtract(cart, order.purchase.quantities, shop.sandbox.clock.now())
            shop.carts.save(record["key"], left)


def _payment_status(state: Any, shown: Any) -> Any:
    def apply() -> None:
        PAYMENT_STATUS[state] = shown

    return apply


FAULTS = [
    Fault("hook-unsigned", "C-chk-8", "an event without a signature is believed", _verified(_unsigned)),
    Fault("hook-however-old", "C-chk-8", "the signature's age is not looked at", _verified(_however_old)),
    Fault("hook-ten-minutes", "C-chk-8", "a signature may be ten minutes old", _verified(_ten_minutes)),
    Fault("hook-a-minute", "C-chk-8", "a signature may be one minute old only", partial(method, Stripe, "verify_event", _a_minute)),
    Fault("hook-begins", "C-chk-8", "the beginning of a signature is enough", _verified(_begins)),
    Fault("hook-reparsed", "C-chk-8", "the signature is over JSON that was written anew", _verified(_reparsed)),
    Fault("hook-stripped", "C-chk-8", "blanks around the body do not count", _verified(_stripped)),
    Fault("hook-empty-secret", "C-chk-8", "signed with an empty secret is signed", _verified(_empty_secret)),
    Fault("hook-bare-secret", "C-chk-8", "the secret without whsec_ does too", _verified(_bare_secret)),
    Fault("hook-v0-too", "C-chk-8", "a v0 is as good as a v1", _verified(_v0_too)),
    Fault("hook-first-v1", "C-chk-8", "only the first v1 counts", _only(0)),
    Fault("hook-last-v1", "C-chk-8", "only the last v1 counts", _only(-1)),
    Fault("hook-no-other-scheme", "C-chk-8", "a header with a v0 is refused", partial(method, Stripe, "verify_event", _no_other_scheme)),
    Fault("hook-settles-first", "C-chk-8", "400, and the order is paid all the same", wrapping(webhooks.receive_stripe_event, _first_then_asked)),
    Fault("hook-bad-200", "C-chk-8", "a bad signature is 200", partial(changing, _bad_is_200, HOOK)),
    Fault("hook-bad-401", "C-chk-8", "a bad signature is 401", partial(status, "webhook.signatureInvalid", 401)),
    Fault("pay-paid-at-moves", "C-chk-9", "a second event moves paidAt", _settling(_paid_at_moves)),
    Fault("pay-taken-again", "C-chk-9", "a second event of one payment takes stock again", _settling(_taken_again)),
    Fault("pay-by-event-id", "C-chk-9", "two events of one payment take stock twice", _by_event_id),
    Fault("pay-raced", "C-chk-9", "events at once each take stock", wrapping(webhooks.receive_stripe_event, _raced)),
    Fault("pay-no-stock", "C-chk-9", "no stock is taken", wrapping(webhooks._deduct_purchase, _cart_only)),
    Fault("pay-one-each", "C-chk-9", "one piece of each line is taken", _takes(lambda it: dict.fromkeys(it, 1))),
    Fault("pay-first-line", "C-chk-9", "only the first line's stock is taken", _takes(lambda it: dict(list(it.items())[:1]))),
    Fault("pay-stock-at-order", "C-chk-9", "stock is taken when the order is made", _only_at_order),
    Fault("pay-ignored", "C-chk-9", "succeeded is ignored", _moves({("pending", "succeeded"): None})),
    Fault("pay-failure-ignored", "C-chk-10", "payment_failed is ignored", _moves({("pending", "payment_failed"): None})),
    Fault("pay-failure-final", "C-chk-10", "after a failure nothing helps", _moves({("failed", "succeeded"): None})),
    Fault("pay-failure-cancels", "C-chk-10", "a failure cancels the order", _moves({("pending", "payment_failed"): "cancelled"})),
    Fault("pay-failure-takes-back", "C-chk-10", "a late failure takes paid back", _moves({("paid", "payment_failed"): "failed"})),
    Fault("pay-failure-after-refund", "C-chk-11", "a late failure takes refunded back", _moves({("refunded", "payment_failed"): "failed"})),
    Fault("pay-failure-payment-only", "C-chk-10", "a failure leaves the order's status pending", _settling(_payment_only)),
    Fault("refund-part", "C-chk-11", "a partial refund refunds the order", wrapping(payment._in_full, _any_refund)),
    Fault("refund-but-a-cent", "C-chk-11", "a refund of all but a cent refunds the order", wrapping(payment._in_full, _most_refund)),
    Fault("refund-half", "C-chk-11", "a refund of half refunds the order", wrapping(payment._in_full, _half_refund)),
    Fault("refund-ignored", "C-chk-11", "refunds are ignored", _moves({("paid", "refunded"): None})),
    Fault("refund-early-lost", "C-chk-11", "a refund before its payment is lost", _moves({("pending", "refunded"): None, ("failed", "refunded"): None})),
    Fault("refund-undone", "C-chk-11", "a late succeeded makes a refunded order paid", _moves({("refunded", "succeeded"): "paid"})),
    Fault("refund-stock-back", "C-chk-11", "a refund gives stock back", wrapping(webhooks._apply, _gives_back)),
    Fault("refund-early-no-stock", "C-chk-11", "refunded before paid takes no stock", wrapping(webhooks._deduct_purchase, _early_refund_no_stock)),
    Fault("refund-payment-paid", "C-chk-11", "a refunded order's payment stays paid", _payment_status("refunded", "paid")),
    Fault("cancel-takes-back", "C-chk-11", "a late cancel takes paid back", _moves({("paid", "canceled"): "cancelled"})),
    Fault("cancel-ignored", "C-chk-11", "cancels are ignored", _moves({("pending", "canceled"): None, ("failed", "canceled"): None})),
    Fault("cancel-fails", "C-chk-11", "a cancel fails the order", _moves({("pending", "canceled"): "failed"})),
    Fault("cancel-payment-pending", "C-chk-11", "a cancelled order's payment stays pending", _payment_status("cancelled", "pending")),
    Fault("cancel-after-refund", "C-chk-11", "a late cancel takes refunded back", _moves({("refunded", "canceled"): "cancelled"})),
    Fault("hook-unknown-type", "C-chk-12", "an unknown type is 400", wrapping(payment.parse_event, _unknown_type)),
    Fault("hook-unknown-intent", "C-chk-12", "an unknown intent is 400", wrapping(webhooks._apply, _unknown_intent)),
    Fault("hook-by-metadata", "C-chk-12", "the order is found by metadata", _by_metadata),
    Fault("hook-any-success", "C-chk-12", "whatever has succeeded pays", wrapping(payment.parse_event, _prefix)),
    Fault("hook-requires-action-fails", "C-chk-12", "requires_action fails the order", _as({"payment_intent.requires_action": "payment_failed"})),
    Fault("hook-created-pays", "C-chk-12", "checkout.session.completed of a payment pays it", _as({"checkout.session.completed": "succeeded"})),
    Fault("hook-processing-pays", "C-chk-12", "processing pays", _as({"payment_intent.processing": "succeeded"})),
    Fault("paid-cart-stays", "C-chk-13", "a paid order stays in the cart", wrapping(webhooks._deduct_purchase, _stock_only)),
    Fault("paid-cart-empties", "C-chk-13", "a paid order empties the cart", wrapping(carts.subtract, _empties)),
    Fault("paid-cart-one-each", "C-chk-13", "a paid order takes one of each out", wrapping(carts.subtract, _one_each)),
    Fault("paid-cart-on-failure", "C-chk-13", "a failed payment empties the cart", wrapping(webhooks._apply, _empties_on_failure)),
    Fault("paid-cart-all", "C-chk-13", "a paid order leaves everybody's cart", wrapping(webhooks._deduct_purchase, _empties_all_carts)),
    Fault("ord-not-processing", "C-ord-6", "paid leaves it unfulfilled", _settling(_not_processing)),
    Fault("ord-shipped-at-once", "C-ord-6", "paid makes it shipped", _settling(_shipped_at_once)),
    Fault("ord-processing-again", "C-chk-9", "a late event takes shipped back", _settling(_processing_again)),
    Fault("ord-processing-if-failed", "C-ord-6", "a failed payment is processed", _settling(_processing_if_failed)),
    Fault("ord-no-paid-at-second", "C-ord-5", "no paidAt when the second card paid", _settling(_no_paid_at_after_failure)),
    Fault("ord-paid-at-gone", "C-ord-5", "a refund takes paidAt away", _settling(_paid_at_gone)),
    Fault("ord-paid-at-failed", "C-ord-5", "a failed payment has a paidAt", _settling(_paid_at_on_failure)),
]  # fmt: skip
