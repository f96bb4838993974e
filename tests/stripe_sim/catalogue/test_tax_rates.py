"""Tax rates."""

from __future__ import annotations

from typing import Any

import pytest

VAT = {"display_name": "VAT", "percentage": 19, "inclusive": "true"}


async def test_the_percentage_cannot_be_updated(api: Any) -> None:
    rate = await api.post("tax_rates", country="DE", jurisdiction="DE", tax_type="vat", **VAT)
    assert (rate["percentage"], rate["inclusive"], rate["active"]) == (19, True, True)
    assert (rate["rate_type"], rate["country"], rate["tax_type"]) == (
        "percentage",
        "DE",
        "vat",
    )
    path = f"tax_rates/{rate['id']}"
    error = await api.get_error("POST", path, {"percentage": 20})
    assert (error["code"], error["param"]) == ("parameter_unknown", "percentage")
    changed = await api.post(path, active="false")
    assert (await api.get("tax_rates", active="false"))["data"] == [changed]
    assert (await api.get("tax_rates", inclusive="false"))["data"] == []
    assert await api.events() == ["tax_rate.created", "tax_rate.updated"]
    error = await api.get_error("GET", "tax_rates/txr_nobody")
    assert (error["status"], error["message"]) == (404, "No such tax rate: 'txr_nobody'")


@pytest.mark.parametrize("name", VAT)
async def test_required_parameters(api: Any, name: str) -> None:
    remaining = {key: value for key, value in VAT.items() if key != name}
    error = await api.get_error("POST", "tax_rates", remaining)
    assert (error["code"], error["param"]) == ("parameter_missing", name)


@pytest.mark.parametrize("percentage", ["-1", "100.5", "much"])
async def test_invalid_percentages_are_rejected(api: Any, percentage: str) -> None:
    error = await api.get_error("POST", "tax_rates", {**VAT, "percentage": percentage})
    assert error["param"] == "percentage"
