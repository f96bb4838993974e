"""Tax ids of customers."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
async def customer(api: Any) -> str:
    made: str = (await api.post("customers", name="Rosen GmbH"))["id"]
    return made


async def test_a_tax_id_is_kept_and_taken_away(api: Any, customer: str) -> None:
    path = f"customers/{customer}/tax_ids"
    made = await api.post(path, type="eu_vat", value="DE123456789")
    assert (made["country"], made["customer"]) == ("DE", customer)
    assert made["verification"]["status"] == "pending"
    assert await api.get(f"{path}/{made['id']}") == made
    assert (await api.get(path))["data"] == [made]
    gone = await api.ask("DELETE", f"/v1/{path}/{made['id']}")
    assert gone.json() == {"id": made["id"], "object": "tax_id", "deleted": True}
    assert (await api.get(path))["data"] == []
    told = ["customer.tax_id.created", "customer.tax_id.deleted"]
    assert [name for name in await api.events() if "tax_id" in name] == told


async def test_a_customer_comes_with_one(api: Any) -> None:
    params = {
        "tax_id_data[0][type]": "ch_vat",
        "tax_id_data[0][value]": "CHE-123.456.789 MWST",
        "expand[]": "tax_ids",
    }
    made = await api.post("customers", params)
    assert [each["country"] for each in made["tax_ids"]["data"]] == ["CH"]


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"type": "eu_vat", "value": "nope"}, "tax_id_invalid", "value"),
        ({"type": "eu_vat", "value": "US123456789"}, "tax_id_invalid", "value"),
        ({"type": "mars_vat", "value": "1"}, None, "type"),
        ({"type": "eu_vat"}, "parameter_missing", "value"),
    ],
)
async def test_what_is_no_tax_id(
    api: Any, customer: str, params: dict[str, str], code: str | None, param: str
) -> None:
    error = await api.refused("POST", f"customers/{customer}/tax_ids", params)
    assert (error["status"], error.get("code"), error["param"]) == (400, code, param)
