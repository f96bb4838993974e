"""Events of other types, of unknown payments, late or repeated."""

from __future__ import annotations

import pytest

from contract_tests.harness.rules import rule
from contract_tests.shop import expect, stripe_events, stripe_signature
from contract_tests.shop.money import cents
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Shopper
from contract_tests.shop.stripe_events import Payment
from contract_tests.shop.stripe_sender import StripeSender

OTHER_TYPES = [
    "payment_intent.created", "payment_intent.processing", "payment_intent.requires_action",
    "charge.succeeded", "charge.updated", "charge.failed", "customer.created", "invoice.paid",
    "payment_intent.partially_funded", "some.thing_new", "charge.dispute.created",
    "payment_intent.amount_capturable_updated", "checkout.session.completed",
]  # fmt: skip


@rule("C-chk-12")
@pytest.mark.parametrize("told", [(), ("succeeded",)], ids=["pending", "paid"])
@pytest.mark.parametrize("kind", OTHER_TYPES)
def test_an_event_of_another_type_changes_nothing(
    shopper: Shopper,
    products: Products,
    stripe_sender: StripeSender,
    kind: str,
    told: tuple[str, ...],
) -> None:
    purchase = shopper.check_out(products[0])
    stripe_sender.send(purchase.payment, *told)
    before = shopper.get_order(purchase.order)
    at = stripe_sender.now()
    thing = stripe_events.payment_intent(purchase.payment, "succeeded", at)
    if kind.startswith("charge."):  # what is told of a charge names its intent
        thing = stripe_events.charge(purchase.payment, 0, at)
    stripe_sender.deliver(stripe_events.event(kind, thing, at))
    expect.equal(shopper.get_order(purchase.order), before, "the order afterwards")


@rule("C-chk-12", "C-conv-7")
def test_an_event_about_nothing_does_no_harm(stripe_sender: StripeSender) -> None:
    for payload in (b'{"id":"evt_1","object":"event","type":"ping"}', b'{"type":7,"data":{}}'):
        signature = stripe_signature.header(payload, stripe_sender.secret, stripe_sender.now())
        status = stripe_sender.post(payload, signature).status
        expect.check(status < 500, f"it was answered {status}")


@rule("C-chk-12", "C-conv-1")
@pytest.mark.parametrize("kind", list(stripe_events.BUILDERS))
def test_an_event_of_an_unknown_payment_is_taken(stripe_sender: StripeSender, kind: str) -> None:
    newcomer = Payment("pi_3NeverSeenHereBefore000000", "ord_never_seen_here", 4711)
    stripe_sender.send(newcomer, kind)


@rule("C-chk-12")
def test_an_event_s_order_is_found_by_its_intent(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    """Metadata can be written by anyone who has the account's key: the intent is what counts."""
    purchase = shopper.check_out(products[0])
    newcomer = Payment("pi_3AnotherIntentAltogether00", purchase.order, purchase.total)
    stripe_sender.send(newcomer, "succeeded")
    found = shopper.get_order(purchase.order)["status"]
    expect.equal(found, "pending", "an order whose id another payment carries")


@rule("C-chk-9", "C-chk-11")
def test_events_are_no_older_than_they_say(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    """Which event was made first says nothing of which comes first."""
    now = stripe_sender.now()
    purchase = shopper.check_out(products[0])
    stripe_sender.deliver(stripe_events.failed(purchase.payment, now))
    stripe_sender.deliver(stripe_events.succeeded(purchase.payment, now - 90))
    expect.equal(shopper.get_order(purchase.order)["status"], "paid", "the order", "C-chk-9")
    stripe_sender.deliver(stripe_events.refunded(purchase.payment, now - 80))
    expect.equal(shopper.get_order(purchase.order)["status"], "refunded", "the order", "C-chk-11")


@rule("C-chk-9")
def test_an_event_that_is_read_twice_by_id_alone_is_not_enough(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    """Two payments, two events: the second is not mistaken for the first."""
    first = shopper.check_out(products[0])
    stripe_sender.send(first.payment, "succeeded")
    second = shopper.check_out(products[0])
    stripe_sender.send(second.payment, "succeeded")
    expect.equal(shopper.get_order(second.order)["status"], "paid", "the second order")


@rule("C-chk-9")
def test_a_large_event_with_members_that_nobody_knows_is_taken(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0])
    at = stripe_sender.now()
    thing = stripe_events.payment_intent(purchase.payment, "succeeded", at)
    thing |= {f"new_member_{number}": {"deep": [number] * 20} for number in range(200)}
    body = stripe_events.event("payment_intent.succeeded", thing, at)
    exchange = stripe_sender.post(
        body,
        stripe_signature.header(body, stripe_sender.secret, at),
        **{"user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)"},
    )
    expect.check(exchange.status < 300, f"it was answered {exchange.status}")
    order = shopper.get_order(purchase.order)
    expect.equal(order["status"], "paid", "the order afterwards")
    expect.equal(cents(order["total"]), purchase.total, "its total")
