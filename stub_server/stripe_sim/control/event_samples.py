"""Samples of events of each type, from simulated payments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stub_server.runtime.clock import Clock
from stub_server.runtime.ids import Ids
from stub_server.stripe_sim.control.event_scenario import Scenario
from stub_server.stripe_sim.control.event_steps import STEPS
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public

EVENT_TYPES: tuple[str, ...] = tuple(sorted(STEPS))


def sample(
    event_type: str,
    *,
    ids: Ids,
    clock: Clock,
    payment_intent: Mapping[str, Any] | None = None,
    order_id: str | None = None,
) -> Json:
    """Return a complete event of the type, as the simulator sends it.

    `payment_intent`: an existing one, as the API shows it, whose INTENT_MEMBERS the sample copies.
    `order_id`: value of `metadata.orderId`. Raise ValueError if the type is not in EVENT_TYPES;
    the message lists them.
    """
    steps = STEPS.get(event_type)
    if steps is None:
        raise ValueError(
            f"There is no sample of {event_type!r}. Known types: {', '.join(EVENT_TYPES)}."
        )
    scenario = Scenario(ids, clock)
    scenario.create(payment_intent or {}, order_id)
    for step in steps:
        step(scenario)
    events = scenario.simulation.objects.store.all("events")
    event = next(event for event in reversed(events) if event["type"] == event_type)
    assert PRIVATE in event
    return {**public(event), "pending_webhooks": 1}
