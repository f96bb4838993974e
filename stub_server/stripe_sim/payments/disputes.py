"""Disputes: open, update with evidence, decide, close and list them."""

from __future__ import annotations

from stub_server.stripe_sim.account import balance_transactions
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import page
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import bad, no_such
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.types import merged_metadata
from stub_server.stripe_sim.payments import dispute_states, early_fraud_warnings
from stub_server.stripe_sim.payments.dispute_objects import (
    EVIDENCE,
    MAX_EVIDENCE_CHARACTERS,
    build_dispute,
    dispute_types,
    evidence_files,
)
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public

TABLE = "disputes"
UPDATE = declared_params("POST disputes/*", evidence=EVIDENCE)
RETRIEVE = declared_params("GET disputes/*")
CLOSE = declared_params("POST disputes/*/close")
LIST = declared_params("GET disputes")
REVIEW_SECONDS = 1
"""Seconds until the bank decides on evidence that leads to a verdict."""


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
            _withdraw_funds(ctx, dispute)
        ctx.save(TABLE, dispute)
        ctx.emit("charge.dispute.created", dispute)
        if dispute["balance_transactions"]:
            ctx.emit("charge.dispute.funds_withdrawn", dispute)
        if dispute["status"] in dispute_states.CLOSED:
            ctx.emit("charge.dispute.closed", dispute)


def _withdraw_funds(ctx: Context, dispute: Json) -> None:
    """Withdraw the disputed funds and the dispute fee."""
    dispute["is_charge_refundable"] = False
    entry = balance_transactions.record_withdrawal(ctx, dispute)
    dispute["balance_transactions"] = [*dispute["balance_transactions"], public(entry)]


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
        dispute["metadata"] = merged_metadata(before["metadata"], params["metadata"])
    if "intended_submission_method" in params:
        dispute["intended_submission_method"] = params["intended_submission_method"]
    if "evidence" in params:
        _update_evidence(dispute, params["evidence"])
    if params.get("submit", "evidence" in params):
        _submit_evidence(ctx, dispute)
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
    if dispute["status"] in dispute_states.CLOSED:
        raise bad("This dispute is already closed")


def _update_evidence(dispute: Json, params: Json) -> None:
    for name in evidence_files():
        if params.get(name):
            raise no_such("file upload", params[name], f"evidence[{name}]", in_path=False)
    evidence = {**dispute["evidence"], **params}
    if params.get("enhanced_evidence"):
        enhanced_evidence = dispute["evidence"]["enhanced_evidence"]
        evidence["enhanced_evidence"] = {**enhanced_evidence, **params["enhanced_evidence"]}
    elif "enhanced_evidence" in params:
        evidence["enhanced_evidence"] = {}
    texts = [text for text in evidence.values() if isinstance(text, str)]
    if sum(map(len, texts)) > MAX_EVIDENCE_CHARACTERS:
        raise bad(
            f"The combined character count of your dispute evidence must be less than "
            f"{MAX_EVIDENCE_CHARACTERS:,} characters.",
            "evidence",
        )
    dispute["evidence"] = evidence
    details = {**dispute["evidence_details"], "has_evidence": bool(texts)}
    dispute["evidence_details"] = details


def _submit_evidence(ctx: Context, dispute: Json) -> None:
    """Submit the evidence, and schedule the verdict that its text leads to."""
    details = dispute["evidence_details"]
    dispute["evidence_details"] = {
        **details,
        "submission_count": details["submission_count"] + 1,
        "submission_method": "manual",
    }
    dispute["status"] = (
        dispute_states.next_status(dispute["status"], "answered") or dispute["status"]
    )
    dispute["is_charge_refundable"] = dispute_states.is_inquiry(dispute["status"])
    verdict = dispute_states.VERDICTS.get(dispute["evidence"]["uncategorized_text"] or "")
    if verdict and dispute_states.next_status(dispute["status"], verdict):
        dispute[PRIVATE] = {**dispute[PRIVATE], "verdict": verdict}
        ctx.after(REVIEW_SECONDS, "decide_dispute", dispute)


def apply_verdict(ctx: Context, dispute: Json) -> None:
    """Apply the scheduled verdict of the bank and save the dispute."""
    before = {**dispute}
    verdict = dispute[PRIVATE].pop("verdict", None)
    status = dispute_states.next_status(dispute["status"], verdict) if verdict else None
    if status is None:
        return
    dispute["status"] = status
    if verdict == "escalated":
        _withdraw_funds(ctx, dispute)
        ctx.save(TABLE, dispute)
        ctx.emit("charge.dispute.updated", dispute, before)
        ctx.emit("charge.dispute.funds_withdrawn", dispute)
        return
    dispute["is_charge_refundable"] = status != "lost"
    if status == "won":
        entry = balance_transactions.record_reinstatement(ctx, dispute)
        dispute["balance_transactions"] = [*dispute["balance_transactions"], public(entry)]
        ctx.emit("charge.dispute.funds_reinstated", dispute)
    ctx.save(TABLE, dispute)
    ctx.emit("charge.dispute.closed", dispute, before)


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
    shelf = ctx.index(TABLE)
    for place in shelf.places_of({"charge": charge["id"]}, 0, len(shelf.ids)):
        dispute = ctx.find(TABLE, shelf.ids[place] or "")
        if dispute and not dispute["is_charge_refundable"]:
            return True
    return False


def list_disputes(
    ctx: Context,
) -> Json:
    """List disputes of the account, a charge or a PaymentIntent."""
    return page(ctx, TABLE, "/v1/disputes")


def decide_dispute(ctx: Context, identifier: str) -> None:
    """Apply the verdict of a dispute, if one is scheduled."""
    dispute = ctx.find("disputes", identifier)
    if dispute and "verdict" in dispute[PRIVATE]:
        apply_verdict(ctx, dispute)


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
