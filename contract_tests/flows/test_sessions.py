"""One httpOnly cookie: when it is set, when it changes, what stays."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest

from contract_tests import expect
from contract_tests.client import Desk
from contract_tests.exchange import Exchange
from contract_tests.goods import Goods
from contract_tests.rules import rule
from contract_tests.shopper import Shopper, quantities

READS = ["getCart", "listOrders", "getMe"]


def _cookies(exchange: Exchange) -> list[SimpleCookie]:
    return [SimpleCookie(value) for value in exchange.cookies_set]


@rule("C-conv-8", "C-conv-2")
@pytest.mark.parametrize("operation", READS)
def test_looking_sets_no_cookie(desk: Desk, operation: str) -> None:
    exchange = desk.visitor().call(operation)
    if exchange.status != 401:
        expect.answered(exchange)
    expect.same(exchange.cookies_set, (), "the cookies that a read sets")


@rule("C-conv-8", "C-cus-1")
def test_a_stranger_sees_an_empty_shop(shopper: Shopper) -> None:
    cart = shopper.cart()
    expect.same((cart["items"], cart["count"]), ([], 0), "a stranger's cart")
    expect.same(shopper.me(), None, "a stranger's me", "C-cus-1")


@rule("C-conv-2")
def test_the_first_post_sets_one_http_only_cookie(shopper: Shopper, goods: Goods) -> None:
    exchange = shopper.client.call("addCartItem", {"productId": goods[0], "quantity": 1})
    expect.answered(exchange)
    new = [(name, morsel) for it in _cookies(exchange) for name, morsel in it.items()]
    expect.that(bool(new), "the first POST sets no cookie")
    guarded = [(name, morsel) for name, morsel in new if morsel["httponly"]]
    expect.that(bool(guarded), f"no cookie of {[name for name, _ in new]} is HttpOnly")
    for _, morsel in guarded:
        same_site = str(morsel["samesite"]).lower()
        if same_site == "none":
            expect.that(bool(morsel["secure"]), "SameSite=None without Secure")
        age = str(morsel["max-age"] or "")
        lasts = not age.lstrip("-").isdigit() or int(age) >= 60
        expect.that(lasts, f"the session ends after {age} seconds")
        path = morsel["path"] or "/api"
        expect.that("/api/checkout/intent".startswith(path.rstrip("/")), f"the path is {path}")
    session = {name: morsel.value for name, morsel in guarded}
    fresh = Shopper(shopper.desk)
    fresh.client.keep(session)
    expect.same(quantities(fresh.cart()), {goods[0]: 1}, "the cart by that cookie alone")


@rule("C-conv-2")
def test_a_session_s_name_can_not_be_guessed(desk: Desk, goods: Goods) -> None:
    names = []
    for _ in range(4):
        shopper = Shopper(desk)
        shopper.adds(goods[0])
        jar = {
            name: value
            for name, value in shopper.client.cookies.items()
            if name not in desk.target.cookies
        }
        names.append(max(jar.values(), key=len, default=""))
    expect.unguessable(names, "session's name")


@rule("C-conv-2", "C-cart-9")
@pytest.mark.parametrize("value", ["made-up", "0", "../../etc/passwd", "x" * 400, '"quoted"'])
def test_a_made_up_cookie_opens_nothing(
    shopper: Shopper, other: Shopper, goods: Goods, value: str
) -> None:
    shopper.adds(goods[0])
    (name, *_) = [it for it in shopper.client.cookies if it not in shopper.desk.target.cookies]
    other.client.keep({name: value})
    expect.same(quantities(other.cart()), {}, "the cart of a made-up session")
    other.adds(goods[1])
    third = Shopper(shopper.desk)
    third.client.keep({name: value})
    expect.same(quantities(third.cart()), {}, "the cart of who uses that made-up name too")


@rule("C-conv-2", "C-cart-9")
@pytest.mark.parametrize("way", ["another case", "cut short", "another end"])
def test_a_session_s_name_is_its_exact_signs(
    shopper: Shopper, other: Shopper, goods: Goods, way: str
) -> None:
    shopper.adds(goods[0])
    for name, value in shopper.client.cookies.items():
        change = {
            "another case": value.swapcase(),
            "cut short": value[: len(value) // 2],
            "another end": value[: len(value) // 2] + value[len(value) // 2 :][::-1].swapcase(),
        }[way]
        if change == value:
            continue  # a name of digits alone
        other.client.keep({**shopper.client.cookies, name: change})
        if name not in shopper.desk.target.cookies and len(value) >= 16:
            expect.same(quantities(other.cart()), {}, "the cart by a name that is nearly the same")


def _session(shopper: Shopper) -> dict[str, str]:
    return dict(shopper.client.cookies)


def _is_out(shopper: Shopper, cookies: dict[str, str]) -> Shopper:
    """Somebody who still has the cookies of before."""
    thief = Shopper(shopper.desk)
    thief.client.keep(cookies)
    return thief


@rule("C-cus-2", "C-ord-1")
@pytest.mark.parametrize("way", ["register", "login"])
def test_a_login_changes_the_session_s_name_and_keeps_its_contents(
    shopper: Shopper, other: Shopper, goods: Goods, way: str
) -> None:
    other.registers()
    shopper.adds(goods[0], 2)
    bought = shopper.orders_cart()
    before = _session(shopper)
    if way == "register":
        shopper.registers()
    else:
        shopper.logs_in(other.email)
    expect.that(_session(shopper) != before, "the session's name stayed the same")
    expect.same(quantities(shopper.cart()), {goods[0]: 2}, "the cart after the login")
    expect.same(shopper.sees(bought.order)["id"], bought.order, "the order after the login")
    expect.same([it["id"] for it in shopper.orders()], [bought.order], "the orders", "C-ord-1")
    thief = _is_out(shopper, before)
    expect.same(thief.me(), None, "me, by the session's name from before")
    exchange = thief.client.call("listAddresses")
    expect.refused(exchange, 401, "auth.required")
    expect.same(thief.orders(), [], "the orders, by the session's name from before")


@rule("C-cart-9", "C-cus-2")
def test_a_login_brings_no_other_cart_along(shopper: Shopper, other: Shopper, goods: Goods) -> None:
    shopper.registers()
    shopper.adds(goods[0], 2)
    other.adds(goods[1])
    other.logs_in(shopper.email)
    expect.same(quantities(other.cart()), {goods[1]: 1}, "the cart after the login")
    expect.same(quantities(shopper.cart()), {goods[0]: 2}, "the customer's other cart")


@rule("C-cus-3")
def test_a_logout_ends_the_session_and_clears_the_cart(shopper: Shopper, goods: Goods) -> None:
    shopper.registers()
    shopper.adds(goods[0], 2)
    before = _session(shopper)
    shopper.logs_out()
    expect.that(_session(shopper) != before, "the session's name stayed the same")
    expect.same(shopper.me(), None, "me after the logout")
    expect.same(quantities(shopper.cart()), {}, "the cart after the logout")
    expect.refused(shopper.client.call("listAddresses"), 401, "auth.required")
    thief = _is_out(shopper, before)
    expect.same(thief.me(), None, "me, by the session's name from before")
    expect.same(quantities(thief.cart()), {}, "the cart, by the session's name from before")
    expect.refused(thief.client.call("listAddresses"), 401, "auth.required")


@rule("C-cus-3")
def test_a_guest_s_logout_clears_the_cart_too(shopper: Shopper, goods: Goods) -> None:
    shopper.adds(goods[0], 2)
    before = _session(shopper)
    shopper.logs_out()
    expect.that(_session(shopper) != before, "the session's name stayed the same")
    expect.same(quantities(shopper.cart()), {}, "the cart after the logout")
    thief = _is_out(shopper, before)
    expect.same(quantities(thief.cart()), {}, "the cart, by the session's name from before")


@rule("C-cus-3")
def test_a_logout_leaves_other_sessions_alone(
    shopper: Shopper, other: Shopper, goods: Goods
) -> None:
    shopper.registers()
    other.logs_in(shopper.email)
    other.adds(goods[0])
    shopper.logs_out()
    expect.that(other.me() is not None, "another session of the customer was ended")
    expect.same(quantities(other.cart()), {goods[0]: 1}, "the cart of another session")


@rule("C-cus-2", "C-ord-1")
def test_a_session_that_logs_in_as_another_is_the_other_s(
    shopper: Shopper, other: Shopper, goods: Goods
) -> None:
    other.registers()
    shopper.registers()
    bought = shopper.checks_out(goods[0])
    shopper.logs_in(other.email)
    expect.same(shopper.me()["email"].lower(), other.email.lower(), "who it is")
    expect.same(shopper.orders(), [], "the first customer's orders", "C-ord-1")
    expect.hidden(shopper.client.call("getOrder", id=bought.order))


@rule("C-cus-5")
def test_a_wrong_login_changes_nothing(shopper: Shopper, other: Shopper, goods: Goods) -> None:
    other.registers()
    mine = shopper.registers()
    shopper.adds(goods[0])
    body = {"email": other.email, "password": "not the right one"}
    expect.refused(shopper.client.call("loginCustomer", body), 401, "auth.invalidCredentials")
    expect.same(shopper.me(), mine, "me afterwards")
    expect.same(quantities(shopper.cart()), {goods[0]: 1}, "the cart afterwards")
