"""A sample of each type of event, from the simulator's own life cycles: complete, and as sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stub_server.runtime.clock import Clock
from stub_server.runtime.ids import Ids
from stub_server.stripe_sim import registry
from stub_server.stripe_sim.customers import customers
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.simulation import Simulation
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.events.subscriptions import Endpoints
from stub_server.stripe_sim.http.auth import account_of
from stub_server.stripe_sim.payment_methods import payment_method_attachment, payment_method_changes
from stub_server.stripe_sim.payments import (
    dispute_evidence,
    dispute_objects,
    disputes,
    payment_intent_captures,
    payment_intents,
    refund_objects,
    refunds,
    setup_intents,
)
from stub_server.stripe_sim.payments.payment_intent_objects import build_payment_intent
from stub_server.stripe_sim.reactions import REACTIONS
from stub_server.stripe_sim.settings import LATEST_VERSION, SECRET_KEY, SimSettings
from stub_server.stripe_sim.store.objects import ObjectStore
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public

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
"""What a sample takes over from a PaymentIntent that there is already."""


class Scenario:
    """A simulation of its own, in which one payment is made."""

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
        """The next call, with these parameters."""
        self.ctx.params = params
        return self.ctx

    def create(self, like: Mapping[str, Any], order_id: str | None) -> None:
        """The PaymentIntent that the sample is about."""
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
        """A try to pay."""
        ctx = self.with_params(payment_method=method, return_url="https://example.com/", **params)
        payment_intents.confirm(ctx, self.intent)

    def now(self) -> Json:
        """The PaymentIntent as it stands."""
        return self.ctx.get(
            payment_intents.TABLE, self.intent, "payment_intent", "intent", in_path=True
        )


Step = Callable[[Scenario], object]


def _pay(scenario: Scenario) -> None:
    scenario.confirm("pm_card_visa")


def _authorize(scenario: Scenario) -> None:
    scenario.confirm("pm_card_visa", capture_method="manual")


def _decline(scenario: Scenario) -> None:
    scenario.confirm("pm_card_chargeDeclined")


def _require_action(scenario: Scenario) -> None:
    scenario.confirm("pm_card_authenticationRequired")


def _debit(scenario: Scenario) -> None:
    scenario.confirm("pm_success_de", mandate_data={"customer_acceptance": {"type": "offline"}})


def _capture(scenario: Scenario) -> None:
    payment_intent_captures.capture(scenario.with_params(), scenario.intent)


def _cancel(scenario: Scenario) -> None:
    payment_intent_captures.cancel(scenario.with_params(), scenario.intent)


def _refund(scenario: Scenario) -> None:
    refunds.create(scenario.with_params(payment_intent=scenario.intent))


def _fail_refund(scenario: Scenario) -> None:
    index = scenario.simulation.objects.index(refunds.TABLE, scenario.ctx.account)
    refund = refunds.retrieve(scenario.with_params(), index.ids[-1] or "")
    refund_objects.save_with_status(scenario.ctx, refund, "failed")


def _open_dispute(scenario: Scenario) -> None:
    scenario.confirm("pm_card_createDispute")


def _dispute(scenario: Scenario) -> str:
    return (
        scenario.simulation.objects.index(dispute_objects.TABLE, scenario.ctx.account).ids[-1] or ""
    )


def _submit_evidence(scenario: Scenario) -> None:
    evidence = {"uncategorized_text": "winning_evidence"}
    disputes.update(scenario.with_params(evidence=evidence), _dispute(scenario))


def _win_dispute(scenario: Scenario) -> None:
    dispute = disputes.retrieve(scenario.with_params(), _dispute(scenario))
    dispute_evidence.apply_verdict(scenario.ctx, dispute)


def _update_refund(scenario: Scenario) -> None:
    index = scenario.simulation.objects.index(refunds.TABLE, scenario.ctx.account)
    refunds.update(scenario.with_params(metadata={"note": "sample"}), index.ids[-1] or "")


def _create_customer(scenario: Scenario) -> None:
    ctx = scenario.with_params(email="jenny.rosen@example.com", name="Jenny Rosen")
    record = customers.create(ctx)
    customers.update(scenario.with_params(description="sample"), record["id"])
    customers.delete(scenario.with_params(), record["id"])


def _set_up(method: str) -> Step:
    """A SetupIntent with this method, confirmed."""

    def step(scenario: Scenario) -> None:
        intent = setup_intents.create(scenario.with_params())
        assert not isinstance(intent, StripeError)
        ctx = scenario.with_params(payment_method=method, return_url="https://example.com/")
        setup_intents.confirm(ctx, intent["id"])
        scenario.setup = intent["id"]

    return step


def _cancel_setup(scenario: Scenario) -> None:
    setup_intents.cancel(scenario.with_params(), scenario.setup)


def _save_method(scenario: Scenario) -> None:
    owner = customers.create(scenario.with_params(email="jenny.rosen@example.com"))["id"]
    method = payment_method_attachment.attach(scenario.with_params(customer=owner), "pm_card_visa")
    payment_method_changes.update(scenario.with_params(allow_redisplay="always"), method["id"])
    payment_method_attachment.detach(scenario.with_params(), method["id"])


STEPS: dict[str, tuple[Step, ...]] = {
    "payment_intent.created": (),
    "payment_intent.succeeded": (_pay,),
    "payment_intent.payment_failed": (_decline,),
    "payment_intent.requires_action": (_require_action,),
    "payment_intent.processing": (_debit,),
    "payment_intent.amount_capturable_updated": (_authorize,),
    "payment_intent.canceled": (_cancel,),
    "charge.succeeded": (_pay,),
    "charge.failed": (_decline,),
    "charge.pending": (_debit,),
    "charge.captured": (_authorize, _capture),
    "charge.refunded": (_pay, _refund),
    "charge.refund.updated": (_pay, _refund, _update_refund),
    "refund.created": (_pay, _refund),
    "refund.updated": (_pay, _refund, _update_refund),
    "payment_method.attached": (_save_method,),
    "payment_method.detached": (_save_method,),
    "payment_method.updated": (_save_method,),
    "setup_intent.canceled": (_set_up("pm_card_authenticationRequired"), _cancel_setup),
    "setup_intent.created": (_set_up("pm_card_visa"),),
    "setup_intent.requires_action": (_set_up("pm_card_authenticationRequired"),),
    "setup_intent.setup_failed": (_set_up("pm_card_chargeDeclined"),),
    "setup_intent.succeeded": (_set_up("pm_card_visa"),),
    "refund.failed": (_pay, _refund, _fail_refund),
    "charge.dispute.created": (_open_dispute,),
    "charge.dispute.funds_withdrawn": (_open_dispute,),
    "charge.dispute.updated": (_open_dispute, _submit_evidence),
    "charge.dispute.funds_reinstated": (_open_dispute, _submit_evidence, _win_dispute),
    "charge.dispute.closed": (_open_dispute, _submit_evidence, _win_dispute),
    "customer.created": (_create_customer,),
    "customer.updated": (_create_customer,),
    "customer.deleted": (_create_customer,),
}
"""What has to happen for an event of each type."""

EVENT_TYPES: tuple[str, ...] = tuple(sorted(STEPS))


def sample(
    event_type: str,
    *,
    ids: Ids,
    clock: Clock,
    payment_intent: Mapping[str, Any] | None = None,
    order_id: str | None = None,
) -> Json:
    """A complete event of the type, as it would be sent.

    `payment_intent`: one that there is (as the API shows it), whose id, amount, currency and
    metadata the sample takes over. `order_id` goes to `metadata.orderId`. ValueError: a type that
    is not in EVENT_TYPES; the message lists them.
    """
    script = STEPS.get(event_type)
    if script is None:
        raise ValueError(
            f"There is no sample of {event_type!r}. Known types: {', '.join(EVENT_TYPES)}."
        )
    scenario = Scenario(ids, clock)
    scenario.create(payment_intent or {}, order_id)
    for step in script:
        step(scenario)
    events = scenario.simulation.objects.store.all("events")
    found = next(event for event in reversed(events) if event["type"] == event_type)
    assert PRIVATE in found
    return {**public(found), "pending_webhooks": 1}
