"""Amount details of a payment: stored as given, rejected if they do not add up."""

from __future__ import annotations

from typing import Any

import pytest

Json = dict[str, Any]
CREATE = {"amount": "2000", "currency": "eur"}
TEA = {
    "amount_details[line_items][0][product_name]": "Tea",
    "amount_details[line_items][0][quantity]": "3",
    "amount_details[line_items][0][unit_cost]": "500",
    "amount_details[line_items][0][payment_method_options][card][commodity_code]": "50",
}
SHIPPING = {"amount_details[shipping][amount]": "500"}


async def test_details_are_kept_and_items_are_listed(api: Any) -> None:
    more = {"amount_details[line_items][1][product_name]": "Cup"}
    more["amount_details[line_items][1][quantity]"] = "1"
    more["amount_details[line_items][1][unit_cost]"] = "0"
    intent = await api.post("payment_intents", {**CREATE, **TEA, **SHIPPING, **more})
    place = {"from_postal_code": None, "to_postal_code": None}
    assert intent["amount_details"] == {"tip": {}, "shipping": {"amount": 500, **place}}
    path = f"payment_intents/{intent['id']}/amount_details_line_items"
    listed = await api.get(path)
    assert (listed["url"], listed["has_more"]) == (f"/v1/{path}", False)
    assert [item["product_name"] for item in listed["data"]] == ["Tea", "Cup"]
    assert listed["data"][0]["payment_method_options"] == {"card": {"commodity_code": "50"}}
    first = await api.get(path, limit=1)
    assert first["has_more"] is True
    rest = await api.get(path, starting_after=first["data"][0]["id"])
    assert rest["data"] == listed["data"][1:]


async def test_details_that_do_not_add_up_are_refused(api: Any) -> None:
    error = await api.get_error("POST", "payment_intents", {**CREATE, **TEA})
    assert error["code"] == "amount_details_amount_mismatch"
    lenient = {"amount_details[enforce_arithmetic_validation]": "false"}
    intent = await api.post("payment_intents", {**CREATE, **TEA, **lenient})
    assert intent["amount_details"]["error"]["code"] == "amount_details_amount_mismatch"
    changed = await api.post(f"payment_intents/{intent['id']}", SHIPPING)
    assert "error" not in changed["amount_details"]


@pytest.mark.parametrize(
    "details",
    [
        {"amount_details[tax][total_tax_amount]": "2001"},
        {"amount_details[discount_amount]": "2001"},
    ],
)
async def test_no_part_is_more_than_the_whole(api: Any, details: Json) -> None:
    error = await api.get_error("POST", "payment_intents", {**CREATE, **details})
    assert error["code"] == "amount_details_tax_shipping_discount_greater_than_amount"


async def test_details_can_be_taken_away(api: Any) -> None:
    intent = await api.post("payment_intents", {**CREATE, **TEA, **SHIPPING})
    path = f"payment_intents/{intent['id']}"
    without = await api.post(
        path, {"amount_details[shipping]": "", "amount_details[line_items]": ""}
    )
    assert without["amount_details"] == {"tip": {}}
    empty = await api.post(path, amount_details="")
    assert empty["amount_details"] == {"tip": {}}
    assert (await api.get(f"{path}/amount_details_line_items"))["data"] == []
