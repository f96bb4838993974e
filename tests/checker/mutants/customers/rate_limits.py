"""Mutants of the limits on attempts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.shop.operations import customers
from stub_server.shop.rate_limit import SlidingWindow
from tests.checker.mutants.middleware import Request, Response
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap_method, wrapper
from tests.checker.mutants.responses import (
    change_response,
    change_status,
)


def _skip_limit(original: Any, self: Any, what: str, client: str) -> None:
    return None


def _only(kind: str) -> Any:
    def count(original: Any, self: Any, what: str, client: str) -> None:
        if what == kind:
            original(self, what, client)

    return partial(wrap_method, SlidingWindow, "count", count)


async def _by_email(original: Any, request: Any, shop: Any) -> Any:
    return await original(replace(request, client=request.body["email"]), shop)


async def _by_session(original: Any, request: Any, shop: Any) -> Any:
    return await original(replace(request, client=request.session.token), shop)


def _every(times: int) -> Any:
    def count(original: Any, self: Any, what: str, client: str) -> None:
        if self._limit != times:
            self._limit = times
        original(self, what, client)

    return partial(wrap_method, SlidingWindow, "count", count)


def _no_retry(_: Request, response: Response) -> None:
    response.headers.pop("retry-after", None)


def _retry(value: str) -> Any:
    def put(_: Request, response: Response) -> None:
        if "retry-after" in response.headers:
            response.headers["retry-after"] = value

    return partial(change_response, put)


MUTANTS = [
    Mutant("rate-none", "C-cus-6", "attempts are not limited", partial(wrap_method, SlidingWindow, "count", _skip_limit)),
    Mutant("rate-login-only", "C-cus-6", "resets are not limited", _only("login")),
    Mutant("rate-reset-only", "C-cus-6", "logins are not limited", _only("reset")),
    Mutant("rate-by-email", "C-cus-6", "logins are counted by email", wrapper(customers.login_customer, _by_email)),
    Mutant("rate-by-session", "C-cus-6", "logins are counted by session", wrapper(customers.login_customer, _by_session)),
    Mutant("rate-three", "C-cus-6", "the third attempt is the last", _every(3)),
    Mutant("rate-thirty", "C-cus-6", "thirty attempts a minute are accepted", _every(30)),
    Mutant("rate-no-retry", "C-cus-6", "429 without Retry-After", partial(change_response, _no_retry)),
    Mutant("rate-retry-zero", "C-cus-6", "Retry-After is 0", _retry("0")),
    Mutant("rate-retry-hour", "C-cus-6", "Retry-After is an hour", _retry("3600")),
    Mutant("rate-retry-date", "C-cus-6", "Retry-After is not an integer", _retry("59.5")),
    Mutant("rate-403", "C-cus-6", "too many attempts are 403", partial(change_status, "auth.rateLimited", 403)),
]  # fmt: skip
