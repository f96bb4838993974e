"""Stripe's side of the webhook, played by hand: signs events and posts them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from contract_tests import events, expect, hints, signing
from contract_tests.client import Client, Desk
from contract_tests.events import Payment
from contract_tests.exchange import Exchange
from contract_tests.ledger import NotReached


class Webhook:
    """Posts to the backend's webhook. NotReached: its secret is not known here."""

    def __init__(self, desk: Desk, client: Client | None = None) -> None:
        self.desk = desk
        self.client = client or desk.visitor()

    @property
    def secret(self) -> str:
        """What events are signed with."""
        if not self.desk.target.webhook_secret:
            raise NotReached("no webhook secret: give --webhook-secret")
        return self.desk.target.webhook_secret

    def now(self) -> int:
        """Unix seconds."""
        return int(time.time())

    def posts(self, payload: bytes, signature: str | None, **headers: str) -> Exchange:
        """Post a body with a signature, or without."""
        sent: dict[str, str] = {"content-type": "application/json; charset=utf-8", **headers}
        if signature is not None:
            sent["stripe-signature"] = signature
        return self.client.send(
            "POST",
            self.desk.document.operations["receiveStripeEvent"].path,
            payload,
            headers=sent,
            operation="receiveStripeEvent",
        )

    def delivers(self, payload: bytes, times: int = 1) -> None:
        """Deliver a signed event so many times; each is taken with 200."""
        for _ in range(times):
            at = self.now()
            exchange = self.posts(payload, signing.header(payload, self.secret, at))
            taken = 200 <= exchange.status < 300
            self.desk.ledger.met[hints.TAKEN if taken else hints.REFUSED] += 1
            if not taken:
                expect.answered(exchange)

    def happens(self, payment: Payment, *kinds: str, **more: Any) -> None:
        """Tell of what happened to a payment: `succeeded`, `failed`, `canceled`, `refunded`."""
        for kind in kinds:
            make: Mapping[str, Any] = events.MAKERS
            self.delivers(make[kind](payment, self.now(), **more))
