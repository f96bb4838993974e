"""The one file that speaks HTTP: from an ASGI request to a handler, and back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from stub_server.stripe_sim import auth, form, routes, versions
from stub_server.stripe_sim.answers import Answers, Kept, fingerprint
from stub_server.stripe_sim.control import Control
from stub_server.stripe_sim.delivery import Tell
from stub_server.stripe_sim.engine import Engine
from stub_server.stripe_sim.errors import StripeError, bad
from stub_server.stripe_sim.expand import expanded
from stub_server.stripe_sim.reply import CORS, Reply
from stub_server.stripe_sim.resources import payment_intents, payment_methods
from stub_server.stripe_sim.tables import Json, public
from stub_server.stripe_sim.world import Call

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LOG = logging.getLogger("shopstub.stripe")
BROKEN = "The simulator has a bug here: its log says where. (Not something that Stripe would say.)"
LARGEST_BODY = 1_000_000
FORM = b"application/x-www-form-urlencoded"


@dataclass
class Request:
    """A request as it came. Header names are lower-case bytes."""

    method: str
    path: str
    query: bytes
    headers: dict[bytes, bytes]
    body: bytes
    scheme: str

    def header(self, name: bytes) -> str | None:
        """The header's value, or None."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters: of the body for a POST, otherwise of the query string."""
        return form.pairs_of(self.body if self.method == "POST" else self.query)

    @property
    def origin(self) -> str:
        """Scheme and host as the caller knows them."""
        return f"{self.scheme}://{self.header(b'host') or 'localhost'}"


