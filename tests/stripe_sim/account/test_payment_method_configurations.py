"""The account's payment method configuration."""

from __future__ import annotations

from typing import Any


async def test_an_account_has_one_configuration(api: Any) -> None:
    page_of_configurations = await api.get("payment_method_configurations")
    (configuration,) = page_of_configurations["data"]
    assert (configuration["is_default"], configuration["active"], configuration["name"]) == (
        True,
        True,
        "Default",
    )
    assert configuration["card"] == {
        "available": True,
        "display_preference": {"overridable": None, "preference": "on", "value": "on"},
    }
    assert await api.get(f"payment_method_configurations/{configuration['id']}") == configuration
    intent = await api.intent()
    assert intent["payment_method_configuration_details"] == {
        "id": configuration["id"],
        "parent": None,
    }
    error = await api.get_error("GET", "payment_method_configurations/pmc_nobody")
    assert (error["status"], error["code"]) == (404, "resource_missing")
    assert (await api.get("payment_method_configurations", active="false"))["data"] == []


async def test_intents_do_not_offer_disabled_types(api: Any) -> None:
    identifier = (await api.get("payment_method_configurations"))["data"][0]["id"]
    path = f"payment_method_configurations/{identifier}"
    assert "ideal" in (await api.intent())["payment_method_types"]
    changed = await api.post(path, {"ideal[display_preference][preference]": "off"})
    assert changed["ideal"]["available"] is False
    assert changed["ideal"]["display_preference"]["value"] == "off"
    assert "ideal" not in (await api.intent())["payment_method_types"]
    assert "ideal" not in (await api.post("setup_intents"))["payment_method_types"]
    await api.post(path, {"ideal[display_preference][preference]": "on"})
    assert "ideal" in (await api.intent())["payment_method_types"]


async def test_an_intent_names_its_configuration(api: Any) -> None:
    identifier = (await api.get("payment_method_configurations"))["data"][0]["id"]
    intent = await api.intent(payment_method_configuration=identifier)
    assert intent["payment_method_configuration_details"]["id"] == identifier
    params = {"amount": 2000, "currency": "eur", "payment_method_configuration": "pmc_nobody"}
    error = await api.get_error("POST", "payment_intents", params)
    assert (error["code"], error["param"]) == ("resource_missing", "payment_method_configuration")
