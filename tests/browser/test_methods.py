"""confirmIdealPayment and its like, and what is not simulated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.process
Buys = Callable[..., Any]


def confirms(visit: Any, code: str) -> None:
    """Run a call of the page's, and let the page show what came of it."""
    visit.page.evaluate(
        f"""() => void ({code}).then((result) => {{
          document.querySelector('#result').textContent = JSON.stringify(result);
        }})"""
    )


@pytest.mark.parametrize("name", ["Ideal", "Bancontact", "Eps", "Klarna", "P24", "PayPal"])
def test_a_method_leads_away_and_back(shop: Any, buys: Buys, name: str) -> None:
    intent = shop.intent()
    visit = buys("bare.html")
    billing = "{ name: 'Ada', email: 'ada@example.com', address: { country: 'DE' } }"
    confirms(
        visit,
        f"""stripe.confirm{name}Payment('{intent["client_secret"]}', {{
          payment_method: {{ billing_details: {billing} }},
          return_url: new URL('/back.html', location.href).href,
        }})""",
    )
    visit.page.get_by_role("link", name="Authorize Test Payment").click()
    visit.page.wait_for_url("**/back.html?*")
    assert visit.result()["redirect_status"] == "succeeded"
    assert shop.status(intent) == "succeeded"


def test_without_a_way_back_the_api_refuses(shop: Any, buys: Buys) -> None:
    visit = buys("bare.html")
    secret = shop.intent()["client_secret"]
    confirms(visit, f"stripe.confirmIdealPayment('{secret}')")
    error = visit.result()["error"]
    assert (error["type"], error["param"]) == ("invalid_request_error", "return_url")


def test_a_page_may_lead_away_itself(shop: Any, buys: Buys) -> None:
    visit = buys("bare.html")
    confirms(
        visit,
        f"""stripe.confirmIdealPayment('{shop.intent()["client_secret"]}',
          {{ return_url: 'https://shop.example/back' }}, {{ handleActions: false }})""",
    )
    assert visit.result()["paymentIntent"]["next_action"]["type"] == "redirect_to_url"


def test_a_buyer_says_yes_in_the_banking_app(shop: Any, buys: Buys) -> None:
    intent = shop.intent(currency="pln", **{"payment_method_data[type]": "blik"})
    visit = buys("bare.html")
    confirms(
        visit,
        f"""stripe.confirmBlikPayment('{intent["client_secret"]}', {{
          payment_method: {{}}, payment_method_options: {{ blik: {{ code: '123456' }} }},
        }})""",
    )
    assert visit.result()["paymentIntent"]["status"] == "succeeded"


def test_a_debit_is_kept(shop: Any, buys: Buys) -> None:
    visit = buys("bare.html")
    confirms(
        visit,
        f"""stripe.confirmSepaDebitSetup('{shop.setup()["client_secret"]}', {{
          payment_method: {{
            sepa_debit: {{ iban: 'DE89370400440532013000' }},
            billing_details: {{ name: 'Ada', email: 'ada@example.com' }},
          }},
        }})""",
    )
    assert visit.result()["setupIntent"]["status"] == "succeeded"


def test_an_intent_is_seen(shop: Any, buys: Buys) -> None:
    visit = buys("bare.html")
    for intent, name in ((shop.intent(), "PaymentIntent"), (shop.setup(), "SetupIntent")):
        member = name[0].lower() + name[1:]
        code = f"stripe.retrieve{name}('{intent['client_secret']}')"
        assert visit.page.evaluate(code)[member]["id"] == intent["id"]
    wrong = visit.page.evaluate("stripe.retrievePaymentIntent('pi_1nothere_secret_x')")
    assert wrong["error"]["type"] == "invalid_request_error"


def test_a_simulator_that_is_away_is_an_error_of_connection(shop: Any, buys: Buys) -> None:
    visit = buys("bare.html")
    visit.page.route("**/v1/payment_intents/**", lambda route: route.abort())
    answer = visit.page.evaluate("stripe.retrievePaymentIntent('pi_1_secret_x')")
    assert answer["error"]["type"] == "api_connection_error"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("pii", "{ personal_id_number: '000000000' }"),
        (
            "bank_account",
            "{ country: 'DE', currency: 'eur', account_number: 'DE89370400440532013000' }",
        ),
        ("person", "{ person: { first_name: 'Ada' } }"),
    ],
)
def test_a_token_of_what_the_page_has_asked_for(buys: Buys, kind: str, data: str) -> None:
    answer = buys("bare.html").page.evaluate(f"stripe.createToken('{kind}', {data})")
    assert answer["token"]["type"] == kind


def asks_cvc(buys: Buys) -> Any:
    visit = buys("bare.html")
    visit.page.evaluate(
        """() => {
          window.cvc = stripe.elements().create('cardCvc');
          cvc.mount('#payment');
        }"""
    )
    visit.frame("Secure CVC input frame").locator('[name="cvc"]').fill("123")
    return visit


def test_a_saved_card_is_paid_with_its_code_asked_again(shop: Any, buys: Buys) -> None:
    visit = asks_cvc(buys)
    answer = visit.page.evaluate(
        """(secret) => stripe.confirmCardPayment(secret, {
          payment_method: 'pm_card_visa', payment_method_options: { card: { cvc } },
        })""",
        shop.intent()["client_secret"],
    )
    assert answer["paymentIntent"]["status"] == "succeeded"


def test_a_token_of_a_cvc(buys: Buys) -> None:
    visit = asks_cvc(buys)
    answer = visit.page.evaluate("stripe.createToken('cvc_update', cvc)")
    assert answer["token"]["type"] == "cvc_update"
