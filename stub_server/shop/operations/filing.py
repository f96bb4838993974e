"""What the store keeps, by noun: which table, which key, which index."""

from __future__ import annotations

from stub_server.shop.domain.address import StoredAddress
from stub_server.shop.domain.cart import Cart
from stub_server.shop.domain.customer import Customer, email_key
from stub_server.shop.domain.order import Order, number_of
from stub_server.shop.domain.reset import ResetToken
from stub_server.shop.domain.session import Session
from stub_server.shop.operations import records
from stub_server.shop.operations.shop import Shop


def keep_session(shop: Shop, session: Session) -> None:
    """File the session under its token."""
    shop.store.put("sessions", session.token, records.session_record(session))


def sessions_with(shop: Shop, field: str, value: str) -> list[Session]:
    """The sessions with that `key`, or that `customerId`."""
    return [records.session_of(found) for found in shop.store.find("sessions", field, value)]


def cart_of(shop: Shop, session: Session) -> Cart:
    """The session's cart; an empty one, as old as the session, before it has any."""
    record = shop.store.get("carts", session.key)
    return _sellable(shop, records.cart_of(record)) if record else Cart((), session.created_at)


def cart_under(shop: Shop, key: str) -> Cart | None:
    """The cart under a session's key, if there is one."""
    record = shop.store.get("carts", key)
    return _sellable(shop, records.cart_of(record)) if record else None


def _sellable(shop: Shop, cart: Cart) -> Cart:
    """The cart without what the fixtures no longer have: they may change between two runs."""
    lines = tuple(line for line in cart.lines if shop.catalogue.get(line.product_id))
    return cart.with_lines(lines, shop.opened_at)


def keep_cart(shop: Shop, key: str, cart: Cart) -> None:
    """File the cart under its session's key."""
    shop.store.put("carts", key, records.cart_record(key, cart))


def order(shop: Shop, order_id: str) -> Order | None:
    """The order with that id, whoever's it is."""
    record = shop.store.get("orders", order_id)
    return records.order_of(record) if record else None


def orders_with(shop: Shop, field: str, value: str) -> list[Order]:
    """The orders with that `customerId`, `sessionKey` or `paymentIntent`, oldest first."""
    return [records.order_of(found) for found in shop.store.find("orders", field, value)]


def latest_orders(shop: Shop, limit: int) -> list[Order]:
    """The newest orders, whoever's they are, newest first."""
    return [records.order_of(found) for found in shop.store.page("orders", limit=limit)]


def keep_order(shop: Shop, kept: Order) -> None:
    """File the order under its id."""
    shop.store.put("orders", kept.id, records.order_record(kept))


def next_number(shop: Shop, year: int) -> str:
    """The number of the order that is being filed: one more than the year's last (C-ord-8)."""
    counter = shop.store.get("counters", str(year))
    last = 1 + (counter["last"] if counter else 0)
    shop.store.put("counters", str(year), {"year": year, "last": last})
    return number_of(shop.terms.number_prefix, year, last)


def customer(shop: Shop, customer_id: str) -> Customer | None:
    """The customer with that id."""
    record = shop.store.get("customers", customer_id)
    return records.customer_of(record) if record else None


def customer_with_email(shop: Shop, email: str) -> Customer | None:
    """The customer with that email, in whatever case (C-cus-9)."""
    found = shop.store.find("customers", "emailKey", email_key(email))
    return records.customer_of(found[0]) if found else None


def keep_customer(shop: Shop, kept: Customer) -> None:
    """File the customer under the id."""
    shop.store.put("customers", kept.id, records.customer_record(kept))


def addresses_of(shop: Shop, customer_id: str) -> tuple[StoredAddress, ...]:
    """A customer's addresses, in the order in which they came in."""
    found = shop.store.find("addresses", "customerId", customer_id)
    return tuple(records.stored_address_of(record) for record in found)


def address(shop: Shop, address_id: str) -> StoredAddress | None:
    """The address with that id, whoever's it is."""
    record = shop.store.get("addresses", address_id)
    return records.stored_address_of(record) if record else None


def keep_address(shop: Shop, stored: StoredAddress) -> None:
    """File the address under its id."""
    shop.store.put("addresses", stored.id, records.address_record(stored))


def token(shop: Shop, value: str) -> ResetToken | None:
    """The reset token, if it was issued and not used yet."""
    record = shop.store.get("resetTokens", value)
    return records.token_of(record) if record else None


def tokens_of(shop: Shop, customer_id: str) -> list[ResetToken]:
    """A customer's reset tokens, oldest first."""
    found = shop.store.find("resetTokens", "customerId", customer_id)
    return [records.token_of(record) for record in found]


def keep_token(shop: Shop, kept: ResetToken) -> None:
    """File the reset token under itself."""
    shop.store.put("resetTokens", kept.token, records.token_record(kept))
