"""The initial state of the shop: the demo customers of the fixtures."""

from __future__ import annotations

from stub_server.shop.context import ShopContext
from stub_server.shop.domain.customer import Customer, DemoCustomer


def seed(shop: ShopContext) -> None:
    """Store the demo customers, unless the shop has customers."""
    if not shop.customers.is_empty():
        return
    with shop.sandbox.store.transaction():
        for demo in shop.demo_customers:
            shop.customers.save(_customer(shop, demo))


def reset(shop: ShopContext) -> None:
    """Delete everything, and store the demo customers again."""
    shop.sandbox.store.clear()
    seed(shop)
    shop.rate_limit.clear()
    shop.running.clear()
    shop.sandbox.events.publish("shop.reset")


def _customer(shop: ShopContext, demo: DemoCustomer) -> Customer:
    return Customer(
        id="cust_" + shop.sandbox.ids.token(16),
        email=demo.email,
        name=demo.name,
        accepts_marketing=demo.accepts_marketing,
        created_at=shop.now(),
        password_hash=demo.password_hash,
    )
