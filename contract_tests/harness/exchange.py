"""One request and its response: recorded, summarised, and replayed as curl."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contract_tests.harness.escaping import for_shell, for_terminal

LONGEST = 2_000
"""Bytes of a request's body in a curl command."""
INDENT = re.compile(r"[\r\n]+[\t ]*")
"""What a pretty-printed body has before each member: it says nothing, and takes the room."""


def _everything(body: Any) -> Any:
    return body


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response. `status` 0: there is none, `failure` says why."""

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

    @property
    def json(self) -> Any:
        """The response's JSON, as far as the contract names it; None if it is not JSON."""
        return self.select(self.full_json)

    @property
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

    def curl(self) -> str:
        """The command that sends it again."""
        how = ["-I"] if self.method == "HEAD" else ["-i", "-X", self.method]
        words = ["curl", "-sS", *how, self.url]
        for name, value in self.request_headers.items():
            words += ["-H", f"{name}: {value}"]
        if self.request_body:
            words += ["--data-binary", self.request_body[:LONGEST].decode("utf-8", "replace")]
        return for_shell(words)

    def summary(self) -> str:
        """Two lines: the request, and the response."""
        request = f" {_short(self.request_body)}" if self.request_body else ""
        response = for_terminal(self.failure) or f"{self.status} {_short(self.body)}"
        return f"{self.method} {for_terminal(self.url)}{request}\n  → {response}"


def _reject_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _short(body: bytes | None, longest: int = 400) -> str:
    text = INDENT.sub(" ", (body or b"").decode("utf-8", "replace"))
    return for_terminal(text if len(text) <= longest else f"{text[:longest]}…")
