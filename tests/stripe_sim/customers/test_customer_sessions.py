"""CustomerSessions: access of a browser to the PaymentMethods of a customer."""

from __future__ import annotations

from typing import Any

import pytest

COMPONENTS = {
    "components[payment_element][enabled]": "true",
    "components[payment_element][features][payment_method_redisplay]": "enabled",
    "components[payment_element][features][payment_method_save]": "enabled",
    "components[payment_element][features][payment_method_save_usage]": "off_session",
}


async def test_a_session_has_features_and_expires(api: Any) -> None:
    customer = (await api.post("customers"))["id"]
    session = await api.post("customer_sessions", {**COMPONENTS, "customer": customer})
    assert (session["object"], session["customer"]) == ("customer_session", customer)
    assert session["client_secret"].startswith("cuss_secret_")
    assert session["expires_at"] == session["created"] + 1800
    element = session["components"]["payment_element"]
    assert element["features"] == {
        "payment_method_allow_redisplay_filters": ["always"],
        "payment_method_redisplay": "enabled",
        "payment_method_redisplay_limit": 3,
        "payment_method_remove": "disabled",
        "payment_method_save": "enabled",
        "payment_method_save_usage": "off_session",
    }
    assert session["components"]["pricing_table"] == {"enabled": False}
    assert session["components"]["customer_sheet"] == {"enabled": False, "features": None}
    expanded = await api.post(
        "customer_sessions", {**COMPONENTS, "customer": customer, "expand[]": "customer"}
    )
    assert expanded["customer"]["id"] == customer


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"customer": "own"}, "parameter_missing", "components"),
        (COMPONENTS, "parameter_missing", "customer"),
        ({**COMPONENTS, "customer": "cus_nobody"}, "resource_missing", "customer"),
        ({"components[buy_button][enabled]": "false", "customer": "own"}, None, "components"),
        ({"components[window][enabled]": "true"}, "parameter_unknown", "components[window]"),
    ],
)
async def test_invalid_parameters_are_rejected(
    api: Any, params: dict[str, str], code: str | None, param: str
) -> None:
    customer = (await api.post("customers"))["id"]
    actual = {name: customer if value == "own" else value for name, value in params.items()}
    error = await api.get_error("POST", "customer_sessions", actual)
    assert (error["status"], error.get("code"), error["param"]) == (400, code, param)
