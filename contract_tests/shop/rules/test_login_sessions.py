"""What logins and logouts do to a session."""

from __future__ import annotations

import pytest

from contract_tests.harness.rules import rule
from contract_tests.shop import expect
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Shopper, quantities


def _session(shopper: Shopper) -> dict[str, str]:
    return dict(shopper.client.cookies)


def _is_out(shopper: Shopper, cookies: dict[str, str]) -> Shopper:
    """Somebody who still has the cookies of before."""
    thief = Shopper(shopper.session)
    thief.client.replace_cookies(cookies)
    return thief


@rule("C-cus-2", "C-ord-1")
@pytest.mark.parametrize("way", ["register", "login"])
def test_a_login_changes_the_session_s_name_and_keeps_its_contents(
    shopper: Shopper, other: Shopper, products: Products, way: str
) -> None:
    other.register()
    shopper.add(products[0], 2)
    purchase = shopper.order_cart()
    before = _session(shopper)
    if way == "register":
        shopper.register()
    else:
        shopper.log_in(other.email)
    expect.check(_session(shopper) != before, "the session's name stayed the same")
    expect.equal(quantities(shopper.cart()), {products[0]: 2}, "the cart after the login")
    expect.equal(
        shopper.get_order(purchase.order)["id"], purchase.order, "the order after the login"
    )
    expect.equal(
        [order["id"] for order in shopper.orders()], [purchase.order], "the orders", "C-ord-1"
    )
    thief = _is_out(shopper, before)
    expect.equal(thief.me(), None, "me, by the session's name from before")
    exchange = thief.client.call("listAddresses")
    expect.error(exchange, 401, "auth.required")
    expect.equal(thief.orders(), [], "the orders, by the session's name from before")


@rule("C-cart-9", "C-cus-2")
def test_a_login_brings_no_other_cart_along(
    shopper: Shopper, other: Shopper, products: Products
) -> None:
    shopper.register()
    shopper.add(products[0], 2)
    other.add(products[1])
    other.log_in(shopper.email)
    expect.equal(quantities(other.cart()), {products[1]: 1}, "the cart after the login")
    expect.equal(quantities(shopper.cart()), {products[0]: 2}, "the customer's other cart")


@rule("C-cus-3")
def test_a_logout_ends_the_session_and_clears_the_cart(
    shopper: Shopper, products: Products
) -> None:
    shopper.register()
    shopper.add(products[0], 2)
    before = _session(shopper)
    shopper.log_out()
    expect.check(_session(shopper) != before, "the session's name stayed the same")
    expect.equal(shopper.me(), None, "me after the logout")
    expect.equal(quantities(shopper.cart()), {}, "the cart after the logout")
    expect.error(shopper.client.call("listAddresses"), 401, "auth.required")
    thief = _is_out(shopper, before)
    expect.equal(thief.me(), None, "me, by the session's name from before")
    expect.equal(quantities(thief.cart()), {}, "the cart, by the session's name from before")
    expect.error(thief.client.call("listAddresses"), 401, "auth.required")


@rule("C-cus-3")
def test_a_guest_s_logout_clears_the_cart_too(shopper: Shopper, products: Products) -> None:
    shopper.add(products[0], 2)
    before = _session(shopper)
    shopper.log_out()
    expect.check(_session(shopper) != before, "the session's name stayed the same")
    expect.equal(quantities(shopper.cart()), {}, "the cart after the logout")
    thief = _is_out(shopper, before)
    expect.equal(quantities(thief.cart()), {}, "the cart, by the session's name from before")


@rule("C-cus-3")
def test_a_logout_leaves_other_sessions_alone(
    shopper: Shopper, other: Shopper, products: Products
) -> None:
    shopper.register()
    other.log_in(shopper.email)
    other.add(products[0])
    shopper.log_out()
    expect.check(other.me() is not None, "another session of the customer was ended")
    expect.equal(quantities(other.cart()), {products[0]: 1}, "the cart of another session")


@rule("C-cus-2", "C-ord-1")
def test_a_session_that_logs_in_as_another_is_the_other_s(
    shopper: Shopper, other: Shopper, products: Products
) -> None:
    other.register()
    shopper.register()
    purchase = shopper.check_out(products[0])
    shopper.log_in(other.email)
    expect.equal(shopper.me()["email"].lower(), other.email.lower(), "who it is")
    expect.equal(shopper.orders(), [], "the first customer's orders", "C-ord-1")
    expect.not_visible(shopper.client.call("getOrder", id=purchase.order))


@rule("C-cus-5")
def test_a_wrong_login_changes_nothing(
    shopper: Shopper, other: Shopper, products: Products
) -> None:
    other.register()
    mine = shopper.register()
    shopper.add(products[0])
    body = {"email": other.email, "password": "not the right one"}
    expect.error(shopper.client.call("loginCustomer", body), 401, "auth.invalidCredentials")
    expect.equal(shopper.me(), mine, "me afterwards")
    expect.equal(quantities(shopper.cart()), {products[0]: 1}, "the cart afterwards")
