"""HTTP to the backend: a cookie jar for each visitor; every answer is looked at and kept."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from functools import partial
from typing import Any, NoReturn
from urllib.parse import quote

import httpx

from contract_tests import invariants, pauses
from contract_tests.document import Document
from contract_tests.exchange import Exchange
from contract_tests.ledger import Broken, Gone, Ledger, NotReached
from contract_tests.memory import Memory
from contract_tests.states import States
from contract_tests.target import Target
from contract_tests.wire import Wire, trust

JSON = "application/json; charset=utf-8"
SHAPES = {
    "Cart": "C-cart-13",
    "CheckoutIntent": "C-chk-16",
    "Order": "C-ord-9",
    "OrderList": "C-ord-9",
    "Customer": "C-cus-11",
    "StoredAddress": "C-cus-11",
}
COUNTED = frozenset({"loginCustomer", "requestPasswordReset"})
"""What a backend limits by the minute (C-cus-6)."""
ORDERS = frozenset({"getOrder", "listOrders", "confirmCheckout"})
FEW = 4
TELLING = 10
"""Signs from which on a password stands nowhere by chance."""
SILENCE = 6
LIMITED = 3


_hold: ContextVar[tuple[Callable[[], None], int] | None] = ContextVar("hold", default=None)


@contextlib.contextmanager
def held_back(until: Callable[[], None], at: int = -1) -> Iterator[None]:
    """Herein, the first request's body from that byte on, the last, waits for `until`."""
    token = _hold.set((until, at))
    try:
        yield
    finally:
        _hold.reset(token)


def _slowly(content: bytes, until: Callable[[], None], at: int) -> Iterator[bytes]:
    yield content[:at]
    until()
    yield content[at:]


class Desk:
    """What all visitors of one examination share: the target, the document, the book."""

    def __init__(self, target: Target, document: Document, ledger: Ledger) -> None:
        self.target = target
        self.document = document
        self.ledger = ledger
        self.states = States(target)
        self.memory = Memory()
        self.passwords: set[str] = set()
        """Those that were sent, as far as they can't stand anywhere by chance."""
        self.strict = False
        """Whether what is wrong with an answer ends the test at once."""
        self.silent = 0
        """How many requests in a row were not answered."""
        self.limited = 0
        """How many in a row met the backend's own limit, however long they waited."""
        self._attempts: dict[str, int] = {}

    def lets_in(self, operation: str) -> None:
        """Before an attempt that the backend counts: its own limit is not to be tripped over."""
        count = self._attempts[operation] = self._attempts.get(operation, 0) + 1
        if count % FEW == 0 and self.states.offered:
            with contextlib.suppress(NotReached):
                self.states.set("clear-rate-limits")

    def broke(self, rule: str, what: str, exchange: Exchange) -> None:
        """An answer is wrong in itself."""
        if self.strict:
            raise Broken(what, rule)
        self.ledger.broke(rule, what, exchange)

    def visitor(self) -> Client:
        """Somebody who was never here."""
        return Client(self)


