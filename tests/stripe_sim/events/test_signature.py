"""Signatures that Stripe's own library believes, and those that it does not."""

from __future__ import annotations

import hashlib
import hmac

import pytest
import stripe

from stub_server.stripe_sim import WEBHOOK_SECRET, sign
from stub_server.stripe_sim.events.signature import sign_with

PAYLOAD = b'{"id": "evt_1", "object": "event", "type": "payment_intent.succeeded"}'
AT = 1_795_000_000


def is_valid(payload: bytes, header: str, secret: str = WEBHOOK_SECRET) -> bool:
    return bool(stripe.WebhookSignature.verify_header(payload.decode(), header, secret, None))


@pytest.mark.rule("C-chk-8")
def test_stripes_library_believes_the_signature() -> None:
    assert is_valid(PAYLOAD, sign(PAYLOAD, WEBHOOK_SECRET, AT))


@pytest.mark.rule("C-chk-8")
def test_the_signature_holds_for_this_payload_this_time_and_this_secret_alone() -> None:
    header = sign(PAYLOAD, WEBHOOK_SECRET, AT)
    with pytest.raises(stripe.SignatureVerificationError):
        is_valid(PAYLOAD + b" ", header)
    with pytest.raises(stripe.SignatureVerificationError):
        is_valid(PAYLOAD, header.replace(f"t={AT}", f"t={AT + 1}"))
    with pytest.raises(stripe.SignatureVerificationError):
        is_valid(PAYLOAD, header, "whsec_another")


@pytest.mark.rule("C-chk-8")
def test_while_a_secret_is_rolled_either_is_believed() -> None:
    header = sign_with(PAYLOAD, ("whsec_new", "whsec_old"), AT)
    assert is_valid(PAYLOAD, header, "whsec_new")
    assert is_valid(PAYLOAD, header, "whsec_old")


def verify_by_hand(payload: bytes, header: str, secret: str, now: int) -> bool:
    """The four steps of docs.stripe.com/webhooks#verify-manually, as a PHP backend takes them."""
    elements = [element.split("=", 1) for element in header.split(",")]  # 1: the parts
    at = next(value for prefix, value in elements if prefix == "t")
    signatures = [value for prefix, value in elements if prefix == "v1"]
    signed = at.encode() + b"." + payload  # 2: the signed payload
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()  # 3
    found = any(hmac.compare_digest(expected, signature) for signature in signatures)  # 4
    return found and now - int(at) <= 300


@pytest.mark.parametrize(
    ("payload", "secret", "now", "believed"),
    [
        (PAYLOAD, "whsec_new", AT, True),
        (PAYLOAD, "whsec_old", AT + 300, True),
        (PAYLOAD, "whsec_old", AT + 301, False),
        (PAYLOAD, "whsec_other", AT, False),
        (PAYLOAD + b"\n", "whsec_new", AT, False),
    ],
)
def test_a_verification_by_hand_agrees(
    payload: bytes, secret: str, now: int, believed: bool
) -> None:
    header = sign_with(PAYLOAD, ("whsec_new", "whsec_old"), AT)
    assert verify_by_hand(payload, header, secret, now) is believed
