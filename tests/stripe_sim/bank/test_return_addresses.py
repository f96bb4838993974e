"""S7: addresses that a buyer is sent to never run as a script in the shop's or Stripe's page."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.store.schema import PRIVATE

SCRIPTS = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "javascript\n:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "blob:https://shop.example/1",
    "filesystem:https://shop.example/1",
    "file:///etc/passwd",
    "about:blank",
    "https://shop.example/\r\nSet-Cookie: evil=1",
]
CONFIRM = {"payment_method": "pm_card_visa", "confirm": "true"}


@pytest.mark.parametrize("url", SCRIPTS)
@pytest.mark.parametrize(
    ("path", "name", "params"),
    [
        ("payment_intents", "return_url", {"amount": 2000, "currency": "eur", **CONFIRM}),
        ("setup_intents", "return_url", CONFIRM),
        ("confirmation_tokens", "return_url", {"payment_method": "pm_card_visa"}),
        ("checkout/sessions", "success_url", {"mode": "payment"}),
        (
            "checkout/sessions",
            "cancel_url",
            {"mode": "payment", "success_url": "https://a.example"},
        ),
        ("checkout/sessions", "return_url", {"mode": "payment", "ui_mode": "embedded_page"}),
        ("products", "url", {"name": "A mug"}),
    ],
)
async def test_an_address_that_is_a_script_is_refused(
    api: Any, path: str, name: str, params: dict[str, Any], url: str
) -> None:
    path = "test_helpers/confirmation_tokens" if path == "confirmation_tokens" else path
    error = await api.get_error("POST", path, {**params, name: url})
    assert (error["status"], error["param"], error["code"]) == (400, name, "url_invalid")


@pytest.mark.parametrize(
    "url", ["https://shop.example/back?a=1#b", "http://localhost:5173/", "shop-app://paid"]
)
async def test_sites_and_apps_are_taken(api: Any, url: str) -> None:
    intent = await api.intent()
    confirmed = await api.confirm(intent, "pm_card_authenticationRequired", return_url=url)
    action = confirmed["next_action"]["redirect_to_url"]
    assert action["return_url"] == url
    path = action["url"].partition("localhost")[2]
    answer = await api.ask("GET", path, {"outcome": "succeed"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(url.partition("?")[0])


async def test_a_script_in_an_older_state_folder_is_not_followed(api: Any) -> None:
    """Older versions stored any `return_url`."""
    intent = await api.confirm(await api.intent(), "pm_card_authenticationRequired")
    objects = api.app.simulation.objects
    (account,) = objects.accounts()
    stored = objects.get("payment_intents", account, intent["id"])
    stored[PRIVATE]["return_url"] = "javascript:alert(1)"
    objects.put("payment_intents", stored)
    path = intent["next_action"]["redirect_to_url"]["url"].partition("localhost")[2]
    answer = await api.ask("GET", path, {"outcome": "succeed"})
    assert (answer.status_code, "location" in answer.headers) == (200, False)
