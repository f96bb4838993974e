"""HTTP to the backend: a cookie jar for each client; every response is recorded and inspected."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NoReturn, Protocol
from urllib.parse import quote

import httpx

from contract_tests.harness import retry_after
from contract_tests.harness.document import Document
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.http_gate import gated
from contract_tests.harness.http_transport import HttpTransport, cookie_jar, is_loopback, trust
from contract_tests.harness.packs import Pack
from contract_tests.harness.results import Results
from contract_tests.harness.target import Target

JSON = "application/json; charset=utf-8"
SECURE = re.compile(r";\s*secure\s*(;|$)", re.IGNORECASE)
SECURE_COOKIE = "Secure cookie over http"
"""Signal of a cookie that only loopback gets back over http."""
FRAMING = frozenset({"host", "content-length", "transfer-encoding"})
"""The request's headers that a replay leaves to curl, as it does those that any client sends."""


class Session(Protocol):
    """What clients need of the session that they belong to."""

    target: Target
    document: Document
    pack: Pack
    results: Results
    throttled: int

    def before_rate_limited(self, operation: str) -> None:
        """Prepare a request that the contract limits."""

    def stays_throttled(self, exchange: Exchange) -> NoReturn:
        """Give up: the backend still limits requests."""

    def inspect(self, exchange: Exchange) -> None:
        """Check a response by itself."""


class Client:
    """A cookie jar, and calls by operationId. CheckFailed: no response, or a 5xx."""

    def __init__(self, session: Session) -> None:
        target = session.target
        self.session = session
        self._transport = HttpTransport(
            target.timeout,
            base_url=target.base_url,
            headers=dict(target.headers),
            verify=trust(target.base_url, insecure=target.insecure),
        )
        self._http = self._transport.http
        self.replace_cookies({})

    @property
    def cookies(self) -> dict[str, str]:
        """The client's cookies."""
        return {cookie.name: cookie.value or "" for cookie in self._http.cookies.jar}

    def replace_cookies(self, cookies: Mapping[str, str]) -> None:
        """Have these cookies and no others."""
        jar = cookie_jar(self.session.target.base_url)
        self._http.cookies = jar
        for name, value in {**self.session.target.cookies, **cookies}.items():
            self._http.cookies.set(name, value)

    def close(self) -> None:
        """Close its connection."""
        self._transport.close()

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

        patient: wait where the backend limits requests of its own (429).
        """
        called = self.session.document.operations[operation]
        path = called.path
        for name, value in names.items():
            path = path.replace("{" + name + "}", quote(value, safe=""))
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        sent = {"content-type": JSON} if content is not None else {}
        return self.send(
            called.method,
            path,
            content,
            headers={**sent, **(headers or {})},
            operation=operation,
            patient=patient,
            arguments=body,
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
        arguments: Any = None,
    ) -> Exchange:
        """Send anything at all; the response is inspected, whatever it is."""
        rate_limited = operation in self.session.pack.rate_limited
        if patient and rate_limited:
            self.session.before_rate_limited(operation)
        send = partial(self._send_once, method, path, content, headers or {}, operation, arguments)
        exchange = send()
        left = retry_after.LONGEST
        for default in retry_after.default_pauses() if patient else ():
            if exchange.status != 429 or left <= 0:
                break
            pause = min(retry_after.seconds(exchange.headers, default), left)
            left -= pause
            self.session.results.throttled_seconds += pause
            time.sleep(pause)
            exchange = send()
        if patient and exchange.status == 429 and not rate_limited:
            self.session.stays_throttled(exchange)
        self.session.throttled = 0
        self.session.inspect(exchange)
        return exchange

    def _send_once(
        self,
        method: str,
        path: str,
        content: bytes | None,
        headers: Mapping[str, str],
        operation: str,
        arguments: Any,
    ) -> Exchange:
        request = self._build(method, path, content, headers)
        describe = partial(
            Exchange,
            method,
            str(request.url),
            operation,
            self._shown(request),
            content,
            insecure=self.session.target.insecure,
        )
        began = time.monotonic()
        try:
            response = self._transport.send(request)
        except httpx.HTTPError as error:
            failure = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            exchange = describe(0, {}, b"", time.monotonic() - began, failure)
        else:
            document = self.session.document
            called = document.operations.get(operation)
            exchange = describe(
                response.status,
                dict(response.headers),
                response.body,
                time.monotonic() - began,
                set_cookies=tuple(response.headers.get_list("set-cookie")),
                select=partial(document.select, called, response.status),
                arguments=arguments,
            )
        self.session.results.add_exchange(exchange)
        self._note_secure_cookies(exchange)
        return exchange

    def _note_secure_cookies(self, exchange: Exchange) -> None:
        if exchange.set_cookies and exchange.url.startswith("http:") and is_loopback(exchange.url):
            secure = any(SECURE.search(cookie) for cookie in exchange.set_cookies)
            self.session.results.signals[SECURE_COOKIE] += secure

    def _build(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]
    ) -> httpx.Request:
        body: bytes | Iterator[bytes] | None = gated(content)
        if content and body is not content:
            headers = {**headers, "content-length": str(len(content))}
        request = self._http.build_request(method, path, content=body, headers=dict(headers))
        if content is None and method in ("POST", "PATCH", "PUT"):
            request.headers["content-length"] = "0"
        return request

    def _shown(self, request: httpx.Request) -> dict[str, str]:
        configured, default = self.session.target.headers, self._http.headers
        return {
            name: value
            for name, value in request.headers.items()
            if name in configured or (name not in FRAMING and default.get(name) != value)
        }
