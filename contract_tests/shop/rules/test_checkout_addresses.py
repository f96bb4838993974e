"""Addresses of a checkout: which are accepted, and that they are kept."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.products import Products
from contract_tests.shop.requests import ADDRESS
from contract_tests.shop.shopper import Shopper


@rule("C-chk-1")
def test_addresses_are_kept_as_they_were_given(shopper: Shopper, products: Products) -> None:
    shipping = {**ADDRESS, "company": "Beispiel GmbH", "phone": "+49 30 1234567", "city": "Köln"}
    billing = {**ADDRESS, "name": 'Zoë O\'Müller-Łukasz & "Töchter"', "country": "AT"}
    billing |= {"postalCode": "1010", "street": "An der langen Straße " + "weiter " * 8 + "<1>"}
    shopper.add(products[0])
    purchase = shopper.order_cart(shippingAddress=shipping, billingAddress=billing)
    order = shopper.get_order(purchase.order)
    expect.equal(order["shippingAddress"], shipping, "the shipping address")
    expect.equal(order["billingAddress"], billing, "the billing address")


NO_COUNTRIES = ["XK", "EL", "EU", "AN", "YU", "SU", "CS", "AC", "QO"]
"""Reserved by somebody, withdrawn, or in use without being assigned."""


BAD_ADDRESSES: list[tuple[Any, str]] = [
    *((({name: value}), name) for name in ADDRESS for value in ("", "   ", ...)),
    ({"country": "de"}, "country"),
    ({"country": "XX"}, "country"),
    ({"country": "DEU"}, "country"),
    ({"country": "Germany"}, "country"),
    ({"country": "UK"}, "country"),
    ({"country": "ZZ"}, "country"),
    ({"name": None}, "name"),
    ({"city": "\t\n"}, "city"),
    ({"postalCode": 10115}, "postalCode"),
    ({"name": ["Ada"]}, "name"),
    ({"company": 7}, "company"),
    ({"phone": {}}, "phone"),
    ({"country": "DE "}, "country"),
    *(({"country": no_country}, "country") for no_country in NO_COUNTRIES),
]


def _address(change: dict[str, Any]) -> dict[str, Any]:
    return {name: it for name, it in {**ADDRESS, **change}.items() if it is not ...}


@rule("C-chk-3")
@pytest.mark.parametrize("member", ["shippingAddress", "billingAddress"])
@pytest.mark.parametrize(("change", "field"), BAD_ADDRESSES, ids=str)
def test_an_address_that_is_none_makes_no_order(
    shopper: Shopper, products: Products, member: str, change: dict[str, Any], field: str
) -> None:
    shopper.add(products[0])
    members: dict[str, Any] = {member: _address(change)}
    exchange = shopper.request_checkout(**members)
    others = [] if isinstance(change.get(field, ""), str) else [(400, "request.invalid")]
    if change.get(field, "") is ...:
        others = []
    error = expect.error(exchange, 400, "checkout.addressInvalid", *others)
    if "field" in error:
        expect.equal(error["field"], f"{member}.{field}", "the error's field")
    expect.equal(shopper.orders(), [], "the orders afterwards")


@rule("C-chk-3")
@pytest.mark.parametrize("address", [..., {}])
def test_a_missing_shipping_address_makes_no_order(
    shopper: Shopper, products: Products, address: Any
) -> None:
    shopper.add(products[0])
    exchange = shopper.request_checkout(shippingAddress=address)
    expect.error(exchange, 400, "checkout.addressInvalid", (400, "request.invalid"))
    expect.equal(shopper.orders(), [], "the orders afterwards")


@rule("C-chk-3")
def test_no_other_address_steps_in(shopper: Shopper, products: Products) -> None:
    shopper.register()
    stored = shopper.store_address()
    expect.ok(shopper.client.call("updateMe", {"defaultAddressId": stored["id"]}))
    shopper.add(products[0])
    exchange = shopper.request_checkout(shippingAddress=...)
    expect.error(exchange, 400, "checkout.addressInvalid", (400, "request.invalid"))


@rule("C-chk-1", "C-cus-10")
def test_a_changed_address_changes_no_order(shopper: Shopper, products: Products) -> None:
    shopper.register()
    stored = shopper.store_address()
    purchase = shopper.check_out(products[0])
    before = shopper.get_order(purchase.order)
    expect.ok(shopper.client.call("updateAddress", {"city": "Bonn"}, id=stored["id"]))
    expect.equal(shopper.get_order(purchase.order), before, "the order, an address being changed")


@rule("C-chk-3")
@pytest.mark.parametrize(
    "country", ["AT", "CH", "FR", "GB", "US", "JP", "IS", "NZ", "ZA", "NO", "BQ", "SS"]
)
def test_assigned_countries_are_taken(shopper: Shopper, products: Products, country: str) -> None:
    shopper.add(products[0])
    purchase = shopper.order_cart(shippingAddress={**ADDRESS, "country": country})
    expect.equal(
        shopper.get_order(purchase.order)["shippingAddress"]["country"], country, "the country"
    )


@rule("C-chk-3")
def test_a_null_billing_address_counts_as_none(shopper: Shopper, products: Products) -> None:
    shopper.add(products[0])
    exchange = shopper.request_checkout(billingAddress=None)
    if exchange.status == 400:
        return  # the fine print is the stub's own reading
    order = shopper.get_order(expect.ok(exchange)["orderId"])
    expect.equal(order["billingAddress"], ADDRESS, "the billing address")
