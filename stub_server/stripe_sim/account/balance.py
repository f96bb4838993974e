"""The account's balance, available and pending, in cents of EUR."""

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
    """Sums in cents of the first `count` transactions, which never change after creation.

    due: heap of (Unix seconds, cents), one of each pending transaction, the earliest first.
    """

    count: int = 0
    available: int = 0
    pending: int = 0
    due: list[tuple[int, int]] = field(default_factory=list)

    def add(self, transaction: Json) -> None:
        """Add a transaction."""
        if transaction["status"] == "available":
            self.available += transaction["net"]
        else:
            self.pending += transaction["net"]
            heappush(self.due, (transaction["available_on"], transaction["net"]))

    def release(self, now: int) -> None:
        """Make the transactions available that are due at `now`, in Unix seconds."""
        while self.due and self.due[0][0] <= now:
            net = heappop(self.due)[1]
            self.pending -= net
            self.available += net


def retrieve(ctx: Context) -> Json:
    """Return the balance: the sums of the account's transactions."""
    table = balance_transactions.TABLE
    index = ctx.index(table)
    sums: Sums = index.cache.setdefault("sums", Sums())
    for identifier in index.ids[sums.count :]:
        record = identifier and ctx.find(table, identifier)
        if record:
            sums.add(record)
    sums.count = len(index.ids)
    sums.release(ctx.now())
    return new_object(
        "balance",
        available=[_build_sum(sums.available)],
        pending=[_build_sum(sums.pending)],
        refund_and_dispute_prefunding={"available": [_build_sum(0)], "pending": [_build_sum(0)]},
    )


def _build_sum(cents: int) -> Json:
    """Return an amount in cents with its currency."""
    return {"amount": cents, "currency": SETTLEMENT_CURRENCY, "source_types": {"card": cents}}


OPERATIONS = {"GET balance": operation(retrieve, RETRIEVE)}


def report_available(ctx: Context, _: str) -> None:
    """Emit `balance.available`."""
    ctx.emit("balance.available", retrieve(ctx))


JOBS = {"report_balance": report_available}
