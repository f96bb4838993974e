"""The account's balance: what may be paid out, and what has yet to arrive."""

from __future__ import annotations

from stub_server.stripe_sim.currencies import SETTLED_IN
from stub_server.stripe_sim.params import EXPAND
from stub_server.stripe_sim.resources import balance_transactions
from stub_server.stripe_sim.tables import Json
from stub_server.stripe_sim.world import Call, World

RETRIEVE = {**EXPAND}


def retrieve(world: World, call: Call) -> Json:
    """The sums of the account's transactions, in cents of EUR."""
    sums = {"available": 0, "pending": 0}
    shelf = world.books.shelf(balance_transactions.KIND, call.account)
    for identifier in shelf.places:
        record = world.books.get(balance_transactions.KIND, call.account, identifier)
        if record is not None:
            sums[balance_transactions.as_of_now(world, record)["status"]] += record["net"]
    return {
        "object": "balance",
        "available": [_sum(sums["available"])],
        "livemode": False,
        "pending": [_sum(sums["pending"])],
        "refund_and_dispute_prefunding": {"available": [_sum(0)], "pending": [_sum(0)]},
    }


def _sum(cents: int) -> Json:
    return {"amount": cents, "currency": SETTLED_IN, "source_types": {"card": cents}}
