"""The buyer at Stripe: what the browser does with a client secret, as plain HTTP."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx

from contract_tests.harness.failures import NotReached
from contract_tests.harness.http_transport import request_once
from contract_tests.harness.services import ask_service
from contract_tests.harness.session import CheckSession
from contract_tests.shop import diagnoses
from contract_tests.shop.shopper import Purchase

RETURN_URL = "https://shop.example/checkout/return"


class StripeBuyer:
    """Stripe at the target's address. NotReached: there is none, or it can't be reached."""

    def __init__(self, session: CheckSession) -> None:
        self._target = session.target
        self._results = session.results
        self._signals = session.results.signals

    def confirm(
        self, secret: str, key: str, method: str = "pm_card_visa", **more: str
    ) -> dict[str, Any]:
        """Confirm the PaymentIntent with a test PaymentMethod; return Stripe's answer or error."""
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

    def confirm_sepa_debit(self, secret: str, key: str, iban: str) -> dict[str, Any]:
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

    def get_intent(self, purchase: Purchase) -> dict[str, Any]:
        """Return the PaymentIntent, as the secret key sees it."""
        return self._ask_as_backend("GET", f"/v1/payment_intents/{purchase.intent}", purchase, {})

    def intent_ids(self) -> set[str]:
        """Return the ids of the newest hundred PaymentIntents."""
        query = "/v1/payment_intents?limit=100"
        found = self._ask("GET", query, self._target.stripe_key, {})
        return {intent["id"] for intent in found["data"]}

    def refund(self, purchase: Purchase, cents: int | None = None) -> dict[str, Any]:
        """Refund the payment, in full or so many cents."""
        members = {"payment_intent": purchase.intent}
        members |= {} if cents is None else {"amount": str(cents)}
        return self._ask_as_backend("POST", "/v1/refunds", purchase, members)

    def cancel(self, purchase: Purchase) -> dict[str, Any]:
        """Cancel the PaymentIntent."""
        path = f"/v1/payment_intents/{purchase.intent}/cancel"
        return self._ask_as_backend("POST", path, purchase, {})

    def delay_deliveries(self, seconds: float, deliveries: int) -> bool:
        """Let the next webhooks come late; return False if this Stripe can't."""
        body = {"kind": "late", "seconds": seconds, "count": deliveries}
        return self._control("POST", "deliveries/faults", body) is not None

    def delivered_events(self) -> set[str]:
        """Return the ids of the `succeeded` events that were sent so far, where that is known."""
        found = self._control("GET", "deliveries") or {"data": []}
        return {
            delivery["id"]
            for delivery in found["data"]
            if delivery["type"] == "payment_intent.succeeded" and delivery["attempts"]
        }

    def _control(self, method: str, name: str, body: Any = None) -> Any:
        """Return what a simulator answers to a control call; None: this is no simulator."""
        if self._target.stripe_url is None:
            return None
        url = f"{self._target.stripe_url}/_stub/{name}"
        try:
            headers = self._target.authorization
            answer = request_once(method, url, timeout=10, json=body, headers=headers)
            return json.loads(answer.body) if answer.status == 200 else None
        except (httpx.HTTPError, ValueError):
            return None

    def _ask_as_backend(
        self, method: str, path: str, purchase: Purchase, members: dict[str, str]
    ) -> dict[str, Any]:
        """Return Stripe's answer to a call with the secret key.

        NotReached: Stripe does not know the PaymentIntent, and a setting of the checker may be why.
        """
        found = self._ask(method, path, self._target.stripe_key, members)
        if not _is_missing(found):
            return found
        path = f"/v1/payment_intents/{purchase.intent}?client_secret={purchase.secret}"
        if not _is_missing(self._ask("GET", path, purchase.key, {})):
            raise NotReached(
                f"Stripe knows {purchase.intent} by the backend's own publishable key and not by "
                "the secret key of the checker: give the backend's with --stripe-key"
            )
        if not self._signals[diagnoses.THERE]:
            raise NotReached(
                f"no PaymentIntent of the backend is at {self._target.stripe_url}: does the "
                "backend talk to that Stripe?"
            )
        return found

    def _ask(self, method: str, path: str, key: str, members: dict[str, str]) -> dict[str, Any]:
        if self._target.stripe_url is None:
            raise NotReached("no Stripe: give --stripe-url or --with-stripe")
        for attempt in range(3):
            try:
                answer = ask_service(
                    self._results,
                    "Stripe",
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
        if "payment_intents/" in path or method == "POST":
            self._signals[diagnoses.MISSING if _is_missing(found) else diagnoses.THERE] += 1
        return found


def _is_missing(answer: dict[str, Any]) -> bool:
    """Whether Stripe says that there is no such object."""
    rejection = answer.get("error")
    return isinstance(rejection, dict) and rejection.get("code") == "resource_missing"
