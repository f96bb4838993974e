"""Stripe as the sender of webhooks: signs events and posts them to the backend."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from contract_tests.harness.client import Client
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import NotReached
from contract_tests.harness.session import CheckSession
from contract_tests.shop import diagnoses, expect, stripe_events, stripe_signature
from contract_tests.shop.stripe_events import Payment


class StripeSender:
    """Posts to the backend's webhook. NotReached: its secret is not known here."""

    def __init__(self, session: CheckSession, client: Client | None = None) -> None:
        self.session = session
        self.client = client or session.new_client()

    @property
    def secret(self) -> str:
        """What events are signed with."""
        if not self.session.target.webhook_secret:
            raise NotReached("no webhook secret: give --webhook-secret")
        return self.session.target.webhook_secret

    def now(self) -> int:
        """Unix seconds."""
        return int(time.time())

    def post(self, payload: bytes, signature: str | None, **headers: str) -> Exchange:
        """Post a body with a signature, or without."""
        sent: dict[str, str] = {"content-type": "application/json; charset=utf-8", **headers}
        if signature is not None:
            sent["stripe-signature"] = signature
        return self.client.send(
            "POST",
            self.session.document.operations["receiveStripeEvent"].path,
            payload,
            headers=sent,
            operation="receiveStripeEvent",
        )

    def deliver(self, payload: bytes, times: int = 1) -> None:
        """Deliver a signed event so many times; expect a 2xx for each."""
        for _ in range(times):
            at = self.now()
            exchange = self.post(payload, stripe_signature.header(payload, self.secret, at))
            accepted = 200 <= exchange.status < 300
            signal = diagnoses.ACCEPTED if accepted else diagnoses.REFUSED
            self.session.results.signals[signal] += 1
            if not accepted:
                expect.ok(exchange)

    def send(self, payment: Payment, *kinds: str, **more: Any) -> None:
        """Send an event for each of these: `succeeded`, `failed`, `canceled`, `refunded`."""
        build: Mapping[str, Any] = stripe_events.BUILDERS
        for kind in kinds:
            self.deliver(build[kind](payment, self.now(), **more))
