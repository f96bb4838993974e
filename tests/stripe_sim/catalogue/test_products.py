"""Products and their prices."""

from __future__ import annotations

from typing import Any

import pytest


async def product(api: Any, **params: Any) -> dict[str, Any]:
    made: dict[str, Any] = await api.post("products", {"name": "A mug", **params})
    return made


async def test_a_product_comes_with_its_price(api: Any) -> None:
    price = {"default_price_data[currency]": "eur", "default_price_data[unit_amount]": 1200}
    made = await product(api, **price, **{"expand[]": "default_price"})
    assert made["default_price"]["unit_amount"] == 1200
    assert made["default_price"]["product"] == made["id"]
    assert made["id"].startswith("prod_")
    assert await api.events() == ["product.created", "price.created"]


async def test_a_product_is_changed_and_archived(api: Any) -> None:
    made = await product(api, description="Blue", **{"metadata[a]": "1"})
    path = f"products/{made['id']}"
    changed = await api.post(path, {"active": "false", "description": "", "images[]": "https://a"})
    assert (changed["active"], changed["description"]) == (False, None)
    assert changed["images"] == ["https://a"]
    assert (await api.get("products", active="true"))["data"] == []
    assert len((await api.get("products", active="false"))["data"]) == 1
    assert (await api.get("products", **{"ids[]": made["id"]}))["data"] == [changed]


@pytest.mark.parametrize("url", ["shop.example", "ftp://shop.example", "https://", "http:///x"])
async def test_the_address_of_a_product_is_one_of_the_web(api: Any, url: str) -> None:
    error = await api.refused("POST", "products", {"name": "Tea", "url": url})
    assert (error["status"], error["code"], error["param"]) == (400, "url_invalid", "url")
    assert (await product(api, url="https://shop.example/tea"))["url"] == "https://shop.example/tea"


async def test_a_product_without_prices_can_go(api: Any) -> None:
    made = await product(api)
    gone = (await api.ask("DELETE", f"/v1/products/{made['id']}")).json()
    assert gone == {"id": made["id"], "object": "product", "deleted": True}
    kept = await product(api)
    await api.post("prices", product=kept["id"], currency="eur", unit_amount=100)
    error = await api.refused("DELETE", f"products/{kept['id']}")
    assert error["message"] == (
        "This product cannot be deleted because it has one or more user-created prices."
    )


async def test_a_price_is_once_or_again_and_again(api: Any) -> None:
    made = await product(api)
    once = await api.post("prices", product=made["id"], currency="EUR", unit_amount=100)
    assert (once["type"], once["recurring"], once["currency"]) == ("one_time", None, "eur")
    assert (once["unit_amount"], once["unit_amount_decimal"]) == (100, "100")
    params = {"product": made["id"], "currency": "eur", "unit_amount_decimal": "0.5"}
    often = await api.post("prices", {**params, "recurring[interval]": "month"})
    assert (often["type"], often["unit_amount"]) == ("recurring", None)
    assert often["recurring"]["interval_count"] == 1
    assert (await api.get("prices", type="recurring"))["data"] == [often]
    assert (await api.get("prices", **{"recurring[interval]": "year"}))["data"] == []


async def test_a_price_is_archived_and_never_deleted(api: Any) -> None:
    made = await api.post(
        "prices", {"product_data[name]": "A mug", "currency": "eur", "unit_amount": 100}
    )
    changed = await api.post(f"prices/{made['id']}", active="false", nickname="old")
    assert (changed["active"], changed["nickname"]) == (False, "old")
    await api.session()  # of a price that only its line knows
    assert (await api.get("prices"))["data"] == []
    assert (await api.get("prices", active="false"))["data"] == [changed]
    error = await api.refused("DELETE", f"prices/{made['id']}")
    assert error["message"].startswith("Unrecognized request URL (DELETE:")
    assert "amount" not in (await api.refused("POST", f"prices/{made['id']}", {"unit_amount": 1}))


