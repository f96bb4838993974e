"""Repositories: load and save for each kind of object; the only code that names tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Generic, TypeVar

from stub_server.runtime.clock import isoformat
from stub_server.shop.domain.address import StoredAddress
from stub_server.shop.domain.cart import Cart
from stub_server.shop.domain.catalogue import Catalogue, ProductOverride
from stub_server.shop.domain.customer import Customer, email_key
from stub_server.shop.domain.order import CheckoutIntent, Order
from stub_server.shop.domain.reset import ResetToken
from stub_server.shop.domain.session import Session
from stub_server.shop.ports import Record, Store
from stub_server.shop.record_mapping import camel_case, from_record, to_record

T = TypeVar("T")


class Repository(Generic[T]):
    """Objects of one class in one table. key: the field with the record's key."""

    table: ClassVar[str]
    cls: ClassVar[type]
    key: ClassVar[str] = "id"

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, key: str) -> T | None:
        """Return the object with that key, or None."""
        record = self._store.get(self.table, key)
        return None if record is None else self._load(record)

    def find_by(self, **field: str) -> tuple[T, ...]:
        """Return the objects with that value in one indexed field, oldest first."""
        ((name, value),) = field.items()
        return tuple(map(self._load, self._store.find(self.table, camel_case(name), value)))

    def keys_by(self, **field: str) -> list[str]:
        """Return the keys of these objects, oldest first, without loading them."""
        ((name, value),) = field.items()
        return self._store.find_keys(self.table, camel_case(name), value)

    def save(self, value: T) -> None:
        """Store the object in place of an earlier one with its key."""
        self._store.put(self.table, getattr(value, self.key), to_record(value))

    def delete(self, key: str) -> None:
        """Delete the object with that key, if there is one."""
        self._store.delete(self.table, key)

    def is_empty(self) -> bool:
        """Return whether no object is stored."""
        return not self._newest(1)

    def _newest(self, limit: int) -> list[Record]:
        return self._store.page(self.table, limit=limit)

    def _load(self, record: Record) -> T:
        loaded: T = from_record(record, self.cls)
        return loaded


class SessionRepository(Repository[Session]):
    """Sessions by token; indexed: `key`, `customer_id`."""

    table, cls, key = "sessions", Session, "token"


class OrderRepository(Repository[Order]):
    """Orders by id; indexed: `customer_id`, `session_key`, `payment_intent`, `number`."""

    table, cls = "orders", Order

    def guest_orders(self, session_key: str) -> tuple[Order, ...]:
        """Return the orders of the session that no customer has, oldest first."""
        records = self._store.find(self.table, "sessionKey", session_key)
        return tuple([self._load(record) for record in records if record["customerId"] is None])

    def newest(self, limit: int) -> tuple[Order, ...]:
        """Return at most `limit` orders of all buyers, newest first."""
        return tuple(map(self._load, self._newest(limit)))


class CustomerRepository(Repository[Customer]):
    """Customers by id."""

    table, cls = "customers", Customer

    def find_by_email(self, email: str) -> Customer | None:
        """Return the customer with that email, compared without case (C-cus-9)."""
        customers = self.find_by(email_key=email_key(email))
        return customers[0] if customers else None

    def save(self, value: Customer) -> None:
        """Store the customer, with `emailKey` for `find_by_email`."""
        record = to_record(value) | {"emailKey": value.email_key}
        self._store.put(self.table, value.id, record)


class AddressRepository(Repository[StoredAddress]):
    """Addresses of customers by id; indexed: `customer_id`."""

    table, cls = "addresses", StoredAddress


class ResetTokenRepository(Repository[ResetToken]):
    """Unused reset tokens by token; indexed: `customer_id`."""

    table, cls, key = "resetTokens", ResetToken, "token"


class ProductOverrideRepository(Repository[ProductOverride]):
    """Overrides of the fixtures by product id."""

    table, cls, key = "catalogue", ProductOverride, "product_id"


class CartRepository:
    """Carts by the key of their session.

    opened_at: the time of the change when `find` leaves out lines.
    """

    table = "carts"

    def __init__(self, store: Store, catalogue: Catalogue, opened_at: datetime) -> None:
        self._store = store
        self._catalogue = catalogue
        self._opened_at = opened_at

    def get(self, session: Session) -> Cart:
        """Return the session's cart; without one, an empty cart as old as the session."""
        return self.find(session.key) or Cart((), session.created_at)

    def find(self, session_key: str) -> Cart | None:
        """Return the cart of the session with that key, or None.

        Lines of products that the fixtures no longer have are left out: fixtures may change
        between two runs.
        """
        record = self._store.get(self.table, session_key)
        if record is None:
            return None
        cart = from_record(record, Cart)
        lines = tuple([line for line in cart.lines if self._catalogue.get(line.product_id)])
        if len(lines) == len(cart.lines):
            return cart
        return cart.with_lines(lines, self._opened_at)

    def save(self, session_key: str, cart: Cart) -> None:
        """Store the cart of the session with that key."""
        self._store.put(self.table, session_key, {"key": session_key, **to_record(cart)})

    def delete(self, session_key: str) -> None:
        """Delete the cart of the session with that key, if there is one."""
        self._store.delete(self.table, session_key)


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """The response to a checkout. fingerprint: a digest of the request's body.

    created_at: None in state of older versions.
    """

    fingerprint: str
    intent: CheckoutIntent
    created_at: datetime | None = None


class IdempotencyRepository:
    """Responses by session and Idempotency-Key (C-chk-14)."""

    table = "idempotency"

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str) -> StoredResponse | None:
        """Return the response under the name, or None."""
        record = self._store.get(self.table, name)
        if record is None:
            return None
        at = record.get("createdAt")
        return StoredResponse(
            record["fingerprint"],
            from_record(record, CheckoutIntent),
            datetime.fromisoformat(at) if at else None,
        )

    def save(self, name: str, response: StoredResponse) -> None:
        """Store the response under the name, as the newest of its table."""
        record = {"fingerprint": response.fingerprint, **to_record(response.intent)}
        if response.created_at is not None:
            record["createdAt"] = isoformat(response.created_at)
        self._store.delete(self.table, name)
        self._store.put(self.table, name, record)


class CounterRepository:
    """The last order number of each year (C-ord-8)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def increment(self, year: int) -> int:
        """Return one more than the year's last number, and store it as the last."""
        record = self._store.get("counters", str(year))
        last = 1 + (record["last"] if record else 0)
        self.set(year, last)
        return last

    def set(self, year: int, last: int) -> None:
        """Store the year's last number."""
        self._store.put("counters", str(year), {"year": year, "last": last})
