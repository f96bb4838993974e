"""At the start: PaymentIntents that succeeded, and whose success a backend has lost."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from stub_server.stripe_sim.engine.simulation import Simulation
from stub_server.stripe_sim.store.schema import DELIVERIES, PRIVATE, Json

EVENTS, SUCCEEDED = "events", "payment_intent.succeeded"


def send_successes_again(simulation: Simulation, intents: Collection[str]) -> int:
    """Send `payment_intent.succeeded` of the PaymentIntents to its endpoints again.

    A PaymentIntent that did not succeed is left out, and so is one whose event is still being
    delivered. Returns the number of events.
    """
    if not intents:
        return 0
    store = simulation.objects.store
    under_way = {
        record["event"]
        for record in store.containing(DELIVERIES, b'"state":"pending"')
        if record["state"] == "pending"
    }
    sent = 0
    for event in store.containing(EVENTS, b'"type":"%b"' % SUCCEEDED.encode()):
        subject = cast("Json", event["data"]["object"])
        if event["type"] == SUCCEEDED and subject["id"] in intents and event["id"] not in under_way:
            endpoints = simulation.endpoints.for_event(event[PRIVATE]["account"], SUCCEEDED)
            simulation.outgoing.extend((event, endpoint) for endpoint in endpoints)
            sent += 1
    return sent
