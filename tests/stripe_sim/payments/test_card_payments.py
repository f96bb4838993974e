"""Payments by card: creation, confirmation, capture, cancellation and validation."""

from __future__ import annotations

from typing import Any

import pytest


async def test_a_payment_is_made_and_paid(api: Any) -> None:
    intent = await api.intent(**{"metadata[orderId]": "order-1"})
    assert intent["status"] == "requires_payment_method"
    assert intent["client_secret"].startswith(f"{intent['id']}_secret_")
    assert intent["automatic_payment_methods"] == {"allow_redirects": "always", "enabled": True}
    assert intent["metadata"] == {"orderId": "order-1"}

    paid = await api.confirm(intent, "pm_card_visa", **{"expand[]": "latest_charge"})

    assert (paid["status"], paid["amount_received"]) == ("succeeded", 2000)
    charge = paid["latest_charge"]
    assert (charge["paid"], charge["captured"], charge["status"]) == (True, True, "succeeded")
    assert charge["payment_method_details"]["card"]["last4"] == "4242"
    assert charge["metadata"] == {"orderId": "order-1"}
    entry = await api.get(f"balance_transactions/{charge['balance_transaction']}")
    assert (entry["amount"], entry["fee"], entry["net"]) == (2000, 55, 1945)
    assert await api.events() == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"currency": "eur"}, "parameter_missing", "amount"),
        ({"amount": 2000}, "parameter_missing", "currency"),
        ({"amount": 49, "currency": "eur"}, "amount_too_small", "amount"),
        ({"amount": 0, "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": -5, "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": 100_000_000, "currency": "eur"}, "amount_too_large", "amount"),
        ({"amount": 50, "currency": "usd"}, "amount_too_small", "amount"),
        ({"amount": 2000, "currency": "xxx"}, None, "currency"),
        ({"amount": 2000, "currency": "eur", "colour": "red"}, "parameter_unknown", "colour"),
        (
            {"amount": 2000, "currency": "eur", "payment_method": "pm_nobody"},
            "resource_missing",
            "payment_method",
        ),
        (
            {"amount": 2000, "currency": "eur", "customer": "cus_nobody"},
            "resource_missing",
            "customer",
        ),
        (
            {"amount": 2000, "currency": "eur", "payment_method_types[]": "card"},
            "payment_method_types_no_longer_supported",
            "payment_method_types",
        ),
    ],
)
async def test_a_payment_that_makes_no_sense_is_refused(
    api: Any, params: dict[str, Any], code: str | None, param: str
) -> None:
    error = await api.get_error("POST", "payment_intents", params)
    assert (error["status"], error["type"]) == (400, "invalid_request_error")
    assert (error.get("code"), error["param"]) == (code, param)
    assert (await api.get("payment_intents"))["data"] == []


async def test_fifty_cents_is_enough(api: Any) -> None:
    assert (await api.intent(amount=50))["amount"] == 50
    message = (await api.get_error("POST", "payment_intents", {"amount": 49, "currency": "eur"}))[
        "message"
    ]
    assert message == "Amount must be at least €0.50 eur"


async def test_without_a_version_the_older_way_still_works(api: Any) -> None:
    api.version = None
    given = {"amount": 2000, "currency": "usd", "payment_method_types[]": "card"}
    intent = await api.post(
        "payment_intents", {**given, "confirm": "true", "payment_method": "pm_card_visa"}
    )
    assert (intent["status"], intent["payment_method_types"]) == ("succeeded", ["card"])


async def test_where_a_redirect_may_come_a_way_back_is_needed(api: Any) -> None:
    intent = await api.intent()
    params = {"payment_method": "pm_card_visa"}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    assert "you must provide a `return_url`" in error["message"]
    never = await api.intent(**{"automatic_payment_methods[allow_redirects]": "never"})
    assert (await api.post(f"payment_intents/{never['id']}/confirm", params))["status"] == (
        "succeeded"
    )


async def test_a_paid_payment_cannot_be_paid_or_canceled_again(api: Any) -> None:
    paid = await api.pay_by_card()
    for verb in ("confirm", "cancel", "capture"):
        error = await api.get_error("POST", f"payment_intents/{paid['id']}/{verb}")
        assert (error["status"], error["code"]) == (400, "payment_intent_unexpected_state")
        assert error["payment_intent"]["id"] == paid["id"]


async def test_without_a_method_there_is_nothing_to_confirm(api: Any) -> None:
    intent = await api.intent()
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm")
    assert error["code"] == "payment_intent_unexpected_state"
    assert "missing a payment method" in error["message"]


