"""The address book's operations. Each answers the whole book; all demand a login (C-cus-10)."""

from __future__ import annotations

from dataclasses import replace

from stub_server.server.plugin import Result
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.address import StoredAddress, address_of, apply_changes
from stub_server.shop.operations.customers import own_address, require_customer
from stub_server.shop.operations.request import ShopRequest


async def list_addresses(request: ShopRequest, shop: ShopContext) -> Result:
    """The customer's addresses, in the order in which they came in."""
    return Result(shop.addresses.find_by(customer_id=require_customer(request, shop).id))


async def add_address(request: ShopRequest, shop: ShopContext) -> Result:
    """One more address; it does not become the default by itself. `checkout.addressInvalid`."""
    customer = require_customer(request, shop)
    address = address_of(request.body)
    stored = StoredAddress("addr_" + shop.sandbox.ids.token(16), customer.id, address)
    shop.addresses.save(stored)
    return Result(shop.addresses.find_by(customer_id=customer.id))


async def update_address(request: ShopRequest, shop: ShopContext) -> Result:
    """An address with some members new, valid as a whole. `checkout.addressInvalid`."""
    customer = require_customer(request, shop)
    stored = own_address(shop, customer, request.path["id"])
    shop.addresses.save(replace(stored, address=apply_changes(stored.address, request.body)))
    return Result(shop.addresses.find_by(customer_id=customer.id))


async def remove_address(request: ShopRequest, shop: ShopContext) -> Result:
    """An address fewer; when it was the default, there is none from now on (C-cus-10)."""
    customer = require_customer(request, shop)
    stored = own_address(shop, customer, request.path["id"])
    with shop.sandbox.store.transaction():
        shop.addresses.delete(stored.id)
        if customer.default_address_id == stored.id:
            shop.customers.save(replace(customer, default_address_id=None))
    return Result(shop.addresses.find_by(customer_id=customer.id))
