"""SEPA debits take their time, then succeed or fail."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.testdata import outcomes

BILLING = {
    "payment_method_data[billing_details][name]": "Jenny Rosen",
    "payment_method_data[billing_details][email]": "jenny@example.com",
    "mandate_data[customer_acceptance][type]": "offline",
}


async def start_debit(api: Any, iban: str) -> Any:
    intent = await api.intent()
    data = {
        "payment_method_data[type]": "sepa_debit",
        "payment_method_data[sepa_debit][iban]": iban,
        **BILLING,
    }
    path = f"payment_intents/{intent['id']}/confirm"
    answer = await api.post(path, data, return_url="https://shop.example")
    assert answer["status"] == "processing"
    return answer


@pytest.mark.parametrize(("iban", "ending"), list(outcomes.ibans().items()))
async def test_every_account_ends_as_documented(api: Any, iban: str, ending: str) -> None:
    waiting = await start_debit(api, iban)
    await api.advance(14)
    assert (await api.get(f"payment_intents/{waiting['id']}"))["status"] == "processing"
    await api.advance(outcomes.DELAYED_SECONDS if ending.endswith("_delayed") else 1)
    after = await api.get(f"payment_intents/{waiting['id']}")
    charge = await api.get(f"charges/{waiting['latest_charge']}")
    if ending in outcomes.DEBIT_FAILURES:
        code = outcomes.DEBIT_FAILURES[ending][0]
        assert (after["status"], charge["status"]) == ("requires_payment_method", "failed")
        assert after["last_payment_error"]["code"] == charge["failure_code"] == code
        assert (await api.events())[-2:] == ["charge.failed", "payment_intent.payment_failed"]
    else:
        assert (after["status"], charge["status"]) == ("succeeded", "succeeded")
        told = [name for name in await api.events() if "dispute" not in name]
        assert told[-4:] == [
            "charge.pending",
            "payment_intent.processing",
            "charge.succeeded",
            "payment_intent.succeeded",
        ]


@pytest.mark.parametrize(
    ("iban", "bank", "branch"),
    [
        ("DE89370400440532013000", "37040044", ""),
        ("AT611904300234573201", "19043", ""),
        ("FR1420041010050500013M02606", "20041", "01005"),
        ("NL39RABO0300065264", "RABO", ""),
        ("IE29AIBK93115212345678", "AIBK", "931152"),
        ("ES0700120345030000067890", "0012", "0345"),
        ("IT40S0542811101000000123456", "05428", "11101"),
    ],
)
async def test_an_account_names_its_bank(api: Any, iban: str, bank: str, branch: str) -> None:
    owner = {"billing_details[name]": "Jenny", "billing_details[email]": "jenny@example.com"}
    params = {"type": "sepa_debit", "sepa_debit[iban]": iban, **owner}
    account = (await api.post("payment_methods", params))["sepa_debit"]
    assert (account["bank_code"], account["branch_code"]) == (bank, branch)
    assert (account["country"], account["last4"]) == (iban[:2], iban[-4:])


async def test_consent_given_online_says_from_where(api: Any) -> None:
    intent = await api.intent()
    consent = {"mandate_data[customer_acceptance][type]": "online"}
    params = {"payment_method": "pm_success_de", "return_url": "https://shop.example", **consent}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    assert error["param"] == "mandate_data[customer_acceptance][online]"


@pytest.mark.parametrize(
    ("outcome", "status"), [("succeed", "succeeded"), ("fail", "requires_payment_method")]
)
async def test_the_bank_answers_at_once_when_told_to(api: Any, outcome: str, status: str) -> None:
    waiting = await start_debit(api, "DE89370400440532013000")
    answer = await api.control(f"payment_intents/{waiting['id']}/settle", {"outcome": outcome})
    assert answer.json()["status"] == status
    events = await api.events()
    await api.advance(20)
    assert await api.events() == events  # and does not answer again


@pytest.mark.parametrize(
    ("iban", "status"),
    [
        ("DE89370400440532013000", "succeeded"),
        ("DE62370400440532013001", "requires_payment_method"),
    ],
)
async def test_the_bank_answers_at_once_as_the_account_says(
    api: Any, iban: str, status: str
) -> None:
    waiting = await start_debit(api, iban)
    answer = await api.control(f"payment_intents/{waiting['id']}/settle", {})
    assert answer.json()["status"] == status


async def test_an_account_number_that_is_none_is_refused(api: Any) -> None:
    params = {"type": "sepa_debit", "sepa_debit[iban]": "DE00123"}
    error = await api.get_error("POST", "payment_methods", params)
    assert (error["status"], error["param"]) == (400, "sepa_debit[iban]")


async def test_a_debit_under_way_cannot_be_canceled(api: Any) -> None:
    waiting = await start_debit(api, "DE89370400440532013000")
    error = await api.get_error("POST", f"payment_intents/{waiting['id']}/cancel")
    assert error["code"] == "payment_intent_unexpected_state"


async def test_a_debit_needs_the_buyers_consent(api: Any) -> None:
    intent = await api.intent()
    params = {"payment_method": "pm_success_de", "return_url": "https://shop.example"}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    assert (error["status"], error["type"]) == (400, "invalid_request_error")
    assert error["message"] == (
        "This PaymentIntent requires a mandate, but no existing mandate was found. Collect mandate "
        "acceptance from the customer and try again, providing acceptance data in the mandate_data "
        "parameter."
    )
    assert error["payment_intent"]["status"] == "requires_payment_method"


@pytest.mark.parametrize("missing", ["name", "email"])
async def test_a_bank_account_has_an_owner(api: Any, missing: str) -> None:
    params = {
        "type": "sepa_debit",
        "sepa_debit[iban]": "DE89370400440532013000",
        "billing_details[name]": "Jenny Rosen",
        "billing_details[email]": "jenny@example.com",
    }
    del params[f"billing_details[{missing}]"]
    error = await api.get_error("POST", "payment_methods", params)
    assert (error["code"], error["param"]) == ("parameter_missing", f"billing_details[{missing}]")
    assert error["message"] == f"Missing required param: billing_details[{missing}]."


async def test_one_payment_has_a_mandate_of_its_own(api: Any) -> None:
    online = {
        "mandate_data[customer_acceptance][type]": "online",
        "mandate_data[customer_acceptance][online][ip_address]": "203.0.113.7",
        "mandate_data[customer_acceptance][online][user_agent]": "Firefox",
    }
    waiting = await api.confirm(await api.intent(), "pm_success_de", **online)
    charge = await api.get(f"charges/{waiting['latest_charge']}")
    mandate = await api.get(f"mandates/{charge['payment_method_details']['sepa_debit']['mandate']}")
    assert (mandate["type"], mandate["status"]) == ("single_use", "active")
    assert mandate["single_use"] == {"amount": 2000, "currency": "eur"}
    assert mandate["customer_acceptance"]["online"] == {
        "ip_address": "203.0.113.7",
        "user_agent": "Firefox",
    }
    assert mandate["payment_method"] == waiting["payment_method"]


async def test_a_kept_account_pays_again_by_its_mandate(api: Any) -> None:
    customer = (await api.post("customers"))["id"]
    first = await api.intent(customer=customer, setup_future_usage="off_session")
    waiting = await api.confirm(first, "pm_success_de")
    charge = await api.get(f"charges/{waiting['latest_charge']}")
    mandate = charge["payment_method_details"]["sepa_debit"]["mandate"]
    assert (await api.get(f"mandates/{mandate}"))["type"] == "multi_use"
    again = await api.post(
        f"payment_intents/{(await api.intent(customer=customer))['id']}/confirm",
        payment_method=waiting["payment_method"],
        off_session="true",
        return_url="https://shop.example",
    )
    charge = await api.get(f"charges/{again['latest_charge']}")
    assert charge["payment_method_details"]["sepa_debit"]["mandate"] == mandate


async def test_a_mandate_of_nobody_is_refused(api: Any) -> None:
    error = await api.get_error("GET", "mandates/mandate_nobody")
    assert (error["status"], error["code"]) == (404, "resource_missing")
    params = {"mandate": "mandate_nobody", "payment_method": "pm_success_de"}
    intent = await api.intent()
    error = await api.get_error(
        "POST", f"payment_intents/{intent['id']}/confirm", {**params, "return_url": "https://s.ex"}
    )
    assert (error["code"], error["param"]) == ("resource_missing", "mandate")


PREFIX = "payment_method_options[sepa_debit][mandate_options][reference_prefix]"


async def test_a_mandate_is_told_how_its_reference_begins(api: Any) -> None:
    intent = await api.intent(**{PREFIX: "EX4MPL3-"})
    options = intent["payment_method_options"]["sepa_debit"]
    assert options["mandate_options"] == {"reference_prefix": "EX4MPL3-"}
    waiting = await api.confirm(intent, "pm_success_de")
    charge = await api.get(f"charges/{waiting['latest_charge']}")
    mandate = await api.get(f"mandates/{charge['payment_method_details']['sepa_debit']['mandate']}")
    reference = mandate["payment_method_details"]["sepa_debit"]["reference"]
    assert (reference[:8], len(reference)) == ("EX4MPL3-", 24)


@pytest.mark.parametrize("prefix", ["STRIPE-", "lower", "-A", "ABCDEFGHIJKLM", "A*B"])
@pytest.mark.parametrize("path", ["payment_intents", "setup_intents"])
async def test_a_reference_cannot_begin_anyhow(api: Any, path: str, prefix: str) -> None:
    money = {"amount": "2000", "currency": "eur"} if path == "payment_intents" else {}
    error = await api.get_error("POST", path, {**money, PREFIX: prefix})
    assert error["code"] == "invalid_sepa_mandate_reference_prefix_format"
