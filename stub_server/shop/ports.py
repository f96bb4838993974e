"""The shop's ports: protocols for payments, passwords and mails; and the store's indexes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from stub_server.storage.protocol import Indexes, Record, Store

__all__ = [
    "INDEXES",
    "OUTBOX",
    "Intent",
    "IntentStatus",
    "Outbox",
    "Passwords",
    "Payments",
    "Record",
    "Store",
    "StripeEvent",
]

IntentStatus = Literal[
    "requires_payment_method",
    "requires_confirmation",
    "requires_action",
    "processing",
    "requires_capture",
    "canceled",
    "succeeded",
]

OUTBOX = "outbox"
"""The table of the mails."""

INDEXES: Indexes = {
    "sessions": ("customerId", "key"),
    "customers": ("emailKey",),
    "addresses": ("customerId",),
    "orders": ("customerId", "sessionKey", "paymentIntent", "number"),
    "resetTokens": ("customerId",),
    OUTBOX: ("to",),
}
"""Table → the fields that `Store.find` accepts; other tables have no index."""


@dataclass(frozen=True, slots=True)
class Intent:
    """The part of a PaymentIntent that the shop uses. declined: its last attempt failed."""

    id: str
    client_secret: str
    status: IntentStatus
    declined: bool = False


@dataclass(frozen=True, slots=True)
class StripeEvent:
    """An event with a valid signature. subject: its `data.object`."""

    id: str
    type: str
    subject: Mapping[str, Any]


class Payments(Protocol):
    """The calls of Stripe that the shop uses."""

    @property
    def publishable_key(self) -> str:
        """The publishable key of the account with the intents (C-str-2)."""
        ...

    async def create_intent(
        self, *, amount: int, currency: str, order_id: str, email: str
    ) -> Intent:
        """Create a PaymentIntent over `amount` cents with `metadata.orderId` (C-str-1)."""
        ...

    async def intent(self, intent_id: str) -> Intent:
        """Return the PaymentIntent as Stripe has it now."""
        ...

    def verify_event(self, payload: bytes, signature: str | None) -> StripeEvent:
        """Return the event in a signed payload; reject `webhook.signatureInvalid` (C-chk-8)."""
        ...


class Passwords(Protocol):
    """Password hashes, computed outside of the event loop (C-cus-4)."""

    async def hash(self, password: str) -> str:
        """Return an argon2id hash in its usual text form."""
        ...

    async def matches(self, password: str, password_hash: str | None) -> bool:
        """Return whether the hash is the password's; None takes as long: False (C-cus-5)."""
        ...


class Outbox(Protocol):
    """The mails of the shop, stored for a developer to read (C-cus-7)."""

    def send(self, to: str, subject: str, text: str, *, token: str | None = None) -> None:
        """Store a mail. token: the reset token in its text, stored as a field of its own too."""
        ...

    def mails(self, to: str | None = None) -> Sequence[Record]:
        """Return the mails, oldest first: to, subject, text, token, sentAt."""
        ...
