"""Checkout Sessions that keep a card and take no money."""

from __future__ import annotations

from typing import Any

KEEPING = {"mode": "setup", "currency": "eur", "success_url": "https://shop.example/thanks"}


async def test_a_card_is_kept_without_a_payment(api: Any) -> None:
    customer = (await api.post("customers", email="ada@example.com"))["id"]
    params = {**KEEPING, "customer": customer}
    made = await api.post("checkout/sessions", params)
    assert (made["amount_total"], made["payment_status"]) == (None, "no_payment_required")
    assert made["customer_details"]["tax_exempt"] is None
    done = await api.complete_session(made)
    assert (done["status"], done["payment_intent"]) == ("complete", None)
    assert done["setup_intent"] == made["setup_intent"], "it is there from the start"
    assert done["customer_details"]["address"] is None, "it goes to the method alone"
    setup = await api.get(f"setup_intents/{done['setup_intent']}")
    assert (setup["status"], setup["customer"]) == ("succeeded", customer)
    assert len((await api.get(f"customers/{customer}/payment_methods"))["data"]) == 1
    assert (await api.events())[-1] == "checkout.session.completed"


async def test_who_keeps_a_card_is_made_a_customer_once(api: Any) -> None:
    made = await api.post("checkout/sessions", KEEPING)
    setup = await api.get(f"setup_intents/{made['setup_intent']}")
    assert (setup["status"], setup["customer"]) == ("requires_payment_method", None)
    refused = {"payment_method": "pm_card_chargeDeclined"}
    answer = await api.control(f"checkout/sessions/{made['id']}/complete", refused)
    assert answer.status_code == 402
    done = await api.complete_session(made)
    (customer,) = (await api.get("customers"))["data"]
    assert done["customer"] == customer["id"]
    assert (await api.get(f"setup_intents/{made['setup_intent']}"))["customer"] == customer["id"]


async def test_a_session_that_is_given_up_cancels_what_it_was_to_set_up(api: Any) -> None:
    made = await api.post("checkout/sessions", KEEPING)
    error = await api.get_error("POST", f"setup_intents/{made['setup_intent']}/cancel")
    assert error["message"].endswith("Expire the Checkout Session instead.")
    await api.post(f"checkout/sessions/{made['id']}/expire")
    assert (await api.get(f"setup_intents/{made['setup_intent']}"))["status"] == "canceled"
    assert await api.events() == [
        "setup_intent.created",
        "setup_intent.canceled",
        "checkout.session.expired",
    ]
