"""Sessions: load or start, upgrade at a login, end at a logout."""

from __future__ import annotations

from dataclasses import replace

from stub_server.shop.context import ShopContext
from stub_server.shop.domain.customer import Customer
from stub_server.shop.domain.session import Session

TOKEN, KEY = 32, 24
"""The lengths of a session's token and key: more than anybody can guess."""


def load_or_start(shop: ShopContext, token: str | None, *, keep: bool) -> Session:
    """The session of the browser's token; an empty guest's when nobody knows that token.

    keep: whether a new session is filed, and so given to the browser: for any request that may
    change something (C-conv-2); a read leaves no trace (C-conv-8). A token that the shop did not
    issue is never adopted (C-cus-2).
    """
    session = shop.sessions.get(token) if token else None
    if session is not None:
        return _with_its_customer(shop, session)
    return start(shop) if keep else Session("", "", shop.opened_at)


def start(shop: ShopContext) -> Session:
    """Store and return a new session of a guest."""
    session = _new_session(shop)
    shop.sessions.save(session)
    return session


def upgrade(shop: ShopContext, session: Session, customer: Customer) -> Session:
    """The session under a new token, now the customer's, and so are its guest's orders (C-cus-2).

    The session is looked up by its key: while a password was hashed its token may have changed,
    or it may have ended.
    """
    held = shop.sessions.find_by(key=session.key)
    current = held[0] if held else _new_session(shop)
    new = current.upgrade(shop.sandbox.ids.token(TOKEN), customer.id)
    shop.sessions.delete(current.token)
    shop.sessions.save(new)
    for order in shop.orders.find_by(session_key=new.key):
        if order.customer_id is None:
            shop.orders.save(replace(order, customer_id=customer.id))
    return new


def end(shop: ShopContext, session: Session) -> None:
    """Delete the session and its cart (C-cus-3)."""
    shop.sessions.delete(session.token)
    shop.carts.delete(session.key)


def _with_its_customer(shop: ShopContext, session: Session) -> Session:
    """A session whose customer is no more is a guest's."""
    if session.customer_id is None or shop.customers.get(session.customer_id):
        return session
    return replace(session, customer_id=None)


def _new_session(shop: ShopContext) -> Session:
    return Session(shop.sandbox.ids.token(TOKEN), shop.sandbox.ids.token(KEY), shop.now())
