"""A customer's stored addresses."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.requests import ADDRESS
from contract_tests.shop.shopper import Shopper


@rule("C-cus-10", "C-cus-11")
def test_addresses_are_stored_changed_and_removed(shopper: Shopper) -> None:
    shopper.register()
    first = shopper.store_address()
    second = shopper.store_address(city="Köln", company="Beispiel GmbH", phone="+49 221 1")
    expect.check(first["id"] != second["id"], "two addresses have one id")
    expect.equal({**ADDRESS, "id": first["id"]}, first, "the stored address")
    changed = expect.ok(shopper.client.call("updateAddress", {"city": "Bonn"}, id=first["id"]))
    wanted = {**first, "city": "Bonn"}
    expect.equal(sorted(changed, key=str), sorted([wanted, second], key=str), "the addresses")
    expect.equal(shopper.addresses(), changed, "the addresses, looked at")
    left = expect.ok(shopper.client.call("removeAddress", id=first["id"]))
    expect.equal(left, [second], "the addresses after one was removed")
    expect.equal(shopper.addresses(), [second], "the addresses, looked at")
    expect.error(shopper.client.call("removeAddress", id=first["id"]), 404, "address.notFound")


@rule("C-cus-10", "C-cus-11")
def test_a_change_leaves_the_rest_of_an_address_as_it_was(shopper: Shopper) -> None:
    shopper.register()
    kept = shopper.store_address(
        company="Beispiel & Söhne Feinwaschmittel GmbH",
        street="Straße des 17. Juni 135, Hinterhaus, 3. Stock links",
        phone="+49 (0) 30 123-4567",
    )
    changes = {
        "name": "Ada Zweit", "street": "Am Ring 2", "postalCode": "50667", "city": "Köln",
        "country": "AT", "company": "Zweit KG", "phone": "+43 1 1",
    }  # fmt: skip
    for member, value in changes.items():
        kept = {**kept, member: value}
        body = {member: value}
        changed = expect.ok(shopper.client.call("updateAddress", body, id=kept["id"]))
        expect.equal(changed, [kept], f"the addresses after a change of {member}")
    expect.equal(shopper.addresses(), [kept], "the addresses, looked at")


@rule("C-cus-9", "C-cus-10")
def test_a_change_leaves_the_usual_address_as_it_was(shopper: Shopper) -> None:
    shopper.register()
    stored = shopper.store_address()
    usual = expect.ok(shopper.client.call("updateMe", {"defaultAddressId": stored["id"]}))
    found = expect.ok(shopper.client.call("updateMe", {"name": "Ada Neu"}))
    expect.equal(found, {**usual, "name": "Ada Neu"}, "the account after a change of its name")
    shopper.store_address(city="Bonn")
    expect.ok(shopper.client.call("updateAddress", {"city": "Ulm"}, id=stored["id"]))
    expect.equal(shopper.me(), found, "the account after its addresses were changed")


@rule("C-cus-10")
def test_an_address_id_is_the_server_s(shopper: Shopper) -> None:
    shopper.register()
    stored = shopper.store_address(id="adr_mine")
    expect.check(stored["id"] != "adr_mine", "the id in the request was taken over")


BAD_ADDRESSES = [
    *(({name: value}, name) for name in ADDRESS for value in ("", "  ")),
    ({"country": "de"}, "country"),
    ({"country": "XX"}, "country"),
    ({"country": "DEU"}, "country"),
]


@rule("C-chk-3", "C-cus-10")
@pytest.mark.parametrize(("change", "field"), BAD_ADDRESSES, ids=str)
def test_what_is_no_address_is_not_stored(
    customer: Shopper, change: dict[str, Any], field: str
) -> None:
    exchange = customer.client.call("addAddress", {**ADDRESS, **change})
    error = expect.error(exchange, 400, "checkout.addressInvalid")
    expect.check(str(error.get("field", field)).endswith(field), f"field is {error.get('field')}")
    stored = customer.store_address()
    exchange = customer.client.call("updateAddress", change, id=stored["id"])
    expect.error(exchange, 400, "checkout.addressInvalid")
    expect.equal(customer.addresses(), [stored], "the addresses afterwards")


@rule("C-chk-3", "C-cus-10")
@pytest.mark.parametrize("member", ADDRESS)
def test_an_address_lacks_no_member(customer: Shopper, member: str) -> None:
    body = {name: value for name, value in ADDRESS.items() if name != member}
    exchange = customer.client.call("addAddress", body)
    expect.error(exchange, 400, "checkout.addressInvalid", (400, "request.invalid"))
    expect.equal(customer.addresses(), [], "the addresses afterwards")


@rule("C-cus-10")
def test_another_customer_s_address_is_not_found(shopper: Shopper, other: Shopper) -> None:
    shopper.register()
    stored = shopper.store_address()
    other.register()
    expect.equal(other.addresses(), [], "another customer's addresses")
    calls: list[tuple[str, Any]] = [("updateAddress", {"city": "Bonn"}), ("removeAddress", None)]
    for operation, body in calls:
        exchange = other.client.call(operation, body, id=stored["id"])
        expect.error(exchange, 404, "address.notFound")
    exchange = other.client.call("updateMe", {"defaultAddressId": stored["id"]})
    expect.error(exchange, 404, "address.notFound", (400, "request.invalid"))
    expect.check(other.me().get("defaultAddressId") is None, "another's address is the default")
    expect.equal(shopper.addresses(), [stored], "the addresses afterwards")


@rule("C-cus-10")
def test_the_usual_address_is_chosen_and_let_go(shopper: Shopper) -> None:
    shopper.register()
    first, second = shopper.store_address(), shopper.store_address(city="Bonn")
    # By the fine print the first one does not become the default by itself; others may differ.
    for stored in (first, second):
        found = expect.ok(shopper.client.call("updateMe", {"defaultAddressId": stored["id"]}))
        expect.equal(found.get("defaultAddressId"), stored["id"], "defaultAddressId")
    expect.ok(shopper.client.call("updateMe", {"name": "Ada Neu"}))
    expect.equal(shopper.me().get("defaultAddressId"), second["id"], "defaultAddressId")
    expect.ok(shopper.client.call("removeAddress", id=first["id"]))
    expect.equal(shopper.me().get("defaultAddressId"), second["id"], "defaultAddressId")
    shopper.store_address(city="Hof")
    expect.ok(shopper.client.call("removeAddress", id=second["id"]))
    expect.check(
        shopper.me().get("defaultAddressId") is None, "a removed address is still the default"
    )
    exchange = shopper.client.call("updateMe", {"defaultAddressId": second["id"]})
    expect.error(exchange, 404, "address.notFound", (400, "request.invalid"))


@rule("C-cus-11", "C-cus-10")
def test_addresses_are_seen_from_each_session(shopper: Shopper, other: Shopper) -> None:
    shopper.register()
    stored = shopper.store_address()
    other.log_in(shopper.email)
    expect.equal(other.addresses(), [stored], "the addresses elsewhere")
