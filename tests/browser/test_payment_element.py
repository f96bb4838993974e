"""The payment Element, as a buyer meets it: cards, debits, banks, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.process
Buys = Callable[..., Any]
PAYMENT = "Secure payment input frame"


def at_checkout(buys: Buys, intent: Any, redirect: str = "if_required", **more: str) -> Any:
    visit = buys("payment.html", secret=intent["client_secret"], redirect=redirect, **more)
    visit.frame(PAYMENT).locator('[name="number"]').wait_for()
    return visit


def pay(visit: Any) -> None:
    visit.page.get_by_role("button", name="Pay", exact=True).click()


@pytest.mark.parametrize("script", ["v3/", "endive/stripe.js"])
def test_a_card_pays(shop: Any, buys: Buys, script: str) -> None:
    intent = shop.intent()
    visit = at_checkout(buys, intent, script=script)
    visit.types_card("4242424242424242")
    pay(visit)
    assert visit.result()["paymentIntent"]["status"] == "succeeded"
    assert shop.status(intent) == "succeeded"
    kinds = visit.page.evaluate("events.map(({ name }) => name)")
    assert kinds.index("ready") < kinds.index("change")
    last = visit.page.evaluate("events.filter(({ name }) => name === 'change').at(-1).event")
    assert (last["elementType"], last["complete"], last["value"]["type"]) == (
        "payment",
        True,
        "card",
    )


def test_the_buyer_is_sent_back_with_what_stripe_appends(shop: Any, buys: Buys) -> None:
    intent = shop.intent()
    visit = at_checkout(buys, intent, redirect="always")
    visit.types_card("4242424242424242")
    pay(visit)
    visit.page.wait_for_url("**/back.html?*")
    assert visit.result() == {
        "order": "7",
        "payment_intent": intent["id"],
        "payment_intent_client_secret": intent["client_secret"],
        "redirect_status": "succeeded",
    }


def test_a_declined_card_and_then_a_good_one(shop: Any, buys: Buys) -> None:
    intent = shop.intent()
    visit = at_checkout(buys, intent)
    visit.types_card("4000000000000002")
    pay(visit)
    error = visit.result()["error"]
    assert (error["type"], error["code"]) == ("card_error", "card_declined")
    assert error["decline_code"] == "generic_decline"
    assert error["payment_intent"]["status"] == "requires_payment_method"
    visit.frame(PAYMENT).get_by_role("alert").get_by_text("Your card was declined.").wait_for()
    visit.types_card("4242424242424242")
    visit.page.locator("#result").evaluate("(it) => { it.textContent = ''; }")
    pay(visit)
    assert visit.result()["paymentIntent"]["status"] == "succeeded"


def test_a_german_buyer_reads_german(shop: Any, buys: Buys) -> None:
    visit = at_checkout(buys, shop.intent(), locale="de")
    fields = visit.frame(PAYMENT)
    fields.get_by_label("Kartennummer").fill("4000000000009995")
    fields.locator('[name="expiry"]').fill("1234")
    fields.locator('[name="cvc"]').fill("123")
    pay(visit)
    assert visit.result()["error"]["message"] == "Ihre Karte ist nicht ausreichend gedeckt."
    fields.get_by_role("alert").get_by_text("nicht ausreichend gedeckt").wait_for()


def test_what_is_missing_is_said_before_anything_is_sent(shop: Any, buys: Buys) -> None:
    visit = at_checkout(buys, shop.intent())
    pay(visit)
    error = visit.result()["error"]
    assert (error["type"], error["code"]) == ("validation_error", "incomplete_number")
    assert error["message"] == "Your card number is incomplete."


@pytest.mark.parametrize(
    ("button", "status"),
    [("Complete", "succeeded"), ("Fail", "requires_payment_method")],
)
def test_the_bank_wants_to_see_the_buyer(shop: Any, buys: Buys, button: str, status: str) -> None:
    intent = shop.intent()
    visit = at_checkout(buys, intent)
    visit.types_card("4000002760003184")
    pay(visit)
    visit.bank().get_by_role("button", name=button).click()
    result = visit.result()
    assert (result.get("paymentIntent") or result["error"]["payment_intent"])["status"] == status
    assert shop.status(intent) == status


def test_a_debit_is_under_way(shop: Any, buys: Buys) -> None:
    intent = shop.intent()
    visit = at_checkout(buys, intent)
    fields = visit.frame(PAYMENT)
    fields.locator("button#sepa_debit-tab").click()
    fields.locator('[name="iban"]').fill("DE89370400440532013000")
    fields.locator('[name="name"]').fill("Ada Beispiel")
    fields.locator('[name="email"]').fill("ada@example.com")
    for name, value in (("addressLine1", "Weg 1"), ("postalCode", "10115"), ("locality", "Berlin")):
        field = fields.locator(f'[name="{name}"]:visible')
        if field.count():
            field.fill(value)
    pay(visit)
    assert visit.result()["paymentIntent"]["status"] == "processing"
    assert shop.status(intent) == "processing"


@pytest.mark.parametrize(
    ("link", "status", "redirect_status"),
    [
        ("Authorize Test Payment", "succeeded", "succeeded"),
        ("Fail Test Payment", "requires_payment_method", "failed"),
    ],
)
def test_a_bank_far_away(
    shop: Any, buys: Buys, link: str, status: str, redirect_status: str
) -> None:
    intent = shop.intent()
    visit = at_checkout(buys, intent)
    visit.frame(PAYMENT).locator("button#ideal-tab").click()
    visit.frame(PAYMENT).locator('[name="name"]:visible').fill("Ada Beispiel")
    pay(visit)
    visit.page.get_by_role("link", name=link).click()
    visit.page.wait_for_url("**/back.html?*")
    assert visit.result()["redirect_status"] == redirect_status
    assert shop.status(intent) == status


def test_a_card_is_kept_for_later(shop: Any, buys: Buys) -> None:
    intent = shop.setup(**{"automatic_payment_methods[enabled]": "true"})
    visit = at_checkout(buys, intent, redirect="always")
    visit.types_card("4242424242424242")
    pay(visit)
    visit.page.wait_for_url("**/back.html?*")
    assert visit.result()["setup_intent"] == intent["id"]
    assert shop.status(intent) == "succeeded"


def test_the_page_cannot_read_the_card(shop: Any, buys: Buys) -> None:
    visit = at_checkout(buys, shop.intent())
    visit.types_card("4242424242424242")
    assert visit.page.evaluate("() => frames.length") > 0
    for depth in ("document", "shopstubField", "location.href"):
        reads = f"() => {{ try {{ return String(frames[0].{depth}); }} catch {{ return null; }} }}"
        assert visit.page.evaluate(reads) is None
    assert "42424242" not in visit.page.content().replace(" ", "")


def test_a_wrong_secret_is_a_loaderror(shop: Any, buys: Buys) -> None:
    visit = buys("payment.html", secret="pi_1nothere_secret_x", redirect="if_required")
    visit.page.wait_for_function("events.some(({ name }) => name === 'loaderror')")
    event = visit.page.evaluate("events.find(({ name }) => name === 'loaderror').event")
    assert event["elementType"] == "payment"
    assert event["error"]["message"] == (
        "The client_secret provided does not match any associated PaymentIntent on this account."
    )


def test_an_intent_that_has_ended_is_a_loaderror(shop: Any, buys: Buys) -> None:
    intent = shop.intent()
    shop.asks("POST", f"payment_intents/{intent['id']}/cancel")
    visit = buys("payment.html", secret=intent["client_secret"], redirect="if_required")
    visit.page.wait_for_function("events.some(({ name }) => name === 'loaderror')")
    error = visit.page.evaluate("events.find(({ name }) => name === 'loaderror').event.error")
    assert error["message"] == (
        "This PaymentIntent is in a terminal state and cannot be used to initialize Elements."
    )
    assert visit.page.evaluate("elements.fetchUpdates()")["error"]["status"] == "canceled"


def test_what_did_not_load_is_not_confirmed(shop: Any, buys: Buys) -> None:
    visit = buys("payment.html", secret="pi_1nothere_secret_x", redirect="if_required")
    pay(visit)
    assert visit.result()["error"]["param"] == "client_secret"


def test_what_the_server_changed_is_fetched(shop: Any, buys: Buys) -> None:
    intent = shop.intent()
    visit = at_checkout(buys, intent)
    tabs = visit.frame(PAYMENT).get_by_role("tab")
    assert tabs.filter(has_text="iDEAL").count() == 1
    number = visit.frame(PAYMENT).locator('[name="number"]')
    number.fill("4242424242424242")
    changed = {"currency": "usd", "setup_future_usage": "off_session"}
    shop.asks("POST", f"payment_intents/{intent['id']}", **changed)
    assert visit.page.evaluate("elements.fetchUpdates()") == {}
    tabs.filter(has_text="iDEAL").wait_for(state="detached")
    visit.frame(PAYMENT).get_by_text("you allow").wait_for()
    expect(number).to_have_value("4242 4242 4242 4242")


def test_a_reload_in_the_middle_of_a_challenge_loses_nothing(shop: Any, buys: Buys) -> None:
    intent = shop.intent()
    visit = at_checkout(buys, intent)
    visit.types_card("4000002760003184")
    pay(visit)
    visit.bank().get_by_role("button", name="Complete").wait_for()
    visit.page.reload()
    visit.types_card("4000002760003184")
    pay(visit)
    visit.bank().get_by_role("button", name="Complete").click()
    assert visit.result()["paymentIntent"]["status"] == "succeeded"


def test_a_second_click_pays_no_second_time(shop: Any, buys: Buys) -> None:
    intent = shop.intent()
    visit = at_checkout(buys, intent)
    visit.types_card("4242424242424242")
    visit.page.get_by_role("button", name="Pay", exact=True).dblclick()
    visit.result()
    assert shop.status(intent) == "succeeded"
    charges = shop.asks("GET", "charges", payment_intent=intent["id"])["data"]
    assert len(charges) == 1
