"""Stripe's webhook over HTTP: 200 for what is Stripe's, 400 for everything else."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

import orjson
import pytest

if TYPE_CHECKING:
    from tests.server.conftest import Buyer, ObedientStripe, Webhook

SUCCEEDED = "payment_intent.succeeded"
UNSIGNED = "webhook.signatureInvalid"


async def ordered(buyer: Buyer) -> str:
    await buyer.adds()
    order_id: str = (await buyer.checks_out())["orderId"]
    return order_id


async def status(buyer: Buyer, order_id: str) -> str:
    answer = await buyer.sends("GET", f"/api/orders/{order_id}")
    found: str = answer.json()["status"]
    return found


def signed(webhook: Webhook, payload: bytes) -> str:
    mac = hmac.new(b"whsec_of_the_tests", b"%d." % webhook.now() + payload, hashlib.sha256)
    return f"t={webhook.now()},v1={mac.hexdigest()}"


@pytest.mark.rule("C-chk-6", "C-chk-8", "C-chk-9")
async def test_a_signed_event_pays_the_order_and_again_changes_nothing(
    buyer: Buyer, webhook: Webhook
) -> None:
    order_id = await ordered(buyer)
    first = await webhook.tells(SUCCEEDED, "pi_0001")
    assert first.status_code == 200
    assert "set-cookie" not in first.headers
    assert await status(buyer, order_id) == "paid"
    kept = webhook.kept()
    assert (await webhook.tells(SUCCEEDED, "pi_0001")).status_code == 200
    assert webhook.kept() == kept


@pytest.mark.rule("C-chk-8")
@pytest.mark.parametrize("seconds", [300, -300])
async def test_five_minutes_are_tolerated_and_a_second_more_is_not(
    buyer: Buyer, webhook: Webhook, seconds: int
) -> None:
    order_id = await ordered(buyer)
    kept, further = webhook.kept(), seconds + (1 if seconds > 0 else -1)
    late = await webhook.tells(SUCCEEDED, "pi_0001", at=webhook.now() - further)
    assert (late.status_code, late.json()["error"]["code"]) == (400, UNSIGNED)
    assert webhook.kept() == kept
    in_time = await webhook.tells(SUCCEEDED, "pi_0001", at=webhook.now() - seconds)
    assert in_time.status_code == 200
    assert await status(buyer, order_id) == "paid"


SIGNATURES: dict[str, str | None] = {
    "missing": None,
    "empty": "",
    "garbage": "garbage",
    "beyond ASCII": "t=1,v1=ü",
    "a time of 400 digits": f"t={'9' * 400},v1=0",
    "another's": f"t=1772443800,v1={'0' * 64}",
}


@pytest.mark.rule("C-chk-8")
@pytest.mark.parametrize("case", SIGNATURES)
async def test_what_is_not_signed_is_400_and_changes_nothing(
    buyer: Buyer, webhook: Webhook, case: str
) -> None:
    await ordered(buyer)
    kept = webhook.kept()
    event = {"id": "evt_1", "type": SUCCEEDED, "data": {"object": {"id": "pi_0001"}}}
    answer = await webhook.posts(orjson.dumps(event), SIGNATURES[case])
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["rule"]) == (400, UNSIGNED, "C-chk-8")
    assert webhook.kept() == kept


@pytest.mark.rule("C-chk-8")
async def test_a_body_that_was_changed_after_signing_is_400(buyer: Buyer, webhook: Webhook) -> None:
    await ordered(buyer)
    kept = webhook.kept()
    event = {"id": "evt_1", "type": SUCCEEDED, "data": {"object": {"id": "pi_0002"}}}
    signature = signed(webhook, orjson.dumps(event))
    changed = orjson.dumps(event).replace(b"pi_0002", b"pi_0001")
    answer = await webhook.posts(changed, signature)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, UNSIGNED)
    assert webhook.kept() == kept


@pytest.mark.rule("C-chk-8", "C-conv-7")
@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"id":1,"type":"payment_intent.succeeded","data":{"object":{"id":"pi_0001"}}}',
        b'{"id":"evt_1","type":["x"],"data":{"object":{"id":"pi_0001"}}}',
    ],
)
async def test_what_is_signed_and_yet_no_event_is_400_too(
    buyer: Buyer, webhook: Webhook, payload: bytes
) -> None:
    await ordered(buyer)
    kept = webhook.kept()
    answer = await webhook.posts(payload, signed(webhook, payload))
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in ("request.invalid", UNSIGNED)
    assert webhook.kept() == kept


@pytest.mark.rule("C-chk-12")
@pytest.mark.parametrize(
    ("kind", "intent"),
    [("customer.created", "pi_0001"), ("payment_intent.created", "pi_0001"), (SUCCEEDED, "pi_x")],
)
async def test_events_that_the_shop_ignores_are_200(
    buyer: Buyer, webhook: Webhook, kind: str, intent: str
) -> None:
    await ordered(buyer)
    kept = webhook.kept()
    assert (await webhook.tells(kind, intent)).status_code == 200
    assert webhook.kept() == kept


ODD: dict[str, Any] = {
    "no data": {},
    "data null": {"data": None},
    "data a list": {"data": []},
    "no object": {"data": {}},
    "object null": {"data": {"object": None}},
    "object a word": {"data": {"object": "pi_0001"}},
    "no id": {"data": {"object": {}}},
    "an id that is none": {"data": {"object": {"id": 1}}},
    "an intent that is none": {"data": {"object": {"payment_intent": ["pi_0001"]}}},
}


@pytest.mark.rule("C-chk-12")
@pytest.mark.parametrize("kind", [SUCCEEDED, "charge.refunded", "customer.created"])
@pytest.mark.parametrize("case", ODD)
async def test_an_event_about_nothing_that_the_shop_knows_is_200(
    buyer: Buyer, webhook: Webhook, kind: str, case: str
) -> None:
    await ordered(buyer)
    kept = webhook.kept()
    payload = orjson.dumps({"id": "evt_1", "type": kind, **ODD[case]})
    assert (await webhook.posts(payload, signed(webhook, payload))).status_code == 200
    assert webhook.kept() == kept


@pytest.mark.rule("C-chk-7")
async def test_confirm_tells_what_stripe_says(buyer: Buyer, stripe: ObedientStripe) -> None:
    body = {"orderId": await ordered(buyer)}

    async def confirms() -> tuple[int, str]:
        answer = await buyer.sends("POST", "/api/checkout/confirm", body)
        told = answer.json()
        return answer.status_code, told["error"]["code"] if "error" in told else told["status"]

    stripe.becomes("pi_0001", "processing")
    assert await confirms() == (200, "pending")
    stripe.becomes("pi_0001", "requires_action")
    assert await confirms() == (402, "payment.authRequired")
    stripe.becomes("pi_0001", "requires_payment_method", declined=True)
    assert await confirms() == (402, "payment.declined")
    stripe.becomes("pi_0001", "succeeded")
    assert await confirms() == (200, "pending")
