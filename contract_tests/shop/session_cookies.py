"""Which of a backend's cookies carry the session: a load balancer may set others."""

from __future__ import annotations

from http.cookies import SimpleCookie

from contract_tests.harness.session import CheckSession
from contract_tests.shop.products import Products


class SessionCookies:
    """The names of the cookies by which a cart is found again, learned from one visitor.

    names: all cookies of the first POST, if no single one is enough.
    """

    def __init__(self, session: CheckSession) -> None:
        product = session.shared(Products)[0]
        visitor = session.new_client()
        exchange = visitor.call("addCartItem", {"productId": product, "quantity": 1})
        jar = {
            name: value
            for name, value in visitor.cookies.items()
            if name not in session.target.cookies
        }
        found = set()
        for name, value in jar.items() if len(jar) > 1 and exchange.status < 300 else ():
            other = session.new_client()
            other.replace_cookies({name: value})
            cart = other.call("getCart").json
            if isinstance(cart, dict) and cart.get("items"):
                found.add(name)
            other.close()
        visitor.close()
        self.names = frozenset(found or jar)


def cookies_of(set_cookies: tuple[str, ...]) -> list[SimpleCookie]:
    """Return the cookies in the values of `Set-Cookie`."""
    return [SimpleCookie(value) for value in set_cookies]
