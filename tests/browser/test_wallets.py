"""Wallets, simulated and said to be: in the payment Element, and as buttons of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.process
Buys = Callable[..., Any]
EXPRESS = "Secure express checkout frame"
PAYMENT = "Secure payment input frame"


@pytest.mark.parametrize("wallet", ["apple_pay", "google_pay"])
def test_a_wallet_pays(shop: Any, buys: Buys, wallet: str) -> None:
    visit = buys("express.html", click="resolve")
    frame = visit.frame(EXPRESS)
    frame.get_by_test_id(f"{wallet}-button").click()
    frame.get_by_role("dialog").get_by_role("button", name="Pay").click()
    result = visit.result()
    intent = result["paymentIntent"]
    assert (intent["status"], intent["shipping"]["address"]["country"]) == ("succeeded", "DE")
    method = shop.asks("GET", f"payment_methods/{intent['payment_method']}")
    assert method["card"]["wallet"]["type"] == wallet
    assert result["email"] == method["billing_details"]["email"] is not None
    assert visit.page.evaluate("seen[0].availablePaymentMethods.applePay") is True
    frame.get_by_role("dialog").wait_for(state="detached")


def test_a_shop_may_refuse_the_click(shop: Any, buys: Buys) -> None:
    visit = buys("express.html", click="reject")
    visit.frame(EXPRESS).get_by_test_id("google_pay-button").click()
    visit.page.wait_for_function("seen.length === 2")
    assert visit.frame(EXPRESS).get_by_role("dialog").count() == 0


def test_a_buyer_may_close_the_sheet(shop: Any, buys: Buys) -> None:
    visit = buys("express.html", click="resolve")
    visit.frame(EXPRESS).get_by_test_id("google_pay-button").click()
    visit.frame(EXPRESS).get_by_role("button", name="Cancel").click()
    visit.page.wait_for_function("seen.includes('cancel')")


def test_a_wallet_in_the_payment_element(shop: Any, buys: Buys) -> None:
    intent = shop.intent()
    visit = buys("payment.html", secret=intent["client_secret"], redirect="if_required")
    frame = visit.frame(PAYMENT)
    frame.locator("button#google_pay-tab").click()
    visit.page.get_by_role("button", name="Pay", exact=True).click()
    frame.get_by_role("dialog").get_by_role("button", name="Pay").click()
    paid = visit.result()["paymentIntent"]
    assert paid["status"] == "succeeded"
    method = shop.asks("GET", f"payment_methods/{paid['payment_method']}")
    assert method["card"]["wallet"]["type"] == "google_pay"
