"""Stripe's own Node SDK, with another host and nothing else changed."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from stub_server.stripe_sim import SECRET_KEY, WEBHOOK_SECRET, sign

FOLDER = Path(__file__).parents[1] / "node"


@pytest.mark.process
async def test_the_node_sdk_pays_and_is_refused(url: str) -> None:
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules" / "stripe").is_dir():
        pytest.fail(
            f"Stripe's Node SDK is not installed: run `make test`, or `npm install` in {FOLDER}."
        )
    payload = b'{"id": "evt_1", "object": "event", "type": "payment_intent.succeeded"}'
    signed = (payload.decode(), sign(payload, WEBHOOK_SECRET, 1_795_000_000), WEBHOOK_SECRET)
    command = (node, str(FOLDER / "check.mjs"), url, SECRET_KEY, *signed)
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    assert json.loads(out) == {
        "paid": ["succeeded", "4242"],
        "declined": ["StripeCardError", 402, "card_declined", "generic_decline"],
        "missing": ["StripeInvalidRequestError", 404, "resource_missing", None],
        "unknown": ["StripeInvalidRequestError", 400, "parameter_unknown", None],
        "live": ["StripeAuthenticationError", 401, None, None],
        "challenged": ["requires_action", "redirect_to_url"],
        "events": [
            "payment_intent.created",
            "charge.succeeded",
            "payment_intent.succeeded",
            "payment_intent.created",
            "charge.failed",
            "payment_intent.payment_failed",
            "payment_intent.created",
            "payment_intent.requires_action",
        ],
        "refunded": "succeeded",
        "once": [True, "true"],
        "charged": ["succeeded", "4242"],
        "heard": "payment_intent.succeeded",
        "tampered": ["StripeSignatureVerificationError", None, None, None],
    }
