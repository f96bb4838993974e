"""The buyer's bank: pages of redirects and challenges, and outcomes of debits."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from stub_server.stripe_sim.bank.challenge_page import build_done_page, build_question_page
from stub_server.stripe_sim.bank.redirect_page import (
    build_authorize_page,
    build_notice_page,
    build_return_url,
)
from stub_server.stripe_sim.control_errors import ControlError
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.transaction import Engine
from stub_server.stripe_sim.http.response import Reply, page_reply, see_other
from stub_server.stripe_sim.params.strings import is_safe_url
from stub_server.stripe_sim.payments import bank_debit, confirm_payment, confirm_setup
from stub_server.stripe_sim.payments.charge_results import TABLE
from stub_server.stripe_sim.store.schema import PRIVATE, Json

OUTCOMES = ("succeed", "fail")


class Bank:
    """Ends authentications and debits, from its pages or by control calls."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._simulation = engine.simulation

    def authenticate(self, table: str, identifier: str, outcome: str) -> Json:
        """Complete or fail the authentication of an intent; return the intent.

        `outcome`: `succeed` or `fail`. Raise ControlError 404 or 409 if no such intent waits.
        """
        ctx, intent = self._find_intent(table, identifier, "requires_action")
        module: Any = confirm_payment if table == TABLE else confirm_setup
        finish = (
            module.complete_authentication if outcome == "succeed" else module.fail_authentication
        )
        self._engine.run(lambda: finish(ctx, intent))
        return intent

    def settle(self, identifier: str, outcome: str) -> Json:
        """Complete or fail a debit now; outcome "": as its account number determines."""
        ctx, intent = self._find_intent(TABLE, identifier, "processing")
        pays = outcome == "succeed" if outcome else None
        self._engine.run(lambda: bank_debit.finish_debit(ctx, intent, pays=pays))
        return intent

    def authorize(self, name: str, query: bytes) -> Reply:
        """Return the page of a redirect, or the response to a click on one of its links."""
        location, intent = self._find_waiting_intent(name.rpartition("_")[2])
        if intent is None:
            message = "This payment is not waiting for anything, or there is no such payment."
            return page_reply(build_notice_page("Nothing to do", message), 404)
        outcome = parse_qs(query.decode("latin-1")).get("outcome", [""])[0]
        if outcome not in OUTCOMES:
            method = self._simulation.objects.get(
                "payment_methods", location["account"], intent["payment_method"]
            )
            return page_reply(build_authorize_page(intent, method["type"] if method else "card"))
        return_url = intent[PRIVATE].get("return_url")
        intent = self.authenticate(location["kind"], intent["id"], outcome)
        if not return_url or not is_safe_url(return_url):
            return page_reply(build_notice_page("Done", f"The payment is {intent['status']} now."))
        return see_other(build_return_url(return_url, intent))

    def challenge(self, source: str, body: bytes) -> Reply:
        """Return the page of a 3-D Secure challenge, or the response to one of its buttons."""
        location, intent = self._find_waiting_intent(source)
        if intent is None:
            return page_reply(build_done_page())
        outcome = parse_qs(body.decode("latin-1")).get("outcome", [""])[0]
        if outcome not in OUTCOMES:
            return page_reply(build_question_page(intent))
        self.authenticate(location["kind"], intent["id"], outcome)
        return page_reply(build_done_page())

    def _find_intent(self, table: str, identifier: str, status: str) -> tuple[Context, Json]:
        for account in self._simulation.objects.accounts():
            intent = self._simulation.objects.get(table, account, identifier)
            if intent is None:
                continue
            if intent["status"] != status:
                raise ControlError(409, f"{identifier} is {intent['status']}, not {status}.")
            return self._engine.background_context(account), intent
        noun = "PaymentIntent" if table == TABLE else "SetupIntent"
        raise ControlError(404, f"There is no {noun} {identifier}.")

    def _find_waiting_intent(self, token: str) -> tuple[Json, Json | None]:
        """Return the location of the intent with this nonce, and the intent if it waits."""
        location = self._simulation.objects.store.get("redirects", token)
        location = location or {"account": "", "kind": TABLE, "intent": ""}
        intent = self._simulation.objects.get(
            location["kind"], location["account"], location["intent"]
        )
        is_waiting = intent is not None and intent["status"] == "requires_action"
        is_current = intent is not None and intent[PRIVATE].get("nonce") == token
        return location, intent if is_waiting and is_current else None
