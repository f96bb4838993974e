"""Events come twice, late and in any order: the order ends where the money is."""

from __future__ import annotations

import itertools

import pytest

from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.rules import rule
from contract_tests.shop import expect, stripe_events, stripe_signature
from contract_tests.shop.background_orders import wait_for_another_moment
from contract_tests.shop.money import cents, instant
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Shopper, quantities
from contract_tests.shop.stripe_events import Payment
from contract_tests.shop.stripe_sender import StripeSender


@rule("C-chk-9", "C-conv-1", "C-ord-5", "C-ord-6", "C-ord-9")
def test_a_succeeded_payment_makes_the_order_paid(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0], quantity=2)
    expect.check(
        "paidAt" not in shopper.get_order(purchase.order), "paidAt before it is paid", "C-ord-5"
    )
    stripe_sender.send(purchase.payment, "succeeded")
    order = shopper.get_order(purchase.order)
    expect.equal(order["status"], "paid", "status")
    expect.equal(order["paymentStatus"], "paid", "paymentStatus")
    expect.equal(order["fulfilmentStatus"], "processing", "fulfilmentStatus", "C-ord-6")
    expect.check(bool(order.get("paidAt")), "a paid order without paidAt", "C-ord-5")
    second = instant(order["createdAt"])[:19]  # one may be more exact than the other
    expect.check(instant(order["paidAt"])[:19] >= second, "paidAt before createdAt", "C-ord-5")
    listed = next(it for it in shopper.orders() if it["id"] == purchase.order)
    expect.equal(listed, order, "the order in the list", "C-ord-9")


@rule("C-chk-9", "C-chk-13")
def test_the_same_event_again_changes_nothing(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0])
    event = stripe_events.succeeded(purchase.payment, stripe_sender.now())
    stripe_sender.deliver(event)
    before = shopper.get_order(purchase.order)
    shopper.add(products[0], 3)
    stripe_sender.deliver(event, times=3)
    expect.equal(shopper.get_order(purchase.order), before, "the order afterwards")
    expect.equal(quantities(shopper.cart()), {products[0]: 3}, "the cart afterwards", "C-chk-13")


@rule("C-chk-9")
def test_a_second_event_of_one_payment_changes_nothing(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0])
    stripe_sender.send(purchase.payment, "succeeded")
    before = shopper.get_order(purchase.order)
    stripe_sender.send(purchase.payment, "succeeded", "succeeded")
    expect.equal(shopper.get_order(purchase.order), before, "the order afterwards")


