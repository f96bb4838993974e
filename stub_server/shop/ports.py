"""What the shop needs from outside, as protocols: a store, Stripe, passwords, an outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Record = dict[str, Any]
"""A JSON object, as the store keeps it."""

IntentStatus = Literal[
    "requires_payment_method",
    "requires_confirmation",
    "requires_action",
    "processing",
    "requires_capture",
    "canceled",
    "succeeded",
]


class Store(Protocol):
    """Tables of records, each under a string key.

    Nothing here waits: between two calls no other request can come in between, as long as the
    caller does not await. What is handed out is a copy.
    """

    def get(self, table: str, key: str) -> Record | None:
        """The record, or None."""
        ...

    def put(self, table: str, key: str, record: Mapping[str, Any]) -> None:
        """File the record under the key, in place of what was there."""
        ...

    def delete(self, table: str, key: str) -> None:
        """Take the record out; nothing happens when there is none."""
        ...

    def find(self, table: str, field: str, value: str) -> list[Record]:
        """The records whose field has the value, oldest first (only indexed fields: INDEXES)."""
        ...

    def all(self, table: str) -> list[Record]:
        """Every record of the table, oldest first."""
        ...

    def latest(self, table: str, *, limit: int) -> list[Record]:
        """At most so many records, newest first."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """What is written inside is kept as a whole; when an exception leaves it, not at all."""
        ...

    def clear(self) -> None:
        """Empty every table."""
        ...


INDEXES: Mapping[str, tuple[str, ...]] = {
    "sessions": ("customerId", "key"),
    "customers": ("emailKey",),
    "addresses": ("customerId",),
    "orders": ("customerId", "sessionKey", "paymentIntent", "number"),
    "resetTokens": ("customerId",),
    "outbox": ("to",),
}
"""The tables' fields that `Store.find` can be asked for; the other tables have none."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A PaymentIntent, as far as the shop looks at it. `declined`: its last attempt was."""

    id: str
    client_secret: str
    status: IntentStatus
    declined: bool = False


@dataclass(frozen=True, slots=True)
class StripeEvent:
    """A verified event. `subject` is its `data.object`, as Stripe sent it."""

    id: str
    type: str
    subject: Mapping[str, Any]


class Payments(Protocol):
    """Stripe, as the shop needs it."""

    @property
    def publishable_key(self) -> str:
        """The key of the same Stripe account that the intents are made in (C-str-2)."""
        ...

    async def create_intent(
        self, *, amount: int, currency: str, order_id: str, email: str
    ) -> Intent:
        """A PaymentIntent over so many cents that carries metadata.orderId (C-str-1)."""
        ...

    async def intent(self, intent_id: str) -> Intent:
        """The PaymentIntent as it stands at Stripe now."""
        ...

    def verified(self, payload: bytes, signature: str | None) -> StripeEvent:
        """Return the event in a signed payload; reject `webhook.signatureInvalid` (C-chk-8)."""
        ...


class Passwords(Protocol):
    """Hashing that takes its time, off the event loop (C-cus-4)."""

    async def hashed(self, password: str) -> str:
        """An argon2id hash in its usual text form."""
        ...

    async def matches(self, password: str, hashed: str | None) -> bool:
        """Whether the password is the hash's; None costs as much and never matches (C-cus-5)."""
        ...


class Outbox(Protocol):
    """Where mails go: into the stub's own box, for a developer to read (C-cus-7)."""

    def send(self, to: str, subject: str, text: str, *, token: str | None = None) -> None:
        """Put a mail into the box; `token` stands in it for whoever looks for it."""
        ...

    def mails(self, to: str | None = None) -> Sequence[Record]:
        """The mails, oldest first: to, subject, text, token, sentAt."""
        ...
