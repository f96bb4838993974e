"""One operation, from the socket to its rule and back: the whole way of a request, in order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from stub_server.shop.domain.refusal import Refusal
from stub_server.shop.domain.session import Session
from stub_server.shop.operations.call import Answer, Call
from stub_server.shop.operations.shop import Shop
from stub_server.shop.operations.visits import open_visit
from stub_server.web import bodies, envelope, limits, wire
from stub_server.web.document import Breach, Document, Operation
from stub_server.web.exchange import Exchanges
from stub_server.web.session import remember, token_of


@dataclass(frozen=True, slots=True)
class Handler:
    """What stands behind an operationId.

    owns: the members of the body that the operation judges by itself, in its own order and with
    codes of its own; "*": all of them.
    shape_rule: the rule that a body of the wrong shape breaks.
    checks_parameters: whether path and query are held against the document; operations with code
    of their own answer what is not there as they like (404, C-cart-5).
    """

    run: Callable[[Call, Shop], Awaitable[Answer]]
    owns: tuple[str, ...] = ()
    shape_rule: str = "C-conv-7"
    checks_parameters: bool = False

    def leaves(self, breach: Breach) -> bool:
        """Whether the breach is left to the operation to judge."""
        member = breach.field.split(".", 1)[0]
        return bool(member) and (member in self.owns or "*" in self.owns)


class Door:
    """One operation of the document and what stands behind it."""

    def __init__(
        self,
        operation: Operation,
        handler: Handler,
        document: Document,
        shop: Shop,
        exchanges: Exchanges,
    ) -> None:
        self.operation = operation
        self._handler = handler
        self._cookie = document.cookie_name
        self._shop = shop
        self._exchanges = exchanges
        self._status = min((it for it in operation.answers if 200 <= it < 300), default=200)
        self._schema = operation.answers.get(self._status)

    async def answer(self, request: Request) -> Response:
        """One request from start to end, in the order in which it happens."""
        started = perf_counter()
        sent = token_of(request, self._cookie) if self.operation.cookie else None
        session: Session | None = None
        refusal: Refusal | None = None
        try:
            session = open_visit(self._shop, sent, keep=self._keeps(request))
            self._demand_login(session)
            raw = await limits.body_of(request)
            call = self._call_from(request, raw, session)
            result = await self._handler.run(call, self._shop)
            session = result.session or session
            response = self._answer_from(result)
        except Refusal as no:
            refusal = self._documented(no)
            response = self._exchanges.refused(request, refusal)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as fault:
            refusal = self._faulted(fault)
            response = self._exchanges.refused(request, refusal)
        if session is not None and session.token != sent and self._keeps(request):
            remember(response, self._cookie, session)
        self._exchanges.told(request, response, perf_counter() - started, refusal)
        return response

    def _keeps(self, request: Request) -> bool:
        """A read sets no state, and Stripe gets no cookie (C-conv-8)."""
        return self.operation.cookie and request.method not in ("GET", "HEAD")

    def _demand_login(self, session: Session) -> None:
        """A login that is missing is noticed before anything in the body (C-conv-7)."""
        if self.operation.login and session.customer_id is None:
            raise Refusal("auth.required", "Log in first.", rule="C-cus-10")

    def _call_from(self, request: Request, raw: bytes, session: Session) -> Call:
        """The request, freed of HTTP, its body held against the document."""
        if self._handler.checks_parameters:
            self._check_parameters(request)
        headers = request.headers
        return Call(
            session=session,
            path=request.path_params,
            body=self._body_from(headers.get("content-type"), raw),
            client=request.client.host if request.client else "",
            idempotency_key=headers.get("idempotency-key"),
            signature=headers.get("stripe-signature"),
            raw=raw,
        )

    def _check_parameters(self, request: Request) -> None:
        sent = {"path": request.path_params, "query": request.query_params}
        for (place, name), parameter in self.operation.parameters.items():
            value = sent[place].get(name)
            if value is None and not parameter.required:
                continue
            if value is None or not parameter.takes(value):
                words = "is missing" if value is None else f"“{value:.80}” does not fit"
                raise _shape_refusal(Breach(name, f"/{name}", words), "C-conv-7")

    def _body_from(self, content_type: str | None, raw: bytes) -> Any:
        schema = self.operation.body
        if schema is None:
            return None
        if content_type and not _is_json(content_type):
            raise Refusal(
                "request.unsupportedMediaType",
                f"The body must be application/json, not {content_type}.",
                rule="C-conv-1",
            )
        rule = self._handler.shape_rule
        body = bodies.json_of(raw)
        if not schema.fits(body):
            for breach in schema.breaches(body):
                if not self._handler.leaves(breach):
                    raise _shape_refusal(breach, rule)
        return body

    def _answer_from(self, result: Answer) -> Response:
        """The answer as JSON, held against the document: our own breach is a 500."""
        content = wire.to_json(result.value)
        if self._schema is None:
            content = {} if content is None else content
        elif not self._schema.fits(content):
            breach = next(self._schema.breaches(content))
            raise BrokenAnswerError(self.operation.id, self._status, breach)
        return Response(
            orjson.dumps(content),
            status_code=self._status,
            headers={"cache-control": "no-store"},
            media_type=envelope.MEDIA_TYPE,
        )

    def _documented(self, refusal: Refusal) -> Refusal:
        """The refusal, or our own 500 when the document has no such answer here."""
        status = envelope.STATUS.get(refusal.code)
        if refusal.code.startswith("request.") and status is not None:
            return refusal
        schema = self.operation.answers.get(status) if status is not None else None
        if schema is None:
            return self._faulted(BrokenAnswerError(self.operation.id, status or 0, _NOT_NAMED))
        content = envelope.content_of(refusal, None)
        if not schema.fits(content):
            breach = next(schema.breaches(content))
            return self._faulted(BrokenAnswerError(self.operation.id, status or 0, breach))
        return refusal

    def _faulted(self, fault: Exception) -> Refusal:
        if isinstance(fault, BrokenAnswerError):
            self._shop.events.publish("document.broken", words=str(fault))
            return envelope.server_error(str(fault))
        return self._exchanges.faulted(fault, self.operation.id)


class BrokenAnswerError(Exception):
    """The stub was about to break its own document: which operation, status, and where."""

    def __init__(self, operation: str, status: int, breach: Breach) -> None:
        where = breach.pointer or "/"
        super().__init__(
            f"{operation} {status}: the answer breaks the document at {where}: {breach.message}"
        )


_NOT_NAMED = Breach("", "", "the document names no such answer")


def _is_json(content_type: str) -> bool:
    media = content_type.split(";", 1)[0].strip().lower()
    return media == "application/json" or (
        media.startswith("application/") and media.endswith("+json")
    )


def _shape_refusal(breach: Breach, rule: str) -> Refusal:
    if not breach.field:
        return Refusal("request.invalid", f"The body {breach.message}.", rule="C-conv-7")
    return Refusal(
        "request.invalid",
        f"{breach.field}: {breach.message}.",
        rule="C-cus-9" if breach.read_only else rule,
        members={"field": breach.field},
    )
