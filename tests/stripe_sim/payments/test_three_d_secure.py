"""3-D Secure and redirects: the buyer has to do something, does it, or does not."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from stub_server.stripe_sim import PUBLISHABLE_KEY

ALWAYS = "pm_card_authenticationRequired"


async def start_challenge(api: Any, **params: Any) -> Any:
    waiting = await api.confirm(await api.intent(), ALWAYS, **params)
    assert waiting["status"] == "requires_action"
    return waiting


async def test_stripes_script_is_told_what_to_do(api: Any) -> None:
    waiting = await start_challenge(api, use_stripe_sdk="true")
    action = waiting["next_action"]
    assert action["type"] == "use_stripe_sdk"
    assert action["use_stripe_sdk"]["type"] == "stripe_3ds2_fingerprint"
    assert (await api.events())[-1] == "payment_intent.requires_action"


async def test_a_server_gets_a_url_for_the_buyer(api: Any) -> None:
    action = (await start_challenge(api))["next_action"]
    assert action["type"] == "redirect_to_url"
    assert action["redirect_to_url"]["return_url"] == "https://shop.example/back"
    assert action["redirect_to_url"]["url"].startswith("http://stripe.localhost/authorize/acct_")


async def test_without_a_way_back_it_is_up_to_the_script(api: Any) -> None:
    api.version = None
    given = {"amount": 2000, "currency": "usd", "confirm": "true", "payment_method": ALWAYS}
    waiting = await api.post("payment_intents", {**given, "payment_method_types[]": "card"})
    assert waiting["next_action"]["type"] == "use_stripe_sdk"


async def test_the_buyer_completes_the_challenge(api: Any) -> None:
    waiting = await start_challenge(api)
    answer = await api.control(
        f"payment_intents/{waiting['id']}/authenticate", {"outcome": "succeed"}
    )
    assert answer.json()["status"] == "succeeded"
    charge = await api.get(f"charges/{answer.json()['latest_charge']}")
    assert charge["payment_method_details"]["card"]["three_d_secure"]["result"] == "authenticated"
    assert (await api.events())[-2:] == ["charge.succeeded", "payment_intent.succeeded"]
    again = await api.control(
        f"payment_intents/{waiting['id']}/authenticate", {"outcome": "succeed"}
    )
    assert again.status_code == 409


async def test_the_buyer_fails_the_challenge(api: Any) -> None:
    waiting = await start_challenge(api)
    answer = await api.control(f"payment_intents/{waiting['id']}/authenticate", {"outcome": "fail"})
    intent = answer.json()
    assert (intent["status"], intent["payment_method"]) == ("requires_payment_method", None)
    assert intent["next_action"] is None
    wrong = intent["last_payment_error"]
    assert wrong["code"] == "payment_intent_authentication_failure"
    assert wrong["type"] == "invalid_request_error"
    assert wrong["message"].startswith("The provided PaymentMethod has failed authentication.")
    assert (await api.events())[-1] == "payment_intent.payment_failed"
    api.key = PUBLISHABLE_KEY
    buyers = (await get_intent(api, waiting))["last_payment_error"]
    assert buyers["message"].startswith("We are unable to authenticate your payment method.")


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", "insufficient_funds"),
        ("pm_card_threeDSecureRequiredChargeDeclined", "generic_decline"),
    ],
)
async def test_after_the_challenge_the_bank_may_still_refuse(
    api: Any, card: str, code: str
) -> None:
    waiting = await api.confirm(await api.intent(), card)
    answer = await api.control(f"payment_intents/{waiting['id']}/authenticate", {})
    assert answer.json()["status"] == "requires_payment_method"
    assert answer.json()["last_payment_error"]["decline_code"] == code


async def test_off_session_nobody_is_there_to_answer(api: Any) -> None:
    intent = await api.intent()
    params = {"payment_method": ALWAYS, "off_session": "true", "return_url": "https://x.example"}
    error = await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", params)
    assert (error["status"], error["code"]) == (402, "authentication_required")


@pytest.mark.parametrize("card", ["visa", "threeDSecureOptional", "amex_threeDSecureNotSupported"])
async def test_who_is_not_enrolled_is_not_asked(api: Any, card: str) -> None:
    assert (await api.confirm(await api.intent(), f"pm_card_{card}"))["status"] == "succeeded"


async def test_an_optional_challenge_comes_when_asked_for(api: Any) -> None:
    option = {"payment_method_options[card][request_three_d_secure]": "any"}
    waiting = await api.confirm(await api.intent(), "pm_card_threeDSecureOptional", **option)
    assert waiting["status"] == "requires_action"


async def test_with_manual_confirmation_the_server_has_the_last_word(api: Any) -> None:
    made = {"amount": 2000, "currency": "eur", "confirmation_method": "manual"}
    intent = await api.post("payment_intents", made)
    waiting = await api.confirm(intent, ALWAYS)
    answer = await api.control(f"payment_intents/{waiting['id']}/authenticate", {})
    assert answer.json()["status"] == "requires_confirmation"
    done = await api.post(f"payment_intents/{intent['id']}/confirm")
    assert done["status"] == "succeeded"


@pytest.mark.parametrize("method_type", ["ideal", "bancontact", "eps", "klarna", "paypal", "p24"])
@pytest.mark.parametrize(
    ("outcome", "status", "redirect_status"),
    [("succeed", "succeeded", "succeeded"), ("fail", "requires_payment_method", "failed")],
)
async def test_the_buyer_comes_back_from_the_bank(
    api: Any, method_type: str, outcome: str, status: str, redirect_status: str
) -> None:
    intent = await api.intent()
    params = {
        "payment_method_data[type]": method_type,
        "return_url": "https://shop.example/back?order=1#top",
    }
    waiting = await api.post(f"payment_intents/{intent['id']}/confirm", params)
    page = urlsplit(waiting["next_action"]["redirect_to_url"]["url"]).path
    shown = await api.ask("GET", page)
    assert "Authorize Test Payment" in shown.text
    assert "Fail Test Payment" in shown.text
    sent_on = await api.ask("GET", page, {"outcome": outcome})
    assert sent_on.status_code == 303
    back = urlsplit(sent_on.headers["location"])
    assert (back.netloc, back.path, back.fragment) == ("shop.example", "/back", "top")
    assert parse_qs(back.query) == {
        "order": ["1"],
        "payment_intent": [intent["id"]],
        "payment_intent_client_secret": [intent["client_secret"]],
        "redirect_status": [redirect_status],
    }
    assert (await api.get(f"payment_intents/{intent['id']}"))["status"] == status
    assert (await api.ask("GET", page)).status_code == 404


async def test_the_browser_sees_the_challenge_too(api: Any) -> None:
    intent = await api.intent()
    api.key = PUBLISHABLE_KEY
    secret = {"client_secret": intent["client_secret"], "use_stripe_sdk": "true"}
    waiting = await api.confirm(intent, ALWAYS, **secret)
    assert waiting["next_action"]["type"] == "use_stripe_sdk"


@pytest.mark.parametrize(
    ("method_type", "code"),
    [
        ("klarna", "payment_method_customer_decline"),
        ("eps", "payment_intent_authentication_failure"),
    ],
)
async def test_the_buyer_does_not_approve_on_the_banks_page(
    api: Any, method_type: str, code: str
) -> None:
    intent = await api.intent()
    data = {
        "payment_method_data[type]": method_type,
        "payment_method_data[billing_details][email]": "jenny@example.com",
        "payment_method_data[billing_details][name]": "Jenny Rosen",
        "payment_method_data[billing_details][address][country]": "DE",
        "return_url": "https://shop.example",
    }
    await api.post(f"payment_intents/{intent['id']}/confirm", data)
    path = f"payment_intents/{intent['id']}/authenticate"
    wrong = (await api.control(path, {"outcome": "fail"})).json()["last_payment_error"]
    assert (wrong["code"], wrong["type"]) == (code, "invalid_request_error")
    assert wrong["doc_url"] == "https://stripe.com/docs/error-codes/payment-method-customer-decline"
    assert wrong["message"].startswith("The customer did not approve the PaymentIntent.")


@pytest.mark.parametrize(
    ("url", "taken"), [("https://a.example/x", True), ("myapp://back", True), ("/back", False)]
)
async def test_the_way_back_is_a_whole_address(api: Any, url: str, taken: bool) -> None:
    intent = await api.intent()
    path = f"payment_intents/{intent['id']}/confirm"
    params = {"payment_method": "pm_card_visa", "return_url": url}
    if taken:
        assert (await api.post(path, params))["status"] == "succeeded"
        return
    error = await api.get_error("POST", path, params)
    assert (error["code"], error["param"]) == ("url_invalid", "return_url")


async def start_browser_challenge(api: Any, card: str, **params: Any) -> tuple[Any, str]:
    """An intent that Stripe's script has confirmed, and the source that it is to ask about."""
    intent = await api.intent()
    api.key = PUBLISHABLE_KEY
    secret = {"client_secret": intent["client_secret"], "use_stripe_sdk": "true"}
    waiting = await api.confirm(intent, card, **secret, **params)
    assert waiting["status"] == "requires_action"
    return waiting, waiting["next_action"]["use_stripe_sdk"]["three_d_secure_2_source"]


