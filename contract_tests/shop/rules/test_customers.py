"""Accounts, addresses, passwords."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.requests import PASSWORD, new_email
from contract_tests.shop.shopper import Shopper


@rule("C-cus-1")
def test_a_guest_is_null(shopper: Shopper) -> None:
    exchange = shopper.client.call("getMe")
    expect.equal((exchange.status, exchange.body.strip()), (200, b"null"), "a guest's me")


@rule("C-cus-2", "C-cus-11")
def test_registering_logs_in(shopper: Shopper) -> None:
    email = new_email("a.rather-long-name+shop")
    name = "Zoë Müller-Łukaszewicz von und zu Beispielhausen"
    customer = shopper.register(email, name=name, acceptsMarketing=True)
    expect.equal(customer["email"], email, "email", "C-cus-11")
    expect.equal(customer["name"], name, "name", "C-cus-11")
    expect.equal(customer["acceptsMarketing"], True, "acceptsMarketing", "C-cus-11")
    expect.check("defaultAddressId" not in customer, "a new account has a defaultAddressId")
    expect.equal(shopper.me(), customer, "me")
    expect.equal(shopper.addresses(), [], "the addresses of a new account")
    silent = Shopper(shopper.session).register(acceptsMarketing=False)
    expect.equal(silent["acceptsMarketing"], False, "acceptsMarketing of who said no")


@rule("C-cus-9")
def test_a_customer_s_id_is_the_server_s(shopper: Shopper) -> None:
    body = {"email": new_email(), "password": PASSWORD, "name": "A", "acceptsMarketing": False}
    exchange = shopper.client.call("registerCustomer", {**body, "id": "cust_mine"})
    if exchange.status != 400:
        found = expect.ok(exchange)
        expect.check(found["id"] != "cust_mine", "the id in the request was taken over")


@rule("C-cus-4")
@pytest.mark.parametrize("password", ["", "a", "123456789", "nine sig", "ünü-zeich", "🧼" * 9])
def test_a_short_password_opens_no_account(shopper: Shopper, password: str) -> None:
    email = new_email()
    body = {"email": email, "password": password, "name": "Ada", "acceptsMarketing": False}
    exchange = shopper.client.call("registerCustomer", body)
    expect.error(exchange, 400, "auth.passwordWeak")
    expect.equal(shopper.me(), None, "me afterwards")
    shopper.register(email)


@rule("C-cus-4")
@pytest.mark.parametrize("password", ["ten signs!", "ünü-zeiche", " spaces around ", "x" * 72])
def test_ten_signs_are_enough_and_each_counts(
    shopper: Shopper, other: Shopper, password: str
) -> None:
    shopper.register(password=password)
    other.log_in(shopper.email, password)
    newcomer = Shopper(shopper.session)
    body = {"email": shopper.email, "password": password + "x"}
    wrong = newcomer.client.call("loginCustomer", body)
    expect.error(wrong, 401, "auth.invalidCredentials")


BAD_MEMBERS: list[tuple[str, Any]] = [
    *(("name", each) for each in (..., None, "", "  ", 7)),
    *(("password", each) for each in (..., None, 7)),
    *(("acceptsMarketing", each) for each in (..., None, "no", 1)),
]


@rule("C-chk-4")
@pytest.mark.parametrize("email", [..., None, "", "nobody", "a@", "@b.de", 7], ids=repr)
def test_an_account_wants_an_email(shopper: Shopper, email: Any) -> None:
    _expect_no_account(shopper, "email", email)


@rule("C-conv-7", "C-cus-9")
@pytest.mark.parametrize(("member", "value"), BAD_MEMBERS, ids=repr)
def test_an_account_wants_all_its_members(shopper: Shopper, member: str, value: Any) -> None:
    _expect_no_account(shopper, member, value)


def _expect_no_account(shopper: Shopper, member: str, value: Any) -> None:
    body = {"email": new_email(), "password": PASSWORD, "name": "A", "acceptsMarketing": False}
    body = {name: it for name, it in {**body, member: value}.items() if it is not ...}
    exchange = shopper.client.call("registerCustomer", body)
    others = [(400, "auth.passwordWeak")] if member == "password" else []
    expect.error(exchange, 400, "request.invalid", *others)
    expect.equal(shopper.me(), None, "me afterwards")


@rule("C-cus-9")
def test_an_email_has_one_account_whatever_its_case(shopper: Shopper, other: Shopper) -> None:
    shopper.register(new_email("Mixed.Case"))
    for email in (shopper.email, shopper.email.upper(), shopper.email.lower()):
        body = {"email": email, "password": PASSWORD, "name": "Ada", "acceptsMarketing": False}
        exchange = other.client.call("registerCustomer", body)
        expect.error(exchange, 409, "auth.emailTaken")
    expect.equal(other.me(), None, "me afterwards")
    other.log_in(shopper.email.swapcase())
    expect.equal(other.me()["id"], shopper.me()["id"], "who logged in in another case")
