"""Settings that explain many failures at once, from signals that tests count. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from contract_tests.harness.document import Document
from contract_tests.harness.target import Target

ACCEPTED, REFUSED = "signed event accepted", "signed event refused"
THERE, MISSING = "intent at Stripe", "intent not at Stripe"
HEARD, UNHEARD = "webhook of Stripe's arrived", "webhook of Stripe's did not arrive"

OWN_POLICY = "terms other than the fixtures'"


def notes(signals: Mapping[str, int]) -> list[str]:
    """Say what was checked otherwise than usual."""
    if not signals.get(OWN_POLICY):
        return []
    return [
        "Tax and shipping are not those of the contract's fixtures, so C-ord-4 holds them to their "
        "sum alone: --tax, --shipping and --free-from name the shop's own."
    ]


def diagnoses(signals: Mapping[str, int], target: Target, document: Document) -> list[str]:
    """Say what to look at first."""
    found = []
    if signals.get(REFUSED) and not signals.get(ACCEPTED):
        found.append(
            "Every event that was signed with --webhook-secret was refused: is it the secret that "
            "the backend's webhook has?"
        )
    if signals.get(MISSING) and not signals.get(THERE):
        found.append(
            f"None of the backend's PaymentIntents is at {target.stripe_url}: does the backend "
            "talk to that Stripe, and with that key?"
        )
    elif signals.get(UNHEARD) and not signals.get(HEARD):
        path = document.webhook.path if document.webhook else ""
        found.append(
            f"Stripe at {target.stripe_url} was paid, and no order heard of it: do its webhooks "
            f"go to {target.base_url}{path}, signed with the backend's secret?"
        )
    return found
