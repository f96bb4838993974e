from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import chain, permutations, product
from typing import Any, get_args

import pytest

from stub_server.shop.domain.order import Order, Status
from stub_server.shop.domain.payment import (
    PAYMENT_STATUS,
    TRANSITIONS,
    EventKind,
    PaymentEvent,
    apply_event,
    parse_event,
)
from tests.shop import samples
from tests.shop.samples import NOW

EVENTS: tuple[EventKind, ...] = get_args(EventKind)
STATUSES: tuple[Status, ...] = get_args(Status)
PENDING = samples.order()


def after(events: Sequence[EventKind]) -> Order:
    """The order after events that came a second apart."""
    order = PENDING
    for second, kind in enumerate(events):
        order = apply_event(order, kind, NOW + timedelta(seconds=second))
    return order


def all_orders_of_events() -> list[tuple[EventKind, ...]]:
    """Every sequence of up to four kinds of events, and of all of them with one coming twice."""
    once = chain.from_iterable(permutations(EVENTS, length) for length in range(5))
    twice = chain.from_iterable(permutations((*EVENTS, again)) for again in EVENTS)
    return [*once, *twice]


@pytest.mark.rule("C-chk-9", "C-chk-10", "C-chk-11")
def test_where_a_payment_ends_does_not_depend_on_the_order_of_its_events() -> None:
    for events in all_orders_of_events():
        expected: Status = "pending"
        if "refunded" in events:
            expected = "refunded"
        elif "succeeded" in events:
            expected = "paid"
        elif "canceled" in events:
            expected = "cancelled"
        elif "payment_failed" in events:
            expected = "failed"
        assert after(events).status == expected, events
        assert after(events).payment_status == PAYMENT_STATUS[expected], events


@pytest.mark.rule("C-chk-9", "C-chk-11", "C-ord-5")
def test_goods_are_taken_and_paid_at_is_set_by_the_first_success_and_by_nothing_else() -> None:
    for events in all_orders_of_events():
        order = after(events)
        assert order.stock_deducted is ("succeeded" in events), events
        first = events.index("succeeded") if order.stock_deducted else None
        assert order.paid_at == (None if first is None else NOW + timedelta(seconds=first)), events


@pytest.mark.rule("C-ord-6")
def test_an_order_is_worked_on_from_when_it_is_paid() -> None:
    for events in all_orders_of_events():
        paid = any(after(events[:count]).status == "paid" for count in range(len(events) + 1))
        assert after(events).fulfilment_status == ("processing" if paid else "unfulfilled"), events


@pytest.mark.rule("C-ord-6")
def test_a_shipped_order_stays_shipped_when_its_payment_comes() -> None:
    order = apply_event(PENDING.shipped("https://example.org/1"), "succeeded", NOW)
    assert (order.status, order.fulfilment_status) == ("paid", "shipped")


@pytest.mark.rule("C-chk-9")
def test_a_repeated_event_changes_nothing() -> None:
    for kind in EVENTS:
        once = apply_event(PENDING, kind, NOW)
        assert apply_event(once, kind, NOW + timedelta(hours=1)) == once


@pytest.mark.rule("C-chk-10", "C-chk-11")
def test_the_table_of_transitions() -> None:
    arrows = {
        (status, kind): TRANSITIONS.get((status, kind), status)
        for status, kind in product(STATUSES, EVENTS)
    }
    assert {arrow: end for arrow, end in arrows.items() if end != arrow[0]} == TRANSITIONS
    assert all(arrows["refunded", kind] == "refunded" for kind in EVENTS)
    assert arrows["paid", "payment_failed"] == "paid"
    assert arrows["paid", "canceled"] == "paid"
    assert set(PAYMENT_STATUS) == set(STATUSES)


@pytest.mark.rule("C-chk-11", "C-chk-12")
@pytest.mark.parametrize(
    ("kind", "subject", "payment_event"),
    [
        ("payment_intent.succeeded", {"id": "pi_1"}, PaymentEvent("pi_1", "succeeded")),
        ("payment_intent.payment_failed", {"id": "pi_1"}, PaymentEvent("pi_1", "payment_failed")),
        ("payment_intent.canceled", {"id": "pi_1"}, PaymentEvent("pi_1", "canceled")),
        ("payment_intent.created", {"id": "pi_1"}, None),
        ("payment_intent.succeeded", {}, None),
        ("payment_intent.succeeded", {"id": 5}, None),
        ("charge.refunded", {"payment_intent": "pi_1", "refunded": True}, "full"),
        ("charge.refunded", {"payment_intent": {"id": "pi_1"}, "refunded": True}, "full"),
        ("charge.refunded", {"payment_intent": "pi_1", "refunded": False}, None),
        ("charge.refunded", {"payment_intent": None, "refunded": True}, None),
        ("charge.refunded", {"payment_intent": "pi_1"}, None),
        ("charge.refunded", {"payment_intent": "pi_1", "amount": 5, "amount_refunded": 5}, "full"),
        ("charge.refunded", {"payment_intent": "pi_1", "amount": 5, "amount_refunded": 4}, None),
    ],
)
def test_what_an_event_says_about_a_payment(
    kind: str, subject: dict[str, Any], payment_event: PaymentEvent | str | None
) -> None:
    assert parse_event(kind, subject) == (
        PaymentEvent("pi_1", "refunded") if payment_event == "full" else payment_event
    )