async def test_a_lookup_key_has_one_price(api: Any) -> None:
    params = {"product": (await product(api))["id"], "currency": "eur", "unit_amount": 100}
    first = await api.post("prices", {**params, "lookup_key": "mug"})
    error = await api.refused("POST", "prices", {**params, "lookup_key": "mug"})
    assert (error["status"], error["param"]) == (400, "lookup_key")
    assert error["message"] == f"A price (`{first['id']}`) already uses that lookup key."
    second = await api.post(
        "prices", {**params, "lookup_key": "mug", "transfer_lookup_key": "true"}
    )
    assert (await api.get("prices", **{"lookup_keys[]": "mug"}))["data"] == [second]
    assert (await api.get(f"prices/{first['id']}"))["lookup_key"] is None


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
    api: Any, params: dict[str, Any], code: str | None, param: str | None, words: str
) -> None:
    error = await api.refused("POST", "prices", params)
    assert (error["status"], error.get("code"), error.get("param")) == (400, code, param)
    assert error["message"].startswith(words)


async def test_products_and_prices_are_searched(api: Any) -> None:
    made = await product(api, name="Blue mug")
    await product(api, name="Red cup")
    found = await api.get("products/search", query="name~'mug' AND active:'true'")
    assert [one["id"] for one in found["data"]] == [made["id"]]
    price = await api.post("prices", product=made["id"], currency="eur", unit_amount=100)
    found = await api.get("prices/search", query=f"product:'{made['id']}'")
    assert found["data"] == [price]


MANY = {f"images[{at}]": f"https://shop.example/{at}.png" for at in range(9)}


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        (MANY, None, "images"),
        (
            {f"marketing_features[{at}][name]": "soft" for at in range(16)},
            None,
            "marketing_features",
        ),
        ({"url": "not a url"}, "url_invalid", "url"),
        ({"images[]": "mug.png"}, "url_invalid", "images[0]"),
        ({"type": "good", "unit_label": "mug"}, None, "unit_label"),
        ({"type": "good", "statement_descriptor": "MUGS"}, None, "statement_descriptor"),
        ({"statement_descriptor": "a<b"}, None, "statement_descriptor"),
        ({"statement_descriptor": "12345"}, None, "statement_descriptor"),
        ({"statement_descriptor": "x" * 23}, None, "statement_descriptor"),
        ({"tax_code": "txcd_none"}, "resource_missing", "tax_code"),
        ({"id": "taken"}, "resource_already_exists", "id"),
        (
            {"default_price_data[unit_amount]": 1},
            "parameter_missing",
            "default_price_data[currency]",
        ),
        (
            {
                f"package_dimensions[{side}]": "wide"
                for side in ("height", "length", "weight", "width")
            },
            None,
            "package_dimensions[height]",
        ),
    ],
)
async def test_a_product_that_makes_no_sense(
    api: Any, params: dict[str, Any], code: str | None, param: str
) -> None:
    await product(api, id="taken")
    error = await api.refused("POST", "products", {"name": "A mug", **params})
    assert (error["status"], error.get("code"), error["param"]) == (400, code, param)


async def test_products_are_listed_newest_first_also_by_their_ids(api: Any) -> None:
    made = [await product(api) for _ in range(3)]
    ids = {"ids[0]": made[0]["id"], "ids[1]": made[2]["id"]}
    assert (await api.get("products", **ids))["data"] == [made[2], made[0]]
    page = await api.get("products", limit=1, **ids)
    assert (page["data"], page["has_more"]) == ([made[2]], True)
    error = await api.refused("GET", "products", {**ids, "starting_after": made[2]["id"]})
    assert error["param"] == "ids"


async def test_a_default_price_is_not_archived(api: Any) -> None:
    price = {"default_price_data[currency]": "eur", "default_price_data[unit_amount]": 1200}
    made = await product(api, **price)
    error = await api.refused("POST", f"prices/{made['default_price']}", {"active": "false"})
    assert error["message"] == (
        "This price cannot be archived because it is the default price of its product."
    )


