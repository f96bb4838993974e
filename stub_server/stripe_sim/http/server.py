"""The one file that speaks HTTP: from an ASGI request to a handler, and back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol

import orjson

from stub_server.stripe_sim import browser_view, router
from stub_server.stripe_sim.engine.context import Call
from stub_server.stripe_sim.engine.delivery import Tell
from stub_server.stripe_sim.engine.resource import Operation
from stub_server.stripe_sim.engine.transaction import Engine
from stub_server.stripe_sim.errors import StripeError, bad
from stub_server.stripe_sim.events import cli_frames
from stub_server.stripe_sim.expansion import expanded
from stub_server.stripe_sim.http import auth, stripe_js
from stub_server.stripe_sim.http.guard import Guard
from stub_server.stripe_sim.http.idempotency import Answers, Kept, fingerprint
from stub_server.stripe_sim.http.request import Request
from stub_server.stripe_sim.http.response import Reply, api_reply, denied_reply, preflight_reply
from stub_server.stripe_sim.params import form, versions
from stub_server.stripe_sim.store.schema import Json, public

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LOG = logging.getLogger("shopstub.stripe")
BROKEN = "The simulator has a bug here: its log says where. (Not something that Stripe would say.)"
LARGEST_BODY = 1_000_000
TRAILING_SLASH = (
    "If you are trying to list objects, remove the trailing slash. If you are trying to retrieve "
    "an object, make sure you passed a valid (non-empty) identifier in your code. "
)


class ControlApi(Protocol):
    """What answers outside of `/v1`: the simulator's own calls and the bank's pages."""

    async def pause(self) -> None:
        """Wait where a slow answer was asked for."""
        ...

    async def reply(self, method: str, path: str, query: bytes, body: bytes) -> Reply:
        """Answer whatever is not Stripe's API."""
        ...