async def get_intent(api: Any, intent: Any) -> Any:
    return await api.get(f"payment_intents/{intent['id']}", client_secret=intent["client_secret"])


@pytest.mark.parametrize(
    ("outcome", "status"), [("succeed", "succeeded"), ("fail", "requires_payment_method")]
)
async def test_the_buyer_answers_the_bank_in_a_frame(api: Any, outcome: str, status: str) -> None:
    waiting, source = await start_browser_challenge(api, ALWAYS)
    answer = await api.post("3ds2/authenticate", {"source": source})
    assert (answer["state"], answer["ares"]["transStatus"]) == ("challenge_required", "C")
    page = urlsplit(answer["ares"]["acsURL"]).path
    shown = await api.ask("GET", page)
    assert "3D Secure 2 Test Page" in shown.text
    assert 'id="test-source-authorize-3ds"' in shown.text
    assert 'id="test-source-fail-3ds"' in shown.text
    answered = await api.ask("POST", page, {"outcome": outcome})
    assert "postMessage" in answered.text
    assert (await get_intent(api, waiting))["status"] == status
    again = await api.ask("POST", page, {"outcome": "succeed"})
    assert again.status_code == 200
    assert (await get_intent(api, waiting))["status"] == status


async def test_who_cancels_has_failed(api: Any) -> None:
    waiting, source = await start_browser_challenge(api, ALWAYS)
    await api.post("3ds2/authenticate", {"source": source})
    assert (await api.post("3ds2/challenge_complete", {"source": source}))["state"] == "failed"
    after = await get_intent(api, waiting)
    assert after["status"] == "requires_payment_method"
    assert after["last_payment_error"]["code"] == "payment_intent_authentication_failure"
    error = await api.get_error("POST", "3ds2/challenge_complete", {"source": source})
    assert (error["status"], error["param"]) == (400, "source")


async def test_an_issuer_that_trusts_the_card_asks_nobody(api: Any) -> None:
    option = {"payment_method_options[card][request_three_d_secure]": "any"}
    waiting, source = await start_browser_challenge(api, "pm_card_visa", **option)
    answer = await api.post("3ds2/authenticate", {"source": source})
    assert (answer["state"], answer["ares"]["transStatus"]) == ("succeeded", "A")
    assert (await get_intent(api, waiting))["status"] == "succeeded"


async def test_another_accounts_source_is_unknown(api: Any) -> None:
    _, source = await start_browser_challenge(api, ALWAYS)
    api.key = "pk_test_somebodyelse1234"
    error = await api.get_error("POST", "3ds2/authenticate", {"source": source})
    assert (error["status"], error["code"]) == (400, "resource_missing")
