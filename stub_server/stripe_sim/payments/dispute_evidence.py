"""Evidence of disputes, and the verdict of the bank that it leads to."""

from __future__ import annotations

from functools import cache

from stub_server.stripe_sim.account import balance_transactions
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request, resource_missing
from stub_server.stripe_sim.params.common import ADDRESS
from stub_server.stripe_sim.params.overlays import Overlay, adjust
from stub_server.stripe_sim.payments import dispute_states
from stub_server.stripe_sim.payments.dispute_objects import TABLE, withdraw_funds
from stub_server.stripe_sim.spec.references import references_in
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public

MAX_EVIDENCE_CHARACTERS = 150_000
REVIEW_SECONDS = 1
"""Seconds until the bank decides on evidence that leads to a verdict."""

_TRANSACTION: Overlay = {"shipping_address": ADDRESS}
EVIDENCE: Overlay = {
    "*": adjust(unset=True, longest=20_000),
    "appeal": {},
    "enhanced_evidence": {
        "visa_compelling_evidence_3": {
            "disputed_transaction": _TRANSACTION,
            "prior_undisputed_transactions": {"[]": adjust(_TRANSACTION, required=())},
        }
    },
}


@cache
def evidence_files() -> tuple[str, ...]:
    """Return the members of `evidence` that are ids of files; the simulator stores no files."""
    references = references_in("dispute").items()
    return tuple(path.partition(".")[2] for path, nouns in references if nouns == ["file"])


def update_evidence(dispute: Json, params: Json) -> None:
    """Merge the parameters into the evidence of the dispute, which is not saved.

    StripeError 400: a parameter names a file, or the texts are too long.
    """
    for name in evidence_files():
        if params.get(name):
            raise resource_missing("file upload", params[name], f"evidence[{name}]", in_path=False)
    evidence = {**dispute["evidence"], **params}
    if params.get("enhanced_evidence"):
        enhanced_evidence = dispute["evidence"]["enhanced_evidence"]
        evidence["enhanced_evidence"] = {**enhanced_evidence, **params["enhanced_evidence"]}
    elif "enhanced_evidence" in params:
        evidence["enhanced_evidence"] = {}
    texts = [text for text in evidence.values() if isinstance(text, str)]
    if sum(map(len, texts)) > MAX_EVIDENCE_CHARACTERS:
        raise invalid_request(
            f"The combined character count of your dispute evidence must be less than "
            f"{MAX_EVIDENCE_CHARACTERS:,} characters.",
            "evidence",
        )
    dispute["evidence"] = evidence
    details = {**dispute["evidence_details"], "has_evidence": bool(texts)}
    dispute["evidence_details"] = details


def submit_evidence(ctx: Context, dispute: Json) -> None:
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
        withdraw_funds(ctx, dispute)
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


def decide_dispute(ctx: Context, identifier: str) -> None:
    """Apply the verdict of a dispute, if one is scheduled."""
    dispute = ctx.find("disputes", identifier)
    if dispute and "verdict" in dispute[PRIVATE]:
        apply_verdict(ctx, dispute)
