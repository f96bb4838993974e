"""Which records of the shop are deleted, and when. Orders and customers live until a reset."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from stub_server.shop.domain.shop_policy import Lifetimes
from stub_server.shop.ports import OUTBOX, Record, Store
from stub_server.shop.repositories import (
    CartRepository,
    IdempotencyRepository,
    ResetTokenRepository,
    SessionRepository,
)
from stub_server.storage.retention import Lifetime


def lifetimes_of(
    store: Store, lifetimes: Lifetimes, reset_lifetime: timedelta
) -> Iterator[Lifetime]:
    """Yield the lifetime of each table whose records end. reset_lifetime: of a reset token."""

    def delete_session(token: str, record: Record) -> None:
        store.delete(SessionRepository.table, token)
        store.delete(CartRepository.table, record["key"])

    def delete_from(table: str) -> Callable[[str, Record], None]:
        return lambda key, _: store.delete(table, key)

    yield Lifetime(SessionRepository.table, "usedAt", lifetimes.session, delete_session)
    table = IdempotencyRepository.table
    yield Lifetime(table, "createdAt", lifetimes.idempotency, delete_from(table))
    yield Lifetime(OUTBOX, "sentAt", lifetimes.mail, delete_from(OUTBOX), maximum=lifetimes.mails)
    table = ResetTokenRepository.table
    yield Lifetime(table, "expiresAt", timedelta(0), delete_from(table), ahead=reset_lifetime)
