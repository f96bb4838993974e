"""The address book's operations. Each answers the whole book; all demand a login (C-cus-10)."""

from __future__ import annotations

from dataclasses import replace

from stub_server.shop.domain.address import StoredAddress, address_of, changed
from stub_server.shop.operations import filing
from stub_server.shop.operations.call import Answer, Call
from stub_server.shop.operations.customers import own_address, required
from stub_server.shop.operations.shop import Shop


async def list_addresses(call: Call, shop: Shop) -> Answer:
    """The customer's addresses, in the order in which they came in."""
    return Answer(filing.addresses_of(shop, required(call, shop).id))


async def add_address(call: Call, shop: Shop) -> Answer:
    """One more address; it does not become the default by itself. `checkout.addressInvalid`."""
    customer = required(call, shop)
    address = address_of(call.body)
    stored = StoredAddress("addr_" + shop.ids.token(16), customer.id, address)
    filing.keep_address(shop, stored)
    return Answer(filing.addresses_of(shop, customer.id))


async def update_address(call: Call, shop: Shop) -> Answer:
    """An address with some members new, valid as a whole. `checkout.addressInvalid`."""
    customer = required(call, shop)
    stored = own_address(shop, customer, call.path["id"])
    filing.keep_address(shop, replace(stored, address=changed(stored.address, call.body)))
    return Answer(filing.addresses_of(shop, customer.id))


async def remove_address(call: Call, shop: Shop) -> Answer:
    """An address fewer; when it was the default, there is none from now on (C-cus-10)."""
    customer = required(call, shop)
    stored = own_address(shop, customer, call.path["id"])
    with shop.store.transaction():
        shop.store.delete("addresses", stored.id)
        if customer.default_address_id == stored.id:
            filing.keep_customer(shop, replace(customer, default_address_id=None))
    return Answer(filing.addresses_of(shop, customer.id))
