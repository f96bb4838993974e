"""3-D Secure in a real browser: the bank's page in a frame of a frame."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.process
CONFIRM = """async ([secret, method]) => {
  const result = await stripe.confirmCardPayment(secret, { payment_method: method });
  document.querySelector('#result').textContent = JSON.stringify(result);
}"""
AXE = Path(__file__).parent / "wrappers" / "node_modules" / "axe-core" / "axe.min.js"
UNABLE = (
    "We are unable to authenticate your payment method. Please choose a different payment method "
    "and try again."
)


def challenged(buys: Callable[..., Any], intent: Any) -> Any:
    visit = buys("bare.html")
    visit.page.evaluate(
        f"([secret, method]) => void ({CONFIRM})([secret, method])",
        [intent["client_secret"], "pm_card_authenticationRequired"],
    )
    return visit


def test_the_buyer_completes_the_challenge(shop: Any, buys: Callable[..., Any]) -> None:
    intent = shop.intent()
    visit = challenged(buys, intent)
    bank = visit.bank()
    bank.get_by_role("heading", name="3D Secure 2 Test Page").wait_for()
    assert visit.page.frame(name="stripe-challenge-frame") is not None
    bank.get_by_role("button", name="Complete").click()
    assert visit.result()["paymentIntent"]["status"] == "succeeded"
    assert visit.page.locator('iframe[src*="three-ds-2-challenge"]').count() == 0
    assert shop.status(intent) == "succeeded"


@pytest.mark.parametrize("how", ["fail", "cancel", "escape"])
def test_the_buyer_does_not(shop: Any, buys: Callable[..., Any], how: str) -> None:
    intent = shop.intent()
    visit = challenged(buys, intent)
    visit.bank().locator("#test-source-fail-3ds").wait_for()
    if how == "fail":
        visit.bank().locator("#test-source-fail-3ds").click()
    else:
        cancel = visit.page.frame_locator('iframe[src*="three-ds-2-challenge"]').get_by_role(
            "button", name="Cancel"
        )
        cancel.click() if how == "cancel" else cancel.press("Escape")
    error = visit.result()["error"]
    assert (error["code"], error["message"]) == ("payment_intent_authentication_failure", UNABLE)
    assert error["payment_intent"]["status"] == "requires_payment_method"
    assert shop.status(intent) == "requires_payment_method"


def test_an_issuer_that_trusts_the_card_is_not_seen(shop: Any, buys: Callable[..., Any]) -> None:
    intent = shop.intent(**{"payment_method_options[card][request_three_d_secure]": "any"})
    visit = buys("bare.html")
    visit.page.evaluate(CONFIRM, [intent["client_secret"], "pm_card_visa"])
    assert visit.result()["paymentIntent"]["status"] == "succeeded"


def test_a_server_may_confirm_and_the_page_go_on(shop: Any, buys: Callable[..., Any]) -> None:
    intent = shop.intent(
        confirm="true",
        payment_method="pm_card_authenticationRequired",
        use_stripe_sdk="true",
        return_url="https://shop.example/back",
        confirmation_method="manual",
    )
    visit = buys("bare.html")
    visit.page.evaluate(
        """(clientSecret) => void stripe.handleNextAction({ clientSecret }).then((result) => {
          document.querySelector('#result').textContent = JSON.stringify(result);
        })""",
        intent["client_secret"],
    )
    visit.bank().locator("#test-source-authorize-3ds").click()
    assert visit.result()["paymentIntent"]["status"] == "requires_confirmation"


def test_the_keyboard_stays_with_the_bank(shop: Any, buys: Callable[..., Any]) -> None:
    visit = challenged(buys, shop.intent())
    complete = visit.bank().get_by_role("button", name="Complete")
    complete.wait_for()
    for _ in range(12):
        visit.page.keyboard.press("Tab")
        with contextlib.suppress(AssertionError):
            expect(complete).to_be_focused(timeout=500)
            break
    visit.page.keyboard.press("Enter")
    assert visit.result()["paymentIntent"]["status"] == "succeeded"


@pytest.mark.parametrize("device", [None, {"width": 360, "height": 640}])
def test_axe_finds_nothing_serious(shop: Any, buys: Callable[..., Any], device: Any) -> None:
    if not AXE.exists():
        pytest.fail("axe-core is not installed: run `make test`.")
    visit = challenged(buys, shop.intent())
    visit.bank().get_by_role("button", name="Complete").wait_for()
    if device:
        visit.page.set_viewport_size(device)
    seen = 0
    for frame in visit.page.frames:
        if "/controller-" in frame.url:
            continue
        seen += 1
        frame.evaluate(AXE.read_text(encoding="utf-8"))
        run = "axe.run(document, { iframes: false }).then((it) => it.violations)"
        grave = [it for it in frame.evaluate(run) if it["impact"] in ("serious", "critical")]
        assert grave == [], (frame.url, grave)
    assert seen == 3
