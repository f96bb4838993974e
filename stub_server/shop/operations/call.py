"""A request freed of HTTP, and an answer that does not know it either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stub_server.shop.domain.session import Session


@dataclass(frozen=True, slots=True)
class Call:
    """One request to one operation.

    body: the JSON body, checked against the document, except for the members that the operation
    judges by itself (see `web/binding.py`); None when the operation takes none.
    path: the path parameters.
    session: the buyer's session; for a GET without one, an empty guest's that is nowhere stored.
    client: the address that the request came from, for the rate limits.
    raw: the body's bytes, for the webhook alone.
    """

    session: Session
    path: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    client: str = ""
    idempotency_key: str | None = None
    signature: str | None = None
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers: a value of the domain (None: JSON null), perhaps a new session.

    session: set when the browser must hold another token from now on (login, register, logout).
    """

    value: Any = None
    session: Session | None = None
