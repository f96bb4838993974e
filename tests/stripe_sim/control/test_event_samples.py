"""A sample of each event, to send to a backend without any payment."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from stub_server.runtime.clock import FrozenClock
from stub_server.runtime.ids import SeededIds
from stub_server.stripe_sim import EVENT_TYPES, sample


@pytest.mark.parametrize("event_type", EVENT_TYPES)
def test_a_sample_is_a_whole_event(clock: FrozenClock, event_type: str) -> None:
    event = sample(event_type, ids=SeededIds(1), clock=clock, order_id="order-1")
    assert (event["object"], event["type"]) == ("event", event_type)
    assert event["created"] == int(clock.now().timestamp())
    assert event["request"]["id"].startswith("req_")
    subject = event["data"]["object"]
    assert "_" not in subject
    assert subject["object"] == {"refund": "refund", "dispute": "dispute"}.get(
        event_type.split(".")[-2], event_type.split(".")[0]
    )
    if subject["object"] in ("payment_intent", "charge"):
        assert subject["metadata"]["orderId"] == "order-1"
    parsed: Any = stripe.Event.construct_from(event, "sk_test_1234")
    assert parsed.data.object.id == subject["id"]


def test_a_sample_speaks_of_a_payment_that_there_is(clock: FrozenClock) -> None:
    intent = {"id": "pi_3mine", "amount": 1234, "currency": "eur", "metadata": {"orderId": "o-9"}}
    event = sample("payment_intent.succeeded", ids=SeededIds(1), clock=clock, payment_intent=intent)
    subject = event["data"]["object"]
    assert (subject["id"], subject["amount"]) == ("pi_3mine", 1234)
    assert (subject["amount_received"], subject["status"]) == (1234, "succeeded")
    assert subject["metadata"] == {"orderId": "o-9"}
    charge = sample("charge.succeeded", ids=SeededIds(1), clock=clock, payment_intent=intent)
    assert charge["data"]["object"]["payment_intent"] == "pi_3mine"


def test_an_unknown_type_is_refused_with_the_known_ones(clock: FrozenClock) -> None:
    with pytest.raises(ValueError, match=r"payment_intent\.succeeded"):
        sample("payment_intent.dreamt", ids=SeededIds(1), clock=clock)
