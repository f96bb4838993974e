"""From a request of the API to its operation, run once and in one transaction, and back to JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import orjson

from stub_server.stripe_sim import browser_view
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.transaction import Engine
from stub_server.stripe_sim.errors import StripeError, invalid_request
from stub_server.stripe_sim.expansion import expand_paths
from stub_server.stripe_sim.http.idempotency import Idempotency, Reservation, StoredResponse
from stub_server.stripe_sim.http.request import Request
from stub_server.stripe_sim.http.target import Execution, find_operation
from stub_server.stripe_sim.params import form
from stub_server.stripe_sim.store.schema import Json, public


class Result(NamedTuple):
    """The response to a request. request_id: of the request that it was first given to.

    account, version: "" where nobody could be told apart.
    """

    status: int
    body: bytes
    request_id: str
    account: str = ""
    version: str = ""


class Dispatcher:
    """Runs operations. pause: waits where a slow response was asked for."""

    def __init__(
        self, engine: Engine, idempotency: Idempotency, pause: Callable[[], Awaitable[None]]
    ) -> None:
        self._engine = engine
        self._simulation = engine.simulation
        self._idempotency = idempotency
        self._pause = pause

    async def dispatch(self, request: Request, request_id: str) -> Result:
        """Return the response. StripeError: the request is refused before an operation runs."""
        execution = find_operation(request, request_id, self._simulation)
        ctx = execution.ctx
        try:
            result = await self._run(request, execution)
        except StripeError as error:
            result = self.error_result(error, request_id)
        return result._replace(account=ctx.account, version=ctx.version)

    async def yield_to_deliveries(self) -> None:
        """Let the event loop run deliveries that are due."""
        await self._engine.deliveries.yield_loop()

    def error_result(self, error: StripeError, request_id: str) -> Result:
        """Return the response to a request that is refused."""
        return Result(error.status, _dumps(self._error_body(error, request_id)), request_id)

    async def _run(self, request: Request, execution: Execution) -> Result:
        if request.method != "GET" and request.body and not request.is_form:
            raise invalid_request(
                "Invalid request (check that your POST content type is "
                "application/x-www-form-urlencoded). If you have any questions, we can help at "
                "https://support.stripe.com/."
            )
        if request.key is not None:
            return await self._run_once(request, execution, request.key)
        execution.ctx.params = self._params(request, execution)
        await self._pause()
        return self._execute(execution, None, writes=request.method != "GET")

    async def _run_once(self, request: Request, execution: Execution, key: str) -> Result:
        """Run at most once per idempotency key; replay the stored response."""
        account, now = execution.ctx.account, self._simulation.now()
        reservation = Reservation(account, key, request.path, request.pairs, now)
        stored = self._idempotency.reserve(reservation)
        if stored is not None:
            return Result(stored.status, _dumps(stored.body), stored.request_id)
        try:
            # The refusal of a parameter is not stored: nothing has been executed.
            execution.ctx.params = self._params(request, execution)
            await asyncio.sleep(0)  # a request that came at the same moment meets a key in use
            await self._pause()
            return self._execute(execution, reservation)
        finally:
            self._idempotency.release(reservation)

    def _params(self, request: Request, execution: Execution) -> dict[str, Any]:
        """Return the typed parameters. StripeError 400: they don't fit; the PaymentIntent is
        shown."""
        try:
            return execution.operation.params.members(form.build_tree(request.pairs))
        except StripeError as error:
            table, ctx, ids = "payment_intents", execution.ctx, execution.ids
            if ids and not ctx.publishable and request.path.startswith(f"/v1/{table}/"):
                intent = self._simulation.objects.get(table, ctx.account, ids[0])
                if intent is not None and request.method == "POST":
                    error.details["payment_intent"] = public(intent)
            raise

    def _execute(
        self, execution: Execution, reservation: Reservation | None, *, writes: bool = True
    ) -> Result:
        """Run the operation in one transaction, with the response to be replayed.

        An error that is raised takes back all that was written; it is stored by itself.
        """

        def work() -> tuple[int, Json]:
            status, body = self._handle(execution)
            self._store(execution.ctx, reservation, status, body)
            return status, body

        try:
            status, body = self._engine.run(work) if writes else self._engine.read(work)
        except StripeError as error:
            status, body = error.status, self._body_of(error, execution.ctx)
            if reservation is not None and not error.before_execution:
                self._engine.run(lambda: self._store(execution.ctx, reservation, status, body))
        return Result(status, _dumps(body), execution.ctx.request_id or "")

    def _handle(self, execution: Execution) -> tuple[int, Json]:
        """Return status and body. An error that the handler returns keeps what it has written."""
        ctx = execution.ctx
        result = execution.operation.handler(ctx, *execution.ids)
        if isinstance(result, StripeError):
            return result.status, self._body_of(result, ctx)
        return 200, self._show(ctx, result)

    def _store(
        self, ctx: Context, reservation: Reservation | None, status: int, body: Json
    ) -> None:
        if reservation is not None:
            response = StoredResponse(status, body, ctx.request_id or "", ctx.version)
            self._idempotency.store(reservation, response)

    def _show(self, ctx: Context, result: Json) -> Json:
        """Return the object as the caller may see it, with the members that `expand` names."""
        shown = public(result)
        if shown.get("object") in ("list", "search_result"):
            shown["data"] = [public(record) for record in shown["data"]]
        paths = ctx.params.get("expand")
        if paths:
            expand_paths(ctx, shown, paths)
        return browser_view.redact_object(shown) if ctx.publishable else shown

    def _body_of(self, error: StripeError, ctx: Context) -> Json:
        if ctx.publishable:
            error.details = browser_view.redact_error(error.details)
        return self._error_body(error, ctx.request_id or "")

    def _error_body(self, error: StripeError, request_id: str) -> Json:
        """Return the body; a caller without an account has no log either."""
        shown = error.body()
        if error.status != 401:
            log = f"https://dashboard.stripe.com/test/logs/{request_id}?t={self._simulation.now()}"
            shown["request_log_url"] = log
        return {"error": shown}


def _dumps(value: Json) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
