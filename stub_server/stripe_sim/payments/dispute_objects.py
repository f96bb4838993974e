"""What a dispute looks like when the bank opens it, and which evidence it takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.params.common import ADDRESS
from stub_server.stripe_sim.params.overlays import Overlay, adjust
from stub_server.stripe_sim.payment_methods.cards import card_of
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.spec.references import references_in
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.files import read

DAYS_TO_ANSWER = 8
LONGEST_EVIDENCE = 150_000

_SEEN: Overlay = {"shipping_address": ADDRESS}
EVIDENCE: Overlay = {
    "*": adjust(unset=True, longest=20_000),
    "appeal": {},
    "enhanced_evidence": {
        "visa_compelling_evidence_3": {
            "disputed_transaction": _SEEN,
            "prior_undisputed_transactions": {"[]": adjust(_SEEN, required=())},
        }
    },
}


@cache
def evidence_files() -> tuple[str, ...]:
    """Return the members of `evidence` that are the id of a file; none can be uploaded here."""
    found = references_in("dispute").items()
    return tuple(path.partition(".")[2] for path, nouns in found if nouns == ["file"])


def kinds() -> dict[str, Json]:
    """Reason, case and first status of a dispute, by what the test card or account is known for."""
    table: dict[str, Json] = read("disputes")
    return table


def opened(ctx: Context, charge: Json, kind: Json, amount: int) -> Json:
    """A dispute over so much of the charge, not filed."""
    inquiry = kind["case_type"] == "inquiry"
    dispute: Json = new_object(
        "dispute",
        private={"account": ctx.account},
        id=ctx.new_id("du"),
        amount=amount,
        balance_transactions=[],
        charge=charge["id"],
        created=ctx.now(),
        currency=charge["currency"],
        enhanced_eligibility_types=list(kind.get("eligible", {})),
        evidence=_first_evidence(charge),
        evidence_details={
            "due_by": None if kind["status"] == "lost" else _due_by(ctx.now()),
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
    known = {
        "customer_email_address": person["email"] or charge["receipt_email"],
        "customer_name": person["name"],
        "enhanced_evidence": {},
    }
    return complete("dispute/evidence", known)


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
