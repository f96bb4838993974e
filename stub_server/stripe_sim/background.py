"""What happens without a request: banks answer, refunds arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stub_server.stripe_sim import attempts
from stub_server.stripe_sim.resources import refunds
from stub_server.stripe_sim.tables import PRIVATE
from stub_server.stripe_sim.world import Call, Later, World


def settle(world: World, call: Call, identifier: str) -> None:
    """The bank answers a debit, unless it was made to before."""
    intent = world.books.get("payment_intents", call.account, identifier)
    if intent and intent["status"] == "processing":
        attempts.bank_answers(world, call, intent)


def finish_refund(world: World, call: Call, identifier: str) -> None:
    """A pending refund arrives; one to a closed account comes back."""
    refund = world.books.get("refunds", call.account, identifier)
    if refund and refund["status"] in ("pending", "succeeded"):
        ending = "succeeded" if refund["status"] == "pending" else "failed"
        refunds.finished(world, call, refund, ending)


JOBS: dict[str, Callable[[World, Call, str], None]] = {
    "settle": settle,
    "finish_refund": finish_refund,
}


def unfinished(world: World) -> Iterator[Later]:
    """What was under way when the simulator was stopped."""
    for account in world.books.accounts():
        for kind, status, job in (
            ("payment_intents", "processing", "settle"),
            ("refunds", "pending", "finish_refund"),
        ):
            shelf = world.books.shelf(kind, account)
            for place in shelf.places_of({"status": status}, 0, len(shelf.ids)):
                record = world.books.get(kind, account, shelf.ids[place] or "")
                if record:
                    due = record[PRIVATE].get("settles_at", world.now())
                    yield Later(max(0, due - world.now()), job, account, record["id"])
