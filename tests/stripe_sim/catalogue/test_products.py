"""Products."""

from __future__ import annotations

from typing import Any

import pytest


async def create_product(api: Any, **params: Any) -> dict[str, Any]:
    record: dict[str, Any] = await api.post("products", {"name": "A mug", **params})
    return record


async def test_a_product_is_created_with_its_price(api: Any) -> None:
    price = {"default_price_data[currency]": "eur", "default_price_data[unit_amount]": 1200}
    record = await create_product(api, **price, **{"expand[]": "default_price"})
    assert record["default_price"]["unit_amount"] == 1200
    assert record["default_price"]["product"] == record["id"]
    assert record["id"].startswith("prod_")
    assert await api.events() == ["product.created", "price.created"]


async def test_update_and_archive_a_product(api: Any) -> None:
    record = await create_product(api, description="Blue", **{"metadata[a]": "1"})
    path = f"products/{record['id']}"
    changed = await api.post(path, {"active": "false", "description": "", "images[]": "https://a"})
    assert (changed["active"], changed["description"]) == (False, None)
    assert changed["images"] == ["https://a"]
    assert (await api.get("products", active="true"))["data"] == []
    assert len((await api.get("products", active="false"))["data"]) == 1
    assert (await api.get("products", **{"ids[]": record["id"]}))["data"] == [changed]


@pytest.mark.parametrize("url", ["shop.example", "ftp://shop.example", "https://", "http:///x"])
async def test_an_invalid_url_is_rejected(api: Any, url: str) -> None:
    error = await api.get_error("POST", "products", {"name": "Tea", "url": url})
    assert (error["status"], error["code"], error["param"]) == (400, "url_invalid", "url")
    assert (await create_product(api, url="https://shop.example/tea"))[
        "url"
    ] == "https://shop.example/tea"


async def test_only_a_product_without_prices_can_be_deleted(api: Any) -> None:
    record = await create_product(api)
    deleted = (await api.ask("DELETE", f"/v1/products/{record['id']}")).json()
    assert deleted == {"id": record["id"], "object": "product", "deleted": True}
    with_price = await create_product(api)
    await api.post("prices", product=with_price["id"], currency="eur", unit_amount=100)
    error = await api.get_error("DELETE", f"products/{with_price['id']}")
    assert error["message"] == (
        "This product cannot be deleted because it has one or more user-created prices."
    )


async def test_search_products_and_prices(api: Any) -> None:
    record = await create_product(api, name="Blue mug")
    await create_product(api, name="Red cup")
    matches = await api.get("products/search", query="name~'mug' AND active:'true'")
    assert [match["id"] for match in matches["data"]] == [record["id"]]
    price = await api.post("prices", product=record["id"], currency="eur", unit_amount=100)
    matches = await api.get("prices/search", query=f"product:'{record['id']}'")
    assert matches["data"] == [price]


NINE_IMAGES = {
    f"images[{position}]": f"https://shop.example/{position}.png" for position in range(9)
}


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        (NINE_IMAGES, None, "images"),
        (
            {f"marketing_features[{position}][name]": "soft" for position in range(16)},
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
async def test_invalid_products_are_rejected(
    api: Any, params: dict[str, Any], code: str | None, param: str
) -> None:
    await create_product(api, id="taken")
    error = await api.get_error("POST", "products", {"name": "A mug", **params})
    assert (error["status"], error.get("code"), error["param"]) == (400, code, param)


async def test_products_are_listed_newest_first(api: Any) -> None:
    record = [await create_product(api) for _ in range(3)]
    ids = {"ids[0]": record[0]["id"], "ids[1]": record[2]["id"]}
    assert (await api.get("products", **ids))["data"] == [record[2], record[0]]
    page_of_products = await api.get("products", limit=1, **ids)
    assert (page_of_products["data"], page_of_products["has_more"]) == ([record[2]], True)
    error = await api.get_error("GET", "products", {**ids, "starting_after": record[2]["id"]})
    assert error["param"] == "ids"
