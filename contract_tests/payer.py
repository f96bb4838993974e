"""The buyer at Stripe: what the browser does with a client secret, as plain HTTP."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx

from contract_tests import hints
from contract_tests.client import Desk
from contract_tests.ledger import NotReached
from contract_tests.wire import asked

RETURN_URL = "https://shop.example/checkout/return"


class Payer:
    """Stripe at the target's address. NotReached: there is none, or it can't be reached."""

    def __init__(self, desk: Desk) -> None:
        self._target = desk.target
        self._met = desk.ledger.met

    def pays(
        self, secret: str, key: str, method: str = "pm_card_visa", **more: str
    ) -> dict[str, Any]:
        """Confirm the PaymentIntent with a test PaymentMethod; Stripe's answer, an error too."""
        intent = secret.partition("_secret_")[0]
        return self._ask(
            "POST",
            f"/v1/payment_intents/{intent}/confirm",
            key,
            {
                "client_secret": secret,
                "payment_method": method,
                "return_url": RETURN_URL,
                **more,
            },
        )

    def debits(self, secret: str, key: str, iban: str) -> dict[str, Any]:
        """Confirm it by SEPA debit."""
        intent = secret.partition("_secret_")[0]
        return self._ask(
            "POST",
            f"/v1/payment_intents/{intent}/confirm",
            key,
            {
                "client_secret": secret,
                "return_url": RETURN_URL,
                "payment_method_data[type]": "sepa_debit",
                "payment_method_data[sepa_debit][iban]": iban,
                "payment_method_data[billing_details][name]": "Ada Beispiel",
                "payment_method_data[billing_details][email]": "ada@example.com",
                "mandate_data[customer_acceptance][type]": "online",
                "mandate_data[customer_acceptance][online][infer_from_client]": "true",
            },
        )

    def intent(self, identifier: str) -> dict[str, Any]:
        """The PaymentIntent, as the secret key sees it."""
        return self._ask("GET", f"/v1/payment_intents/{identifier}", self._target.stripe_key, {})

    def intents(self) -> set[str]:
        """The ids of the newest hundred PaymentIntents."""
        query = "/v1/payment_intents?limit=100"
        found = self._ask("GET", query, self._target.stripe_key, {})
        return {it["id"] for it in found["data"]}

    def refunds(self, intent: str, cents: int | None = None) -> dict[str, Any]:
        """Give money back, in full unless it says how many cents."""
        members = {"payment_intent": intent} | ({} if cents is None else {"amount": str(cents)})
        return self._ask("POST", "/v1/refunds", self._target.stripe_key, members)

    def cancels(self, intent: str) -> dict[str, Any]:
        """Cancel the PaymentIntent."""
        path = f"/v1/payment_intents/{intent}/cancel"
        return self._ask("POST", path, self._target.stripe_key, {})

    def delays(self, seconds: float, deliveries: int) -> bool:
        """Let the next webhooks come late; False: this Stripe can't be told to."""
        body = {"kind": "late", "seconds": seconds, "count": deliveries}
        return self._controlled("POST", "deliveries/faults", body) is not None

    def told(self) -> set[str]:
        """The webhooks of payments that succeeded and were sent so far, where it is known."""
        found = self._controlled("GET", "deliveries") or {"data": []}
        return {
            it["id"]
            for it in found["data"]
            if it["type"] == "payment_intent.succeeded" and it["attempts"]
        }

    def _controlled(self, method: str, name: str, body: Any = None) -> Any:
        """What a simulator answers to its own controls; None: this is none."""
        if self._target.stripe_url is None:
            return None
        url = f"{self._target.stripe_url}/_stub/{name}"
        try:
            headers = self._target.authorization
            answer = asked(method, url, timeout=10, json=body, headers=headers)
            return json.loads(answer.body) if answer.status == 200 else None
        except (httpx.HTTPError, ValueError):
            return None

    def _ask(self, method: str, path: str, key: str, members: dict[str, str]) -> dict[str, Any]:
        if self._target.stripe_url is None:
            raise NotReached("no Stripe: give --stripe-url or --with-stripe")
        for attempt in range(3):
            try:
                answer = asked(
                    method,
                    self._target.stripe_url + path,
                    timeout=30,
                    data=members or None,
                    headers={"authorization": f"Bearer {key}"},
                )
            except httpx.HTTPError as error:
                raise NotReached(
                    f"Stripe at {self._target.stripe_url} can't be reached: {error}"
                ) from None
            if answer.status != 429:
                break
            time.sleep(1 + attempt)
        try:
            found = json.loads(answer.body)
        except ValueError:
            raise NotReached(
                f"{self._target.stripe_url} is no Stripe: {answer.text[:100]}"
            ) from None
        found = found if isinstance(found, dict) else {}
        refusal = found.get("error")
        missing = isinstance(refusal, dict) and refusal.get("code") == "resource_missing"
        self._met[hints.MISSING if missing else hints.THERE] += 1
        return found
