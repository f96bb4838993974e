"""`Prefer`: the client chooses a response, for operations with a handler and without."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from stub_server.server.prefer import Preference, parse

APPLIED = "preference-applied"


@pytest.mark.parametrize(
    ("header", "preference"),
    [
        ("code=409", Preference(code=409)),
        ("code=409, example=cart.itemLimit", Preference(code=409, example="cart.itemLimit")),
        ("code=409; dynamic=true", Preference(code=409, dynamic=True)),
        ('Example="no items"', Preference(example="no items")),
        ("delay=0.5", Preference(delay=0.5)),
        ("delay=86400", Preference()),
        ("code=many, dynamic=1, delay=soon", Preference()),
        ("respond-async, wait=10", Preference()),
    ],
)
def test_a_header_is_read(header: str, preference: Preference) -> None:
    assert parse(header) == preference


async def test_a_status_is_chosen_and_nothing_runs(buyer: Any) -> None:
    answer = await buyer.sends(
        "POST",
        "/api/cart/items",
        {"productId": "kaiser-natron-bad-500-g", "quantity": 1},
        headers={"prefer": "code=409"},
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "cart.itemLimit")
    assert answer.headers[APPLIED] == "code=409"
    assert "set-cookie" not in answer.headers
    assert (await buyer.sends("GET", "/api/cart")).json()["items"] == []


async def test_an_error_is_chosen_by_its_code(buyer: Any) -> None:
    headers = {"prefer": "example=checkout.priceChanged"}
    answer = await buyer.sends("POST", "/api/checkout/intent", {}, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "checkout.priceChanged")
    assert answer.headers[APPLIED] == "example=checkout.priceChanged"


async def test_a_login_is_not_needed_for_an_example(buyer: Any) -> None:
    headers = {"prefer": "code=200, dynamic=true"}
    answer = await buyer.sends("GET", "/api/customers/me/addresses", headers=headers)
    assert answer.status_code == 200
    assert answer.headers[APPLIED] == "code=200, dynamic=true"
    assert answer.headers["x-shopstub-source"] == "schema"


@pytest.mark.parametrize("preference", ["code=418", "example=none.such", "wait=10", "code="])
async def test_what_the_document_lacks_is_not_honoured(buyer: Any, preference: str) -> None:
    answer = await buyer.sends("GET", "/api/cart", headers={"prefer": preference})
    assert answer.status_code == 200
    assert APPLIED not in answer.headers


async def test_a_delay_is_waited_for(buyer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    answer = await buyer.sends("GET", "/api/cart", headers={"prefer": "delay=2"})
    assert (answer.status_code, answer.headers[APPLIED]) == (200, "delay=2")
    assert waits == [2]
