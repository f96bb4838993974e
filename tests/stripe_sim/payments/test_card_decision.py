"""The issuer's decision by test card, for payments, set-ups and charges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stub_server.stripe_sim.payments.card_decision import (
    Approve,
    CardUse,
    Decision,
    Decline,
    NextAction,
    decide,
)
from stub_server.stripe_sim.testdata.outcomes import Authentication, Card, cards

PLAIN = next(
    card for card in cards().values() if card.authentication == "never" and not card.decline
)
AWAY = Decline("authentication_required")

CASES: list[tuple[Authentication, CardUse, Decision]] = [
    ("never", CardUse(None), Approve()),
    ("never", CardUse("generic_decline"), Decline("generic_decline")),
    ("always", CardUse(None), NextAction()),
    ("always", CardUse(None, authenticated=True), Approve()),
    ("always", CardUse("generic_decline", authenticated=True), Decline("generic_decline")),
    ("always", CardUse(None, off_session=True), AWAY),
    ("unless_set_up", CardUse(None), NextAction()),
    ("unless_set_up", CardUse(None, set_up=True), NextAction()),
    ("unless_set_up", CardUse(None, off_session=True, set_up=True), Approve()),
    ("unless_set_up", CardUse(None, off_session=True), AWAY),
    ("on_session", CardUse(None), NextAction()),
    ("on_session", CardUse(None, off_session=True), Approve()),
    ("on_request", CardUse(None), Approve()),
    ("on_request", CardUse(None, requests_3ds=True), NextAction()),
    ("on_request_fails", CardUse(None), Approve()),
    ("on_request_fails", CardUse(None, requests_3ds=True), Decline("processing_error")),
    ("lookup_fails", CardUse(None), Decline("generic_decline")),
    ("lookup_fails", CardUse(None, can_authenticate=False), Approve()),
]


@pytest.mark.parametrize(("authentication", "use", "decision"), CASES)
def test_the_issuer_decides(
    authentication: Authentication, use: CardUse, decision: Decision
) -> None:
    card: Card = replace(PLAIN, authentication=authentication)
    assert decide(card, use) == decision
