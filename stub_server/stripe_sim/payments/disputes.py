"""Disputes: open, update, close and list them."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.payments import dispute_states, early_fraud_warnings
from stub_server.stripe_sim.payments.dispute_evidence import (
    EVIDENCE,
    decide_dispute,
    submit_evidence,
    update_evidence,
)
from stub_server.stripe_sim.payments.dispute_objects import (
    TABLE,
    build_dispute,
    dispute_types,
    withdraw_funds,
)
from stub_server.stripe_sim.store.schema import PRIVATE, Json

UPDATE = declared_params("POST disputes/*", evidence=EVIDENCE)
RETRIEVE = declared_params("GET disputes/*")
CLOSE = declared_params("POST disputes/*/close")
LIST = declared_params("GET disputes")


def on_capture(ctx: Context, charge: Json) -> None:
    """Open the disputes or the warning that the test card of a captured charge causes.

    Sets `disputed` of the charge and saves it.
    """
    type_name = charge[PRIVATE].get("dispute")
    if type_name is None or not charge["captured"]:
        return
    if type_name == "early_fraud_warning":
        early_fraud_warnings.create_warning(ctx, charge)
        return
    dispute_type = dispute_types()[type_name]
    parts = dispute_type.get("parts", 1)
    charge["disputed"] = True
    ctx.save("charges", charge)
    for part in range(parts):
        share = charge["amount_captured"] // parts
        remainder = charge["amount_captured"] % parts if part == 0 else 0
        dispute = build_dispute(ctx, charge, dispute_type, share + remainder)
        if not dispute_states.is_inquiry(dispute["status"]):
            withdraw_funds(ctx, dispute)
        ctx.save(TABLE, dispute)
        ctx.emit("charge.dispute.created", dispute)
        if dispute["balance_transactions"]:
            ctx.emit("charge.dispute.funds_withdrawn", dispute)
        if dispute["status"] in dispute_states.CLOSED:
            ctx.emit("charge.dispute.closed", dispute)


def retrieve(ctx: Context, identifier: str) -> Json:
    """Retrieve a dispute."""
    return ctx.get(TABLE, identifier, "dispute", "dispute", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Update evidence, and submit it unless `submit` is false; `charge.dispute.updated`."""
    before = retrieve(ctx, identifier)
    _require_open(before)
    params = ctx.params
    dispute: Json = {**before}
    if "metadata" in params:
        dispute["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    if "intended_submission_method" in params:
        dispute["intended_submission_method"] = params["intended_submission_method"]
    if "evidence" in params:
        update_evidence(dispute, params["evidence"])
    if params.get("submit", "evidence" in params):
        submit_evidence(ctx, dispute)
    if dispute != before:
        ctx.save(TABLE, dispute)
        ctx.emit("charge.dispute.updated", dispute, before)
    if dispute["status"] != before["status"]:
        _emit_charge_updated(ctx, dispute)
    return dispute


def _emit_charge_updated(ctx: Context, dispute: Json) -> None:
    """Emit `charge.updated`, as Stripe does although no member of the charge changes."""
    charge = ctx.get("charges", dispute["charge"], "charge", "charge", in_path=False)
    ctx.emit("charge.updated", charge, charge)


def _require_open(dispute: Json) -> None:
    """Raise StripeError 400 if the dispute is closed."""
    if dispute["status"] in dispute_states.CLOSED:
        raise invalid_request("This dispute is already closed")


def close(ctx: Context, identifier: str) -> Json:
    """Accept the dispute as lost; `charge.dispute.closed`."""
    before = retrieve(ctx, identifier)
    _require_open(before)
    status = dispute_states.next_status(before["status"], "closed")
    dispute = {**before, "status": status, "is_charge_refundable": status != "lost"}
    ctx.save(TABLE, dispute)
    ctx.emit("charge.dispute.closed", dispute, before)
    _emit_charge_updated(ctx, dispute)
    return dispute


def blocks_refund(ctx: Context, charge: Json) -> bool:
    """Return whether a dispute of the charge has withdrawn its funds."""
    if not charge["disputed"]:
        return False
    index = ctx.index(TABLE)
    for position in index.positions_of({"charge": charge["id"]}, 0, len(index.ids)):
        dispute = ctx.find(TABLE, index.ids[position] or "")
        if dispute and not dispute["is_charge_refundable"]:
            return True
    return False


def list_disputes(ctx: Context) -> Json:
    """List disputes of the account, a charge or a PaymentIntent."""
    return paginate(ctx, TABLE, "/v1/disputes")


RESOURCE = Resource(
    object="dispute",
    table=TABLE,
    id_prefixes=("dp", "du"),
    operations={
        "GET disputes": operation(list_disputes, LIST),
        "GET disputes/*": operation(retrieve, RETRIEVE),
        "POST disputes/*": operation(update, UPDATE),
        "POST disputes/*/close": operation(close, CLOSE),
    },
    filters=("charge", "payment_intent", "status"),
    jobs={"decide_dispute": decide_dispute},
    waiting={"under_review": "decide_dispute", "warning_under_review": "decide_dispute"},
)
