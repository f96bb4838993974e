"""One httpOnly cookie: when it is set, when it changes, what stays."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest

from contract_tests.harness.exchange import Exchange
from contract_tests.harness.rules import rule
from contract_tests.harness.session import CheckSession
from contract_tests.shop import expect
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Shopper, quantities

READS = ["getCart", "listOrders", "getMe"]


def _cookies(exchange: Exchange) -> list[SimpleCookie]:
    return [SimpleCookie(value) for value in exchange.set_cookies]


@rule("C-conv-8", "C-conv-2")
@pytest.mark.parametrize("operation", READS)
def test_looking_sets_no_cookie(session: CheckSession, operation: str) -> None:
    exchange = session.new_client().call(operation)
    if exchange.status != 401:
        expect.ok(exchange)
    expect.equal(exchange.set_cookies, (), "the cookies that a read sets")


@rule("C-conv-8", "C-cus-1")
def test_a_stranger_sees_an_empty_shop(shopper: Shopper) -> None:
    cart = shopper.cart()
    expect.equal((cart["items"], cart["count"]), ([], 0), "a stranger's cart")
    expect.equal(shopper.me(), None, "a stranger's me", "C-cus-1")


@rule("C-conv-2")
def test_the_first_post_sets_one_http_only_cookie(shopper: Shopper, products: Products) -> None:
    exchange = shopper.client.call("addCartItem", {"productId": products[0], "quantity": 1})
    expect.ok(exchange)
    new = [(name, morsel) for it in _cookies(exchange) for name, morsel in it.items()]
    expect.check(bool(new), "the first POST sets no cookie")
    guarded = [(name, morsel) for name, morsel in new if morsel["httponly"]]
    expect.check(bool(guarded), f"no cookie of {[name for name, _ in new]} is HttpOnly")
    for _, morsel in guarded:
        same_site = str(morsel["samesite"]).lower()
        if same_site == "none":
            expect.check(bool(morsel["secure"]), "SameSite=None without Secure")
        age = str(morsel["max-age"] or "")
        lasts = not age.lstrip("-").isdigit() or int(age) >= 60
        expect.check(lasts, f"the session ends after {age} seconds")
        path = morsel["path"] or "/api"
        expect.check("/api/checkout/intent".startswith(path.rstrip("/")), f"the path is {path}")
    session = {name: morsel.value for name, morsel in guarded}
    fresh = Shopper(shopper.session)
    fresh.client.replace_cookies(session)
    expect.equal(quantities(fresh.cart()), {products[0]: 1}, "the cart by that cookie alone")


@rule("C-conv-2")
def test_a_session_s_name_can_not_be_guessed(session: CheckSession, products: Products) -> None:
    names = []
    for _ in range(4):
        shopper = Shopper(session)
        shopper.add(products[0])
        jar = {
            name: value
            for name, value in shopper.client.cookies.items()
            if name not in session.target.cookies
        }
        names.append(max(jar.values(), key=len, default=""))
    expect.unguessable(names, "session's name")


@rule("C-conv-2", "C-cart-9")
@pytest.mark.parametrize("value", ["made-up", "0", "../../etc/passwd", "x" * 400, '"quoted"'])
def test_a_made_up_cookie_opens_nothing(
    shopper: Shopper, other: Shopper, products: Products, value: str
) -> None:
    shopper.add(products[0])
    (name, *_) = [it for it in shopper.client.cookies if it not in shopper.session.target.cookies]
    other.client.replace_cookies({name: value})
    expect.equal(quantities(other.cart()), {}, "the cart of a made-up session")
    other.add(products[1])
    third = Shopper(shopper.session)
    third.client.replace_cookies({name: value})
    expect.equal(quantities(third.cart()), {}, "the cart of who uses that made-up name too")


@rule("C-conv-2", "C-cart-9")
@pytest.mark.parametrize("way", ["another case", "cut short", "another end"])
def test_a_session_s_name_is_its_exact_signs(
    shopper: Shopper, other: Shopper, products: Products, way: str
) -> None:
    shopper.add(products[0])
    for name, value in shopper.client.cookies.items():
        change = {
            "another case": value.swapcase(),
            "cut short": value[: len(value) // 2],
            "another end": value[: len(value) // 2] + value[len(value) // 2 :][::-1].swapcase(),
        }[way]
        if change == value:
            continue  # a name of digits alone
        other.client.replace_cookies({**shopper.client.cookies, name: change})
        if name not in shopper.session.target.cookies and len(value) >= 16:
            expect.equal(quantities(other.cart()), {}, "the cart by a name that is nearly the same")


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
    expect.equal([it["id"] for it in shopper.orders()], [purchase.order], "the orders", "C-ord-1")
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
