"""The account's payment method configuration: what is switched off is not offered."""

from __future__ import annotations

from typing import Any


async def test_there_is_one(api: Any) -> None:
    listed = await api.get("payment_method_configurations")
    (own,) = listed["data"]
    assert (own["is_default"], own["active"], own["name"]) == (True, True, "Default")
    assert own["card"] == {
        "available": True,
        "display_preference": {"overridable": None, "preference": "on", "value": "on"},
    }
    assert await api.get(f"payment_method_configurations/{own['id']}") == own
    intent = await api.intent()
    assert intent["payment_method_configuration_details"] == {"id": own["id"], "parent": None}
    error = await api.refused("GET", "payment_method_configurations/pmc_nobody")
    assert (error["status"], error["code"]) == (404, "resource_missing")
    assert (await api.get("payment_method_configurations", active="false"))["data"] == []


async def test_what_is_switched_off_is_not_offered(api: Any) -> None:
    own = (await api.get("payment_method_configurations"))["data"][0]["id"]
    path = f"payment_method_configurations/{own}"
    assert "ideal" in (await api.intent())["payment_method_types"]
    changed = await api.post(path, {"ideal[display_preference][preference]": "off"})
    assert changed["ideal"]["available"] is False
    assert changed["ideal"]["display_preference"]["value"] == "off"
    assert "ideal" not in (await api.intent())["payment_method_types"]
    assert "ideal" not in (await api.post("setup_intents"))["payment_method_types"]
    await api.post(path, {"ideal[display_preference][preference]": "on"})
    assert "ideal" in (await api.intent())["payment_method_types"]


async def test_an_intent_names_its_configuration(api: Any) -> None:
    own = (await api.get("payment_method_configurations"))["data"][0]["id"]
    made = await api.intent(payment_method_configuration=own)
    assert made["payment_method_configuration_details"]["id"] == own
    params = {"amount": 2000, "currency": "eur", "payment_method_configuration": "pmc_nobody"}
    error = await api.refused("POST", "payment_intents", params)
    assert (error["code"], error["param"]) == ("resource_missing", "payment_method_configuration")