class Api:
    """The ASGI app: `/v1`, Stripe's script and pages for browsers, and the control API."""

    def __init__(
        self, engine: Engine, answers: Answers, control: ControlApi, guard: Guard, tell: Tell
    ) -> None:
        self._engine = engine
        self._world = engine.world
        self._guard = guard
        self._answers = answers
        self._control = control
        self._tell = tell

    async def respond(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """One HTTP request from start to end."""
        body = await _body_of(receive)
        request = Request(
            scope["method"],
            scope["path"],
            scope["query_string"],
            dict(scope["headers"]),
            body,
            scope.get("scheme", "http"),
        )
        reply = await self.reply(request)
        await send({"type": "http.response.start", "status": reply.status, "headers": reply.head})
        await send({"type": "http.response.body", "body": reply.body})

    async def reply(self, request: Request) -> Reply:
        """The answer to a request, whatever becomes of it."""
        denial = self._guard.denial(request)
        if denial is not None:
            self._tell_of(request, denial.status, "")
            return denied_reply(denial)
        if request.method == "OPTIONS":
            return preflight_reply(request.header(b"access-control-request-headers"))
        if not request.path.startswith(("/v1/", "/v2/")):
            known = request.header(b"if-none-match")
            found = stripe_js.reply(request.method, request.path, known)
            return self._guard.framed(
                found
                or await self._control.reply(
                    request.method, request.path, request.query, request.body
                )
            )
        request_id = f"req_{self._world.ids.token(14)}"
        first, version, account = request_id, None, ""
        try:
            if len(request.body) > LARGEST_BODY:
                raise StripeError(413, "Request body too large.")
            call, route, names = self._understood(request, request_id)
            version, account = call.version, call.account
            status, body, first = await self._answered(request, call, route, names)
        except StripeError as error:
            status, body = error.status, _dumps(self._error_body(error, request_id))
        except Exception:
            # Without an error object Stripe's Node SDK would take this for a success.
            LOG.exception(
                "%s %s (%s) broke the simulator", request.method, request.path, request_id
            )
            broken = StripeError(500, BROKEN, kind="api_error")
            status, body = 500, _dumps(self._error_body(broken, request_id))
        self._tell_of(request, status, request_id)
        if self._world.cli.tailed():
            self._log(account, request, request_id, status, body)
        version = version or self._world.settings.default_version
        return api_reply(request, status, body, request_id, version, first)

    def _tell_of(self, request: Request, status: int, request_id: str) -> None:
        facts = {"method": request.method, "path": request.path, "status": status}
        self._tell("stripe.request", {**facts, "request": request_id})

    def _log(
        self, account: str, request: Request, request_id: str, status: int, body: bytes
    ) -> None:
        """Tell whoever tails the account's request log."""
        now, name = self._world.now(), self._world.ids.token(14)
        line = cli_frames.log_line(request.method, request.path, request_id, status, body, now)
        self._world.cli.log(account, line, name, self._world.wall())

    def _understood(
        self, request: Request, request_id: str
    ) -> tuple[Call, Operation, tuple[str, ...]]:
        """Who calls, what is called. StripeError 401, 403, 404: nobody, not they, nothing."""
        key = auth.key_of(request)
        caller = auth.caller_of(key)
        asked = request.header(b"stripe-version")
        if asked is None and b"_stripe_version" in request.body + request.query:
            asked = request.said("_stripe_version")
        version = versions.checked(asked) if asked else self._world.settings.default_version
        connected = request.header(b"stripe-account")
        if connected is not None and connected != caller.account:
            raise StripeError(
                403,
                f"The provided key '{auth.redacted(key or '')}' does not have access to account "
                f"'{connected}' (or that account does not exist). Application access may have "
                "been revoked.",
                code="account_invalid",
            )
        found = router.find(request.method, request.path[4:]) if _is_v1(request.path) else None
        if found is None:
            hint = TRAILING_SLASH if request.path.endswith("/") else ""
            raise StripeError(
                404,
                f"Unrecognized request URL ({request.method}: {request.path}). {hint}Please see "
                "https://stripe.com/docs or we can help at https://support.stripe.com/.",
            )
        browser = caller.rights == "publishable"
        if browser and not found[0].browser:
            raise StripeError(403, auth.NOT_FOR_BROWSERS, code="secret_key_required")
        call = Call(
            caller.account,
            version,
            request_id=request_id,
            idempotency_key=request.header(b"idempotency-key"),
            publishable=browser,
            origin=request.origin,
        )
        return call, found[0], found[1]

    async def _answered(
        self, request: Request, call: Call, route: Operation, names: tuple[str, ...]
    ) -> tuple[int, bytes, str]:
        """Status, body, and the request that they were first given to."""
        if request.method != "GET" and request.body and not request.is_form:
            raise bad(
                "Invalid request (check that your POST content type is "
                "application/x-www-form-urlencoded). If you have any questions, we can help at "
                "https://support.stripe.com/."
            )
        if request.key is not None:
            return await self._answered_once(request, call, route, names, request.key)
        call.params = self._taken(request, call, route, names)
        await self._control.pause()
        status, body, _ = self._engine.run(lambda: self._handled(call, route, names))
        return status, _dumps(body), call.request_id or ""

    async def _answered_once(
        self, request: Request, call: Call, route: Operation, names: tuple[str, ...], key: str
    ) -> tuple[int, bytes, str]:
        """As `_answered`, for a request with a key: what is answered now is answered always."""
        print_ = fingerprint(request.pairs)
        now, path = self._world.now(), request.path
        kept = self._answers.begin(call.account, key, path, print_, now)
        if kept is not None:
            return kept.status, _dumps(kept.body), kept.request_id
        try:
            # A refused parameter is not kept: nothing has been executed.
            call.params = self._taken(request, call, route, names)
            await asyncio.sleep(0)  # a twin that came at the same moment meets a key in use
            await self._control.pause()

            def work() -> tuple[int, Json]:
                status, body, executed = self._handled(call, route, names)
                if executed:
                    answer = Kept(status, body, call.request_id or "", call.version)
                    self._answers.keep(call.account, key, path, print_, now, answer)
                return status, body

            status, body = self._engine.run(work)
            return status, _dumps(body), call.request_id or ""
        finally:
            self._answers.end(call.account, key)

    def _taken(
        self, request: Request, call: Call, route: Operation, names: tuple[str, ...]
    ) -> dict[str, Any]:
        """The parameters, typed. StripeError 400: they do not fit; the PaymentIntent is shown."""
        try:
            return route.params.members(form.tree_of(request.pairs))
        except StripeError as error:
            kind = "payment_intents"
            if names and not call.publishable and request.path.startswith(f"/v1/{kind}/"):
                intent = self._world.books.get(kind, call.account, names[0])
                if intent is not None and request.method == "POST":
                    error.details["payment_intent"] = public(intent)
            raise

    def _handled(
        self, call: Call, route: Operation, names: tuple[str, ...]
    ) -> tuple[int, Json, bool]:
        """The handler's answer as it goes out, and whether it is one to keep."""
        world = self._world
        try:
            # A transaction of its own: a refusal takes back its writes, and is kept itself.
            with world.books.transaction():
                result = route.handler(world, call, *names)
                if not isinstance(result, StripeError):
                    return 200, self._shown(call, result), True
        except StripeError as error:
            world.forget()
            result = error
        if call.publishable:
            result.details = browser_view.reduce_error(result.details)
        body = self._error_body(result, call.request_id or "")
        return result.status, body, not result.before_execution

    def _shown(self, call: Call, result: Json) -> Json:
        """The object as the caller may see it, with what was to be expanded."""
        shown = public(result)
        if shown.get("object") in ("list", "search_result"):
            shown["data"] = [public(record) for record in shown["data"]]
        paths = call.params.get("expand")
        if paths:
            expanded(self._world, call, shown, paths)
        return browser_view.reduce_object(shown) if call.publishable else shown

    def _error_body(self, error: StripeError, request_id: str) -> Json:
        """The error as it goes out; who has no account has no log either."""
        shown = error.body()
        if error.status != 401:
            log = f"https://dashboard.stripe.com/test/logs/{request_id}?t={self._world.now()}"
            shown["request_log_url"] = log
        return {"error": shown}


async def _body_of(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        if len(body) <= LARGEST_BODY:
            body += message.get("body", b"")
    return body


def _is_v1(path: str) -> bool:
    return path.startswith("/v1/")


def _dumps(value: Json) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
