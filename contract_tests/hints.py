"""What may be behind many findings at once: a setting, not the backend. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from contract_tests.target import Target

TAKEN, REFUSED = "signed event taken", "signed event refused"
THERE, MISSING = "intent at Stripe", "intent not at Stripe"
HEARD, UNHEARD = "webhook of Stripe's arrived", "webhook of Stripe's did not arrive"


OWN_TERMS = "terms other than the fixtures'"


def notes(met: Mapping[str, int]) -> list[str]:
    """In words, what was looked at otherwise than usual."""
    if not met.get(OWN_TERMS):
        return []
    return [
        "Tax and shipping are not those of the contract's fixtures, so C-ord-4 holds them to their "
        "sum alone: --tax, --shipping and --free-from name the shop's own."
    ]


def hints(met: Mapping[str, int], target: Target) -> list[str]:
    """In words, what to look at first."""
    found = []
    if met.get(REFUSED) and not met.get(TAKEN):
        found.append(
            "Every event that was signed with --webhook-secret was refused: is it the secret that "
            "the backend's webhook has?"
        )
    if met.get(MISSING) and not met.get(THERE):
        found.append(
            f"None of the backend's PaymentIntents is at {target.stripe_url}: does the backend "
            "talk to that Stripe, and with that key?"
        )
    elif met.get(UNHEARD) and not met.get(HEARD):
        found.append(
            f"Stripe at {target.stripe_url} was paid, and no order heard of it: do its webhooks "
            f"go to {target.base_url}/api/webhooks/stripe, signed with the backend's secret?"
        )
    return found
