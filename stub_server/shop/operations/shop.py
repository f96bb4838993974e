"""The shop as one value: its ports, its facts, its clock and its chance."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from stub_server.runtime.clock import Clock
from stub_server.runtime.events import EventBus
from stub_server.runtime.ids import Ids
from stub_server.shop.domain import moment
from stub_server.shop.domain.catalogue import Catalogue
from stub_server.shop.domain.customer import DemoCustomer
from stub_server.shop.domain.terms import Terms
from stub_server.shop.operations.tries import Tries
from stub_server.shop.ports import Outbox, Passwords, Payments, Store
from stub_server.shop.repositories import (
    AddressRepository,
    CartRepository,
    CounterRepository,
    CustomerRepository,
    IdempotencyRepository,
    OrderRepository,
    ProductOverrideRepository,
    ResetTokenRepository,
    SessionRepository,
)

Running = tuple[str, asyncio.Event]
"""The fingerprint of a request that is being worked on, and what is set when it is done."""


@dataclass(slots=True, kw_only=True)
class Shop:
    """Everything that an operation may use, and nothing else.

    running: the checkouts under way, by session and Idempotency-Key (C-chk-14).
    opened_at: when this shop was made; the age of a cart that nobody has yet.
    """

    store: Store
    payments: Payments
    passwords: Passwords
    outbox: Outbox
    clock: Clock
    ids: Ids
    events: EventBus
    catalogue: Catalogue
    terms: Terms
    demo_customers: tuple[DemoCustomer, ...] = ()
    tries: Tries = field(init=False)
    running: dict[str, Running] = field(init=False, default_factory=dict)
    opened_at: datetime = field(init=False)
    sessions: SessionRepository = field(init=False)
    carts: CartRepository = field(init=False)
    orders: OrderRepository = field(init=False)
    customers: CustomerRepository = field(init=False)
    addresses: AddressRepository = field(init=False)
    reset_tokens: ResetTokenRepository = field(init=False)
    idempotency: IdempotencyRepository = field(init=False)
    counters: CounterRepository = field(init=False)
    product_overrides: ProductOverrideRepository = field(init=False)

    def __post_init__(self) -> None:
        self.tries = Tries(self.clock, self.terms.attempts_a_minute)
        self.opened_at = self.now()
        self.sessions = SessionRepository(self.store)
        self.carts = CartRepository(self.store, self.catalogue, self.opened_at)
        self.orders = OrderRepository(self.store)
        self.customers = CustomerRepository(self.store)
        self.addresses = AddressRepository(self.store)
        self.reset_tokens = ResetTokenRepository(self.store)
        self.idempotency = IdempotencyRepository(self.store)
        self.counters = CounterRepository(self.store)
        self.product_overrides = ProductOverrideRepository(self.store)

    def now(self) -> datetime:
        """The moment, in whole milliseconds."""
        return moment.whole(self.clock.now())
