"""One httpOnly cookie: when it is set, when it changes, what stays."""

from __future__ import annotations

import pytest

from contract_tests.harness.rules import rule
from contract_tests.harness.session import CheckSession
from contract_tests.shop import expect
from contract_tests.shop.products import Products
from contract_tests.shop.session_cookies import cookies_of
from contract_tests.shop.shopper import Shopper, quantities

READS = ["getCart", "listOrders", "getMe"]


@rule("C-conv-8", "C-conv-2")
@pytest.mark.parametrize("operation", READS)
def test_looking_sets_no_session_cookie(
    session: CheckSession, session_cookies: frozenset[str], operation: str
) -> None:
    exchange = session.new_client().call(operation)
    if exchange.status != 401:
        expect.ok(exchange)
    names = {name for cookie in cookies_of(exchange.set_cookies) for name in cookie}
    expect.equal(sorted(names & session_cookies), [], "the session's cookies that a read sets")


@rule("C-conv-8", "C-cus-1")
def test_a_newcomer_sees_an_empty_shop(shopper: Shopper) -> None:
    cart = shopper.cart()
    expect.equal((cart["items"], cart["count"]), ([], 0), "another visitor's cart")
    expect.equal(shopper.me(), None, "another visitor's me", "C-cus-1")


@rule("C-conv-2")
def test_the_first_post_sets_one_http_only_cookie(
    shopper: Shopper, products: Products, session_cookies: frozenset[str]
) -> None:
    exchange = shopper.client.call("addCartItem", {"productId": products[0], "quantity": 1})
    expect.ok(exchange)
    cookies = cookies_of(exchange.set_cookies)
    new = [
        (name, morsel)
        for cookie in cookies
        for name, morsel in cookie.items()
        if name in session_cookies
    ]
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
def test_a_session_s_name_can_not_be_guessed(
    session: CheckSession, products: Products, session_cookies: frozenset[str]
) -> None:
    names = []
    for _ in range(4):
        shopper = Shopper(session)
        shopper.add(products[0])
        jar = {
            name: value for name, value in shopper.client.cookies.items() if name in session_cookies
        }
        names.append(max(jar.values(), key=len, default=""))
    expect.unguessable(names, "session's name")


@rule("C-conv-2", "C-cart-9")
@pytest.mark.parametrize("value", ["made-up", "0", "../../etc/passwd", "x" * 400, '"quoted"'])
def test_a_made_up_cookie_opens_nothing(
    shopper: Shopper,
    other: Shopper,
    products: Products,
    session_cookies: frozenset[str],
    value: str,
) -> None:
    shopper.add(products[0])
    name = min(session_cookies)
    other.client.replace_cookies({name: value})
    expect.equal(quantities(other.cart()), {}, "the cart of a made-up session")
    other.add(products[1])
    third = Shopper(shopper.session)
    third.client.replace_cookies({name: value})
    expect.equal(quantities(third.cart()), {}, "the cart of who uses that made-up name too")


@rule("C-conv-2", "C-cart-9")
@pytest.mark.parametrize("way", ["another case", "cut short", "another end"])
def test_a_session_s_name_is_its_exact_signs(
    shopper: Shopper,
    other: Shopper,
    products: Products,
    session_cookies: frozenset[str],
    way: str,
) -> None:
    shopper.add(products[0])
    for name, value in shopper.client.cookies.items():
        if name not in session_cookies:
            continue
        change = {
            "another case": value.swapcase(),
            "cut short": value[: len(value) // 2],
            "another end": value[: len(value) // 2] + value[len(value) // 2 :][::-1].swapcase(),
        }[way]
        if change == value:
            continue  # a name of digits alone
        other.client.replace_cookies({**shopper.client.cookies, name: change})
        if len(value) >= 16:
            expect.equal(quantities(other.cart()), {}, "the cart by a name that is nearly the same")
