"""The address book's operations. Each answers the whole book; all demand a login (C-cus-10)."""

from __future__ import annotations

from dataclasses import replace

from stub_server.shop.context import ShopContext
from stub_server.shop.domain.address import StoredAddress, address_of, changed
from stub_server.shop.operations.call import Answer, Call
from stub_server.shop.operations.customers import own_address, required


async def list_addresses(call: Call, shop: ShopContext) -> Answer:
    """The customer's addresses, in the order in which they came in."""
    return Answer(shop.addresses.find_by(customer_id=required(call, shop).id))


async def add_address(call: Call, shop: ShopContext) -> Answer:
    """One more address; it does not become the default by itself. `checkout.addressInvalid`."""
    customer = required(call, shop)
    address = address_of(call.body)
    stored = StoredAddress("addr_" + shop.sandbox.ids.token(16), customer.id, address)
    shop.addresses.save(stored)
    return Answer(shop.addresses.find_by(customer_id=customer.id))


async def update_address(call: Call, shop: ShopContext) -> Answer:
    """An address with some members new, valid as a whole. `checkout.addressInvalid`."""
    customer = required(call, shop)
    stored = own_address(shop, customer, call.path["id"])
    shop.addresses.save(replace(stored, address=changed(stored.address, call.body)))
    return Answer(shop.addresses.find_by(customer_id=customer.id))


async def remove_address(call: Call, shop: ShopContext) -> Answer:
    """An address fewer; when it was the default, there is none from now on (C-cus-10)."""
    customer = required(call, shop)
    stored = own_address(shop, customer, call.path["id"])
    with shop.sandbox.store.transaction():
        shop.addresses.delete(stored.id)
        if customer.default_address_id == stored.id:
            shop.customers.save(replace(customer, default_address_id=None))
    return Answer(shop.addresses.find_by(customer_id=customer.id))