class Client:
    """One visitor: a cookie jar, and calls by operationId. Broken: no answer, or a 5xx."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        target = desk.target
        self._wire = Wire(
            target.timeout,
            base_url=target.base_url,
            headers=dict(target.headers),
            cookies=dict(target.cookies),
            verify=trust(target.base_url, insecure=target.insecure),
        )
        self._http = self._wire.http

    @property
    def cookies(self) -> dict[str, str]:
        """The visitor's cookies."""
        return {cookie.name: cookie.value or "" for cookie in self._http.cookies.jar}

    def keep(self, cookies: Mapping[str, str]) -> None:
        """Have these cookies and no others."""
        self._http.cookies = httpx.Cookies()
        for name, value in {**self.desk.target.cookies, **cookies}.items():
            self._http.cookies.set(name, value)

    def close(self) -> None:
        """Hang up."""
        self._wire.close()

    def call(
        self,
        operation: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        patient: bool = True,
        **names: str,
    ) -> Exchange:
        """Call an operation of the document; `names` fill its path.

        `patient`: the backend's own limit of requests (429) is waited for.
        """
        found = self.desk.document.operations[operation]
        path = found.path
        for name, value in names.items():
            path = path.replace("{" + name + "}", quote(value, safe=""))
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        password = body.get("password") if isinstance(body, dict) else None
        if isinstance(password, str) and len(password) >= TELLING and password.isascii():
            self.desk.passwords.add(password)
        sent = {"content-type": JSON} if content is not None else {}
        return self.send(
            found.method,
            path,
            content,
            headers={**sent, **(headers or {})},
            operation=operation,
            patient=patient,
        )

    def send(
        self,
        method: str,
        path: str,
        content: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        operation: str = "",
        patient: bool = True,
    ) -> Exchange:
        """Send anything at all. The answer is looked at, whatever it is."""
        if patient and operation in COUNTED:
            self.desk.lets_in(operation)
        exchange = self._noted(method, path, content, headers or {}, operation)
        left = pauses.LONGEST
        for usual in pauses.usual() if patient else ():
            if exchange.status != 429 or left <= 0:
                break
            pause = min(pauses.asked_for(exchange.headers, usual), left)
            left -= pause
            self.desk.ledger.waited += pause
            time.sleep(pause)
            exchange = self._noted(method, path, content, headers or {}, operation)
        if patient and exchange.status == 429 and operation not in COUNTED:
            self._is_limited(exchange)
        self.desk.limited = 0
        self._look(exchange)
        return exchange

    def _noted(
        self,
        method: str,
        path: str,
        content: bytes | None,
        headers: Mapping[str, str],
        operation: str,
    ) -> Exchange:
        exchange = self._sent(method, path, content, headers, operation)
        self.desk.ledger.note(exchange)
        return exchange

    def _sent(
        self,
        method: str,
        path: str,
        content: bytes | None,
        headers: Mapping[str, str],
        operation: str,
    ) -> Exchange:
        hold = _hold.get()
        body: bytes | Iterator[bytes] | None = content
        if hold is not None:
            _hold.set(None)
            until, at = hold
            if content:
                headers = {**headers, "content-length": str(len(content))}
                body = _slowly(content, until, at)
            else:
                until()
        request = self._http.build_request(method, path, content=body, headers=dict(headers))
        if content is None and method in ("POST", "PATCH", "PUT"):
            request.headers["content-length"] = "0"
        shown = {
            name: value
            for name, value in request.headers.items()
            if name in ("content-type", "cookie", "idempotency-key", "stripe-signature")
            or name in self.desk.target.headers
        }
        began = time.monotonic()
        try:
            answer = self._wire.asks(request)
        except httpx.HTTPError as error:
            failure = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            return Exchange(
                method, str(request.url), operation, shown, content, 0, {}, b"",
                time.monotonic() - began, failure,
            )  # fmt: skip
        return Exchange(
            method,
            str(request.url),
            operation,
            shown,
            content,
            answer.status,
            dict(answer.headers),
            answer.body,
            time.monotonic() - began,
            cookies_set=tuple(answer.headers.get_list("set-cookie")),
            named=self._named(operation, answer.status),
        )

    def _is_limited(self, exchange: Exchange) -> NoReturn:
        """It is not the contract's limit: nothing is said of any rule."""
        self.desk.limited += 1
        words = f"the backend limits requests: {exchange.method} {exchange.url} stayed 429"
        if self.desk.limited >= LIMITED:
            raise Gone(f"{words}, as others before. Raise its limit for this machine.")
        raise NotReached(words)

    def _named(self, operation: str, status: int) -> Callable[[Any], Any]:
        """What the document names of such an answer; of an error, all of it."""
        found = self.desk.document.operations.get(operation)
        shape = found.shapes.get(status) if found and status < 400 else None
        return partial(self.desk.document.named, shape or {})

    def _look(self, exchange: Exchange) -> None:
        if not exchange.status:
            self.desk.silent += 1
            if self.desk.silent >= SILENCE:
                raise Gone(
                    f"{self.desk.target.base_url} stopped answering: {SILENCE} requests in a row "
                    f"came to nothing, the last with {exchange.failure}."
                )
            self._breaks("C-conv-7", f"no answer: {exchange.failure}", exchange)
        self.desk.silent = 0
        if exchange.status >= 500:
            self._breaks("C-conv-7", f"the backend answered {exchange.status}", exchange)
        if 300 <= exchange.status < 400:
            where = exchange.headers.get("location")
            self._breaks("C-conv-1", f"a redirect, to {where}", exchange)
        complaints = invariants.complaints(exchange)
        if exchange.operation in ORDERS and exchange.status == 200:
            complaints += self.desk.memory.complaints(exchange.operation, exchange.json)
        if any(password.encode() in exchange.body for password in self.desk.passwords):
            complaints.append(("C-cus-11", "a password that was sent is in the answer"))
        for rule, what in complaints:
            self.desk.broke(rule, what, exchange)
        operation = self.desk.document.operations.get(exchange.operation)
        if operation is None or exchange.status >= 300:
            return
        for what in self.desk.document.complaints(operation, exchange.status, exchange.json):
            self.desk.broke(self._shape_rule(exchange.operation), what, exchange)

    def _breaks(self, rule: str, what: str, exchange: Exchange) -> NoReturn:
        """It breaks this rule, and with it the one that wanted an answer."""
        self.desk.broke(rule, what, exchange)
        raise Broken(what)

    def _shape_rule(self, operation: str) -> str:
        """The rule that says what an operation answers."""
        for rule in self.desk.document.operations[operation].rules:
            if rule in SHAPES.values():
                return rule
        return "C-conv-1"
