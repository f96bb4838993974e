"""The simulation in which the events of samples happen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stub_server.runtime.clock import Clock
from stub_server.runtime.ids import Ids
from stub_server.stripe_sim import registry
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.simulation import Simulation
from stub_server.stripe_sim.events.subscriptions import Endpoints
from stub_server.stripe_sim.http.auth import account_of
from stub_server.stripe_sim.payments import payment_intents
from stub_server.stripe_sim.payments.payment_intent_objects import build_payment_intent
from stub_server.stripe_sim.reactions import REACTIONS
from stub_server.stripe_sim.settings import LATEST_VERSION, SECRET_KEY, SimSettings
from stub_server.stripe_sim.store.objects import ObjectStore

INTENT_MEMBERS = (
    "id",
    "amount",
    "client_secret",
    "created",
    "currency",
    "customer",
    "description",
    "metadata",
    "receipt_email",
    "shipping",
)
"""Members of a given PaymentIntent that a sample copies."""


class Scenario:
    """A separate simulation with one PaymentIntent."""

    def __init__(self, ids: Ids, clock: Clock) -> None:
        from stub_server.storage import MemoryStore  # only samples need one of their own

        settings = SimSettings(default_version=LATEST_VERSION)
        objects = ObjectStore(MemoryStore({}), registry.filters())
        self.simulation = Simulation(
            settings,
            clock,
            ids,
            objects,
            Endpoints(settings, objects),
            REACTIONS,
            registry.resources(),
        )
        account = account_of(SECRET_KEY.rpartition("_")[2])
        self.ctx = Context(
            self.simulation, account, LATEST_VERSION, request_id=f"req_{ids.token(14)}"
        )
        self.intent = ""
        self.setup = ""

    def with_params(self, **params: Any) -> Context:
        """Return the context of the next call, with these parameters."""
        self.ctx.params = params
        return self.ctx

    def create(self, like: Mapping[str, Any], order_id: str | None) -> None:
        """Create the PaymentIntent of the sample."""
        ctx = self.with_params(amount=2000, currency="eur", metadata={})
        intent = build_payment_intent(ctx) | {
            name: like[name] for name in INTENT_MEMBERS if name in like
        }
        if order_id is not None:
            intent["metadata"] = {**intent["metadata"], "orderId": order_id}
        ctx.save(payment_intents.TABLE, intent)
        ctx.emit("payment_intent.created", intent)
        self.intent = intent["id"]

    def confirm(self, method: str, **params: Any) -> None:
        """Confirm the PaymentIntent."""
        ctx = self.with_params(payment_method=method, return_url="https://example.com/", **params)
        payment_intents.confirm(ctx, self.intent)
