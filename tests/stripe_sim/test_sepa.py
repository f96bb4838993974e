"""SEPA debits take their time, then succeed or fail."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import outcomes

BILLING = {
    "payment_method_data[billing_details][name]": "Jenny Rosen",
    "payment_method_data[billing_details][email]": "jenny@example.com",
}


async def debited(till: Any, iban: str) -> Any:
    intent = await till.intent()
    data = {
        "payment_method_data[type]": "sepa_debit",
        "payment_method_data[sepa_debit][iban]": iban,
        **BILLING,
    }
    path = f"payment_intents/{intent['id']}/confirm"
    answer = await till.post(path, data, return_url="https://shop.example")
    assert answer["status"] == "processing"
    return answer


@pytest.mark.parametrize(("iban", "ending"), list(outcomes.ibans().items()))
async def test_every_account_ends_as_documented(till: Any, iban: str, ending: str) -> None:
    waiting = await debited(till, iban)
    await till.later(14)
    assert (await till.get(f"payment_intents/{waiting['id']}"))["status"] == "processing"
    await till.later(outcomes.DELAYED if ending.endswith("_delayed") else 1)
    after = await till.get(f"payment_intents/{waiting['id']}")
    charge = await till.get(f"charges/{waiting['latest_charge']}")
    if ending in outcomes.DEBIT_FAILURES:
        code = outcomes.DEBIT_FAILURES[ending][0]
        assert (after["status"], charge["status"]) == ("requires_payment_method", "failed")
        assert after["last_payment_error"]["code"] == charge["failure_code"] == code
        assert (await till.events())[-2:] == ["charge.failed", "payment_intent.payment_failed"]
    else:
        assert (after["status"], charge["status"]) == ("succeeded", "succeeded")
        assert (await till.events())[-4:] == [
            "charge.pending",
            "payment_intent.processing",
            "charge.succeeded",
            "payment_intent.succeeded",
        ]


@pytest.mark.parametrize(
    ("outcome", "status"), [("succeed", "succeeded"), ("fail", "requires_payment_method")]
)
async def test_the_bank_answers_at_once_when_told_to(till: Any, outcome: str, status: str) -> None:
    waiting = await debited(till, "DE89370400440532013000")
    answer = await till.control(f"payment_intents/{waiting['id']}/settle", {"outcome": outcome})
    assert answer.json()["status"] == status
    events = await till.events()
    await till.later(20)
    assert await till.events() == events  # and does not answer again


async def test_an_account_number_that_is_none_is_refused(till: Any) -> None:
    params = {"type": "sepa_debit", "sepa_debit[iban]": "DE00123"}
    error = await till.refused("POST", "payment_methods", params)
    assert (error["status"], error["param"]) == (400, "sepa_debit[iban]")


async def test_a_debit_under_way_cannot_be_canceled(till: Any) -> None:
    waiting = await debited(till, "DE89370400440532013000")
    error = await till.refused("POST", f"payment_intents/{waiting['id']}/cancel")
    assert error["code"] == "payment_intent_unexpected_state"
