"""What an issuer makes of a test card: approve, ask the buyer, or decline. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from stub_server.stripe_sim.testdata.outcomes import Card


@dataclass(frozen=True, slots=True)
class Approve:
    """Charge the card, or keep it."""


@dataclass(frozen=True, slots=True)
class NextAction:
    """The issuer wants to see the buyer first."""


@dataclass(frozen=True, slots=True)
class Decline:
    """The issuer refuses. reason: a row of `testdata/declines.json`."""

    reason: str


Decision = Approve | NextAction | Decline


@dataclass(frozen=True, slots=True)
class CardUse:
    """How a card is used.

    decline: why a charge of it fails, or None. asks_3ds: whether the caller asks for 3-D Secure.
    off_session: whether the buyer is away. set_up: whether the card was set up for that.
    authenticated: whether the buyer has passed the issuer's challenge.
    can_authenticate: whether the API that is used knows 3-D Secure; older charges do not.
    """

    decline: str | None
    asks_3ds: bool = False
    off_session: bool = False
    set_up: bool = False
    authenticated: bool = False
    can_authenticate: bool = True


def decide(card: Card, use: CardUse) -> Decision:
    """Return what the issuer says to this use of the card."""
    if not use.authenticated:
        if use.can_authenticate and card.authentication == "lookup_fails":
            return Decline(card.decline or "generic_decline")
        if use.can_authenticate and card.authentication == "on_request_fails" and use.asks_3ds:
            return Decline("processing_error")
        if _wants_challenge(card, use):
            return Decline("authentication_required") if use.off_session else NextAction()
    return Decline(use.decline) if use.decline else Approve()


def _wants_challenge(card: Card, use: CardUse) -> bool:
    match card.authentication:
        case "always":
            return True
        case "unless_set_up":
            return not (use.off_session and use.set_up)
        case "on_session":
            return not use.off_session
        case "on_request":
            return use.asks_3ds
        case _:
            return False
