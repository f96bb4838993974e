"""A redirect of the first request names the address that works."""

from __future__ import annotations

import pytest

from contract_tests.harness.redirects import redirect_problem


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("https://shop.example/api/cart", "name that address, shopstub check https://shop.example"),
        ("https://shop.example/v2/api/cart", "shopstub check https://shop.example/v2"),
        ("/shop/api/cart", "shopstub check http://localhost:8000/shop"),
        ("http://127.0.0.1:8000/api/cart/", "shopstub check http://127.0.0.1:8000"),
        ("/api/cart/", "let the backend answer /api/cart itself"),
        ("/login?next=/api/cart", "login"),
        ("javascript:/api/cart", "Name the backend's own address"),
        ("", "without saying where to"),
    ],
)
def test_the_address_that_works_is_named(location: str, words: str) -> None:
    assert words in redirect_problem("http://localhost:8000", "GET", "/api/cart", location)
