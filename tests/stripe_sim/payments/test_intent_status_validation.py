"""Stripe's errors for calls that the status of an intent does not allow."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.payments import state_machine

Json = dict[str, Any]

NEVER = {
    "automatic_payment_methods[enabled]": "true",
    "automatic_payment_methods[allow_redirects]": "never",
}
OFFLINE = {"mandate_data[customer_acceptance][type]": "offline"}
PAYMENTS: dict[str, Json] = {
    "requires_payment_method": {},
    "requires_confirmation": {"payment_method": "pm_card_visa"},
    "requires_action": {"payment_method": "pm_card_authenticationRequired", "confirm": "true"},
    "requires_capture": {
        "payment_method": "pm_card_visa",
        "confirm": "true",
        "capture_method": "manual",
    },
    "processing": {"payment_method": "pm_success_de", "confirm": "true", **OFFLINE},
    "succeeded": {"payment_method": "pm_card_visa", "confirm": "true"},
}
"""How a PaymentIntent gets into each state, but for `canceled`."""
SETUPS: dict[str, Json] = {name: PAYMENTS[name] for name in (*state_machine.OPEN, "succeeded")}
OPEN = "requires_payment_method, requires_confirmation, requires_action"
ALL = "requires_payment_method, requires_capture, requires_confirmation, requires_action"
TICKED = "`requires_payment_method`, `requires_confirmation`, or `requires_action`"


async def payment(api: Any, status: str) -> Json:
    made = {"amount": 2000, "currency": "eur", **NEVER}
    return await create_with_status(api, "payment_intents", made, PAYMENTS, status)


async def setup(api: Any, status: str) -> Json:
    return await create_with_status(api, "setup_intents", NEVER, SETUPS, status)


async def create_with_status(
    api: Any, path: str, made: Json, steps: dict[str, Json], status: str
) -> Json:
    """An intent in that state."""
    if status == "canceled":
        start = await api.post(path, {**made, **steps["requires_confirmation"]})
        intent: Json = await api.post(f"{path}/{start['id']}/cancel")
    else:
        intent = await api.post(path, {**made, **steps[status]})
    assert intent["status"] == status
    return intent


def update_error(name: str, status: str) -> str:
    return (
        f"This PaymentIntent's {name} could not be updated because it has a status of {status}. "
        f"You may only update the {name} of a PaymentIntent with one of the following statuses: "
        f"{OPEN}."
    )


def capture_error(status: str) -> str:
    return (
        f"This PaymentIntent could not be captured because it has a status of {status}. Only a "
        "PaymentIntent with one of the following statuses may be captured: requires_capture."
    )


def cancel_error(status: str, listed: str = f"{ALL}, processing") -> str:
    return (
        f"You cannot cancel this PaymentIntent because it has a status of {status}. Only a "
        f"PaymentIntent with one of the following statuses may be canceled: {listed}."
    )


def confirm_error(status: str) -> str:
    return (
        f"You cannot confirm this PaymentIntent because it has a status of {status}. Only a "
        f"PaymentIntent with one of the following statuses may be confirmed: {OPEN}."
    )


VISA = {"payment_method": "pm_card_visa"}
DONE = (
    "You cannot confirm this PaymentIntent because it has already succeeded after being "
    "previously confirmed."
)


@pytest.mark.parametrize(
    ("status", "verb", "params", "message", "param"),
    [
        ("succeeded", "/confirm", {}, DONE, None),
        ("succeeded", "/confirm", VISA, DONE, None),
        ("canceled", "/confirm", {}, confirm_error("canceled"), None),
        ("canceled", "/confirm", VISA, update_error("payment_method", "canceled"), None),
        ("processing", "/confirm", {}, confirm_error("processing"), None),
        ("requires_capture", "/confirm", {}, confirm_error("requires_capture"), None),
        (
            "succeeded",
            "/capture",
            {},
            "This PaymentIntent could not be captured because it has already been captured.",
            None,
        ),
        *(
            (status, "/capture", {}, capture_error(status), None)
            for status in (*state_machine.OPEN, "processing", "canceled")
        ),
        ("succeeded", "/cancel", {}, cancel_error("succeeded"), None),
        ("canceled", "/cancel", {}, cancel_error("canceled"), None),
        ("processing", "/cancel", {}, cancel_error("processing", ALL), None),
        *(
            (status, "", {name: value}, update_error(name, status), name)
            for status in ("succeeded", "canceled", "processing", "requires_capture")
            for name, value in (
                ("amount", "3000"),
                ("currency", "usd"),
                ("capture_method", "manual"),
                *VISA.items(),
            )
        ),
    ],
)
async def test_a_payment_in_the_wrong_state(
    api: Any, status: str, verb: str, params: Json, message: str, param: str | None
) -> None:
    intent = await payment(api, status)
    error = await api.get_error("POST", f"payment_intents/{intent['id']}{verb}", params)
    assert (error["status"], error["type"]) == (400, "invalid_request_error")
    assert error["code"] == "payment_intent_unexpected_state"
    assert (error["message"], error.get("param")) == (message, param)
    assert error["payment_intent"]["id"] == intent["id"]
    assert (await api.get(f"payment_intents/{intent['id']}"))["status"] == status


@pytest.mark.parametrize(
    ("status", "verb", "params", "message"),
    [
        (
            "succeeded",
            "/confirm",
            {},
            "You cannot confirm this SetupIntent because it has already succeeded.",
        ),
        (
            "canceled",
            "/confirm",
            {},
            "You cannot confirm this SetupIntent because it has been canceled.",
        ),
        (
            "succeeded",
            "",
            VISA,
            "You cannot update this SetupIntent because it has already succeeded.",
        ),
        ("canceled", "", VISA, "You cannot update this SetupIntent because it has been canceled."),
        (
            "succeeded",
            "/cancel",
            {},
            "You cannot cancel this SetupIntent because it has a status of succeeded. Only a "
            f"SetupIntent with one of the following statuses may be canceled: {TICKED}.",
        ),
        (
            "canceled",
            "/cancel",
            {},
            "You cannot cancel this SetupIntent because it is already canceled.",
        ),
    ],
)
async def test_a_setup_in_the_wrong_state(
    api: Any, status: str, verb: str, params: Json, message: str
) -> None:
    intent = await setup(api, status)
    error = await api.get_error("POST", f"setup_intents/{intent['id']}{verb}", params)
    assert (error["status"], error["code"]) == (400, "setup_intent_unexpected_state")
    assert (error["message"], error["setup_intent"]["id"]) == (message, intent["id"])


@pytest.mark.parametrize("path", ["payment_intents", "setup_intents"])
async def test_nothing_is_confirmed_without_a_method(api: Any, path: str) -> None:
    made = {"amount": 2000, "currency": "eur"} if path == "payment_intents" else {}
    intent = await api.post(path, made)
    error = await api.get_error("POST", f"{path}/{intent['id']}/confirm")
    name = "PaymentIntent" if path == "payment_intents" else "SetupIntent"
    assert error["message"] == (
        f"You cannot confirm this {name} because it's missing a payment method. You can either "
        f"update the {name} with a payment method and then confirm it again, or confirm it again "
        "directly with a payment method or ConfirmationToken."
    )


async def test_a_known_customer_s_payment_says_whose_method_it_wants(api: Any) -> None:
    customer = await api.post("customers")
    intent = await api.intent(customer=customer["id"])
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm")
    assert error["message"].endswith(
        f"To confirm the PaymentIntent with {customer['id']}, specify a payment method attached "
        "to this customer along with the customer ID."
    )


@pytest.mark.parametrize(
    ("path", "verb", "params"),
    [
        ("payment_intents", "increment_authorization", {"amount": "3000"}),
        ("payment_intents", "apply_customer_balance", {}),
        ("payment_intents", "verify_microdeposits", {"amounts[]": "32"}),
        ("setup_intents", "verify_microdeposits", {"descriptor_code": "SM1234"}),
    ],
)
async def test_what_only_other_methods_know_is_refused(
    api: Any, path: str, verb: str, params: Json
) -> None:
    lost = await api.get_error("POST", f"{path}/pi_nobody/{verb}", params)
    assert (lost["status"], lost["code"]) == (404, "resource_missing")
    intent = await (payment if path == "payment_intents" else setup)(api, "requires_confirmation")
    error = await api.get_error("POST", f"{path}/{intent['id']}/{verb}", params)
    assert error["code"] == f"{intent['object']}_unexpected_state"


async def test_a_card_cannot_be_authorized_for_more(api: Any) -> None:
    intent = await payment(api, "requires_capture")
    path = f"payment_intents/{intent['id']}/increment_authorization"
    assert (await api.get_error("POST", path))["code"] == "parameter_missing"
    assert (await api.get_error("POST", path, {"amount": "3000"}))["status"] == 400
    assert (await api.get(f"payment_intents/{intent['id']}"))["amount"] == 2000
