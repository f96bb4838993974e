"""Products and their prices."""

from __future__ import annotations

from typing import Any

import pytest


async def product(till: Any, **params: Any) -> dict[str, Any]:
    made: dict[str, Any] = await till.post("products", {"name": "A mug", **params})
    return made


async def test_a_product_comes_with_its_price(till: Any) -> None:
    price = {"default_price_data[currency]": "eur", "default_price_data[unit_amount]": 1200}
    made = await product(till, **price, **{"expand[]": "default_price"})
    assert made["default_price"]["unit_amount"] == 1200
    assert made["default_price"]["product"] == made["id"]
    assert made["id"].startswith("prod_")
    assert await till.events() == ["product.created", "price.created"]


async def test_a_product_is_changed_and_archived(till: Any) -> None:
    made = await product(till, description="Blue", **{"metadata[a]": "1"})
    path = f"products/{made['id']}"
    changed = await till.post(path, {"active": "false", "description": "", "images[]": "https://a"})
    assert (changed["active"], changed["description"]) == (False, None)
    assert changed["images"] == ["https://a"]
    assert (await till.get("products", active="true"))["data"] == []
    assert len((await till.get("products", active="false"))["data"]) == 1
    assert (await till.get("products", **{"ids[]": made["id"]}))["data"] == [changed]


@pytest.mark.parametrize("url", ["shop.example", "ftp://shop.example", "https://", "http:///x"])
async def test_the_address_of_a_product_is_one_of_the_web(till: Any, url: str) -> None:
    error = await till.refused("POST", "products", {"name": "Tea", "url": url})
    assert (error["status"], error["code"], error["param"]) == (400, "url_invalid", "url")
    assert (await product(till, url="https://shop.example/tea"))[
        "url"
    ] == "https://shop.example/tea"


async def test_a_product_without_prices_can_go(till: Any) -> None:
    made = await product(till)
    gone = (await till.ask("DELETE", f"/v1/products/{made['id']}")).json()
    assert gone == {"id": made["id"], "object": "product", "deleted": True}
    kept = await product(till)
    await till.post("prices", product=kept["id"], currency="eur", unit_amount=100)
    error = await till.refused("DELETE", f"products/{kept['id']}")
    assert error["message"] == (
        "This product cannot be deleted because it has one or more user-created prices."
    )


async def test_a_price_is_once_or_again_and_again(till: Any) -> None:
    made = await product(till)
    once = await till.post("prices", product=made["id"], currency="EUR", unit_amount=100)
    assert (once["type"], once["recurring"], once["currency"]) == ("one_time", None, "eur")
    assert (once["unit_amount"], once["unit_amount_decimal"]) == (100, "100")
    params = {"product": made["id"], "currency": "eur", "unit_amount_decimal": "0.5"}
    often = await till.post("prices", {**params, "recurring[interval]": "month"})
    assert (often["type"], often["unit_amount"]) == ("recurring", None)
    assert often["recurring"]["interval_count"] == 1
    assert (await till.get("prices", type="recurring"))["data"] == [often]
    assert (await till.get("prices", **{"recurring[interval]": "year"}))["data"] == []


async def test_a_price_is_archived_and_never_deleted(till: Any) -> None:
    made = await till.post(
        "prices", {"product_data[name]": "A mug", "currency": "eur", "unit_amount": 100}
    )
    changed = await till.post(f"prices/{made['id']}", active="false", nickname="old")
    assert (changed["active"], changed["nickname"]) == (False, "old")
    error = await till.refused("DELETE", f"prices/{made['id']}")
    assert error["message"].startswith("Unrecognized request URL (DELETE:")
    assert "amount" not in (await till.refused("POST", f"prices/{made['id']}", {"unit_amount": 1}))


async def test_a_lookup_key_has_one_price(till: Any) -> None:
    params = {"product": (await product(till))["id"], "currency": "eur", "unit_amount": 100}
    first = await till.post("prices", {**params, "lookup_key": "mug"})
    error = await till.refused("POST", "prices", {**params, "lookup_key": "mug"})
    assert (error["status"], error["param"]) == (400, "lookup_key")
    assert error["message"] == f"A price (`{first['id']}`) already uses that lookup key."
    second = await till.post(
        "prices", {**params, "lookup_key": "mug", "transfer_lookup_key": "true"}
    )
    assert (await till.get("prices", **{"lookup_keys[]": "mug"}))["data"] == [second]
    assert (await till.get(f"prices/{first['id']}"))["lookup_key"] is None


@pytest.mark.parametrize(
    ("params", "code", "param", "words"),
    [
        ({}, "parameter_missing", "currency", "Missing required param: currency."),
        ({"currency": "eur"}, None, None, "You must specify either `product` or `product_data`"),
        (
            {"currency": "eur", "product_data[name]": "A"},
            None,
            None,
            "Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.",
        ),
        (
            {"currency": "eur", "unit_amount": 1, "product": "prod_nobody"},
            "resource_missing",
            "product",
            "No such product: 'prod_nobody'",
        ),
        ({"currency": "xxx", "unit_amount": 1, "product_data[name]": "A"}, None, "currency", "Inv"),
    ],
)
async def test_a_price_that_makes_no_sense(
    till: Any, params: dict[str, Any], code: str | None, param: str | None, words: str
) -> None:
    error = await till.refused("POST", "prices", params)
    assert (error["status"], error.get("code"), error.get("param")) == (400, code, param)
    assert error["message"].startswith(words)


async def test_products_and_prices_are_searched(till: Any) -> None:
    made = await product(till, name="Blue mug")
    await product(till, name="Red cup")
    found = await till.get("products/search", query="name~'mug' AND active:'true'")
    assert [one["id"] for one in found["data"]] == [made["id"]]
    price = await till.post("prices", product=made["id"], currency="eur", unit_amount=100)
    found = await till.get("prices/search", query=f"product:'{made['id']}'")
    assert found["data"] == [price]
