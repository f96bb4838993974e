"""Calls of tests of SetupIntents."""

from __future__ import annotations

from typing import Any

BACK = {"return_url": "https://shop.example/back?from=setup"}
CONSENT = {"mandate_data[customer_acceptance][type]": "offline"}


async def create_setup_intent(api: Any, **params: Any) -> Any:
    return await api.post("setup_intents", params)


async def confirm_setup_intent(api: Any, intent: Any, method: str, **params: Any) -> Any:
    given = {"payment_method": method, **BACK, **params}
    return await api.post(f"setup_intents/{intent['id']}/confirm", given)
