"""One request and its response, as values."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


def _everything(body: Any) -> Any:
    return body


@dataclass(frozen=True)  # no slots: `json` is cached
class Exchange:
    """One request and its response. `status` 0: there is none, `failure` says why.

    `request_headers`: those that a replay needs. `insecure`: any certificate was accepted.
    `service`: who was asked, if it was not the backend. `count`: how often it was sent in a row,
    with the same response.
    """

    method: str
    url: str
    operation: str
    request_headers: Mapping[str, str]
    request_body: bytes | None
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    failure: str = ""
    set_cookies: tuple[str, ...] = field(default=())
    select: Callable[[Any], Any] = field(default=_everything, compare=False, repr=False)
    """Returns what of the response's JSON the contract names: a backend may say more."""
    arguments: Any = field(default=None, compare=False, repr=False)
    """The request's body as a value, where a test called an operation by its name."""
    insecure: bool = False
    service: str = ""
    count: int = 1

    @cached_property
    def json(self) -> Any:
        """The response's JSON, as far as the contract names it; None if it is not JSON."""
        return self.select(self.full_json)

    @cached_property
    def full_json(self) -> Any:
        """The response's JSON with every member; None if it is not JSON."""
        try:
            return json.loads(self.body, parse_constant=_reject_constant)
        except (ValueError, RecursionError):
            return None

    @property
    def code(self) -> str | None:
        """The error's code, if the response is an error envelope."""
        body = self.json
        error = body.get("error") if isinstance(body, dict) else None
        code = error.get("code") if isinstance(error, dict) else None
        return code if isinstance(code, str) else None

    def repeats(self, other: Exchange) -> bool:
        """Whether the same request had the same response before."""
        return _compared(self) == _compared(other)


def _compared(exchange: Exchange) -> tuple[object, ...]:
    sent = exchange.method, exchange.url, dict(exchange.request_headers), exchange.request_body
    return *sent, exchange.status, exchange.body, exchange.failure


def _reject_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