class Api:
    """The ASGI app: `/v1`, the pages that buyers are redirected to, and the control API."""

    def __init__(self, engine: Engine, answers: Answers, control: Control, tell: Tell) -> None:
        self._engine = engine
        self._world = engine.world
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
        reply = await self._reply(request)
        await send({"type": "http.response.start", "status": reply.status, "headers": reply.head})
        await send({"type": "http.response.body", "body": reply.body})

    async def _reply(self, request: Request) -> Reply:
        if not request.path.startswith(("/v1/", "/v2/")):
            return self._control.reply(request.method, request.path, request.query, request.body)
        if request.method == "OPTIONS":
            return Reply(200, b"", list(CORS))
        request_id = f"req_{self._world.ids.token(14)}"
        replayed, version = False, None
        try:
            if len(request.body) > LARGEST_BODY:
                raise StripeError(413, "Request body too large.")
            call, route, names = self._understood(request, request_id)
            version = call.version
            status, body, replayed = await self._answered(request, call, route, names)
        except StripeError as error:
            status, body = error.status, _error_body(error, request_id)
        except Exception:
            # Without an error object Stripe's Node SDK would take this for a success.
            LOG.exception(
                "%s %s (%s) broke the simulator", request.method, request.path, request_id
            )
            status, body = 500, _error_body(StripeError(500, BROKEN, kind="api_error"), request_id)
        self._tell(
            "stripe.request",
            {
                "method": request.method,
                "path": request.path,
                "status": status,
                "request": request_id,
            },
        )
        return self._headed(request, status, body, request_id, version, replayed)

    def _understood(
        self, request: Request, request_id: str
    ) -> tuple[Call, routes.Route, tuple[str, ...]]:
        """Who calls, what is called. StripeError 401, 403, 404: nobody, not they, nothing."""
        key = auth.key_in(request.header(b"authorization"))
        if key is None:
            given = dict(request.pairs)
            key = given.get("key") or dict(form.pairs_of(request.query)).get("key")
        caller = auth.caller_of(key)
        asked = request.header(b"stripe-version") or dict(request.pairs).get("_stripe_version")
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
        found = routes.find(request.method, request.path[4:]) if _is_v1(request.path) else None
        if found is None:
            raise StripeError(
                404,
                f"Unrecognized request URL ({request.method}: {request.path}). Please see "
                "https://stripe.com/docs or we can help at https://support.stripe.com/.",
            )
        browser = caller.rights == "publishable"
        if browser and found[0].browser == "no":
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
        self, request: Request, call: Call, route: routes.Route, names: tuple[str, ...]
    ) -> tuple[int, bytes, bool]:
        """Status, body, and whether they were kept from before."""
        if request.method == "POST" and request.body and not _is_form(request):
            raise bad(
                "Invalid request (check that your POST content type is "
                "application/x-www-form-urlencoded). If you have any questions, we can help at "
                "https://support.stripe.com/."
            )
        key = call.idempotency_key if request.method == "POST" else None
        if key is None:
            call.params = route.params.members(form.tree_of(request.pairs))
            await self._control.pause()
            return (*self._engine.run(lambda: self._handled(call, route, names)), False)
        return await self._answered_once(request, call, route, names, key)

    async def _answered_once(
        self, request: Request, call: Call, route: routes.Route, names: tuple[str, ...], key: str
    ) -> tuple[int, bytes, bool]:
        """As `_answered`, for a request with a key: what is answered now is answered always."""
        print_ = fingerprint(request.pairs)
        now, path = self._world.now(), request.path
        kept = self._answers.begin(call.account, key, path, print_, now)
        if kept is not None:
            return kept.status, kept.body, True
        try:
            # A refused parameter is not kept: nothing has been executed.
            call.params = route.params.members(form.tree_of(request.pairs))
            await asyncio.sleep(0)  # a twin that came at the same moment meets a key in use
            await self._control.pause()

            def work() -> tuple[int, bytes]:
                status, body = self._handled(call, route, names)
                answer = Kept(status, body, call.request_id or "", call.version)
                self._answers.keep(call.account, key, path, print_, now, answer)
                return status, body

            return (*self._engine.run(work), False)
        finally:
            self._answers.end(call.account, key)

    def _handled(
        self, call: Call, route: routes.Route, names: tuple[str, ...]
    ) -> tuple[int, bytes]:
        """The handler's answer as it goes out."""
        world = self._world
        try:
            # A transaction of its own: a refusal takes back its writes, and is kept itself.
            with world.books.store.transaction():
                result = route.handler(world, call, *names)
                if not isinstance(result, StripeError):
                    return 200, _dumps(self._shown(call, result))
        except StripeError as error:
            world.outgoing, world.later = [], []
            result = error
        if call.publishable and "payment_intent" in result.details:
            seen = payment_intents.seen_by_browser(result.details["payment_intent"])
            result.details["payment_intent"] = seen
        return result.status, _error_body(result, call.request_id or "")

    def _shown(self, call: Call, result: Json) -> Json:
        """The object as the caller may see it, with what was to be expanded."""
        shown = public(result)
        if shown.get("object") == "list":
            shown["data"] = [public(record) for record in shown["data"]]
        paths = call.params.get("expand")
        if paths:
            expanded(self._world, call, shown, paths)
        if call.publishable:
            see = {
                "payment_intent": payment_intents.seen_by_browser,
                "payment_method": payment_methods.seen_by_browser,
            }
            return see[shown["object"]](shown)
        return shown

    def _headed(
        self,
        request: Request,
        status: int,
        body: bytes,
        request_id: str,
        version: str | None,
        replayed: bool,
    ) -> Reply:
        head = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
            (b"request-id", request_id.encode()),
            (b"cache-control", b"no-cache, no-store"),
            *CORS,
        ]
        version = version or self._world.settings.default_version
        head.append((b"stripe-version", version.encode()))
        key = request.headers.get(b"idempotency-key")
        if key is not None and request.method == "POST":
            head.append((b"idempotency-key", key))
        if replayed:
            head.append((b"idempotent-replayed", b"true"))
        if status >= 400:
            again = b"true" if status in (409, 429) or status >= 500 else b"false"
            head.append((b"stripe-should-retry", again))
        if status == 401:
            head.append((b"www-authenticate", b'Basic realm="Stripe"'))
        return Reply(status, body, head)


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


def _is_form(request: Request) -> bool:
    kind = request.headers.get(b"content-type", FORM)
    return kind.split(b";")[0].strip().lower() == FORM


def _dumps(value: Json) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _error_body(error: StripeError, request_id: str) -> bytes:
    log = f"https://dashboard.stripe.com/test/logs/{request_id}"
    return _dumps({"error": {**error.body(), "request_log_url": log}})
