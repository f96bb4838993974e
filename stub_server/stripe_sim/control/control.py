"""Control calls of the simulator, under `/_stub`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import orjson

from stub_server.stripe_sim.account import webhook_endpoints
from stub_server.stripe_sim.bank.bank import OUTCOMES, Bank
from stub_server.stripe_sim.checkout import completion, session_objects
from stub_server.stripe_sim.control_errors import ControlError
from stub_server.stripe_sim.engine.clock_control import ClockControl
from stub_server.stripe_sim.engine.transaction import Engine
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.http.response import Reply, json_reply
from stub_server.stripe_sim.settings import LATEST_VERSION
from stub_server.stripe_sim.store.schema import Json, public

ERROR_TYPE = "invalid_request_error"
MAX_ROLL_SECONDS = 24 * 3600


class Control:
    """The control API: calls for developers that Stripe does not have."""

    def __init__(self, engine: Engine, advancing: ClockControl, reset: Callable[[], None]) -> None:
        self._engine = engine
        self._simulation = engine.simulation
        self._clock_control = advancing
        self._reset = reset
        self._bank = Bank(engine)
        self._pauses: list[float] = []

    async def pause(self) -> None:
        """Wait for the next planned pause, if there is one."""
        if self._pauses:
            await asyncio.sleep(self._pauses.pop(0))

    async def reply(self, method: str, path: str, query: bytes, body: bytes) -> Reply:
        """Return the response to a request outside of Stripe's API."""
        parts = path.strip("/").split("/")
        try:
            if parts[0] == "authorize" and len(parts) == 3:
                return self._bank.authorize(parts[2], query)
            if parts[0] == "3d_secure_2_test" and len(parts) == 3:
                return self._bank.challenge(parts[2], body if method == "POST" else b"")
            if parts[0] != "_stub":
                raise ControlError(404, f"There is nothing at {path}; the API is under /v1.")
            return json_reply(200, await self._run(method, parts[1:], body))
        except ControlError as unfit:
            error = {"type": ERROR_TYPE, **unfit.members, "message": unfit.reason}
            return json_reply(unfit.status, {"error": error})

    async def _run(self, method: str, parts: list[str], body: bytes) -> Json:
        match (method, *parts):
            case ("GET", "health"):
                version = self._simulation.settings.default_version
                return {
                    "status": "ok",
                    "api_version": version,
                    "latest_api_version": LATEST_VERSION,
                }
            case ("POST", "reset"):
                self._reset()
                self._pauses.clear()
                return {"status": "ok"}
            case ("GET", "clock"):
                return {"now": self._simulation.now()}
            case ("POST", "clock"):
                return {"now": await self._advance(_parse_body(body))}
            case ("GET", "deliveries"):
                return {"data": self._engine.deliveries.records()}
            case ("POST", "deliveries", "faults"):
                return {"planned": self._plan_faults(_parse_body(body))}
            case ("POST", "webhook_endpoints", identifier, "roll"):
                return self._roll_secret(identifier, _parse_body(body))
            case ("POST", "slow"):
                return {"planned": self._plan_pauses(_parse_body(body))}
            case ("POST", "payment_intents" | "setup_intents" as table, identifier, "authenticate"):
                return public(self._bank.authenticate(table, identifier, _outcome(body)))
            case ("POST", "payment_intents", identifier, "settle"):
                return public(self._bank.settle(identifier, _outcome(body, "")))
            case ("POST", "checkout", "sessions", identifier, "complete"):
                return self._complete(identifier, _parse_body(body))
            case _:
                raise ControlError(404, f"There is no {method} /_stub/{'/'.join(parts)}.")

    async def _advance(self, params: Json) -> int:
        """Advance the clock, and return its Unix second."""
        seconds = params.get("seconds")
        if not isinstance(seconds, int) or isinstance(seconds, bool) or seconds < 0:
            raise ControlError(400, "seconds must be an integer, 0 or more: time goes forward only")
        try:
            await self._clock_control.advance(seconds)
        except ValueError as error:
            raise ControlError(400, str(error)) from error
        return self._simulation.now()

    def _plan_faults(self, params: Json) -> int:
        endpoint = params.get("endpoint")
        if isinstance(endpoint, str) and not self._simulation.endpoints.has(endpoint):
            raise ControlError(404, f"There is no webhook endpoint {endpoint}.")
        try:
            return self._engine.deliveries.faults.add(params)
        except ValueError as error:
            raise ControlError(400, str(error)) from error

    def _roll_secret(self, identifier: str, params: Json) -> Json:
        """Roll the secret of an endpoint; the old one stays valid for a day at most."""
        seconds = params.get("seconds", 0)
        if not isinstance(seconds, int) or not 0 <= seconds <= MAX_ROLL_SECONDS:
            raise ControlError(400, f"seconds must be an integer from 0 to {MAX_ROLL_SECONDS}")
        objects = self._simulation.objects
        owners = (
            account
            for account in objects.accounts()
            if objects.get(webhook_endpoints.TABLE, account, identifier)
        )
        account = next(owners, None)
        if account is None:
            raise ControlError(404, f"There is no webhook endpoint {identifier}.")
        ctx = self._engine.background_context(account)
        return public(
            self._engine.run(lambda: webhook_endpoints.roll_secret(ctx, identifier, seconds))
        )

    def _plan_pauses(self, params: Json) -> int:
        seconds, count = params.get("seconds", 1), params.get("count", 1)
        if not isinstance(seconds, int | float) or not 0 <= seconds <= 60:
            raise ControlError(400, "seconds must be a number from 0 to 60")
        if not isinstance(count, int) or not 1 <= count <= 1000:
            raise ControlError(400, "count must be an integer from 1 to 1000")
        self._pauses.extend([seconds] * count)
        return len(self._pauses)

    def _complete(self, identifier: str, typed: Json) -> Json:
        """Complete a Checkout Session as a buyer. Raise ControlError 402 if the bank declines."""
        objects = self._simulation.objects
        for account in objects.accounts():
            session = objects.get(session_objects.TABLE, account, identifier)
            if session is not None:
                break
        else:
            raise ControlError(404, f"There is no Checkout Session {identifier}.")
        ctx = self._engine.background_context(account)
        complete = completion.complete_session
        try:
            result = self._engine.run(lambda: complete(ctx, session, typed))
        except StripeError as error:
            raise ControlError(409, error.message) from error
        if isinstance(result, StripeError):
            raise ControlError(result.status, result.message, **result.body())
        return public(result)


def _parse_body(body: bytes) -> dict[str, Any]:
    try:
        params = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError as error:
        raise ControlError(400, f"The body is no JSON: {error}") from error
    if not isinstance(params, dict):
        raise ControlError(400, "The body must be a JSON object.")
    return params


def _outcome(body: bytes, default: str = "succeed") -> str:
    """Return the outcome in a body. Raise ControlError 400 if it is unknown."""
    outcome = _parse_body(body).get("outcome", default)
    if outcome not in (*OUTCOMES, default):
        raise ControlError(400, f"outcome must be one of {', '.join(OUTCOMES)}.")
    return str(outcome)