PRICE = {"currency": "eur", "unit_amount": 100, "product_data[name]": "A mug"}
OPEN = {"currency": "eur", "product_data[name]": "A mug"}
TIERED = {
    **OPEN,
    "billing_scheme": "tiered",
    "tiers_mode": "volume",
    "recurring[interval]": "month",
    "tiers[0][up_to]": "10",
    "tiers[0][unit_amount]": "100",
}
STEPS = {**TIERED, "tiers[1][up_to]": "inf"}


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({**OPEN, "unit_amount_decimal": "0.1234567890123"}, "unit_amount_decimal"),
        ({**OPEN, "unit_amount_decimal": "cheap"}, "unit_amount_decimal"),
        ({**PRICE, "unit_amount_decimal": "1"}, "unit_amount"),
        ({**PRICE, "unit_amount": -1}, "unit_amount"),
        ({**PRICE, "custom_unit_amount[enabled]": "true"}, "unit_amount"),
        ({**PRICE, "tiers_mode": "volume"}, "tiers_mode"),
        ({**PRICE, "recurring[interval]": "fortnight"}, "recurring[interval]"),
        (
            {**PRICE, "recurring[interval]": "year", "recurring[interval_count]": 4},
            "recurring[interval_count]",
        ),
        (TIERED, "tiers"),
        (
            {
                **STEPS,
                "transform_quantity[divide_by]": 2,
                "transform_quantity[round]": "up",
            },
            "transform_quantity",
        ),
        ({**STEPS, "tiers[0][unit_amount_decimal]": "1.5"}, "tiers[0][unit_amount]"),
        (
            {**STEPS, "tiers[1][flat_amount]": 5, "tiers[1][flat_amount_decimal]": "5"},
            "tiers[1][flat_amount]",
        ),
        (
            {**OPEN, "custom_unit_amount[enabled]": "true", "custom_unit_amount[minimum]": 49},
            "custom_unit_amount[minimum]",
        ),
        ({**PRICE, "product_data[id]": "taken"}, "id"),
        ({**TIERED, "unit_amount": 1, "tiers[1][up_to]": "inf"}, "unit_amount"),
        ({**PRICE, "currency_options[xxx][unit_amount]": 1}, "currency_options[xxx]"),
    ],
)
async def test_amounts_that_do_not_make_a_price(
    api: Any, params: dict[str, Any], param: str
) -> None:
    await product(api, id="taken")
    error = await api.refused("POST", "prices", params)
    assert (error["status"], error["param"]) == (400, param)


async def test_a_price_in_other_currencies_is_told_when_asked(api: Any) -> None:
    made = await api.post("prices", {**PRICE, "currency_options[usd][unit_amount]": 110})
    assert "currency_options" not in made
    path, asked = f"prices/{made['id']}", {"expand[]": "currency_options"}
    shown = (await api.get(path, **asked))["currency_options"]
    assert {code: each["unit_amount"] for code, each in shown.items()} == {"eur": 100, "usd": 110}
    change = {"currency_options[usd]": "", "currency_options[chf][unit_amount_decimal]": "95.5"}
    changed = (await api.post(path, {**change, **asked}))["currency_options"]
    assert changed.keys() == {"eur", "chf"}
    assert changed["chf"]["unit_amount"] is None
    alone = await api.post("prices", {**PRICE, **asked})
    assert alone["currency_options"].keys() == {"eur"}
    taxed = await api.post(f"prices/{alone['id']}", {"tax_behavior": "exclusive", **asked})
    assert taxed["currency_options"]["eur"]["tax_behavior"] == "exclusive"


async def test_what_is_used_is_counted_by_a_meter(api: Any) -> None:
    used = {**PRICE, "recurring[interval]": "month", "recurring[usage_type]": "metered"}
    error = await api.refused("POST", "prices", used)
    assert error["message"].endswith("metered prices must be backed by meters.")
    api.version = "2025-02-24.acacia"
    assert (await api.post("prices", used))["recurring"]["usage_type"] == "metered"


async def test_steps_of_a_price_are_told_when_asked(api: Any) -> None:
    rest = {"tiers[1][up_to]": "inf", "tiers[1][flat_amount]": 500, "expand[]": "tiers"}
    made = await api.post("prices", {**TIERED, **rest})
    assert (made["unit_amount"], made["tiers_mode"]) == (None, "volume")
    assert [
        (step["up_to"], step["unit_amount"], step["flat_amount"]) for step in made["tiers"]
    ] == [
        (10, 100, None),
        (None, None, 500),
    ]


async def test_how_a_price_is_taxed_is_settled_once(api: Any) -> None:
    made = await api.post("prices", PRICE)
    path = f"prices/{made['id']}"
    assert (await api.post(path, tax_behavior="exclusive"))["tax_behavior"] == "exclusive"
    error = await api.refused("POST", path, {"tax_behavior": "inclusive"})
    assert error["param"] == "tax_behavior"
