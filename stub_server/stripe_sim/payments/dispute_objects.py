"""What a dispute looks like when the bank opens it, and which evidence it takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from stub_server.stripe_sim.engine.context import Call, World
from stub_server.stripe_sim.params.common import ADDRESS
from stub_server.stripe_sim.params.overlays import Overlay, adjust
from stub_server.stripe_sim.payment_methods.cards import card_of
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.files import read

DAYS_TO_ANSWER = 8
LONGEST_EVIDENCE = 150_000

WORDS = (
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
)
"""The members of `evidence` that are text, or the id of a file."""

FILES = (
    "cancellation_policy",
    "customer_communication",
    "customer_signature",
    "duplicate_charge_documentation",
    "receipt",
    "refund_policy",
    "service_documentation",
    "shipping_documentation",
    "uncategorized_file",
)
"""Those of them that are the id of a file; no file can be uploaded here."""

_SEEN: Overlay = {"shipping_address": ADDRESS}
EVIDENCE: Overlay = {
    **dict.fromkeys(WORDS, adjust(unset=True, longest=20_000)),
    "enhanced_evidence": {
        "visa_compelling_evidence_3": {
            "disputed_transaction": _SEEN,
            "prior_undisputed_transactions": {"[]": adjust(_SEEN, required=())},
        }
    },
}


def kinds() -> dict[str, Json]:
    """Reason, case and first status of a dispute, by what the test card or account is known for."""
    table: dict[str, Json] = read("disputes")
    return table


def opened(world: World, call: Call, charge: Json, kind: Json, amount: int) -> Json:
    """A dispute over so much of the charge, not filed."""
    inquiry = kind["case_type"] == "inquiry"
    dispute: Json = new_object(
        "dispute",
        private={"account": call.account},
        id=world.new_id("du", call.account),
        amount=amount,
        balance_transactions=[],
        charge=charge["id"],
        created=world.now(),
        currency=charge["currency"],
        enhanced_eligibility_types=list(kind.get("eligible", {})),
        evidence=_first_evidence(charge),
        evidence_details={
            "due_by": None if kind["status"] == "lost" else _due_by(world.now()),
            "enhanced_eligibility": kind.get("eligible", {}),
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        is_charge_refundable=inquiry,
        metadata={},
        payment_intent=charge["payment_intent"],
        reason=kind["reason"],
        status=kind["status"],
    )
    if "card" in charge["payment_method_details"]:
        dispute["payment_method_details"] = _details(charge, kind)
    return dispute


def _first_evidence(charge: Json) -> Json:
    """What Stripe knows of the customer already."""
    person = charge["billing_details"]
    evidence: Json = dict.fromkeys(WORDS)
    evidence["customer_email_address"] = person["email"] or charge["receipt_email"]
    evidence["customer_name"] = person["name"]
    evidence["enhanced_evidence"] = {}
    return dict(sorted(evidence.items()))


def _due_by(now: int) -> int:
    """The end of the day, some days on."""
    day = datetime.fromtimestamp(now, UTC) + timedelta(days=DAYS_TO_ANSWER)
    return int(day.replace(hour=23, minute=59, second=59).timestamp())


def _details(charge: Json, kind: Json) -> Json:
    card = charge["payment_method_details"]["card"]
    return {
        "card": {
            "brand": card["brand"],
            "case_type": kind["case_type"],
            "network": card["network"],
            "network_reason_code": kind["code"],
        },
        "type": "card",
    }


def known_for(method: Json) -> str | None:
    """The kind of dispute that a test card or test account brings; None: it brings none."""
    card = card_of(method)
    if card is not None:
        return card.dispute
    return "debit" if method[PRIVATE].get("ending") == "disputed" else None
