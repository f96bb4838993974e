"""The shop as it begins: no carts, no orders, and a few customers to try it with."""

from __future__ import annotations

from stub_server.shop.domain.customer import Customer, DemoCustomer
from stub_server.shop.operations import filing
from stub_server.shop.operations.shop import Shop


def seed(shop: Shop) -> None:
    """Give a shop that has no customers yet those of the fixtures."""
    if shop.store.page("customers", limit=1):
        return
    with shop.store.transaction():
        for demo in shop.demo_customers:
            filing.keep_customer(shop, _customer(shop, demo))


def reset(shop: Shop) -> None:
    """Back to the fixtures: everything that happened since is forgotten."""
    shop.store.clear()
    seed(shop)
    shop.tries.forget()
    shop.running.clear()
    shop.events.publish("shop.reset")


def _customer(shop: Shop, demo: DemoCustomer) -> Customer:
    return Customer(
        id="cust_" + shop.ids.token(16),
        email=demo.email,
        name=demo.name,
        accepts_marketing=demo.accepts_marketing,
        created_at=shop.now(),
        password_hash=demo.password_hash,
    )
