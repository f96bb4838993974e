"""Disputes: what the test cards bring, what evidence does, and where the money goes."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.payments import dispute_objects, dispute_states


async def open_dispute(api: Any, card: str = "createDispute") -> dict[str, Any]:
    """The dispute that paying with the card brings."""
    paid = await api.confirm(await api.intent(), f"pm_card_{card}")
    found = (await api.get("disputes", payment_intent=paid["id"]))["data"]
    assert len(found) == 1
    one: dict[str, Any] = found[0]
    return one


@pytest.mark.parametrize(
    ("card", "status", "reason", "case", "code", "refundable"),
    [
        ("createDispute", "needs_response", "fraudulent", "chargeback", "10.4", False),
        (
            "createDisputeProductNotReceived",
            "needs_response",
            "product_not_received",
            "chargeback",
            "13.1",
            False,
        ),
        ("createDisputeInquiry", "warning_needs_response", "fraudulent", "inquiry", "10", True),
        ("createComplianceDispute", "needs_response", "noncompliant", "compliance", "C030", False),
        ("createCe3EligibleDispute", "needs_response", "fraudulent", "chargeback", "10.4", False),
    ],
)
async def test_a_card_brings_its_dispute(
    api: Any, card: str, status: str, reason: str, case: str, code: str, refundable: bool
) -> None:
    dispute = await open_dispute(api, card)
    details = dispute["payment_method_details"]["card"]
    assert (dispute["status"], dispute["reason"]) == (status, reason)
    assert (details["case_type"], details["network_reason_code"]) == (case, code)
    assert dispute["is_charge_refundable"] is refundable
    assert dispute["id"].startswith("du_")
    charge = await api.get(f"charges/{dispute['charge']}")
    assert charge["disputed"] is True
    assert bool(dispute["balance_transactions"]) is not refundable


async def test_what_is_disputed_is_taken_with_a_fee(api: Any) -> None:
    dispute = await open_dispute(api)
    (taken,) = dispute["balance_transactions"]
    assert (taken["amount"], taken["fee"], taken["net"]) == (-2000, 2000, -4000)
    assert (taken["type"], taken["reporting_category"]) == ("adjustment", "dispute")
    assert taken["description"] == f"Chargeback withdrawal for {dispute['charge']}"
    assert await api.events() == [
        "payment_intent.created",
        "charge.succeeded",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "payment_intent.succeeded",
    ]


async def test_money_that_is_held_is_disputed_when_it_is_taken(api: Any) -> None:
    held = await api.confirm(await api.intent(capture_method="manual"), "pm_card_createDispute")
    assert (await api.get("disputes"))["data"] == []
    await api.post(f"payment_intents/{held['id']}/capture", amount_to_capture=1500)
    (dispute,) = (await api.get("disputes", charge=held["latest_charge"]))["data"]
    assert dispute["amount"] == 1500


async def test_several_disputes_of_one_charge_share_it(api: Any) -> None:
    await api.confirm(await api.intent(amount=2001), "pm_card_createMultipleDisputes")
    found = (await api.get("disputes"))["data"]
    assert sorted(dispute["amount"] for dispute in found) == [1000, 1001]


@pytest.mark.parametrize(
    ("words", "status", "refundable", "events"),
    [
        (
            "winning_evidence",
            "won",
            True,
            ["charge.dispute.funds_reinstated", "charge.dispute.closed"],
        ),
        ("losing_evidence", "lost", False, ["charge.dispute.closed"]),
    ],
)
async def test_words_decide(
    api: Any, words: str, status: str, refundable: bool, events: list[str]
) -> None:
    dispute = await open_dispute(api)
    path = f"disputes/{dispute['id']}"
    sent = await api.post(path, {"evidence[uncategorized_text]": words})
    assert (sent["status"], sent["evidence_details"]["submission_count"]) == ("under_review", 1)
    assert (await api.events())[-2:] == ["charge.dispute.updated", "charge.updated"]
    await api.advance(10)
    after = await api.get(path)
    assert (after["status"], after["is_charge_refundable"]) == (status, refundable)
    assert (await api.events())[-len(events) :] == events
    assert sum(entry["net"] for entry in after["balance_transactions"]) == (
        0 if status == "won" else -4000
    )
    for again in (path, f"{path}/close"):
        error = await api.get_error("POST", again)
        assert (error["status"], error["message"]) == (400, "This dispute is already closed")


async def test_an_inquiry_is_escalated_and_takes_the_money_then(api: Any) -> None:
    dispute = await open_dispute(api, "createDisputeInquiry")
    params = {"evidence[uncategorized_text]": "escalate_inquiry_evidence"}
    sent = await api.post(f"disputes/{dispute['id']}", params)
    assert sent["status"] == "warning_under_review"
    await api.advance(10)
    after = await api.get(f"disputes/{dispute['id']}")
    assert (after["status"], after["is_charge_refundable"]) == ("needs_response", False)
    assert len(after["balance_transactions"]) == 1


async def test_evidence_may_be_gathered_first(api: Any) -> None:
    dispute = await open_dispute(api)
    path = f"disputes/{dispute['id']}"
    params = {"evidence[product_description]": "A mug", "submit": "false", "metadata[a]": "1"}
    kept = await api.post(path, params)
    assert (kept["status"], kept["metadata"]) == ("needs_response", {"a": "1"})
    details = kept["evidence_details"]
    assert (details["has_evidence"], details["submission_count"]) == (True, 0)
    assert details["submission_method"] == "not_submitted"
    sent = await api.post(path, submit="true")
    assert sent["status"] == "under_review"
    assert sent["evidence"]["product_description"] == "A mug"
    await api.advance(3600)
    assert (await api.get(path))["status"] == "under_review"


async def test_giving_in_loses_at_once(api: Any) -> None:
    dispute = await open_dispute(api)
    lost = await api.post(f"disputes/{dispute['id']}/close")
    assert lost["status"] == "lost"
    assert (await api.events())[-2:] == ["charge.dispute.closed", "charge.updated"]
    (event,) = (await api.get("events", type="charge.dispute.closed"))["data"]
    assert event["data"]["previous_attributes"] == {"status": "needs_response"}


@pytest.mark.parametrize(
    ("card", "refused"), [("createDispute", True), ("createDisputeInquiry", False)]
)
async def test_what_the_bank_has_taken_cannot_be_refunded(
    api: Any, card: str, refused: bool
) -> None:
    dispute = await open_dispute(api, card)
    if not refused:
        refund = await api.post("refunds", charge=dispute["charge"])
        assert refund["status"] == "succeeded"
        return
    error = await api.get_error("POST", "refunds", {"charge": dispute["charge"]})
    assert (error["status"], error["code"]) == (400, "charge_disputed")
    assert error["message"] == (
        f"Charge {dispute['charge']} has been charged back; cannot issue a refund."
    )
    await api.post(
        f"disputes/{dispute['id']}", {"evidence[uncategorized_text]": "winning_evidence"}
    )
    await api.advance(10)
    assert (await api.post("refunds", charge=dispute["charge"]))["amount"] == 2000


async def test_a_disputed_debit_is_lost_at_once(api: Any) -> None:
    paid = await api.confirm(await api.intent(), "pm_disputed_de")
    await api.advance(20)
    (dispute,) = (await api.get("disputes", payment_intent=paid["id"]))["data"]
    assert (dispute["status"], dispute["reason"]) == ("lost", "debit_not_authorized")
    assert (await api.get(f"payment_intents/{paid['id']}"))["status"] == "succeeded"
    assert "charge.dispute.created" in await api.events()


async def test_a_warning_comes_before_any_dispute(api: Any) -> None:
    paid = await api.confirm(await api.intent(), "pm_card_createIssuerFraudRecord")
    (warning,) = (await api.get("radar/early_fraud_warnings", charge=paid["latest_charge"]))["data"]
    assert (warning["actionable"], warning["payment_intent"]) == (True, paid["id"])
    await api.post("refunds", payment_intent=paid["id"])
    after = await api.get(f"radar/early_fraud_warnings/{warning['id']}")
    assert after["actionable"] is False
    assert (await api.get("disputes"))["data"] == []


async def test_there_is_no_such_dispute(api: Any) -> None:
    error = await api.get_error("GET", "disputes/du_nobody")
    assert (error["status"], error["code"], error["param"]) == (404, "resource_missing", "dispute")
    assert error["message"] == "No such dispute: 'du_nobody'"


async def test_a_dispute_leads_to_what_it_is_about(api: Any) -> None:
    dispute = await open_dispute(api)
    found = await api.get(f"disputes/{dispute['id']}", **{"expand[]": "charge.payment_intent"})
    assert found["charge"]["payment_intent"]["id"] == dispute["payment_intent"]


def test_a_closed_dispute_goes_nowhere() -> None:
    assert not [move for move in dispute_states.TRANSITIONS if move[0] in dispute_states.CLOSED]
    first = {dispute_type["status"] for dispute_type in dispute_objects.dispute_types().values()}
    assert first <= {"needs_response", "warning_needs_response", "lost"}


async def test_a_file_that_was_not_uploaded_is_no_evidence(api: Any) -> None:
    dispute = await open_dispute(api)
    params = {"evidence[receipt]": "A receipt"}
    error = await api.get_error("POST", f"disputes/{dispute['id']}", params)
    assert (error["code"], error["param"]) == ("resource_missing", "evidence[receipt]")
    assert error["message"] == "No such file upload: 'A receipt'"
