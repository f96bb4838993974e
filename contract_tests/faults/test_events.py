"""Events come twice, late and in any order: the order ends where the money is."""

from __future__ import annotations

import itertools

import pytest

from contract_tests import events, expect, signing
from contract_tests.events import Payment
from contract_tests.goods import Goods
from contract_tests.invariants import cents, instant
from contract_tests.rules import rule
from contract_tests.shopper import Shopper, quantities
from contract_tests.states import States
from contract_tests.waiting import wait_for_another_moment
from contract_tests.webhook import Webhook


@rule("C-chk-9", "C-conv-1", "C-ord-5", "C-ord-6", "C-ord-9")
def test_a_succeeded_payment_makes_the_order_paid(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    bought = shopper.checks_out(goods[0], quantity=2)
    expect.that("paidAt" not in shopper.sees(bought.order), "paidAt before it is paid", "C-ord-5")
    webhook.happens(bought.payment, "succeeded")
    order = shopper.sees(bought.order)
    expect.same(order["status"], "paid", "status")
    expect.same(order["paymentStatus"], "paid", "paymentStatus")
    expect.same(order["fulfilmentStatus"], "processing", "fulfilmentStatus", "C-ord-6")
    expect.that(bool(order.get("paidAt")), "a paid order without paidAt", "C-ord-5")
    second = instant(order["createdAt"])[:19]  # one may be more exact than the other
    expect.that(instant(order["paidAt"])[:19] >= second, "paidAt before createdAt", "C-ord-5")
    listed = next(it for it in shopper.orders() if it["id"] == bought.order)
    expect.same(listed, order, "the order in the list", "C-ord-9")


@rule("C-chk-9", "C-chk-13")
def test_the_same_event_again_changes_nothing(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    bought = shopper.checks_out(goods[0])
    event = events.succeeded(bought.payment, webhook.now())
    webhook.delivers(event)
    before = shopper.sees(bought.order)
    shopper.adds(goods[0], 3)
    webhook.delivers(event, times=3)
    expect.same(shopper.sees(bought.order), before, "the order afterwards")
    expect.same(quantities(shopper.cart()), {goods[0]: 3}, "the cart afterwards", "C-chk-13")


@rule("C-chk-9")
def test_a_second_event_of_one_payment_changes_nothing(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    bought = shopper.checks_out(goods[0])
    webhook.happens(bought.payment, "succeeded")
    before = shopper.sees(bought.order)
    webhook.happens(bought.payment, "succeeded", "succeeded")
    expect.same(shopper.sees(bought.order), before, "the order afterwards")


@rule("C-chk-9")
def test_stock_goes_down_once_by_what_was_bought(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    one, two = goods[0], goods[1]
    before = goods.stock(one), goods.stock(two)
    shopper.adds(one, 3)
    bought = shopper.checks_out(two, quantity=2)
    expect.same((goods.stock(one), goods.stock(two)), before, "the stock, nothing being paid")
    event = events.succeeded(bought.payment, webhook.now())
    webhook.delivers(event, times=2)
    webhook.happens(bought.payment, "succeeded")
    wanted = before[0] - 3, before[1] - 2
    expect.same((goods.stock(one), goods.stock(two)), wanted, "the stock afterwards")


@rule("C-chk-9", "C-chk-10")
def test_stock_goes_down_once_after_a_failure_too(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    before = goods.stock(goods[0])
    bought = shopper.checks_out(goods[0], quantity=3)
    webhook.happens(bought.payment, "failed")
    expect.same(goods.stock(goods[0]), before, "the stock, the payment having failed")
    webhook.happens(bought.payment, "succeeded", "succeeded")
    expect.same(goods.stock(goods[0]), before - 3, "the stock afterwards")


@rule("C-chk-13", "C-cart-11")
def test_a_paid_order_takes_no_more_than_there_is(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    shopper.adds(goods[1])
    bought = shopper.checks_out(goods[0], quantity=3)
    cart = shopper.sets(goods[0], 1)
    wait_for_another_moment(cart["updatedAt"])
    webhook.happens(bought.payment, "succeeded")
    after = shopper.cart()
    expect.same(quantities(after), {}, "the cart afterwards")
    expect.that(
        instant(after["updatedAt"]) > instant(cart["updatedAt"]),
        "a paid order emptied the cart, and updatedAt did not move",
        "C-cart-11",
    )


@rule("C-chk-10", "C-chk-13", "C-ord-5", "C-ord-6")
def test_a_failed_payment_fails_the_order(shopper: Shopper, goods: Goods, webhook: Webhook) -> None:
    bought = shopper.checks_out(goods[0], quantity=2)
    webhook.happens(bought.payment, "failed")
    order = shopper.sees(bought.order)
    expect.same((order["status"], order["paymentStatus"]), ("failed", "failed"), "the order")
    expect.that("paidAt" not in order, "paidAt in a failed order", "C-ord-5")
    expect.same(order["fulfilmentStatus"], "unfulfilled", "fulfilmentStatus", "C-ord-6")
    expect.same(quantities(shopper.cart()), {goods[0]: 2}, "the cart", "C-chk-13")
    webhook.happens(bought.payment, "failed")
    expect.same(shopper.sees(bought.order), order, "the order after a second failure")


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
    shopper: Shopper, goods: Goods, webhook: Webhook, told: tuple[str, ...]
) -> None:
    bought = shopper.checks_out(goods[0])
    for kind in told:
        webhook.happens(bought.payment, kind)
    order = shopper.sees(bought.order)
    wanted = OUTCOMES[told]
    ended = RULES[wanted]
    if "canceled" in told and wanted == "paid":
        ended = "C-chk-11"
    payment = {"cancelled": "failed"}.get(wanted, wanted)
    expect.same(order["status"], wanted, "the order's status", ended)
    expect.same(order["paymentStatus"], payment, "its paymentStatus", ended)
    expect.that(
        bool(order.get("paidAt")) == (wanted == "paid" or "succeeded" in told),
        f"paidAt is {order.get('paidAt')!r}",
        "C-ord-5",
    )


@rule("C-chk-11")
def test_a_succeeded_after_a_cancel_is_paid(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    """The money was taken. By the fine print; a backend may also leave it cancelled."""
    bought = shopper.checks_out(goods[0])
    webhook.happens(bought.payment, "canceled", "succeeded")
    order = shopper.sees(bought.order)
    expect.that(order["status"] in ("paid", "cancelled"), f"the order is {order['status']}")


@rule("C-chk-11")
@pytest.mark.parametrize("part", ["one cent", "half", "all but one cent"])
def test_a_partial_refund_leaves_the_order_paid(
    shopper: Shopper, goods: Goods, webhook: Webhook, part: str
) -> None:
    bought = shopper.checks_out(goods[0], quantity=3)
    webhook.happens(bought.payment, "succeeded")
    before = shopper.sees(bought.order)
    amount = {"one cent": 1, "half": bought.total // 2, "all but one cent": bought.total - 1}[part]
    webhook.happens(bought.payment, "refunded", cents=amount)
    expect.same(shopper.sees(bought.order), before, "the order after a partial refund")
    webhook.happens(bought.payment, "refunded")
    expect.same(shopper.sees(bought.order)["status"], "refunded", "the order after the rest")


@rule("C-chk-11")
@pytest.mark.parametrize(
    "told", [("succeeded", "refunded"), ("refunded", "succeeded")], ids="-".join
)
def test_a_refund_gives_no_stock_back(
    shopper: Shopper, goods: Goods, webhook: Webhook, told: tuple[str, ...]
) -> None:
    before = goods.stock(goods[0])
    bought = shopper.checks_out(goods[0], quantity=2)
    webhook.happens(bought.payment, *told)
    expect.same(goods.stock(goods[0]), before - 2, "the stock afterwards")


@rule("C-chk-9")
@pytest.mark.parametrize("told", [("failed",), ("canceled",), ("failed", "canceled")], ids="-".join)
def test_what_is_not_paid_takes_no_stock(
    shopper: Shopper, goods: Goods, webhook: Webhook, told: tuple[str, ...]
) -> None:
    before = goods.stock(goods[0])
    bought = shopper.checks_out(goods[0], quantity=2)
    webhook.happens(bought.payment, *told)
    expect.same(goods.stock(goods[0]), before, "the stock afterwards")


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
    shopper: Shopper, goods: Goods, webhook: Webhook, kind: str, told: tuple[str, ...]
) -> None:
    bought = shopper.checks_out(goods[0])
    webhook.happens(bought.payment, *told)
    before = shopper.sees(bought.order)
    at = webhook.now()
    thing = events.payment_intent(bought.payment, "succeeded", at)
    if kind.startswith("charge."):  # what is told of a charge names its intent
        thing = events.charge(bought.payment, 0, at)
    webhook.delivers(events.event(kind, thing, at))
    expect.same(shopper.sees(bought.order), before, "the order afterwards")


@rule("C-chk-12", "C-conv-7")
def test_an_event_about_nothing_does_no_harm(webhook: Webhook) -> None:
    for payload in (b'{"id":"evt_1","object":"event","type":"ping"}', b'{"type":7,"data":{}}'):
        signature = signing.header(payload, webhook.secret, webhook.now())
        status = webhook.posts(payload, signature).status
        expect.that(status < 500, f"it was answered {status}")


@rule("C-chk-12", "C-conv-1")
@pytest.mark.parametrize("kind", list(events.MAKERS))
def test_an_event_of_an_unknown_payment_is_taken(webhook: Webhook, kind: str) -> None:
    stranger = Payment("pi_3NeverSeenHereBefore000000", "ord_never_seen_here", 4711)
    webhook.happens(stranger, kind)


@rule("C-chk-12")
def test_an_event_s_order_is_found_by_its_intent(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    """Metadata can be written by anyone who has the account's key: the intent is what counts."""
    bought = shopper.checks_out(goods[0])
    stranger = Payment("pi_3AnotherIntentAltogether00", bought.order, bought.total)
    webhook.happens(stranger, "succeeded")
    found = shopper.sees(bought.order)["status"]
    expect.same(found, "pending", "an order whose id another payment carries")


@rule("C-chk-13")
def test_a_paid_order_leaves_the_cart(shopper: Shopper, goods: Goods, webhook: Webhook) -> None:
    bought = shopper.checks_out(goods[0], goods[1], quantity=2)
    expect.same(quantities(shopper.cart()), {goods[0]: 2, goods[1]: 2}, "the cart, nothing paid")
    webhook.happens(bought.payment, "succeeded")
    expect.same(quantities(shopper.cart()), {}, "the cart of a paid order")


@rule("C-chk-13")
def test_what_was_added_since_stays_in_the_cart(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    bought = shopper.checks_out(goods[0], quantity=2)
    shopper.adds(goods[1], 3)
    webhook.happens(bought.payment, "succeeded")
    expect.same(quantities(shopper.cart()), {goods[1]: 3}, "the cart of a paid order")


@rule("C-chk-9", "C-chk-11")
def test_events_are_no_older_than_they_say(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    """Which event was made first says nothing of which comes first."""
    now = webhook.now()
    bought = shopper.checks_out(goods[0])
    webhook.delivers(events.failed(bought.payment, now))
    webhook.delivers(events.succeeded(bought.payment, now - 90))
    expect.same(shopper.sees(bought.order)["status"], "paid", "the order", "C-chk-9")
    webhook.delivers(events.refunded(bought.payment, now - 80))
    expect.same(shopper.sees(bought.order)["status"], "refunded", "the order", "C-chk-11")


@rule("C-ord-3", "C-chk-1", "C-ord-8")
def test_a_payment_leaves_what_was_ordered_as_it_was(
    shopper: Shopper, goods: Goods, webhook: Webhook, states: States
) -> None:
    """Whatever is shown of an order is remembered, and held against what was shown before."""
    product = goods[2]
    price = states.set("product", productId=product)["price"]
    bought = shopper.checks_out(product, goods[0], quantity=2)
    order = shopper.sees(bought.order)
    title = next(it for it in order["items"] if it["productId"] == product)
    wait_for_another_moment(order["createdAt"])
    try:
        states.set("product-price", productId=product, price=round(price + 1, 2))
        states.set("product-title", productId=product, title="Another name altogether")
        for kind in ("failed", "succeeded", "refunded"):
            webhook.happens(bought.payment, kind)
            shopper.sees(bought.order)
            shopper.orders()
    finally:
        states.set("product-price", productId=product, price=price)
        states.set("product-title", productId=product, title=title["title"])


@rule("C-chk-13", "C-cus-2")
def test_a_login_meanwhile_leaves_the_cart_to_the_order(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    bought = shopper.checks_out(goods[0], quantity=2)
    shopper.adds(goods[1])
    shopper.registers()
    webhook.happens(bought.payment, "succeeded")
    expect.same(quantities(shopper.cart()), {goods[1]: 1}, "the cart of a paid order")


@rule("C-chk-13")
def test_a_paid_order_leaves_the_customer_s_other_carts_alone(
    shopper: Shopper, other: Shopper, goods: Goods, webhook: Webhook
) -> None:
    shopper.registers()
    bought = shopper.checks_out(goods[0], quantity=2)
    other.logs_in(shopper.email)
    other.adds(goods[0], 2)
    webhook.happens(bought.payment, "succeeded")
    expect.same(quantities(other.cart()), {goods[0]: 2}, "the cart in another session")
    late = Shopper(shopper.desk)
    late.logs_in(shopper.email)
    bought = late.checks_out(goods[1])
    late.logs_out()
    late.adds(goods[1], 3)
    webhook.happens(bought.payment, "succeeded")
    expect.same(quantities(late.cart()), {goods[1]: 3}, "the cart after a logout")


@rule("C-chk-13")
def test_a_paid_order_leaves_other_carts_alone(
    shopper: Shopper, other: Shopper, goods: Goods, webhook: Webhook
) -> None:
    other.adds(goods[0], 2)
    bought = shopper.checks_out(goods[0], quantity=2)
    webhook.happens(bought.payment, "succeeded")
    expect.same(quantities(other.cart()), {goods[0]: 2}, "a stranger's cart")


@rule("C-chk-6")
def test_two_orders_are_paid_each_by_its_own_payment(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    first = shopper.checks_out(goods[0])
    second = shopper.orders_cart()
    webhook.happens(second.payment, "succeeded")
    expect.same(shopper.sees(first.order)["status"], "pending", "the order that nobody paid")
    expect.same(shopper.sees(second.order)["status"], "paid", "the order that was paid")


@rule("C-chk-9", "C-chk-11")
def test_every_order_of_the_four_events_ends_well(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    """All 24 orders of succeeded, failed, refunded and a second succeeded: one end."""
    for told in itertools.permutations(("succeeded", "failed", "refunded", "succeeded")):
        bought = shopper.checks_out(goods[0])
        webhook.happens(bought.payment, *told)
        found = shopper.sees(bought.order)["status"]
        expect.same(found, "refunded", f"the order after {', '.join(told)}", "C-chk-11")
        shopper.empties()


@rule("C-chk-9")
def test_an_event_that_is_read_twice_by_id_alone_is_not_enough(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    """Two payments, two events: the second is not mistaken for the first."""
    first = shopper.checks_out(goods[0])
    webhook.happens(first.payment, "succeeded")
    second = shopper.checks_out(goods[0])
    webhook.happens(second.payment, "succeeded")
    expect.same(shopper.sees(second.order)["status"], "paid", "the second order")


@rule("C-chk-9")
def test_a_large_event_with_members_that_nobody_knows_is_taken(
    shopper: Shopper, goods: Goods, webhook: Webhook
) -> None:
    bought = shopper.checks_out(goods[0])
    at = webhook.now()
    thing = events.payment_intent(bought.payment, "succeeded", at)
    thing |= {f"new_member_{number}": {"deep": [number] * 20} for number in range(200)}
    body = events.event("payment_intent.succeeded", thing, at)
    exchange = webhook.posts(
        body,
        signing.header(body, webhook.secret, at),
        **{"user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)"},
    )
    expect.that(exchange.status < 300, f"it was answered {exchange.status}")
    order = shopper.sees(bought.order)
    expect.same(order["status"], "paid", "the order afterwards")
    expect.same(cents(order["total"]), bought.total, "its total")
