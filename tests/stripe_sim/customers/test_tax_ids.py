"""Tax ids of customers."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
async def customer(api: Any) -> str:
    record: str = (await api.post("customers", name="Rosen GmbH"))["id"]
    return record


async def test_create_and_delete_a_tax_id(api: Any, customer: str) -> None:
    path = f"customers/{customer}/tax_ids"
    record = await api.post(path, type="eu_vat", value="DE123456789")
    assert (record["country"], record["customer"]) == ("DE", customer)
    assert record["verification"]["status"] == "pending"
    assert await api.get(f"{path}/{record['id']}") == record
    assert (await api.get(path))["data"] == [record]
    response = await api.ask("DELETE", f"/v1/{path}/{record['id']}")
    assert response.json() == {"id": record["id"], "object": "tax_id", "deleted": True}
    assert (await api.get(path))["data"] == []
    event_types = ["customer.tax_id.created", "customer.tax_id.deleted"]
    assert [name for name in await api.events() if "tax_id" in name] == event_types


async def test_a_customer_is_created_with_a_tax_id(api: Any) -> None:
    params = {
        "tax_id_data[0][type]": "ch_vat",
        "tax_id_data[0][value]": "CHE-123.456.789 MWST",
        "expand[]": "tax_ids",
    }
    record = await api.post("customers", params)
    assert [tax_id["country"] for tax_id in record["tax_ids"]["data"]] == ["CH"]


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"type": "eu_vat", "value": "nope"}, "tax_id_invalid", "value"),
        ({"type": "eu_vat", "value": "US123456789"}, "tax_id_invalid", "value"),
        ({"type": "mars_vat", "value": "1"}, None, "type"),
        ({"type": "eu_vat"}, "parameter_missing", "value"),
    ],
)
async def test_invalid_tax_ids_are_rejected(
    api: Any, customer: str, params: dict[str, str], code: str | None, param: str
) -> None:
    error = await api.get_error("POST", f"customers/{customer}/tax_ids", params)
    assert (error["status"], error.get("code"), error["param"]) == (400, code, param)
