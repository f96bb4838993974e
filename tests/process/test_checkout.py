"""A whole checkout through real ports: the shop, Stripe offline, the signed webhook."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from tests.process.shopping import settled

pytestmark = pytest.mark.process
STOCK = {"name": "product", "productId": "kaiser-natron-bad-500-g"}


@pytest.mark.rule("C-chk-1", "C-chk-6", "C-chk-9", "C-chk-13", "C-ord-5", "C-ord-6", "C-ord-7")
def test_a_card_pays_an_order_through_the_webhook(stub: Any, checkout: Any) -> None:
    with stub.buyer() as buyer:
        before = buyer.post("/__contract/state", json=STOCK).json()["stock"]
        intent = checkout(buyer)
        assert buyer.get(f"/api/orders/{intent['orderId']}").json()["status"] == "pending"
        paid = stub.runs("pay", intent["orderId"])
        assert paid.returncode == 0, paid.stdout + paid.stderr
        order = settled(buyer, intent["orderId"], "paid")
        assert (order["status"], order["fulfilmentStatus"]) == ("paid", "processing")
        assert order["paidAt"]
        assert buyer.get("/api/cart").json()["items"] == []
        assert buyer.post("/__contract/state", json=STOCK).json()["stock"] == before - 1


@pytest.mark.rule("C-chk-7", "C-chk-10")
def test_a_declined_card_fails_and_another_one_still_pays(stub: Any, checkout: Any) -> None:
    with stub.buyer() as buyer:
        intent = checkout(buyer)
        declined = stub.runs("pay", intent["orderId"], "--card", "declined")
        assert declined.returncode == 1
        assert "declined" in declined.stdout
        assert settled(buyer, intent["orderId"], "failed")["paymentStatus"] == "failed"
        answer = buyer.post("/api/checkout/confirm", json={"orderId": intent["orderId"]})
        assert (answer.status_code, answer.json()["error"]["code"]) == (402, "payment.declined")
        assert stub.runs("pay", intent["orderId"]).returncode == 0
        assert settled(buyer, intent["orderId"], "paid")["status"] == "paid"


@pytest.mark.rule("C-chk-7")
def test_an_open_challenge_is_auth_required(stub: Any, checkout: Any) -> None:
    with stub.buyer() as buyer:
        intent = checkout(buyer)
        left = stub.runs("pay", intent["orderId"], "--card", "3ds", "--challenge", "leave")
        assert left.returncode == 1
        answer = buyer.post("/api/checkout/confirm", json={"orderId": intent["orderId"]})
        assert (answer.status_code, answer.json()["error"]["code"]) == (402, "payment.authRequired")


def test_a_challenge_that_is_completed_pays(stub: Any, checkout: Any) -> None:
    with stub.buyer() as buyer:
        intent = checkout(buyer)
        assert stub.runs("pay", intent["orderId"], "--card", "3ds").returncode == 0
        assert settled(buyer, intent["orderId"], "paid")["status"] == "paid"


@pytest.mark.rule("C-chk-7", "C-chk-15")
def test_sepa_is_processing_before_it_is_paid(stub: Any, checkout: Any) -> None:
    with stub.buyer() as buyer:
        intent = checkout(buyer)
        first = stub.runs("pay", intent["orderId"], "--card", "sepa", "--wait", "0")
        assert first.returncode == 1, first.stdout + first.stderr
        answer = buyer.post("/api/checkout/confirm", json={"orderId": intent["orderId"]})
        assert (answer.status_code, answer.json()["status"]) == (200, "pending")
        pi = intent["clientSecret"].split("_secret_")[0]
        settle = httpx.post(
            f"{stub.stripe}/_stub/payment_intents/{pi}/settle",
            json={"outcome": "succeed"},
            trust_env=False,
        )
        assert settle.is_success, settle.text
        assert settled(buyer, intent["orderId"], "paid")["status"] == "paid"


@pytest.mark.rule("C-str-1", "C-str-2")
def test_stripe_holds_the_total_in_cents_and_the_order(stub: Any, checkout: Any) -> None:
    with stub.buyer() as buyer:
        intent = checkout(buyer)
        found = httpx.get(
            f"{stub.stripe}/v1/payment_intents/{intent['clientSecret'].split('_secret_')[0]}",
            headers={"Authorization": "Bearer sk_test_shopstub1234567890abcdef"},
            trust_env=False,
        ).json()
        assert found["amount"] == round(intent["amount"] * 100)
        assert found["metadata"] == {"orderId": intent["orderId"]}
        assert found["client_secret"] == intent["clientSecret"]
        assert intent["publishableKey"].startswith("pk_test_")


@pytest.mark.rule("C-chk-8")
def test_trigger_sends_good_and_bad_signatures(stub: Any, checkout: Any) -> None:
    with stub.buyer() as buyer:
        intent = checkout(buyer)
        event = ("trigger", "payment_intent.succeeded", "--order", intent["orderId"])
        for flag in ("--stale", "--tampered", "--unsigned"):
            refused = stub.runs(*event, flag)
            assert refused.returncode == 1, refused.stdout
            assert "400" in refused.stdout
            assert "webhook.signatureInvalid" in refused.stdout
        assert stub.runs(*event, "--secret", "whsec_wrong").returncode == 1
        assert buyer.get(f"/api/orders/{intent['orderId']}").json()["status"] == "pending"
        good = stub.runs(*event, "--times", "3")
        assert good.returncode == 0, good.stdout + good.stderr
        assert buyer.get(f"/api/orders/{intent['orderId']}").json()["status"] == "paid"


def test_the_terminal_has_a_line_for_each_exchange(stub: Any) -> None:
    with stub.buyer() as buyer:
        buyer.post(
            "/api/cart/items", json={"productId": "linda-neutral-375-ml-dose", "quantity": 0}
        )
    time.sleep(0.3)
    line = next(it for it in stub.printed().splitlines() if "cart.quantityInvalid" in it)
    for part in ("POST", "/api/cart/items", "400", "ms", "C-cart-4"):
        assert part in line


@pytest.mark.rule("C-str-3")
def test_a_card_number_reaches_neither_the_shop_nor_its_store(stub: Any, checkout: Any) -> None:
    number = "4242424242424242"
    with stub.buyer() as buyer:
        intent = checkout(buyer)
        paid = httpx.post(
            f"{stub.stripe}/v1/payment_intents/{intent['clientSecret'].split('_secret_')[0]}/confirm",
            data={
                "key": intent["publishableKey"],
                "client_secret": intent["clientSecret"],
                "payment_method_data[type]": "card",
                "payment_method_data[card][number]": number,
                "payment_method_data[card][exp_month]": "12",
                "payment_method_data[card][exp_year]": "2034",
                "payment_method_data[card][cvc]": "123",
                "return_url": "http://localhost:5173/checkout/return",
            },
            trust_env=False,
        )
        assert paid.json()["status"] == "succeeded", paid.text
        order = settled(buyer, intent["orderId"], "paid")
        assert order["status"] == "paid"
    kept = [it for it in (stub.folder / ".shopstub").iterdir() if it.is_file()]
    assert len(kept) > 2
    for file in kept:
        assert number not in file.read_text(encoding="utf-8"), file.name
    assert number not in stub.printed()
