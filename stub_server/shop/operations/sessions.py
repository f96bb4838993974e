"""Load, start, upgrade and end sessions."""

from __future__ import annotations

from dataclasses import replace

from stub_server.shop.context import ShopContext
from stub_server.shop.domain.customer import Customer
from stub_server.shop.domain.session import Session
from stub_server.shop.repositories import SessionRepository

TOKEN, KEY = 32, 24
"""The lengths of a session's token and key, in characters: not guessable."""

RENEWALS = 30
"""How often in a session's life its time of use is stored at most: not with each request."""


class ShopSessions:
    """The shop's implementation of the session port."""

    def __init__(self, shop: ShopContext) -> None:
        self._shop = shop

    def load_or_start(self, token: str | None, *, keep: bool) -> Session:
        """Return the session of the token, or a guest's."""
        return load_or_start(self._shop, token, keep=keep)

    def save(self, session: Session) -> None:
        """Store a new session."""
        self._shop.sessions.save(session)

    def is_logged_in(self, session: Session) -> bool:
        """Whether the session is a customer's."""
        return session.customer_id is not None

    def key_of(self, session: Session) -> str:
        """Return the key that the session's data is stored under."""
        return session.key


def load_or_start(shop: ShopContext, token: str | None, *, keep: bool) -> Session:
    """Return the session of the token, or a guest's new session for an unknown token.

    keep: whether the caller stores a new session and sends its cookie once the request has
    succeeded (C-conv-2), so that requests that are refused leave no trace; a read stores nothing
    (C-conv-8). Never adopt a token that the shop did not issue (C-cus-2), nor one whose session was
    not used for longer than its life.
    """
    session = shop.sessions.get(token) if token else None
    now, life = shop.now(), shop.lifetimes.session
    if session is not None and not session.is_unused_for(life, now):
        if session.is_unused_for(life / RENEWALS, now):
            shop.retention.note_use(SessionRepository.table, session.token)
        return _with_its_customer(shop, session)
    return _new_session(shop) if keep else Session("", "", shop.opened_at)


def start(shop: ShopContext) -> Session:
    """Store and return a new session of a guest."""
    session = _new_session(shop)
    shop.sessions.save(session)
    return session


def upgrade(shop: ShopContext, session: Session, customer: Customer) -> Session:
    """Make the session and its guest orders the customer's, with a new token (C-cus-2).

    Find the session by its key: while a password was hashed, another request may have changed its
    token, or ended it.
    """
    sessions = shop.sessions.find_by(key=session.key)
    current = sessions[0] if sessions else _new_session(shop)
    new = current.upgrade(shop.sandbox.ids.token(TOKEN), customer.id, shop.now())
    shop.sessions.delete(current.token)
    shop.sessions.save(new)
    for order in shop.orders.guest_orders(new.key):
        shop.orders.save(replace(order, customer_id=customer.id))
    return new


def end(shop: ShopContext, session: Session) -> None:
    """Delete the session and its cart (C-cus-3)."""
    shop.sessions.delete(session.token)
    shop.carts.delete(session.key)


def _with_its_customer(shop: ShopContext, session: Session) -> Session:
    """Return the session; as a guest's if its customer no longer exists."""
    if session.customer_id is None or shop.customers.get(session.customer_id):
        return session
    return replace(session, customer_id=None)


def _new_session(shop: ShopContext) -> Session:
    now, ids = shop.now(), shop.sandbox.ids
    return Session(ids.token(TOKEN), ids.token(KEY), now, used_at=now)
