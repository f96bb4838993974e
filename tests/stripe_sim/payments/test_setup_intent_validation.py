"""Parameters and callers that SetupIntents accept and reject."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY
from tests.stripe_sim.payments.setup_intent_calls import (
    BACK,
    CONSENT,
    confirm_setup_intent,
    create_setup_intent,
)


@pytest.fixture
async def customer(api: Any) -> str:
    made: str = (await api.post("customers", email="jenny@example.com"))["id"]
    return made


async def test_without_a_method_there_is_nothing_to_set_up(api: Any) -> None:
    intent = await create_setup_intent(api)
    error = await api.get_error("POST", f"setup_intents/{intent['id']}/confirm", BACK)
    assert error["code"] == "setup_intent_unexpected_state"
    assert "it's missing a payment method" in error["message"]


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        (
            {"payment_method_types[]": "card"},
            "payment_method_types_no_longer_supported",
            "payment_method_types",
        ),
        ({"customer": "cus_nobody"}, "resource_missing", "customer"),
        ({"payment_method": "pm_nobody"}, "resource_missing", "payment_method"),
        ({"usage": "never"}, None, "usage"),
        ({"amount": "1"}, "parameter_unknown", "amount"),
        (
            {"return_url": "https://shop.example"},
            "setup_intent_invalid_parameter",
            "return_url",
        ),
        ({"excluded_payment_method_types[]": "coins"}, None, "excluded_payment_method_types[0]"),
        ({"allowed_payment_method_types[]": "coins"}, None, "allowed_payment_method_types[0]"),
        ({"confirm": "true", "payment_method": "pm_card_visa"}, None, None),
        (
            {
                "allowed_payment_method_types[]": "card",
                "automatic_payment_methods[enabled]": "true",
            },
            "parameters_exclusive",
            "allowed_payment_method_types",
        ),
    ],
)
async def test_what_makes_no_sense_is_refused(
    api: Any, params: dict[str, str], code: str | None, param: str | None
) -> None:
    error = await api.get_error("POST", "setup_intents", params)
    assert (error["status"], error["type"]) == (400, "invalid_request_error")
    assert (error.get("code"), error.get("param")) == (code, param)
    assert (await api.get("setup_intents"))["data"] == []


async def test_without_a_version_types_may_be_named(api: Any) -> None:
    api.version = None
    made = await create_setup_intent(
        api, confirm="true", payment_method="pm_card_visa", **{"payment_method_types[]": "card"}
    )
    assert (made["status"], made["payment_method_types"]) == ("succeeded", ["card"])
    assert made["automatic_payment_methods"] is None


async def test_only_some_types_are_allowed(api: Any) -> None:
    made = await create_setup_intent(api, **{"allowed_payment_method_types[]": "card"})
    assert made["payment_method_types"] == ["card"]
    params = {"payment_method": "pm_success_de", **BACK, **CONSENT}
    error = await api.get_error("POST", f"setup_intents/{made['id']}/confirm", params)
    assert (error["status"], error["param"]) == (400, "payment_method")
    made = await create_setup_intent(api, **{"excluded_payment_method_types[]": "card"})
    assert "card" not in made["payment_method_types"]


async def test_the_browser_confirms_with_the_secret(api: Any, customer: str) -> None:
    intent = await create_setup_intent(api, customer=customer, **{"metadata[a]": "b"})
    api.key = PUBLISHABLE_KEY
    path = f"setup_intents/{intent['id']}"
    error = await api.get_error("GET", path)
    assert (error["code"], error["param"]) == ("parameter_missing", "client_secret")
    error = await api.get_error("GET", path, {"client_secret": "seti_1_secret_2"})
    assert error["message"] == (
        "The client_secret provided does not match the client_secret associated with the "
        "SetupIntent."
    )
    secret = {"client_secret": intent["client_secret"]}
    seen = await api.get(path, **secret)
    assert not {"customer", "metadata", "latest_attempt", "mandate"} & seen.keys()
    done = await api.post(f"{path}/confirm", {**secret, "payment_method": "pm_card_visa"})
    assert done["status"] == "succeeded"
    api.key = PUBLISHABLE_KEY.replace("pk", "sk")
    assert (await api.get(path))["customer"] == customer


async def test_other_peoples_methods_are_refused(api: Any, customer: str) -> None:
    kept = (
        await confirm_setup_intent(
            api, await create_setup_intent(api, customer=customer), "pm_card_visa"
        )
    )["payment_method"]
    error = await api.get_error("POST", "setup_intents", {"payment_method": kept})
    assert error["message"] == (
        f"The payment method supplied ({kept}) belongs to the Customer {customer}. Please include "
        "the Customer in the `customer` parameter on the SetupIntent."
    )
    other = (await api.post("customers"))["id"]
    error = await api.get_error(
        "POST", "setup_intents", {"payment_method": kept, "customer": other}
    )
    assert error["message"] == (
        f"The PaymentMethod {kept} does not belong to the Customer you supplied {other}. Please "
        "use this PaymentMethod with the Customer that it belongs to instead."
    )
