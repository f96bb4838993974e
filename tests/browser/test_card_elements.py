"""The card family of old: one field, three fields, an IBAN."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.process
Buys = Callable[..., Any]
CARD = "Secure card payment input frame"


def types(visit: Any, number: str = "4242424242424242", postal: str = "10115") -> None:
    fields = visit.frame(CARD)
    fields.locator('[name="cardnumber"]').fill(number)
    fields.locator('[name="exp-date"]').fill("12 / 34")
    fields.locator('[name="cvc"]').fill("123")
    if fields.locator('[name="postal"]:visible').count():
        fields.locator('[name="postal"]').fill(postal)


def pay(visit: Any, name: str = "Pay") -> None:
    visit.page.get_by_role("button", name=name, exact=True).click()


def test_a_card_pays(shop: Any, buys: Buys) -> None:
    intent = shop.intent()
    visit = buys("card.html", secret=intent["client_secret"], way="pay")
    types(visit)
    expect(visit.page.locator("#card")).to_contain_class("StripeElement--complete")
    pay(visit)
    assert visit.result()["paymentIntent"]["status"] == "succeeded"
    last = visit.page.evaluate("changes.at(-1)")
    assert (last["brand"], last["complete"], last["elementType"]) == ("visa", True, "card")
    pay(visit)
    assert visit.result()["paymentIntent"]["status"] == "succeeded", "the second time too"


def test_a_challenge_and_a_decline(shop: Any, buys: Buys) -> None:
    intent = shop.intent()
    visit = buys("card.html", secret=intent["client_secret"], way="pay")
    types(visit, "4000008260003178")
    pay(visit)
    visit.bank().get_by_role("button", name="Complete").click()
    error = visit.result()["error"]
    assert (error["code"], error["decline_code"]) == ("card_declined", "insufficient_funds")
    assert error["message"] == "Your card has insufficient funds."


def test_the_page_may_do_what_is_next_itself(shop: Any, buys: Buys) -> None:
    visit = buys("card.html", secret=shop.intent()["client_secret"], way="waiting")
    types(visit, "4000002760003184")
    pay(visit)
    assert visit.result()["paymentIntent"]["next_action"]["type"] == "use_stripe_sdk"


def test_a_card_is_kept(shop: Any, buys: Buys) -> None:
    visit = buys("card.html", secret=shop.setup()["client_secret"], way="keep")
    types(visit)
    pay(visit)
    assert visit.result()["setupIntent"]["status"] == "succeeded"


@pytest.mark.parametrize("way", ["method", "old"])
def test_a_payment_method(shop: Any, buys: Buys, way: str) -> None:
    visit = buys("card.html", secret="-", way=way)
    types(visit)
    pay(visit)
    method = visit.result()["paymentMethod"]
    assert (method["card"]["last4"], method["billing_details"]["name"]) == ("4242", "Ada Beispiel")


def test_a_token(shop: Any, buys: Buys) -> None:
    visit = buys("card.html", secret="-", way="token")
    types(visit)
    pay(visit)
    token = visit.result()["token"]
    assert (token["type"], token["card"]["last4"]) == ("card", "4242")
    assert token["card"]["name"] == "Ada Beispiel"


def test_half_a_card_is_said_to_be(shop: Any, buys: Buys) -> None:
    visit = buys("card.html", secret=shop.intent()["client_secret"], way="pay")
    visit.frame(CARD).locator('[name="cardnumber"]').fill("4242")
    pay(visit)
    error = visit.result()["error"]
    assert (error["type"], error["code"]) == ("validation_error", "incomplete_number")


def test_a_label_leads_into_the_frame(shop: Any, buys: Buys) -> None:
    visit = buys("card.html", secret="-", way="token")
    visit.frame(CARD).locator('[name="cardnumber"]').wait_for()
    visit.page.get_by_text("Card", exact=True).click()
    visit.page.wait_for_selector("#card.StripeElement--focus")
    visit.page.keyboard.type("4242")
    expect(visit.frame(CARD).locator('[name="cardnumber"]')).to_have_value("4242")


def test_a_card_in_three_fields(shop: Any, buys: Buys) -> None:
    visit = buys("split.html", secret=shop.intent()["client_secret"])
    number = visit.frame("Secure card number input frame")
    number.locator('[data-elements-stable-field-name="cardNumber"]').fill("5555555555554444")
    visit.frame("Secure expiration date input frame").locator('[name="exp-date"]').fill("1234")
    visit.frame("Secure CVC input frame").locator('[name="cvc"]').fill("123")
    pay(visit)
    assert visit.result()["paymentIntent"]["status"] == "succeeded"


def test_an_iban(shop: Any, buys: Buys) -> None:
    intent = shop.intent()
    visit = buys("iban.html", secret=intent["client_secret"])
    frame = visit.page.frame_locator('iframe[title*="IBAN"]')
    frame.locator('[name="iban"]').fill("DE89370400440532013000")
    pay(visit, "Bezahlen")
    assert visit.result()["paymentIntent"]["status"] == "processing"
