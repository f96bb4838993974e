"""Decisions of an issuer about a test card: approve, require an action, or decline. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from stub_server.stripe_sim.testdata.outcomes import Card


@dataclass(frozen=True, slots=True)
class Approve:
    """Charge the card, or save it for later."""


@dataclass(frozen=True, slots=True)
class NextAction:
    """The issuer requires authentication of the buyer."""


@dataclass(frozen=True, slots=True)
class Decline:
    """The issuer declines. reason: a row of `testdata/declines.json`."""

    reason: str


Decision = Approve | NextAction | Decline


@dataclass(frozen=True, slots=True)
class CardUse:
    """How a card is used.

    decline: reason for which a charge of the card fails, or None.
    requests_3ds: whether the caller requests 3-D Secure.
    off_session: whether the buyer is absent. set_up: whether the card was set up for that.
    authenticated: whether the buyer has passed the issuer's challenge.
    can_authenticate: whether the API in use supports 3-D Secure; the Charges API does not.
    """

    decline: str | None
    requests_3ds: bool = False
    off_session: bool = False
    set_up: bool = False
    authenticated: bool = False
    can_authenticate: bool = True


def decide(card: Card, use: CardUse) -> Decision:
    """Return the decision of the issuer about this use of the card."""
    if not use.authenticated:
        if use.can_authenticate and card.authentication == "lookup_fails":
            return Decline(card.decline or "generic_decline")
        if use.can_authenticate and card.authentication == "on_request_fails" and use.requests_3ds:
            return Decline("processing_error")
        if _requires_challenge(card, use):
            return Decline("authentication_required") if use.off_session else NextAction()
    return Decline(use.decline) if use.decline else Approve()


def _requires_challenge(card: Card, use: CardUse) -> bool:
    """Return whether the issuer requires a challenge of the buyer."""
    match card.authentication:
        case "always":
            return True
        case "unless_set_up":
            return not (use.off_session and use.set_up)
        case "on_session":
            return not use.off_session
        case "on_request":
            return use.requests_3ds
        case _:
            return False
