"""The simulator's own calls, under `/_stub`, and the page that buyers are redirected to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import orjson

from stub_server.stripe_sim import attempts
from stub_server.stripe_sim.engine import Engine
from stub_server.stripe_sim.pages import authorize_page, back_url, notice_page
from stub_server.stripe_sim.reply import Reply, json_reply, page_reply, see_other
from stub_server.stripe_sim.tables import PRIVATE, Json, public
from stub_server.stripe_sim.world import Call

OUTCOMES = ("succeed", "fail")


class UnfitError(Exception):
    """The control call cannot be done: status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Control:
    """What a developer may do that Stripe would not let them."""

    def __init__(self, engine: Engine, reset: Callable[[], None]) -> None:
        self._engine = engine
        self._world = engine.world
        self._reset = reset
        self._slow: list[float] = []

    async def pause(self) -> None:
        """Wait where a slow answer was asked for."""
        if self._slow:
            await asyncio.sleep(self._slow.pop(0))

    def reply(self, method: str, path: str, query: bytes, body: bytes) -> Reply:
        """The answer to whatever is not Stripe's API."""
        parts = path.strip("/").split("/")
        try:
            if parts[0] == "authorize" and len(parts) == 3:
                return self._authorize(parts[2], query)
            if parts[0] != "_stub":
                raise UnfitError(404, f"There is nothing at {path}; the API is under /v1.")
            return json_reply(200, self._done(method, parts[1:], body))
        except UnfitError as unfit:
            return json_reply(unfit.status, {"error": {"message": unfit.reason}})

    def _done(self, method: str, parts: list[str], body: bytes) -> Json:
        match (method, *parts):
            case ("GET", "health"):
                return {"status": "ok", "api_version": self._world.settings.default_version}
            case ("POST", "reset"):
                self._reset()
                self._slow.clear()
                return {"status": "ok"}
            case ("GET", "deliveries"):
                return {"data": self._engine.deliveries.records()}
            case ("POST", "deliveries", "faults"):
                return {"planned": self._plan(_read(body))}
            case ("POST", "slow"):
                return {"planned": self._slow_down(_read(body))}
            case ("POST", "payment_intents", identifier, "authenticate"):
                return public(self._authenticate(identifier, _outcome(body)))
            case ("POST", "payment_intents", identifier, "settle"):
                return public(self._settle(identifier, _outcome(body)))
            case _:
                raise UnfitError(404, f"There is no {method} /_stub/{'/'.join(parts)}.")

    def _plan(self, given: Json) -> int:
        try:
            return self._engine.deliveries.faults.add(given)
        except ValueError as error:
            raise UnfitError(400, str(error)) from error

    def _slow_down(self, given: Json) -> int:
        seconds, count = given.get("seconds", 1), given.get("count", 1)
        if not isinstance(seconds, int | float) or not 0 <= seconds <= 60:
            raise UnfitError(400, "seconds must be a number from 0 to 60")
        if not isinstance(count, int) or not 1 <= count <= 1000:
            raise UnfitError(400, "count must be an integer from 1 to 1000")
        self._slow.extend([seconds] * count)
        return len(self._slow)

    def _found(self, identifier: str, status: str) -> tuple[Call, Json]:
        for account in self._world.books.accounts():
            intent = self._world.books.get(attempts.KIND, account, identifier)
            if intent is None:
                continue
            if intent["status"] != status:
                raise UnfitError(409, f"{identifier} is {intent['status']}, not {status}.")
            return self._engine.background_call(account), intent
        raise UnfitError(404, f"There is no PaymentIntent {identifier}.")

    def _authenticate(self, identifier: str, outcome: str) -> Json:
        """The buyer answers the challenge, or refuses to."""
        call, intent = self._found(identifier, "requires_action")
        go_on = attempts.authenticated if outcome == "succeed" else attempts.unauthenticated
        self._engine.run(lambda: go_on(self._world, call, intent))
        return intent

    def _settle(self, identifier: str, outcome: str) -> Json:
        """The bank answers a debit now."""
        call, intent = self._found(identifier, "processing")
        pays = outcome == "succeed"
        self._engine.run(lambda: attempts.bank_answers(self._world, call, intent, pays=pays))
        return intent

    def _authorize(self, name: str, query: bytes) -> Reply:
        """The page of a redirect, and where its links lead."""
        nonce = name.removeprefix("pa_nonce_")
        where = self._world.books.store.get("redirects", nonce)
        where = where or {"account": "", "intent": ""}
        intent = self._world.books.get(attempts.KIND, where["account"], where["intent"])
        waits = intent is not None and intent["status"] == "requires_action"
        if intent is None or not waits or intent[PRIVATE].get("nonce") != nonce:
            text = "This payment is not waiting for anything, or there is no such payment."
            return page_reply(notice_page("Nothing to do", text), 404)
        outcome = parse_qs(query.decode("latin-1")).get("outcome", [""])[0]
        if outcome not in OUTCOMES:
            kind = self._world.books.get(
                "payment_methods", where["account"], intent["payment_method"]
            )
            return page_reply(authorize_page(intent, kind["type"] if kind else "card"))
        return_url = intent[PRIVATE].get("return_url")
        intent = self._authenticate(intent["id"], outcome)
        if not return_url:
            return page_reply(notice_page("Done", f"The payment is {intent['status']} now."))
        return see_other(back_url(return_url, intent))


def _read(body: bytes) -> dict[str, Any]:
    try:
        given = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError as error:
        raise UnfitError(400, f"The body is no JSON: {error}") from error
    if not isinstance(given, dict):
        raise UnfitError(400, "The body must be a JSON object.")
    return given


def _outcome(body: bytes) -> str:
    outcome = _read(body).get("outcome", "succeed")
    if outcome not in OUTCOMES:
        raise UnfitError(400, f"outcome must be one of {', '.join(OUTCOMES)}.")
    return str(outcome)
