"""Elements first, the intent last: what was entered is checked, then confirmed or handed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.process
Buys = Callable[..., Any]


def fills(visit: Any, number: str = "4242424242424242") -> None:
    email = visit.frame("Secure email input frame").locator('[name="email"]')
    email.fill("ada@example.com")
    address = visit.frame("Secure address input frame")
    address.locator('[name="name"]').fill("Ada Beispiel")
    address.locator('[name="country"]').select_option("DE")
    address.locator('[name="addressLine1"]').fill("Musterweg 1")
    address.locator('[name="postalCode"]').fill("10115")
    address.locator('[name="locality"]').fill("Berlin")
    visit.types_card(number)


def pay(visit: Any) -> None:
    visit.page.get_by_role("button", name="Pay", exact=True).click()


def test_the_intent_is_made_when_the_buyer_pays(shop: Any, buys: Buys) -> None:
    visit = buys("deferred.html", way="intent", amount="2000")
    fills(visit)
    pay(visit)
    result = visit.result()
    assert result["selectedPaymentMethod"] == "card"
    intent = result["paymentIntent"]
    assert intent["status"] == "succeeded"
    assert intent["shipping"]["name"] == "Ada Beispiel"
    assert intent["shipping"]["address"]["city"] == "Berlin"
    method = shop.asks("GET", f"payment_methods/{intent['payment_method']}")
    assert method["billing_details"]["email"] == "ada@example.com"


def test_an_intent_over_another_amount_is_not_paid(shop: Any, buys: Buys) -> None:
    visit = buys("deferred.html", way="intent", amount="2001")
    fills(visit)
    pay(visit)
    assert "does not match" in visit.result()["error"]["message"]


def test_what_the_page_says_of_a_parcel_joins_what_was_entered(shop: Any, buys: Buys) -> None:
    visit = buys("deferred.html", way="intent", amount="2000")
    fills(visit)
    visit.page.evaluate("elements.submit()")
    answer = visit.page.evaluate(
        """(clientSecret) => stripe.confirmPayment({
          elements, clientSecret, redirect: 'if_required',
          confirmParams: { shipping: { carrier: 'Post' } },
        })""",
        shop.intent()["client_secret"],
    )
    shipping = answer["paymentIntent"]["shipping"]
    assert (shipping["carrier"], shipping["address"]["city"]) == ("Post", "Berlin")


@pytest.mark.parametrize("number", ["4242424242424242", "4000002760003184"])
def test_a_confirmation_token_for_the_server(shop: Any, buys: Buys, number: str) -> None:
    visit = buys("deferred.html", way="token", amount="2000")
    fills(visit, number)
    pay(visit)
    if number.endswith("3184"):
        visit.bank().get_by_role("button", name="Complete").click()
        assert visit.result()["paymentIntent"]["status"] == "succeeded"
        return
    result = visit.result()
    assert result["confirmationToken"]["payment_method_preview"]["card"]["last4"] == "4242"
    assert result["intent"]["status"] == "succeeded"


def test_a_payment_method_for_the_server(shop: Any, buys: Buys) -> None:
    visit = buys("deferred.html", way="method", amount="2000")
    fills(visit)
    pay(visit)
    method = visit.result()["paymentMethod"]
    assert (method["card"]["last4"], method["billing_details"]["name"]) == ("4242", "Ada")


def test_what_is_missing_is_said_by_submit(shop: Any, buys: Buys) -> None:
    visit = buys("deferred.html", way="intent", amount="2000")
    visit.frame("Secure payment input frame").locator('[name="number"]').wait_for()
    pay(visit)
    assert visit.result()["error"]["type"] == "validation_error"


def test_a_payment_method_is_made_only_of_elements_for_that(buys: Buys) -> None:
    visit = buys("deferred.html", way="token", amount="2000")
    visit.frame("Secure payment input frame").locator('[name="number"]').wait_for()
    code = "stripe.createPaymentMethod({ elements }).catch(({ message }) => message)"
    assert "paymentMethodCreation: 'manual'" in visit.page.evaluate(code)


@pytest.mark.parametrize("call", ["createConfirmationToken", "createPaymentMethod"])
def test_without_submit_nothing_is_made(buys: Buys, call: str) -> None:
    visit = buys("deferred.html", way="method", amount="2000")
    fills(visit)
    said = visit.page.evaluate(f"stripe.{call}({{ elements }}).catch(({{ message }}) => message)")
    assert said.startswith(f"elements.submit() must be called before stripe.{call}().")


def test_without_submit_nothing_is_confirmed(shop: Any, buys: Buys) -> None:
    visit = buys("deferred.html", way="intent", amount="2000")
    fills(visit)
    said = visit.page.evaluate(
        """async (secret) => {
          const params = { elements, clientSecret: secret, redirect: 'if_required' };
          return stripe.confirmPayment(params).catch(({ name, message }) => [name, message]);
        }""",
        shop.intent()["client_secret"],
    )
    assert said[0] == "IntegrationError"
    assert said[1].startswith("elements.submit() must be called before stripe.confirmPayment().")


def test_a_cart_that_grows_is_told_to_the_elements(shop: Any, buys: Buys) -> None:
    visit = buys("deferred.html", way="intent", amount="2500")
    fills(visit)
    with visit.page.expect_request("**/v1/elements/sessions?*amount*2500*"):
        visit.page.evaluate("elements.update({ amount: 2500 })")
    pay(visit)
    assert visit.result()["paymentIntent"]["amount"] == 2500


def test_an_amount_that_is_none_is_refused(buys: Buys) -> None:
    visit = buys("deferred.html", way="intent", amount="2000")
    code = "elements.update({ amount: -1 }).catch(({ name }) => name)"
    assert visit.page.evaluate(code) == "IntegrationError"