async def test_money_is_held_and_taken_later(api: Any) -> None:
    held = await api.pay_by_card(capture_method="manual")
    assert (held["status"], held["amount_capturable"]) == ("requires_capture", 2000)
    assert (held["amount_received"], (await api.events())[-1]) == (
        0,
        "payment_intent.amount_capturable_updated",
    )
    path = f"payment_intents/{held['id']}/capture"
    error = await api.get_error("POST", path, {"amount_to_capture": 2001})
    assert (error["code"], error["param"]) == ("amount_too_large", "amount_to_capture")
    taken = await api.post(path, amount_to_capture=1500, **{"expand[]": "latest_charge"})
    assert (taken["status"], taken["amount_received"]) == ("succeeded", 1500)
    assert taken["amount_capturable"] == 0
    assert taken["latest_charge"]["amount_captured"] == 1500
    assert (await api.events())[-2:] == ["charge.captured", "payment_intent.succeeded"]


@pytest.mark.parametrize("capture_method", ["automatic", "manual"])
async def test_a_payment_is_given_up(api: Any, capture_method: str) -> None:
    intent = await api.intent(capture_method=capture_method)
    if capture_method == "manual":
        await api.confirm(intent, "pm_card_visa")
    gone = await api.post(f"payment_intents/{intent['id']}/cancel", cancellation_reason="abandoned")
    assert (gone["status"], gone["cancellation_reason"]) == ("canceled", "abandoned")
    assert gone["canceled_at"] == int(api.clock.now().timestamp())
    assert (await api.events())[-1] == "payment_intent.canceled"


async def test_what_was_agreed_may_change_until_it_is_paid(api: Any) -> None:
    intent = await api.intent(description="a cart", **{"metadata[a]": "1", "metadata[b]": "2"})
    path = f"payment_intents/{intent['id']}"
    changed = await api.post(
        path, {"amount": 2500, "description": "", "metadata[b]": "", "metadata[c]": "3"}
    )
    assert (changed["amount"], changed["description"]) == (2500, None)
    assert changed["metadata"] == {"a": "1", "c": "3"}
    await api.confirm(intent, "pm_card_visa")
    error = await api.get_error("POST", path, {"amount": 2600})
    assert error["code"] == "payment_intent_unexpected_state"
    assert (await api.post(path, {"metadata[d]": "4"}))["metadata"]["d"] == "4"


async def test_a_method_that_nobody_keeps_pays_once(api: Any) -> None:
    paid = await api.pay_by_card()
    again = {"payment_method": paid["payment_method"], "return_url": "https://shop.example"}
    intent = await api.intent()
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", again)
    assert "may not be used again" in error["message"]


async def test_a_customers_card_pays_again(api: Any) -> None:
    customer = (await api.post("customers", email="jenny@example.com"))["id"]
    first = await api.pay_by_card(customer=customer, setup_future_usage="off_session")
    kept = await api.get(f"customers/{customer}/payment_methods")
    assert [method["id"] for method in kept["data"]] == [first["payment_method"]]
    again = await api.confirm(await api.intent(customer=customer), first["payment_method"])
    assert again["status"] == "succeeded"


async def test_json_is_refused_with_a_hint(api: Any) -> None:
    answer = await api.ask("POST", "/v1/payment_intents", Content_Type="application/json")
    assert answer.status_code == 400  # nothing sent: the amount is missing
    import httpx

    transport = httpx.ASGITransport(api.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://stripe.localhost") as http:
        headers = {"Authorization": f"Bearer {api.key}"}
        answer = await http.post("/v1/payment_intents", json={"amount": 1}, headers=headers)
    assert "application/x-www-form-urlencoded" in answer.json()["error"]["message"]


async def test_an_intent_of_long_ago_offers_cards_alone(api: Any) -> None:
    params = {"amount": "2000", "currency": "eur", "payment_method": "pm_card_visa"}
    api.version = "2022-11-15"
    paid = await api.post("payment_intents", params, confirm="true")
    assert paid["status"] == "succeeded"
    assert paid["automatic_payment_methods"] is None
    assert paid["payment_method_types"] == ["card"]
    api.version = "2023-08-16"
    error = await api.get_error("POST", "payment_intents", {**params, "confirm": "true"})
    assert "you must provide a `return_url`" in error["message"]


@pytest.mark.parametrize(
    ("version", "method"), [("2023-10-16", "automatic"), ("2024-04-10", "automatic_async")]
)
async def test_how_money_is_captured_by_default_depends_on_the_version(
    api: Any, version: str, method: str
) -> None:
    api.version = version
    assert (await api.intent())["capture_method"] == method
