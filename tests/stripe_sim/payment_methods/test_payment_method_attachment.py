"""PaymentMethods attached to customers and detached from them."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.testdata import outcomes

OWNER = {"billing_details[name]": "Jenny Rosen", "billing_details[email]": "jenny@example.com"}
DECLINING = [card for card in outcomes.cards().values() if card.decline and not card.attaches]


async def test_attach_emits_an_event_once(api: Any, customer: str, attach: Any) -> None:
    method = await attach()
    assert method["customer"] == customer
    assert (await api.events())[-1] == "payment_method.attached"
    assert (await attach(method["id"]))["id"] == method["id"]
    other = (await api.post("customers"))["id"]
    error = await api.get_error(
        "POST", f"payment_methods/{method['id']}/attach", {"customer": other}
    )
    assert error["message"] == (
        "The payment method you provided has already been attached to a customer."
    )


@pytest.mark.parametrize("card", DECLINING, ids=lambda card: card.number)
async def test_a_declining_card_cannot_be_attached(
    api: Any, customer: str, card: outcomes.Card
) -> None:
    params = {"customer": customer}
    error = await api.get_error("POST", f"payment_methods/pm_card_{card.names[0]}/attach", params)
    expected = outcomes.declines()[str(card.decline)]
    assert (error["status"], error["type"]) == (402, "card_error")
    assert (error["code"], error["decline_code"]) == (expected["code"], card.decline)
    assert (await api.get(f"customers/{customer}/payment_methods"))["data"] == []


@pytest.mark.parametrize(
    ("path", "params", "status", "code"),
    [
        ("pm_nobody/attach", {"customer": "cus_1"}, 404, "resource_missing"),
        ("pm_card_visa/attach", {"customer": "cus_nobody"}, 400, "resource_missing"),
        ("pm_card_visa/attach", {}, 400, "parameter_missing"),
        ("pm_card_visa/detach", {}, 400, None),
        ("pm_nobody/detach", {}, 404, "resource_missing"),
    ],
)
async def test_attach_and_detach_reject_what_does_not_exist(
    api: Any, path: str, params: dict[str, str], status: int, code: str | None
) -> None:
    error = await api.get_error("POST", f"payment_methods/{path}", params)
    assert (error["status"], error.get("code")) == (status, code)


async def test_single_use_types_cannot_be_attached(api: Any, customer: str) -> None:
    for method_type in ("eps", "p24"):
        method = await api.post("payment_methods", {"type": method_type, **OWNER})
        path = f"payment_methods/{method['id']}/attach"
        assert (await api.get_error("POST", path, {"customer": customer}))["status"] == 400


async def test_a_detached_method_cannot_be_attached_again(
    api: Any, customer: str, attach: Any
) -> None:
    method = await attach()
    default_params = {"invoice_settings[default_payment_method]": method["id"]}
    await api.post(f"customers/{customer}", default_params)
    detached = await api.post(f"payment_methods/{method['id']}/detach")
    assert detached["customer"] is None
    event = (await api.get("events", type="payment_method.detached"))["data"][0]
    assert event["data"]["previous_attributes"] == {"customer": customer}
    owner = await api.get(f"customers/{customer}")
    assert owner["invoice_settings"]["default_payment_method"] is None
    path = f"payment_methods/{method['id']}"
    error = await api.get_error("POST", f"{path}/attach", {"customer": customer})
    assert error["message"] == (
        "This PaymentMethod was previously used without being attached to a Customer or was "
        "detached from a Customer, and may not be used again."
    )
    error = await api.get_error("POST", f"{path}/detach")
    assert error["message"] == (
        "The payment method you provided is not attached to a customer so detachment is impossible."
    )
