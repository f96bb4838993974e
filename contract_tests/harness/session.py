"""What all clients of one run share: target, document, pack, results."""

from __future__ import annotations

import contextlib
from typing import Any, NoReturn, TypeVar

from contract_tests.harness.client import Client
from contract_tests.harness.config.load import CheckConfig
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import (
    STATUS,
    CheckFailed,
    Evidence,
    Failure,
    NotReached,
    TargetDown,
)
from contract_tests.harness.provider_states import ProviderStates
from contract_tests.harness.results import Results

Shared = TypeVar("Shared")
CLEAR_EVERY = 4
"""Attempts after which the backend's own limit is lifted, where a provider state can."""
UNANSWERED = 6
"""Requests in a row without a response: the backend is down."""
THROTTLED = 3
"""Requests in a row that stayed 429."""


class CheckSession:
    """Hands out clients, and inspects each of their responses."""

    def __init__(self, config: CheckConfig) -> None:
        self.target = config.target
        self.document = config.document
        self.pack = config.pack
        self.pack_settings = config.pack_settings
        self.results = Results(dict(config.document.rules))
        self.states = ProviderStates(config.target, config.pack.state_answers)
        self.raise_failures = False
        """Whether what is wrong with a response ends the test at once."""
        self.unanswered = 0
        """How many requests in a row had no response."""
        self.throttled = 0
        """How many requests in a row stayed 429, however long they waited."""
        self._response_checks = list(config.pack.response_checks())
        self._attempts: dict[str, int] = {}
        self._shared: dict[type, Any] = {}

    def new_client(self) -> Client:
        """Return a client without cookies."""
        return Client(self)

    def shared(self, kind: type[Shared]) -> Shared:
        """Return the run's one instance of a class that is built from a session."""
        if kind not in self._shared:
            build: Any = kind
            self._shared[kind] = build(self)
        found: Shared = self._shared[kind]
        return found

    def close(self) -> None:
        """Close the shared instances, the last one first."""
        for instance in reversed(self._shared.values()):
            with contextlib.suppress(NotReached):
                getattr(instance, "close", lambda: None)()
        self._shared.clear()

    def before_rate_limited(self, operation: str) -> None:
        """Lift the backend's limit now and then, before a request that counts against it."""
        count = self._attempts[operation] = self._attempts.get(operation, 0) + 1
        if count % CLEAR_EVERY == 0 and self.states.available:
            with contextlib.suppress(NotReached):
                self.states.set(self.pack.rate_limit_state)

    def fail(self, failure: Failure, exchange: Exchange) -> None:
        """Report what is wrong with a response in itself."""
        if self.raise_failures:
            evidence = failure.evidence.of(exchange)
            raise CheckFailed(failure.message, failure.rule, evidence=evidence)
        self.results.fail(failure, exchange)

    def inspect(self, exchange: Exchange) -> None:
        """Check a response by itself. CheckFailed: there is none, or it is a 5xx or a redirect."""
        if not exchange.status:
            self._has_no_response(exchange)
        self.unanswered = 0
        if exchange.status >= 500:
            message = f"the backend answered {exchange.status}"
            self._fail_twice(self.pack.unavailable_rule, message, exchange)
        operation = self.document.operations.get(exchange.operation)
        documented = operation and str(exchange.status) in operation.raw.get("responses", {})
        if 300 <= exchange.status < 400 and not documented:
            where = exchange.headers.get("location")
            self._fail_twice(self.pack.redirect_rule, f"a redirect, to {where}", exchange)
        for check in self._response_checks:
            for failure in check(exchange):
                self.fail(failure, exchange)
        self._check_schema(exchange)

    def stays_throttled(self, exchange: Exchange) -> NoReturn:
        """NotReached: the backend's own limit, which is no rule's, ends this test."""
        self.throttled += 1
        words = f"the backend limits requests: {exchange.method} {exchange.url} stayed 429"
        if self.throttled >= THROTTLED:
            raise TargetDown(f"{words}, as others before. Raise its limit for this machine.")
        raise NotReached(words)

    def _check_schema(self, exchange: Exchange) -> None:
        operation = self.document.operations.get(exchange.operation)
        if operation is None or exchange.method == "HEAD":
            return
        if exchange.status >= 300 and not self.pack.schema.error_schemas:
            return
        for found in self.document.violations(operation, exchange.status, exchange.json):
            evidence = Evidence(found.expected, found.actual, found.member)
            self.fail(Failure(self._shape_rule(operation.id), str(found), evidence), exchange)

    def _shape_rule(self, operation: str) -> str:
        rule_of = self.pack.schema.shape_rule
        return rule_of(self.document, operation) if rule_of else operation

    def _has_no_response(self, exchange: Exchange) -> NoReturn:
        self.unanswered += 1
        if self.unanswered >= UNANSWERED:
            raise TargetDown(
                f"{self.target.base_url} stopped answering: {UNANSWERED} requests in a row "
                f"came to nothing, the last with {exchange.failure}."
            )
        self._fail_twice(self.pack.unavailable_rule, f"no answer: {exchange.failure}", exchange)

    def _fail_twice(self, rule: str, message: str, exchange: Exchange) -> NoReturn:
        """Fail this rule, or the operation, and with it the rule whose test wanted a response."""
        if not (rule or self.pack.schema.rules):
            rule = exchange.operation
        if rule:
            self.fail(Failure(rule, message, Evidence(member=STATUS)), exchange)
        raise CheckFailed(message, evidence=Evidence(member=STATUS, exchange=exchange))
