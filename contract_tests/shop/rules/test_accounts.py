"""Changing one's account."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.background_orders import wait_for_another_moment
from contract_tests.shop.requests import ADDRESS, PASSWORD, new_email
from contract_tests.shop.shopper import Shopper


@rule("C-cus-9")
@pytest.mark.parametrize("member", ["id", "createdAt"])
def test_id_and_birth_can_not_be_changed(shopper: Shopper, member: str) -> None:
    before = shopper.register()
    value = "cust_mine" if member == "id" else "2020-01-01T00:00:00.000Z"
    exchange = shopper.client.call("updateMe", {member: value, "name": "Somebody Else"})
    expect.error(exchange, 400, "request.invalid")
    expect.equal(shopper.me(), before, "me afterwards")


@rule("C-cus-9", "C-cus-11")
def test_an_account_can_be_changed_in_parts(shopper: Shopper) -> None:
    before = shopper.register()
    email = new_email("changed")
    changes: list[dict[str, Any]] = [
        {"name": "Ada Neu"},
        {"acceptsMarketing": True},
        {"email": email},
        {"name": "Ada Zwei", "acceptsMarketing": False},
    ]
    wanted = dict(before)
    wait_for_another_moment(before["createdAt"])
    for change in changes:
        wanted |= change
        found = expect.ok(shopper.client.call("updateMe", change))
        expect.equal(found, wanted, f"the account after {change}")
        expect.equal(shopper.me(), wanted, "me afterwards")
    newcomer = Shopper(shopper.session)
    body = {"email": shopper.email, "password": PASSWORD}
    wrong = newcomer.client.call("loginCustomer", body)
    expect.error(wrong, 401, "auth.invalidCredentials")
    newcomer.log_in(email)


@rule("C-cus-9")
def test_an_email_that_is_taken_can_not_be_had(shopper: Shopper, other: Shopper) -> None:
    shopper.register()
    mine = other.register()
    for email in (shopper.email, shopper.email.upper()):
        exchange = other.client.call("updateMe", {"name": "Half", "email": email})
        expect.error(exchange, 409, "auth.emailTaken")
    expect.equal(other.me(), mine, "me afterwards")
    found = expect.ok(other.client.call("updateMe", {"email": other.email.upper()}))
    expect.equal(found["email"].lower(), other.email.lower(), "one's own email in another case")


@rule("C-cus-9")
@pytest.mark.parametrize(
    ("member", "value"),
    [("email", "nobody"), ("email", ""), ("name", ""), ("name", "  "), ("name", 7), ("name", None),
     ("acceptsMarketing", "yes"), ("acceptsMarketing", None)],
)  # fmt: skip
def test_an_account_takes_no_nonsense(customer: Shopper, member: str, value: Any) -> None:
    before = customer.me()
    exchange = customer.client.call("updateMe", {member: value})
    expect.error(exchange, 400, "request.invalid")
    expect.equal(customer.me(), before, "me afterwards")


NEED_A_LOGIN: list[tuple[str, Any, dict[str, str]]] = [
    ("updateMe", {"name": "Nobody"}, {}),
    ("listAddresses", None, {}),
    ("addAddress", ADDRESS, {}),
    ("updateAddress", {"city": "Bonn"}, {"id": "adr_1"}),
    ("removeAddress", None, {"id": "adr_1"}),
]


@rule("C-cus-10")
@pytest.mark.parametrize(
    ("operation", "body", "names"), NEED_A_LOGIN, ids=lambda value: str(value)[:14]
)
def test_guests_have_no_account(
    shopper: Shopper, operation: str, body: Any, names: dict[str, Any]
) -> None:
    exchange = shopper.client.call(operation, body, **names)
    expect.error(exchange, 401, "auth.required")
    shopper.register()
    shopper.log_out()
    exchange = shopper.client.call(operation, body, **names)
    expect.error(exchange, 401, "auth.required")
