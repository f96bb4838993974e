"""At the start, successes that a backend has lost are delivered again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from stub_server.storage.memory import MemoryStore
from stub_server.stripe_sim import WEBHOOK_SECRET


@pytest.fixture
def shop(make_api: Callable[..., Any], make_app: Callable[..., Any], receiver: Any) -> Any:
    """A caller whose simulator posts to the receiver; `restart` starts it again."""
    api, store = make_api(), MemoryStore({})

    def restart() -> None:
        api.app = make_app(store, webhook_to=((receiver.url, WEBHOOK_SECRET),))

    restart()
    api.restart = restart
    return api


def types(receiver: Any) -> list[str]:
    return [json.loads(body)["type"] for _, body in receiver.received]


async def test_the_success_of_a_pending_order_is_delivered_again(shop: Any, receiver: Any) -> None:
    paid, other = await shop.pay_by_card(), await shop.pay_by_card()
    await shop.app.run_due()
    before = [json.loads(body) for _, body in receiver.received]
    receiver.received.clear()
    shop.restart()
    shop.app.reconcile({paid["id"], "pi_unknown"})
    await shop.app.run_due()
    (event,) = [json.loads(body) for _, body in receiver.received]
    assert (event["type"], event["data"]["object"]["id"]) == (
        "payment_intent.succeeded",
        paid["id"],
    )
    assert event["id"] in {sent["id"] for sent in before}
    assert other["id"] != paid["id"]


async def test_nothing_is_sent_that_did_not_succeed_or_is_on_its_way(
    shop: Any, receiver: Any
) -> None:
    intent = await shop.intent()
    paid = await shop.pay_by_card()  # none of its events is delivered before the restart
    shop.restart()
    await shop.app.startup()
    shop.app.reconcile({intent["id"], paid["id"]})
    await receiver.wait_for(4)
    await shop.app.run_due()
    assert sorted(types(receiver)) == [
        "charge.succeeded",
        "payment_intent.created",
        "payment_intent.created",
        "payment_intent.succeeded",
    ]
