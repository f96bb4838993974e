"""Pages that lose the session's cookie, or are refused: told once in the log, with what to do."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.server.origin_hints import lost_cookie
from tests.server.conftest import Buyer


@pytest.mark.parametrize(
    ("origin", "host", "address"),
    [
        ("http://localhost:5173", "127.0.0.1:4600", "http://localhost:4600"),
        ("http://127.0.0.1:5173", "localhost:4600", "http://127.0.0.1:4600"),
        ("http://[::1]:5173", "localhost:4600", "http://[::1]:4600"),
        ("http://shop.localhost:5173", "[::1]:4600", "http://shop.localhost:4600"),
    ],
)
def test_two_names_of_this_machine_are_two_sites(origin: str, host: str, address: str) -> None:
    hint = lost_cookie(origin, host)
    assert f"A page of {origin} calls {host}." in hint
    assert f"call {address} instead" in hint


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:5173", "localhost:4600"),
        ("http://127.0.0.1:5173", "127.0.0.1:4600"),
        ("http://shop.localhost:5173", "localhost:4600"),
        ("https://shop.example", "localhost:4600"),
        ("null", "localhost:4600"),
        ("http://localhost:5173", "stub.example"),
    ],
)
def test_one_name_is_one_site_and_other_machines_are_no_matter_of_names(
    origin: str, host: str
) -> None:
    assert lost_cookie(origin, host) == ""


@pytest.fixture
def hints(buyer: Buyer) -> list[str]:
    found: list[str] = []

    def listen(name: str, facts: dict[str, Any]) -> None:
        if name == "origin.hint":
            found.append(facts["hint"])

    buyer.stub.events.subscribe(listen)
    return found


async def get_cart(buyer: Buyer, origin: str, **headers: str) -> None:
    await buyer.sends(
        "GET", "/api/cart", headers={"host": "127.0.0.1:4600", "origin": origin, **headers}
    )


async def test_a_lost_cookie_is_told_once_for_an_origin(buyer: Buyer, hints: list[str]) -> None:
    for _ in range(3):
        await get_cart(buyer, "http://localhost:5173")
    await get_cart(buyer, "http://localhost:5174")
    assert len(hints) == 2


async def test_a_cookie_that_comes_back_is_not_lost(buyer: Buyer, hints: list[str]) -> None:
    await get_cart(buyer, "http://localhost:5173", cookie="session=x")
    await get_cart(buyer, "http://127.0.0.1:5173")
    assert hints == []


async def test_a_refused_origin_is_told_once_with_the_option(
    buyer: Buyer, hints: list[str]
) -> None:
    for _ in range(2):
        await get_cart(buyer, "https://shop.example")
    assert len(hints) == 1
    assert "--origin https://shop.example" in hints[0]


async def test_made_up_origins_do_not_grow_the_memory(buyer: Buyer, hints: list[str]) -> None:
    for number in range(1100):
        await get_cart(buyer, f"https://a{number}.example")
    assert len(hints) == 1000