@rule("C-chk-9")
def test_stock_goes_down_once_by_what_was_bought(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    one, two = products[0], products[1]
    before = products.stock(one), products.stock(two)
    shopper.add(one, 3)
    purchase = shopper.check_out(two, quantity=2)
    expect.equal(
        (products.stock(one), products.stock(two)), before, "the stock, nothing being paid"
    )
    event = stripe_events.succeeded(purchase.payment, stripe_sender.now())
    stripe_sender.deliver(event, times=2)
    stripe_sender.send(purchase.payment, "succeeded")
    wanted = before[0] - 3, before[1] - 2
    expect.equal((products.stock(one), products.stock(two)), wanted, "the stock afterwards")


@rule("C-chk-9", "C-chk-10")
def test_stock_goes_down_once_after_a_failure_too(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    before = products.stock(products[0])
    purchase = shopper.check_out(products[0], quantity=3)
    stripe_sender.send(purchase.payment, "failed")
    expect.equal(products.stock(products[0]), before, "the stock, the payment having failed")
    stripe_sender.send(purchase.payment, "succeeded", "succeeded")
    expect.equal(products.stock(products[0]), before - 3, "the stock afterwards")


@rule("C-chk-13", "C-cart-11")
def test_a_paid_order_takes_no_more_than_there_is(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    shopper.add(products[1])
    purchase = shopper.check_out(products[0], quantity=3)
    cart = shopper.set_quantity(products[0], 1)
    wait_for_another_moment(cart["updatedAt"])
    stripe_sender.send(purchase.payment, "succeeded")
    after = shopper.cart()
    expect.equal(quantities(after), {}, "the cart afterwards")
    expect.check(
        instant(after["updatedAt"]) > instant(cart["updatedAt"]),
        "a paid order emptied the cart, and updatedAt did not move",
        "C-cart-11",
    )


@rule("C-chk-10", "C-chk-13", "C-ord-5", "C-ord-6")
def test_a_failed_payment_fails_the_order(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0], quantity=2)
    stripe_sender.send(purchase.payment, "failed")
    order = shopper.get_order(purchase.order)
    expect.equal((order["status"], order["paymentStatus"]), ("failed", "failed"), "the order")
    expect.check("paidAt" not in order, "paidAt in a failed order", "C-ord-5")
    expect.equal(order["fulfilmentStatus"], "unfulfilled", "fulfilmentStatus", "C-ord-6")
    expect.equal(quantities(shopper.cart()), {products[0]: 2}, "the cart", "C-chk-13")
    stripe_sender.send(purchase.payment, "failed")
    expect.equal(shopper.get_order(purchase.order), order, "the order after a second failure")


OUTCOMES: dict[tuple[str, ...], str] = {
    ("failed", "succeeded"): "paid",
    ("failed", "failed", "succeeded"): "paid",
    ("succeeded", "failed"): "paid",
    ("succeeded", "canceled"): "paid",
    ("succeeded", "failed", "canceled"): "paid",
    ("failed", "canceled"): "cancelled",
    ("canceled",): "cancelled",
    ("canceled", "canceled"): "cancelled",
    ("canceled", "failed"): "cancelled",
    ("succeeded", "refunded"): "refunded",
    ("refunded", "succeeded"): "refunded",
    ("succeeded", "refunded", "succeeded"): "refunded",
    ("refunded", "refunded", "succeeded"): "refunded",
    ("succeeded", "refunded", "failed"): "refunded",
    ("succeeded", "refunded", "canceled"): "refunded",
    ("failed", "refunded", "succeeded"): "refunded",
    ("failed", "succeeded", "refunded"): "refunded",
    ("succeeded", "refunded", "refunded"): "refunded",
}
"""Where an order ends, by what was told of its payment, in order."""

RULES = {"paid": "C-chk-10", "cancelled": "C-chk-11", "refunded": "C-chk-11"}


@rule("C-chk-10", "C-chk-11", "C-ord-5")
@pytest.mark.parametrize("told", OUTCOMES, ids="-".join)
def test_an_order_ends_where_the_money_is(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, told: tuple[str, ...]
) -> None:
    purchase = shopper.check_out(products[0])
    for kind in told:
        stripe_sender.send(purchase.payment, kind)
    order = shopper.get_order(purchase.order)
    wanted = OUTCOMES[told]
    ended = RULES[wanted]
    if "canceled" in told and wanted == "paid":
        ended = "C-chk-11"
    payment = {"cancelled": "failed"}.get(wanted, wanted)
    expect.equal(order["status"], wanted, "the order's status", ended)
    expect.equal(order["paymentStatus"], payment, "its paymentStatus", ended)
    expect.check(
        bool(order.get("paidAt")) == (wanted == "paid" or "succeeded" in told),
        f"paidAt is {order.get('paidAt')!r}",
        "C-ord-5",
    )


@rule("C-chk-11")
def test_a_succeeded_after_a_cancel_is_paid(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    """The money was taken. By the fine print; a backend may also leave it cancelled."""
    purchase = shopper.check_out(products[0])
    stripe_sender.send(purchase.payment, "canceled", "succeeded")
    order = shopper.get_order(purchase.order)
    expect.check(order["status"] in ("paid", "cancelled"), f"the order is {order['status']}")


@rule("C-chk-11")
@pytest.mark.parametrize("part", ["one cent", "half", "all but one cent"])
def test_a_partial_refund_leaves_the_order_paid(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, part: str
) -> None:
    purchase = shopper.check_out(products[0], quantity=3)
    stripe_sender.send(purchase.payment, "succeeded")
    before = shopper.get_order(purchase.order)
    amount = {"one cent": 1, "half": purchase.total // 2, "all but one cent": purchase.total - 1}[
        part
    ]
    stripe_sender.send(purchase.payment, "refunded", cents=amount)
    expect.equal(shopper.get_order(purchase.order), before, "the order after a partial refund")
    stripe_sender.send(purchase.payment, "refunded")
    expect.equal(
        shopper.get_order(purchase.order)["status"], "refunded", "the order after the rest"
    )


@rule("C-chk-11")
@pytest.mark.parametrize(
    "told", [("succeeded", "refunded"), ("refunded", "succeeded")], ids="-".join
)
def test_a_refund_gives_no_stock_back(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, told: tuple[str, ...]
) -> None:
    before = products.stock(products[0])
    purchase = shopper.check_out(products[0], quantity=2)
    stripe_sender.send(purchase.payment, *told)
    expect.equal(products.stock(products[0]), before - 2, "the stock afterwards")


@rule("C-chk-9")
@pytest.mark.parametrize("told", [("failed",), ("canceled",), ("failed", "canceled")], ids="-".join)
def test_what_is_not_paid_takes_no_stock(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, told: tuple[str, ...]
) -> None:
    before = products.stock(products[0])
    purchase = shopper.check_out(products[0], quantity=2)
    stripe_sender.send(purchase.payment, *told)
    expect.equal(products.stock(products[0]), before, "the stock afterwards")


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
    stranger = Payment("pi_3NeverSeenHereBefore000000", "ord_never_seen_here", 4711)
    stripe_sender.send(stranger, kind)


@rule("C-chk-12")
def test_an_event_s_order_is_found_by_its_intent(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    """Metadata can be written by anyone who has the account's key: the intent is what counts."""
    purchase = shopper.check_out(products[0])
    stranger = Payment("pi_3AnotherIntentAltogether00", purchase.order, purchase.total)
    stripe_sender.send(stranger, "succeeded")
    found = shopper.get_order(purchase.order)["status"]
    expect.equal(found, "pending", "an order whose id another payment carries")


@rule("C-chk-13")
def test_a_paid_order_leaves_the_cart(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0], products[1], quantity=2)
    expect.equal(
        quantities(shopper.cart()), {products[0]: 2, products[1]: 2}, "the cart, nothing paid"
    )
    stripe_sender.send(purchase.payment, "succeeded")
    expect.equal(quantities(shopper.cart()), {}, "the cart of a paid order")


@rule("C-chk-13")
def test_what_was_added_since_stays_in_the_cart(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0], quantity=2)
    shopper.add(products[1], 3)
    stripe_sender.send(purchase.payment, "succeeded")
    expect.equal(quantities(shopper.cart()), {products[1]: 3}, "the cart of a paid order")


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


@rule("C-ord-3", "C-chk-1", "C-ord-8")
def test_a_payment_leaves_what_was_ordered_as_it_was(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, states: ProviderStates
) -> None:
    """Whatever is shown of an order is remembered, and held against what was shown before."""
    product = products[2]
    price = states.set("product", productId=product)["price"]
    purchase = shopper.check_out(product, products[0], quantity=2)
    order = shopper.get_order(purchase.order)
    title = next(it for it in order["items"] if it["productId"] == product)
    wait_for_another_moment(order["createdAt"])
    try:
        states.set("product-price", productId=product, price=round(price + 1, 2))
        states.set("product-title", productId=product, title="Another name altogether")
        for kind in ("failed", "succeeded", "refunded"):
            stripe_sender.send(purchase.payment, kind)
            shopper.get_order(purchase.order)
            shopper.orders()
    finally:
        states.set("product-price", productId=product, price=price)
        states.set("product-title", productId=product, title=title["title"])


@rule("C-chk-13", "C-cus-2")
def test_a_login_meanwhile_leaves_the_cart_to_the_order(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    purchase = shopper.check_out(products[0], quantity=2)
    shopper.add(products[1])
    shopper.register()
    stripe_sender.send(purchase.payment, "succeeded")
    expect.equal(quantities(shopper.cart()), {products[1]: 1}, "the cart of a paid order")


@rule("C-chk-13")
def test_a_paid_order_leaves_the_customer_s_other_carts_alone(
    shopper: Shopper, other: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    shopper.register()
    purchase = shopper.check_out(products[0], quantity=2)
    other.log_in(shopper.email)
    other.add(products[0], 2)
    stripe_sender.send(purchase.payment, "succeeded")
    expect.equal(quantities(other.cart()), {products[0]: 2}, "the cart in another session")
    late = Shopper(shopper.session)
    late.log_in(shopper.email)
    purchase = late.check_out(products[1])
    late.log_out()
    late.add(products[1], 3)
    stripe_sender.send(purchase.payment, "succeeded")
    expect.equal(quantities(late.cart()), {products[1]: 3}, "the cart after a logout")


@rule("C-chk-13")
def test_a_paid_order_leaves_other_carts_alone(
    shopper: Shopper, other: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    other.add(products[0], 2)
    purchase = shopper.check_out(products[0], quantity=2)
    stripe_sender.send(purchase.payment, "succeeded")
    expect.equal(quantities(other.cart()), {products[0]: 2}, "a stranger's cart")


@rule("C-chk-6")
def test_two_orders_are_paid_each_by_its_own_payment(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    first = shopper.check_out(products[0])
    second = shopper.order_cart()
    stripe_sender.send(second.payment, "succeeded")
    expect.equal(shopper.get_order(first.order)["status"], "pending", "the order that nobody paid")
    expect.equal(shopper.get_order(second.order)["status"], "paid", "the order that was paid")


@rule("C-chk-9", "C-chk-11")
def test_every_order_of_the_four_events_ends_well(
    shopper: Shopper, products: Products, stripe_sender: StripeSender
) -> None:
    """All 24 orders of succeeded, failed, refunded and a second succeeded: one end."""
    for told in itertools.permutations(("succeeded", "failed", "refunded", "succeeded")):
        purchase = shopper.check_out(products[0])
        stripe_sender.send(purchase.payment, *told)
        found = shopper.get_order(purchase.order)["status"]
        expect.equal(found, "refunded", f"the order after {', '.join(told)}", "C-chk-11")
        shopper.clear_cart()


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
