"""SetupIntents: create, confirm, update, cancel and list."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.payments import state_machine
from stub_server.stripe_sim.payments.state_machine import IllegalTransitionError
from tests.stripe_sim.payments.setup_intent_calls import (
    BACK,
    confirm_setup_intent,
    create_setup_intent,
)


@pytest.fixture
async def customer(api: Any) -> str:
    made: str = (await api.post("customers", email="jenny@example.com"))["id"]
    return made


async def test_a_new_one_waits_for_a_method(api: Any, customer: str) -> None:
    made = await create_setup_intent(
        api, customer=customer, description="a card", **{"metadata[a]": "1"}
    )
    assert (made["status"], made["usage"]) == ("requires_payment_method", "off_session")
    assert made["id"].startswith("seti_1")
    assert len(made["id"]) == 29
    head, tail = made["client_secret"].split("_secret_")
    assert (head, len(tail)) == (made["id"], 31)
    assert made["automatic_payment_methods"] == {"allow_redirects": "always", "enabled": True}
    assert "sepa_debit" in made["payment_method_types"]
    assert "p24" not in made["payment_method_types"]
    assert made["payment_method_options"]["card"] == {
        "mandate_options": None,
        "network": None,
        "request_three_d_secure": "automatic",
    }
    assert (await api.events())[-1] == "setup_intent.created"
    assert await api.get(f"setup_intents/{made['id']}") == made


async def test_made_and_confirmed_at_once(api: Any, customer: str) -> None:
    params = {"confirm": "true", "payment_method": "pm_card_visa", "customer": customer, **BACK}
    assert (await create_setup_intent(api, **params))["status"] == "succeeded"
    params["payment_method"] = "pm_card_chargeDeclined"
    error = await api.get_error("POST", "setup_intents", params)
    assert error["setup_intent"]["status"] == "requires_payment_method"
    assert (await api.events())[-2:] == ["setup_intent.created", "setup_intent.setup_failed"]


async def test_it_is_given_up(api: Any) -> None:
    intent = await create_setup_intent(api)
    path = f"setup_intents/{intent['id']}/cancel"
    gone = await api.post(path, cancellation_reason="requested_by_customer")
    assert (gone["status"], gone["cancellation_reason"]) == ("canceled", "requested_by_customer")
    assert (await api.events())[-1] == "setup_intent.canceled"
    for verb in ("cancel", "confirm"):
        error = await api.get_error("POST", f"setup_intents/{intent['id']}/{verb}")
        assert (error["status"], error["code"]) == (400, "setup_intent_unexpected_state")
        assert error["setup_intent"]["id"] == intent["id"]


async def test_what_is_set_up_stays_so(api: Any) -> None:
    done = await confirm_setup_intent(api, await create_setup_intent(api), "pm_card_visa")
    error = await api.get_error("POST", f"setup_intents/{done['id']}/confirm", BACK)
    assert error["message"] == (
        "You cannot confirm this SetupIntent because it has already succeeded."
    )
    error = await api.get_error("POST", f"setup_intents/{done['id']}/cancel")
    assert error["message"] == (
        "You cannot cancel this SetupIntent because it has a status of succeeded. Only a "
        "SetupIntent with one of the following statuses may be canceled: "
        "`requires_payment_method`, `requires_confirmation`, or `requires_action`."
    )
    error = await api.get_error(
        "POST", f"setup_intents/{done['id']}", {"payment_method": "pm_card_visa"}
    )
    assert error["code"] == "setup_intent_unexpected_state"
    changed = await api.post(f"setup_intents/{done['id']}", {"metadata[a]": "b"})
    assert changed["metadata"] == {"a": "b"}


async def test_it_changes_until_it_is_confirmed(api: Any, customer: str) -> None:
    intent = await create_setup_intent(api)
    path = f"setup_intents/{intent['id']}"
    given = await api.post(path, payment_method="pm_card_visa", customer=customer)
    assert (given["status"], given["customer"]) == ("requires_confirmation", customer)
    taken = await api.post(path, payment_method="")
    assert (taken["status"], taken["payment_method"]) == ("requires_payment_method", None)


async def test_lists(api: Any, customer: str) -> None:
    first = await create_setup_intent(api, customer=customer)
    second = await create_setup_intent(api)
    listed = await api.get("setup_intents")
    assert [each["id"] for each in listed["data"]] == [second["id"], first["id"]]
    own = await api.get("setup_intents", customer=customer)
    assert [each["id"] for each in own["data"]] == [first["id"]]
    error = await api.get_error("GET", "setup_attempts")
    assert (error["code"], error["param"]) == ("parameter_missing", "setup_intent")
    error = await api.get_error("GET", "setup_intents/seti_nobody")
    assert (error["status"], error["message"]) == (404, "No such setupintent: 'seti_nobody'")


def test_its_life_cycle_moves_no_money() -> None:
    for status, happened in state_machine.SETUP_TRANSITIONS:
        assert happened not in ("paid", "authorized", "captured", "debit_started")
        assert status in state_machine.OPEN
    for ended in ("succeeded", "canceled"):
        with pytest.raises(IllegalTransitionError):
            state_machine.next_status(ended, "canceled", state_machine.SETUP_TRANSITIONS)
