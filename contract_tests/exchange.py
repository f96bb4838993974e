"""What was sent and what came: kept, shown, and replayed as curl."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contract_tests.escaping import for_shell, for_terminal

LONGEST = 2_000
INDENT = re.compile(r"[\r\n]+[\t ]*")
"""What a pretty-printed body has before each member: it says nothing, and takes the room."""
SECRETS = frozenset({"password"})


def _all(body: Any) -> Any:
    return body


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer. `status` 0: none came, `failure` says why; `took`: seconds."""

    method: str
    url: str
    operation: str
    sent_headers: Mapping[str, str]
    sent: bytes | None
    status: int
    headers: Mapping[str, str]
    body: bytes
    took: float
    failure: str = ""
    cookies_set: tuple[str, ...] = field(default=())
    named: Callable[[Any], Any] = field(default=_all, compare=False, repr=False)
    """What of the answer's JSON the contract names: more may stand beside it."""

    @property
    def json(self) -> Any:
        """The answer's JSON, as far as the contract names it; None if it is none."""
        return self.named(self.whole)

    @property
    def whole(self) -> Any:
        """The answer's JSON with all that stands in it; None if it is none."""
        try:
            return json.loads(self.body, parse_constant=_no_json)
        except (ValueError, RecursionError):
            return None

    @property
    def code(self) -> str | None:
        """The error's code, if the answer is an envelope."""
        body = self.json
        error = body.get("error") if isinstance(body, dict) else None
        code = error.get("code") if isinstance(error, dict) else None
        return code if isinstance(code, str) else None

    def curl(self) -> str:
        """The command that sends it again."""
        how = ["-I"] if self.method == "HEAD" else ["-i", "-X", self.method]
        words = ["curl", "-sS", *how, self.url]
        for name, value in self.sent_headers.items():
            words += ["-H", f"{name}: {value}"]
        if self.sent:
            words += ["--data-binary", self.sent[:LONGEST].decode("utf-8", "replace")]
        return for_shell(words)

    def shown(self) -> str:
        """A line for what was sent and one for what came."""
        sent = f" {_short(self.sent)}" if self.sent else ""
        came = for_terminal(self.failure) or f"{self.status} {_short(self.body)}"
        return f"{self.method} {for_terminal(self.url)}{sent}\n  → {came}"


def _no_json(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _short(body: bytes | None, longest: int = 400) -> str:
    text = INDENT.sub(" ", (body or b"").decode("utf-8", "replace"))
    return for_terminal(text if len(text) <= longest else f"{text[:longest]}…")
