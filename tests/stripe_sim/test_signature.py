"""Signatures that Stripe's own library believes, and those that it does not."""

from __future__ import annotations

import pytest
import stripe

from stub_server.stripe_sim import WEBHOOK_SECRET, sign
from stub_server.stripe_sim.signature import sign_with

PAYLOAD = b'{"id": "evt_1", "object": "event", "type": "payment_intent.succeeded"}'
AT = 1_795_000_000


def believed(payload: bytes, header: str, secret: str = WEBHOOK_SECRET) -> bool:
    return bool(stripe.WebhookSignature.verify_header(payload.decode(), header, secret, None))


@pytest.mark.rule("C-chk-8")
def test_stripes_library_believes_the_signature() -> None:
    assert believed(PAYLOAD, sign(PAYLOAD, WEBHOOK_SECRET, AT))


@pytest.mark.rule("C-chk-8")
def test_the_signature_holds_for_this_payload_this_time_and_this_secret_alone() -> None:
    header = sign(PAYLOAD, WEBHOOK_SECRET, AT)
    with pytest.raises(stripe.SignatureVerificationError):
        believed(PAYLOAD + b" ", header)
    with pytest.raises(stripe.SignatureVerificationError):
        believed(PAYLOAD, header.replace(f"t={AT}", f"t={AT + 1}"))
    with pytest.raises(stripe.SignatureVerificationError):
        believed(PAYLOAD, header, "whsec_another")


@pytest.mark.rule("C-chk-8")
def test_while_a_secret_is_rolled_either_is_believed() -> None:
    header = sign_with(PAYLOAD, ("whsec_new", "whsec_old"), AT)
    assert believed(PAYLOAD, header, "whsec_new")
    assert believed(PAYLOAD, header, "whsec_old")
