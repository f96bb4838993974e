"""Servers as Stripe's public samples are: they make the payment, a browser confirms it, and a
signed webhook tells them."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from stub_server.runtime.clock import SystemClock
from stub_server.stripe_sim import SECRET_KEY

FOLDER = Path(__file__).parents[1] / "node"
PUBLISHABLE_KEY = SECRET_KEY.replace("sk_", "pk_")
BACK = "http://localhost:4242/return"
CARD = {
    "payment_method_data[type]": "card",
    "payment_method_data[card][number]": "4242424242424242",
    "payment_method_data[card][exp_month]": "12",
    "payment_method_data[card][exp_year]": "34",
    "payment_method_data[card][cvc]": "123",
    "payment_method_data[billing_details][email]": "jenny@example.com",
}


@dataclass
class Browser:
    """The calls of Stripe.js in the buyer's browser, with the publishable key."""

    http: httpx.AsyncClient

    async def confirm(self, path: str, secret: str, **data: str) -> dict[str, Any]:
        """Confirm an intent with what was typed."""
        identifier = secret.partition("_secret_")[0]
        told = {"client_secret": secret, "return_url": BACK, "key": PUBLISHABLE_KEY, **data}
        answer = await self.http.post(f"/v1/{path}/{identifier}/confirm", data=told)
        found: dict[str, Any] = answer.json()
        return found

    async def pay_in_page(self, session: str, amount: int) -> int:
        """Pay a Checkout Session in the shop's own page; the status of the answer."""
        typed = {name.partition("[")[2].replace("]", "", 1): value for name, value in CARD.items()}
        method = await self.http.post("/v1/payment_methods", data={**typed, "key": PUBLISHABLE_KEY})
        shown = await self.http.post(
            f"/v1/payment_pages/{session}/init", data={"key": PUBLISHABLE_KEY}
        )
        assert shown.json()["total_summary"]["due"] == amount
        told = {"payment_method": method.json()["id"], "expected_amount": str(amount)}
        paid = await self.http.post(
            f"/v1/payment_pages/{session}/confirm", data={**told, "key": PUBLISHABLE_KEY}
        )
        return paid.status_code


@pytest.fixture
def clock() -> SystemClock:
    """The machine's own: the SDK believes no signature that is older than five minutes."""
    return SystemClock()


@pytest.fixture
async def browser(live_origin: str) -> AsyncIterator[Browser]:
    headers = {"Authorization": f"Bearer {PUBLISHABLE_KEY}"}
    async with httpx.AsyncClient(base_url=live_origin, headers=headers) as http:
        yield Browser(http)


@dataclass
class Shop:
    """The sample's server."""

    http: httpx.AsyncClient

    async def ask(self, path: str, **body: Any) -> Any:
        """A call that must go well."""
        answer = await self.http.post(path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def wait_for_event(self, event_type: str) -> None:
        """The webhook comes soon."""
        for _ in range(3000):
            if event_type in (await self.http.get("/heard")).json():
                return
            await asyncio.sleep(0.02)
        pytest.fail(f"{event_type} did not come")


@pytest.fixture
async def shop(live_origin: str) -> AsyncIterator[Shop]:
    """The Node server, which has asked the simulator for a webhook endpoint."""
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules" / "stripe").is_dir():
        pytest.fail(
            f"Stripe's Node SDK is not installed: run `make test`, or `npm install` in {FOLDER}."
        )
    command = (node, str(FOLDER / "shop.mjs"), live_origin, SECRET_KEY)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    at = (await asyncio.wait_for(process.stdout.readline(), 60)).decode().strip()
    try:
        async with httpx.AsyncClient(base_url=at, timeout=60) as http:
            yield Shop(http)
    finally:
        process.terminate()
        await process.wait()


pytestmark = pytest.mark.process


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/payment", {"currency": "eur", "method": "card"}),
        ("/automatic-payment", {"currency": "EUR"}),
    ],
)
async def test_a_card_is_paid_with_in_the_shops_page(
    shop: Shop, browser: Browser, path: str, told: dict[str, str]
) -> None:
    secret = (await shop.ask(path, **told))["clientSecret"]
    assert (await browser.confirm("payment_intents", secret, **CARD))["status"] == "succeeded"
    await shop.wait_for_event("payment_intent.succeeded")
    secret = (await shop.ask(path, **told))["clientSecret"]
    declined = {**CARD, "payment_method_data[card][number]": "4000000000000002"}
    refused = await browser.confirm("payment_intents", secret, **declined)
    assert refused["error"]["code"] == "card_declined"
    await shop.wait_for_event("payment_intent.payment_failed")


async def test_a_bank_is_paid_with_after_a_redirect(shop: Shop, browser: Browser) -> None:
    secret = (await shop.ask("/payment", currency="eur", method="ideal"))["clientSecret"]
    typed = {"payment_method_data[type]": "ideal"}
    waiting = await browser.confirm("payment_intents", secret, **typed)
    assert waiting["status"] == "requires_action"
    page = waiting["next_action"]["redirect_to_url"]["url"]
    back = await browser.http.get(page, params={"outcome": "succeed"})
    assert back.headers["location"].startswith(f"{BACK}?payment_intent=pi_")
    assert "redirect_status=succeeded" in back.headers["location"]
    await shop.wait_for_event("payment_intent.succeeded")


async def test_a_method_that_is_not_there_is_refused(shop: Shop) -> None:
    answer = await shop.http.post("/payment", json={"currency": "eur", "method": "wechat_pay"})
    assert answer.status_code == 400
    assert '"wechat_pay" is invalid' in answer.json()["error"]["message"]


async def test_stripes_page_leads_back_with_the_session(shop: Shop, browser: Browser) -> None:
    session = await shop.ask("/checkout")
    assert session["id"] in session["url"]
    assert await shop.ask("/status", id=session["id"]) == {
        "status": "open",
        "paid": "unpaid",
        "intent": None,
        "lines": [["A mug", 2]],
    }
    await browser.http.post(f"/_stub/checkout/sessions/{session['id']}/complete", json={})
    await shop.wait_for_event("checkout.session.completed")
    after = await shop.ask("/status", id=session["id"])
    assert (after["status"], after["paid"], after["intent"]) == ("complete", "paid", "succeeded")


async def test_a_session_is_paid_in_the_shops_page(shop: Shop, browser: Browser) -> None:
    secret = (await shop.ask("/checkout-in-page"))["clientSecret"]
    session = secret.partition("_secret_")[0]
    assert await browser.pay_in_page(session, 2000) == 200
    await shop.wait_for_event("checkout.session.completed")
    assert (await shop.ask("/status", id=session))["paid"] == "paid"


async def test_a_card_is_kept_and_its_owners_address_with_it(shop: Shop, browser: Browser) -> None:
    made = await shop.ask("/keep")
    kept = await browser.confirm("setup_intents", made["clientSecret"], **CARD)
    assert kept["status"] == "succeeded"
    await shop.wait_for_event("payment_method.attached")
    await shop.wait_for_event("customer.updated")
