"""The account's balance: what may be paid out, and what has yet to arrive."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush

from stub_server.stripe_sim.account import balance_transactions
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.params.currencies import SETTLEMENT_CURRENCY
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json

RETRIEVE = declared_params("GET balance")


@dataclass(slots=True)
class Sums:
    """Cents of so many transactions, the first ones: they are filed once and never changed.

    due: Unix second and cents of each that has yet to arrive, the soonest first.
    """

    seen: int = 0
    available: int = 0
    pending: int = 0
    due: list[tuple[int, int]] = field(default_factory=list)

    def add(self, transaction: Json) -> None:
        """Count one more."""
        if transaction["status"] == "available":
            self.available += transaction["net"]
        else:
            self.pending += transaction["net"]
            heappush(self.due, (transaction["available_on"], transaction["net"]))

    def arrive(self, now: int) -> None:
        """What was due by now is there."""
        while self.due and self.due[0][0] <= now:
            net = heappop(self.due)[1]
            self.pending -= net
            self.available += net


def retrieve(
    ctx: Context,
) -> Json:
    """The sums of the account's transactions, in cents of EUR."""
    kind = balance_transactions.KIND
    index = ctx.index(kind)
    sums: Sums = index.cache.setdefault("sums", Sums())
    for identifier in index.ids[sums.seen :]:
        record = identifier and ctx.find(kind, identifier)
        if record:
            sums.add(record)
    sums.seen = len(index.ids)
    sums.arrive(ctx.now())
    return new_object(
        "balance",
        available=[_sum(sums.available)],
        pending=[_sum(sums.pending)],
        refund_and_dispute_prefunding={"available": [_sum(0)], "pending": [_sum(0)]},
    )


def _sum(cents: int) -> Json:
    return {"amount": cents, "currency": SETTLEMENT_CURRENCY, "source_types": {"card": cents}}


OPERATIONS = {
    "GET balance": operation(retrieve, RETRIEVE),
}


def report_available(ctx: Context, _: str) -> None:
    """Report money that can be paid out; `balance.available`."""
    ctx.emit("balance.available", retrieve(ctx))


JOBS = {"tell_balance": report_available}
