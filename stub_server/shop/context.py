"""The context of the shop's operations: sandbox, repositories, ports, catalogue and policy."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from stub_server.runtime import clock
from stub_server.shop.domain.catalogue import Catalogue
from stub_server.shop.domain.customer import DemoCustomer
from stub_server.shop.domain.shop_policy import Lifetimes, Policy
from stub_server.shop.ports import Outbox, Passwords, Payments
from stub_server.shop.rate_limit import SlidingWindow
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
from stub_server.shop.retention import lifetimes_of
from stub_server.shop.sandbox import Sandbox
from stub_server.storage.retention import Retention

Running = tuple[str, asyncio.Event]
"""The fingerprint of a running request, and the event that its end sets."""


@dataclass(slots=True, kw_only=True)
class ShopContext:
    """The second argument of each operation: everything that it may use.

    running: the current checkouts by session and Idempotency-Key (C-chk-14).
    opened_at: the time of the context's creation; the age of a cart without a session.
    """

    sandbox: Sandbox
    payments: Payments
    passwords: Passwords
    outbox: Outbox
    catalogue: Catalogue
    policy: Policy
    demo_customers: tuple[DemoCustomer, ...] = ()
    lifetimes: Lifetimes = field(default_factory=Lifetimes)
    rate_limit: SlidingWindow = field(init=False)
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
    retention: Retention = field(init=False)

    def __post_init__(self) -> None:
        self.rate_limit = SlidingWindow(self.sandbox.clock, self.policy.attempts_a_minute)
        self.opened_at = self.now()
        store = self.sandbox.store
        self.sessions = SessionRepository(store)
        self.carts = CartRepository(store, self.catalogue, self.opened_at)
        self.orders = OrderRepository(store)
        self.customers = CustomerRepository(store)
        self.addresses = AddressRepository(store)
        self.reset_tokens = ResetTokenRepository(store)
        self.idempotency = IdempotencyRepository(store)
        self.counters = CounterRepository(store)
        self.product_overrides = ProductOverrideRepository(store)
        lifetimes = lifetimes_of(store, self.lifetimes, self.policy.reset_lifetime)
        self.retention = Retention(store, self.sandbox.clock, lifetimes)

    def now(self) -> datetime:
        """Return the time in whole milliseconds."""
        return clock.truncate(self.sandbox.clock.now())
