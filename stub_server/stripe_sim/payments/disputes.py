"""Disputes: a buyer's bank takes the money back, and is or is not persuaded to return it."""

from __future__ import annotations

from stub_server.stripe_sim.account import balance_transactions
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, resource_missing
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.payments import dispute_states, early_fraud_warnings
from stub_server.stripe_sim.payments.dispute_objects import (
    EVIDENCE,
    LONGEST_EVIDENCE,
    evidence_files,
    kinds,
    opened,
)
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public

KIND = "disputes"
UPDATE = declared_params("POST disputes/*", evidence=EVIDENCE)
RETRIEVE = declared_params("GET disputes/*")
CLOSE = declared_params("POST disputes/*/close")
LIST = declared_params("GET disputes")
REVIEW = 1
"""Seconds that the bank thinks about evidence with words that decide."""


def on_money_taken(ctx: Context, charge: Json) -> None:
    """Open the dispute, or the warning, that the test card is known for; `charge` is changed."""
    known_for = charge[PRIVATE].get("dispute")
    if known_for is None or not charge["captured"]:
        return
    if known_for == "early_fraud_warning":
        early_fraud_warnings.given(ctx, charge)
        return
    kind = kinds()[known_for]
    parts = kind.get("parts", 1)
    charge["disputed"] = True
    ctx.save("charges", charge)
    for part in range(parts):
        share = charge["amount_captured"] // parts
        rest = charge["amount_captured"] % parts if part == 0 else 0
        dispute = opened(ctx, charge, kind, share + rest)
        if not dispute_states.is_inquiry(dispute["status"]):
            _withdraw(ctx, dispute)
        ctx.save(KIND, dispute)
        ctx.emit("charge.dispute.created", dispute)
        if dispute["balance_transactions"]:
            ctx.emit("charge.dispute.funds_withdrawn", dispute)
        if dispute["status"] in dispute_states.OVER:
            ctx.emit("charge.dispute.closed", dispute)


def _withdraw(ctx: Context, dispute: Json) -> None:
    """Take the money, and Stripe's fee."""
    dispute["is_charge_refundable"] = False
    entry = balance_transactions.withdrawn(ctx, dispute)
    dispute["balance_transactions"] = [*dispute["balance_transactions"], public(entry)]


