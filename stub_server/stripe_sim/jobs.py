"""What happens without a request: banks answer, refunds arrive, sessions run out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stub_server.stripe_sim.account import balance
from stub_server.stripe_sim.checkout import sessions
from stub_server.stripe_sim.customers import test_clocks
from stub_server.stripe_sim.engine.context import Call, Later, World
from stub_server.stripe_sim.payments import (
    bank_debit,
    confirm_payment,
    disputes,
    payment_intent_captures,
    refund_objects,
)
from stub_server.stripe_sim.store.schema import PRIVATE


def settle(world: World, call: Call, identifier: str) -> None:
    """The bank answers a debit, unless it was made to before."""
    intent = world.books.get("payment_intents", call.account, identifier)
    if intent and intent["status"] == "processing":
        bank_debit.bank_answers(world, call, intent)


def let_go(world: World, call: Call, identifier: str) -> None:
    """What is held has not been taken in time."""
    intent = world.books.get("payment_intents", call.account, identifier)
    if intent and intent["status"] == "requires_capture":
        payment_intent_captures.expired(world, call, intent)


def authorize(world: World, call: Call, identifier: str) -> None:
    """The buyer says yes in the banking app, unless it was answered before."""
    intent = world.books.get("payment_intents", call.account, identifier)
    action = intent["next_action"] if intent else None
    if intent and action and action["type"] == "blik_authorize":
        confirm_payment.authenticated(world, call, intent)


def finish_refund(world: World, call: Call, identifier: str) -> None:
    """A pending refund arrives; one to a closed account comes back."""
    refund = world.books.get("refunds", call.account, identifier)
    if refund and refund["status"] in ("pending", "succeeded"):
        ending = "succeeded" if refund["status"] == "pending" else "failed"
        refund_objects.finished(world, call, refund, ending)


def decide_dispute(world: World, call: Call, identifier: str) -> None:
    """The bank has read the evidence."""
    dispute = world.books.get("disputes", call.account, identifier)
    if dispute and "verdict" in dispute[PRIVATE]:
        disputes.decided(world, call, dispute)


def expire_session(world: World, call: Call, identifier: str) -> None:
    """Nobody has paid in time."""
    session = world.books.get(sessions.KIND, call.account, identifier)
    if session and session["status"] == "open" and session["expires_at"] <= world.now():
        sessions.given_up(world, call, session)


def tell_balance(world: World, call: Call, _: str) -> None:
    """Money has arrived that can be paid out."""
    world.emit(call, "balance.available", balance.retrieve(world, call))


JOBS: dict[str, Callable[[World, Call, str], None]] = {
    "settle": settle,
    "let_go": let_go,
    "authorize": authorize,
    "finish_refund": finish_refund,
    "decide_dispute": decide_dispute,
    "expire_session": expire_session,
    "arrive": test_clocks.arrived,
    "tell_balance": tell_balance,
}


UNFINISHED = (
    ("payment_intents", "processing", "settle"),
    ("payment_intents", "requires_capture", "let_go"),
    ("refunds", "pending", "finish_refund"),
    ("disputes", "under_review", "decide_dispute"),
    ("disputes", "warning_under_review", "decide_dispute"),
    ("checkout_sessions", "open", "expire_session"),
    ("test_clocks", "advancing", "arrive"),
)
"""Tables and statuses of objects that wait for a job, and its name."""


class BackgroundJobs:
    """The jobs by name, and those that a stop has interrupted."""

    def run(self, name: str, world: World, call: Call, identifier: str) -> None:
        """Do the job to the object with that id. KeyError: there is no such job."""
        JOBS[name](world, call, identifier)

    def unfinished(self, world: World) -> Iterator[Later]:
        """Yield the jobs that were under way when the simulator was stopped."""
        for table, status, job in UNFINISHED:
            for record in world.books.store.containing(table, b'"status":"%b"' % status.encode()):
                if record["status"] == status:
                    private = record[PRIVATE]
                    due = private.get("settles_at") or record.get("expires_at") or 0
                    yield Later(max(0, due - world.now()), job, private["account"], record["id"])
