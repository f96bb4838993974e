"""Operations on saved addresses. Each requires a login and returns all addresses (C-cus-10)."""

from __future__ import annotations

from dataclasses import replace

from stub_server.server.plugin import Result
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.address import StoredAddress, apply_changes, parse_address
from stub_server.shop.operations.customers import own_address, require_customer
from stub_server.shop.operations.request import ShopRequest


async def list_addresses(request: ShopRequest, shop: ShopContext) -> Result:
    """Return the customer's addresses, oldest first."""
    return Result(shop.addresses.find_by(customer_id=require_customer(request, shop).id))


async def add_address(request: ShopRequest, shop: ShopContext) -> Result:
    """Add an address; the default stays. Reject with `checkout.addressInvalid`."""
    customer = require_customer(request, shop)
    address = parse_address(request.body)
    stored = StoredAddress("addr_" + shop.sandbox.ids.token(16), customer.id, address)
    shop.addresses.save(stored)
    return Result(shop.addresses.find_by(customer_id=customer.id))


async def update_address(request: ShopRequest, shop: ShopContext) -> Result:
    """Replace some members of an address. Reject with `checkout.addressInvalid`."""
    customer = require_customer(request, shop)
    stored = own_address(shop, customer, request.path["id"])
    shop.addresses.save(replace(stored, address=apply_changes(stored.address, request.body)))
    return Result(shop.addresses.find_by(customer_id=customer.id))


async def remove_address(request: ShopRequest, shop: ShopContext) -> Result:
    """Remove an address; if it is the default, remove the default too (C-cus-10)."""
    customer = require_customer(request, shop)
    stored = own_address(shop, customer, request.path["id"])
    with shop.sandbox.store.transaction():
        shop.addresses.delete(stored.id)
        if customer.default_address_id == stored.id:
            shop.customers.save(replace(customer, default_address_id=None))
    return Result(shop.addresses.find_by(customer_id=customer.id))