def retrieve(ctx: Context, identifier: str) -> Json:
    """One dispute."""
    return ctx.get(KIND, identifier, "dispute", "dispute", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Gather evidence, and hand it in unless `submit` is false; `charge.dispute.updated`."""
    before = retrieve(ctx, identifier)
    _refuse_closed(before)
    params = ctx.params
    dispute: Json = {**before}
    if "metadata" in params:
        dispute["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    if "intended_submission_method" in params:
        dispute["intended_submission_method"] = params["intended_submission_method"]
    if "evidence" in params:
        _gather(dispute, params["evidence"])
    if params.get("submit", "evidence" in params):
        _submit(ctx, dispute)
    if dispute != before:
        ctx.save(KIND, dispute)
        ctx.emit("charge.dispute.updated", dispute, before)
    if dispute["status"] != before["status"]:
        _tell_of_charge(ctx, dispute)
    return dispute


def _tell_of_charge(ctx: Context, dispute: Json) -> None:
    """Stripe tells of the charge too, though no member of it has changed."""
    charge = ctx.get("charges", dispute["charge"], "charge", "charge", in_path=False)
    ctx.emit("charge.updated", charge, charge)


def _refuse_closed(dispute: Json) -> None:
    if dispute["status"] in dispute_states.OVER:
        raise invalid_request("This dispute is already closed")


def _gather(dispute: Json, given: Json) -> None:
    for name in evidence_files():
        if given.get(name):
            raise resource_missing("file upload", given[name], f"evidence[{name}]", in_path=False)
    evidence = {**dispute["evidence"], **given}
    if given.get("enhanced_evidence"):
        known = dispute["evidence"]["enhanced_evidence"]
        evidence["enhanced_evidence"] = {**known, **given["enhanced_evidence"]}
    elif "enhanced_evidence" in given:
        evidence["enhanced_evidence"] = {}
    texts = [text for text in evidence.values() if isinstance(text, str)]
    if sum(map(len, texts)) > LONGEST_EVIDENCE:
        raise invalid_request(
            f"The combined character count of your dispute evidence must be less than "
            f"{LONGEST_EVIDENCE:,} characters.",
            "evidence",
        )
    dispute["evidence"] = evidence
    details = {**dispute["evidence_details"], "has_evidence": bool(texts)}
    dispute["evidence_details"] = details


def _submit(ctx: Context, dispute: Json) -> None:
    """Hand the evidence in; words that decide are answered after a while."""
    details = dispute["evidence_details"]
    dispute["evidence_details"] = {
        **details,
        "submission_count": details["submission_count"] + 1,
        "submission_method": "manual",
    }
    dispute["status"] = dispute_states.after(dispute["status"], "answered") or dispute["status"]
    dispute["is_charge_refundable"] = dispute_states.is_inquiry(dispute["status"])
    verdict = dispute_states.VERDICTS.get(dispute["evidence"]["uncategorized_text"] or "")
    if verdict and dispute_states.after(dispute["status"], verdict):
        dispute[PRIVATE] = {**dispute[PRIVATE], "verdict": verdict}
        ctx.after(REVIEW, "decide_dispute", dispute)


def decided(ctx: Context, dispute: Json) -> None:
    """The bank has decided; the dispute is filed."""
    before = {**dispute}
    verdict = dispute[PRIVATE].pop("verdict", None)
    status = dispute_states.after(dispute["status"], verdict) if verdict else None
    if status is None:
        return
    dispute["status"] = status
    if verdict == "escalated":
        _withdraw(ctx, dispute)
        ctx.save(KIND, dispute)
        ctx.emit("charge.dispute.updated", dispute, before)
        ctx.emit("charge.dispute.funds_withdrawn", dispute)
        return
    dispute["is_charge_refundable"] = status != "lost"
    if status == "won":
        entry = balance_transactions.reinstated(ctx, dispute)
        dispute["balance_transactions"] = [*dispute["balance_transactions"], public(entry)]
        ctx.emit("charge.dispute.funds_reinstated", dispute)
    ctx.save(KIND, dispute)
    ctx.emit("charge.dispute.closed", dispute, before)


def close(ctx: Context, identifier: str) -> Json:
    """Give in: the dispute is lost, for good; `charge.dispute.closed`."""
    before = retrieve(ctx, identifier)
    _refuse_closed(before)
    status = dispute_states.after(before["status"], "closed")
    dispute = {**before, "status": status, "is_charge_refundable": status != "lost"}
    ctx.save(KIND, dispute)
    ctx.emit("charge.dispute.closed", dispute, before)
    _tell_of_charge(ctx, dispute)
    return dispute


def blocks_refund(ctx: Context, charge: Json) -> bool:
    """Whether a dispute has taken the charge's money, and not given it back."""
    if not charge["disputed"]:
        return False
    index = ctx.index(KIND)
    for position in index.positions_of({"charge": charge["id"]}, 0, len(index.ids)):
        dispute = ctx.find(KIND, index.ids[position] or "")
        if dispute and not dispute["is_charge_refundable"]:
            return True
    return False


def many(
    ctx: Context,
) -> Json:
    """The account's disputes, a charge's, or a PaymentIntent's."""
    return paginate(ctx, KIND, "/v1/disputes")


def decide_dispute(ctx: Context, identifier: str) -> None:
    """Decide a dispute whose evidence the bank has read."""
    dispute = ctx.find("disputes", identifier)
    if dispute and "verdict" in dispute[PRIVATE]:
        decided(ctx, dispute)


RESOURCE = Resource(
    object="dispute",
    table=KIND,
    id_prefixes=("dp", "du"),
    operations={
        "GET disputes": operation(many, LIST),
        "GET disputes/*": operation(retrieve, RETRIEVE),
        "POST disputes/*": operation(update, UPDATE),
        "POST disputes/*/close": operation(close, CLOSE),
    },
    filters=("charge", "payment_intent", "status"),
    jobs={"decide_dispute": decide_dispute},
    waiting={"under_review": "decide_dispute", "warning_under_review": "decide_dispute"},
)
