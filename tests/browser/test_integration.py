"""How a page takes the script into use, rightly and wrongly, and what it is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Route

pytestmark = pytest.mark.process
Buys = Callable[..., Any]
GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "frontend.md"

FINE = {
    "a plain function": "typeof Stripe === 'function' && !/^class/.test(String(Stripe))",
    "without new": "typeof Stripe('pk_test_1234').elements === 'function'",
    "with new": "typeof new Stripe('pk_test_1234').elements === 'function'",
    "twice": "Stripe('pk_test_1') !== Stripe('pk_test_2')",
    "its own property of window": "Object.hasOwn(window, 'Stripe')",
    "elements with own keys": "Object.keys(stripe.elements()).includes('create')",
    "getElement of nothing": "stripe.elements().getElement('card') === null",
    "getElement": """(() => {
      const elements = stripe.elements();
      return elements.create('card') === elements.getElement({ __elementType: 'card' });
    })()""",
    "two addresses": """(() => {
      const elements = stripe.elements({ mode: 'setup' });
      elements.create('address', { mode: 'billing' });
      const shipping = elements.create('address', { mode: 'shipping' });
      return elements.getElement('address', { mode: 'shipping' }) === shipping;
    })()""",
    "a destroyed one makes room": """(() => {
      const elements = stripe.elements();
      elements.create('card').destroy();
      return Boolean(elements.create('card'));
    })()""",
    "off after destroy": """(() => {
      const card = stripe.elements().create('card');
      card.destroy();
      card.off('change', () => {});
      card.unmount();
      return true;
    })()""",
    "a button that nobody shows": """(async () => {
      const total = { label: 'Total', amount: 100 };
      const paymentRequest = stripe.paymentRequest({ country: 'DE', currency: 'eur', total });
      const button = stripe.elements().create('paymentRequestButton', { paymentRequest });
      return Boolean(button) && (await paymentRequest.canMakePayment()) === null;
    })()""",
    "update with what it was created with": """(async () => {
      const elements = stripe.elements({ mode: 'payment', amount: 100, currency: 'eur' });
      let ended = 0;
      elements.on('update-end', () => ended++);
      await elements.update({ mode: 'payment', amount: 200, clientSecret: undefined });
      return ended === 1;
    })()""",
}


@pytest.mark.parametrize("what", FINE)
def test_it_is_there(buys: Buys, what: str) -> None:
    visit = buys("bare.html")
    assert visit.page.evaluate(FINE[what]) is True


@pytest.mark.parametrize(
    ("script", "version"),
    [("v3/", 3), ("v3", 3), ("v3/stripe.js", 3)]
    + [(f"{it}/stripe.js", it) for it in ("acacia", "basil", "clover", "dahlia", "endive")],
)
def test_its_version_is_that_of_its_url(buys: Buys, script: str, version: Any) -> None:
    assert buys("bare.html", script=script).page.evaluate("Stripe.version") == version


WRONG = {
    "a second card": (
        "(() => { const e = stripe.elements(); e.create('card'); e.create('card'); })()",
        "Can only create one Element of type card.",
    ),
    "no intent": (
        "stripe.elements().create('payment')",
        "In order to create a payment element, you must pass a clientSecret or mode when creating "
        "the Elements group.",
    ),
    "no such element": ("stripe.elements().create('foo')", "A valid Element name must be provided"),
    "not simulated": ("stripe.elements().create('taxId')", "not simulated"),
    "no such node": (
        "stripe.elements().create('card').mount('#nowhere')",
        "The selector you specified (#nowhere) applies to no DOM elements that are currently on "
        "the page. Make sure the element exists on the page before calling mount().",
    ),
    "a node that is not on the page": (
        "stripe.elements().create('card').mount(document.createElement('div'))",
        "Elements cannot be mounted in a ShadowRoot",
    ),
    "a shadow root": (
        """(() => {
          const host = document.querySelector('#payment');
          const node = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('p'));
          stripe.elements().create('card').mount(node);
        })()""",
        "Elements cannot be mounted in a ShadowRoot",
    ),
    "a destroyed one": (
        """(() => {
          const card = stripe.elements().create('card');
          card.destroy();
          card.mount('#payment');
        })()""",
        "This Element has already been destroyed. Please create a new one.",
    ),
    "no address mode": (
        "stripe.elements({ mode: 'setup' }).create('address')",
        "mode should be one of the following strings: shipping, billing",
    ),
    "nothing mounted": (
        """stripe.confirmPayment({
          elements: stripe.elements({ clientSecret: 'pi_1_secret_2' }), redirect: 'if_required',
        })""",
        "Invalid value for stripe.confirmPayment(): elements should have a mounted Payment Element "
        "or Express Checkout Element.",
    ),
    "another Stripe's Elements": (
        """Stripe('pk_test_2').confirmPayment({
          elements: stripe.elements({ clientSecret: 'pi_1_secret_2' }), redirect: 'if_required',
        })""",
        "Please use the same instance of `Stripe`",
    ),
    "a card that is not mounted": (
        """stripe.createPaymentMethod({
          type: 'card', card: stripe.elements().create('card'),
        })""",
        "We could not retrieve data from the specified Element.",
    ),
    "an Element itself": (
        "stripe.confirmCardPayment('pi_1_secret_2', stripe.elements().create('card'))",
        "Do not pass an Element to stripe.confirmCardPayment() directly.",
    ),
    "an action that nobody asked for": (
        "stripe.handleNextAction({ clientSecret: 'SECRET' })",
        "handleNextAction: The PaymentIntent supplied is not in the requires_action state.",
    ),
    "a field that was to be said": (
        """(async () => {
          const elements = stripe.elements({ clientSecret: 'SECRET' });
          const options = { fields: { billingDetails: { name: 'never' } } };
          elements.create('payment', options).mount('#payment');
          return stripe.confirmPayment({ elements, redirect: 'if_required' });
        })()""",
        'You specified "never" for fields.billing_details.name when creating the payment Element, '
        "but did not pass confirmParams.payment_method_data.billing_details.name",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_it_is_said_what_is_wrong(shop: Any, buys: Buys, what: str) -> None:
    code, message = WRONG[what]
    code = code.replace("SECRET", shop.intent()["client_secret"])
    visit = buys("bare.html")
    said = visit.page.evaluate(
        f"async () => {{ try {{ await ({code}); }} catch (e) {{ return [e.name, e.message]; }} }}"
    )
    assert said is not None, "nothing was said"
    assert said[0] == "IntegrationError"
    assert message in said[1]


def test_the_markup_is_as_tests_of_shops_know_it(shop: Any, buys: Buys) -> None:
    visit = buys("bare.html")
    visit.page.evaluate(
        """(clientSecret) => {
          window.elements = stripe.elements({ clientSecret });
          elements.create('payment').mount('#payment');
        }""",
        shop.intent()["client_secret"],
    )
    frame = visit.page.locator("#payment.StripeElement > .__PrivateStripeElement > iframe").first
    frame.wait_for()
    facts = {
        name: frame.get_attribute(name)
        for name in ("name", "title", "src", "allow", "frameborder", "allowtransparency", "role")
    }
    assert facts["name"].startswith("__privateStripeFrame")
    assert facts["name"].removeprefix("__privateStripeFrame").isdigit()
    assert facts["title"] == "Secure payment input frame"
    assert facts["allow"] == "payment *; publickey-credentials-get *"
    assert (facts["frameborder"], facts["allowtransparency"], facts["role"]) == (
        "0",
        "true",
        "presentation",
    )
    for part in (
        "/v3/elements-inner-payment-",
        "componentName=payment",
        "keyMode=test",
        "elementId=payment-",
        "controllerId=__privateStripeController",
    ):
        assert part in facts["src"]
    thief = visit.page.locator(".__PrivateStripeElement > input.__PrivateStripeElement-input")
    assert thief.get_attribute("aria-hidden") == "true"
    assert thief.get_attribute("maxlength") == "1"
    visit.page.evaluate("elements.getElement('payment').unmount()")
    assert visit.page.locator("#payment").inner_html() == ""
    assert visit.page.locator("#payment").get_attribute("class") == ""


def test_a_strict_policy_of_the_page_is_enough(shop: Any, buys: Buys) -> None:
    """As Stripe documents it, with the simulator's origin in the place of Stripe's."""
    visit = buys("policy.html", secret=shop.intent()["client_secret"])
    visit.types_card("4000002760003184")
    visit.page.get_by_role("button", name="Pay", exact=True).click()
    visit.bank().get_by_role("button", name="Complete").click()
    assert visit.result()["paymentIntent"]["status"] == "succeeded"
    assert not [it for it in visit.said if "Content Security Policy" in it], visit.said


def test_a_page_that_asks_stripe_itself(shop: Any, browser: Browser) -> None:
    """Playwright leads Stripe's hosts to the simulator, as the guide has it."""
    led = re.search(r"page\.route\('(\S+)'", GUIDE.read_text(encoding="utf-8"))
    assert led

    def lead(route: Route) -> None:
        url = httpx.URL(route.request.url)
        there = shop.stripe + url.raw_path.decode()
        route.fulfill(response=route.fetch(url=there))

    context = browser.new_context()
    context.route(led[1], lead)
    page = context.new_page()
    intent = shop.intent()
    page.goto(
        shop.page(
            "payment.html",
            stripe="https://js.stripe.com",
            script="dahlia/stripe.js",
            secret=intent["client_secret"],
            redirect="if_required",
        )
    )
    frame = page.frame_locator('iframe[src^="https://js.stripe.com/v3/elements-inner-payment"]')
    frame.locator('[name="number"]').fill("4000002760003184")
    frame.locator('[name="expiry"]').fill("1234")
    frame.locator('[name="cvc"]').fill("123")
    with page.expect_response("https://api.stripe.com/v1/payment_intents/*/confirm") as confirmed:
        page.get_by_role("button", name="Pay", exact=True).click()
    assert confirmed.value.status == 200
    outer = page.frame_locator('iframe[src^="https://js.stripe.com/v3/three-ds-2-challenge"]')
    bank = outer.frame_locator('iframe[name="stripe-challenge-frame"]')
    bank.locator("#test-source-authorize-3ds").click()
    page.get_by_text("Thank you").first.wait_for()
    assert shop.status(intent) == "succeeded"
    context.close()
