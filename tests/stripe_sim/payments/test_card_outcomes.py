"""Outcomes of payments by test card."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.testdata import outcomes

CARDS = outcomes.cards()
SOUND = [card for card in CARDS.values() if not card.decline and card.authentication == "never"]
REFUSED = [card for card in CARDS.values() if card.decline and card.authentication == "never"]


def card_data(number: str) -> dict[str, str]:
    """Return the data of a card as `payment_method_data`."""
    data = {"number": number, "exp_month": "12", "exp_year": "2034", "cvc": "123"}
    return {
        "payment_method_data[type]": "card",
        **{f"payment_method_data[card][{name}]": value for name, value in data.items()},
    }


@pytest.mark.parametrize("card", SOUND, ids=lambda card: card.number)
async def test_a_sound_card_pays(api: Any, card: outcomes.Card) -> None:
    intent = await api.intent()
    path = f"payment_intents/{intent['id']}/confirm"
    paid = await api.post(path, card_data(card.number), return_url="https://shop.example")
    assert paid["status"] == "succeeded"
    method = await api.get(f"payment_methods/{paid['payment_method']}")
    printed = method["card"]
    assert (printed["brand"], printed["funding"]) == (card.brand, card.funding)
    assert (printed["country"], printed["last4"]) == (card.country, card.number[-4:])


@pytest.mark.parametrize("card", REFUSED, ids=lambda card: card.number)
async def test_a_refused_card_says_why(api: Any, card: outcomes.Card) -> None:
    customer = await api.post("customers")  # one of them only declines customers' payments
    intent = await api.intent(customer=customer["id"])
    params = {**card_data(card.number), "return_url": "https://shop.example"}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    expected = outcomes.declines()[str(card.decline)]
    assert (error["status"], error["type"]) == (402, "card_error")
    assert (error["code"], error["decline_code"]) == (expected["code"], card.decline)
    assert error["message"] == expected["message"]
    assert error.get("advice_code") == expected["advice_code"]
    assert error.get("network_decline_code") == expected["network_decline_code"]
    assert error.get("param") == expected["param"]
    after = await api.get(f"payment_intents/{intent['id']}")
    assert error["payment_intent"] == after
    assert (after["status"], after["payment_method"]) == ("requires_payment_method", None)
    assert after["last_payment_error"]["decline_code"] == card.decline
    charge = await api.get(f"charges/{error['charge']}")
    assert (charge["status"], charge["paid"]) == ("failed", False)
    assert (await api.events())[-2:] == ["charge.failed", "payment_intent.payment_failed"]


@pytest.mark.parametrize("name", sorted(outcomes.cards_by_name()))
async def test_every_ready_method_and_token_is_its_card(api: Any, name: str) -> None:
    ready = await api.get(f"payment_methods/pm_card_{name}")
    assert ready["card"]["last4"] == outcomes.cards_by_name()[name].number[-4:]
    token = {"type": "card", "card[token]": f"tok_{name}"}
    assert (await api.post("payment_methods", token))["card"] == ready["card"]


async def test_after_a_decline_the_buyer_pays_with_another_card(api: Any) -> None:
    intent = await api.intent()
    params = {"payment_method": "pm_card_chargeDeclined", "return_url": "https://shop.example"}
    await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    paid = await api.confirm(intent, "pm_card_visa")
    assert (paid["status"], paid["last_payment_error"]) == ("succeeded", None)


@pytest.mark.parametrize(
    ("change", "status", "code", "param"),
    [
        ({"number": "4242424242424241"}, 402, "incorrect_number", "number"),
        ({"number": "4263982640269299"}, 402, "card_declined", None),
        ({"exp_month": "13"}, 402, "invalid_expiry_month", "exp_month"),
        ({"exp_year": "2020"}, 402, "invalid_expiry_year", "exp_year"),
        ({"cvc": "99"}, 402, "invalid_cvc", "cvc"),
        ({"number": ""}, 400, "parameter_invalid_empty", "card[number]"),
        ({"exp_year": "soon"}, 400, "parameter_invalid_integer", "card[exp_year]"),
    ],
)
async def test_what_is_mistyped_is_refused(
    api: Any, change: dict[str, str], status: int, code: str, param: str | None
) -> None:
    data = {"number": "4242424242424242", "exp_month": "12", "exp_year": "2034", "cvc": "123"}
    params = {f"card[{name}]": value for name, value in {**data, **change}.items()}
    error = await api.get_error("POST", "payment_methods", {"type": "card", **params})
    assert (error["status"], error["code"], error.get("param")) == (status, code, param)


async def test_a_real_card_is_refused_in_test_mode(api: Any) -> None:
    params = {"card[number]": "4263982640269299", "card[exp_month]": "1", "card[exp_year]": "2034"}
    error = await api.get_error("POST", "payment_methods", {"type": "card", **params})
    assert error["decline_code"] == "test_mode_live_card"
