"""Steps of a scenario that lead to an event of each type."""

from __future__ import annotations

from collections.abc import Callable

from stub_server.stripe_sim.control.event_scenario import Scenario
from stub_server.stripe_sim.customers import customers
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.payment_methods import payment_method_attachment, payment_method_changes
from stub_server.stripe_sim.payments import (
    dispute_evidence,
    dispute_objects,
    disputes,
    payment_intent_captures,
    refund_objects,
    refunds,
    setup_intents,
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


def _last_dispute(scenario: Scenario) -> str:
    return (
        scenario.simulation.objects.index(dispute_objects.TABLE, scenario.ctx.account).ids[-1] or ""
    )


def _submit_evidence(scenario: Scenario) -> None:
    evidence = {"uncategorized_text": "winning_evidence"}
    disputes.update(scenario.with_params(evidence=evidence), _last_dispute(scenario))


def _win_dispute(scenario: Scenario) -> None:
    dispute = disputes.retrieve(scenario.with_params(), _last_dispute(scenario))
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
    """Return the step that creates and confirms a SetupIntent with this method."""

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
"""Type of an event → steps that lead to it."""
