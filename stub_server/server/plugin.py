"""The interface between the server and a plug-in: requests, results, and what is registered.

It names no framework, so that the plug-in's operations need none.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from stub_server.storage.retention import Retention

S = TypeVar("S")


class Session(Protocol):
    """A client's session. token: the value of the session cookie."""

    @property
    def token(self) -> str: ...


@dataclass(frozen=True)  # a generic class with slots can't be called through an alias in 3.11
class Request(Generic[S]):
    """One request to one operation, without HTTP.

    session: the client's session; without one, a new session that is stored when the operation has
    succeeded, or for a GET, an empty session that is not stored.
    path: the path parameters. query: the query parameters, the last value of each.
    body: the JSON body, valid by the document's schema except for members with an error code of
    their own (`x-error-fields`), which the handler judges; None when the operation takes none.
    client: the address that the request came from, for rate limits.
    signature: the value of the signature header of a webhook. raw: the bytes of the body.
    """

    session: S
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    client: str = ""
    idempotency_key: str | None = None
    signature: str | None = None
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of an operation. value: an object that the plug-in's serializer knows.

    session: the session that the browser holds from now on, when it changed (login, logout).
    source: where a value without handler comes from: `state`, `example` or `schema`.
    status: one of the operation's statuses; None stands for its first success.
    """

    value: Any = None
    session: Session | None = None
    source: str = ""
    status: int | None = None


@dataclass(frozen=True, slots=True)
class LongList:
    """An object with a list of thousands of items, which are serialized AT_ONCE at a time.

    member: the list's. items: each becomes JSON by `serialize`; there is at least one. others: the
    object's other members, at least one.
    """

    AT_ONCE: ClassVar[int] = 50
    """Other requests have their turn after so many items."""

    member: str
    items: Sequence[Any]
    serialize: Callable[[Any], Any]
    others: Mapping[str, Any]


class Sessions(Protocol):
    """The session port: how the server finds and starts sessions."""

    def load_or_start(self, token: str | None, *, keep: bool) -> Any:
        """Return the session of the token, or a new one, which is not stored yet.

        keep: whether the caller stores a new session once its operation has succeeded; a read does
        not, and its new session has an empty token.
        """
        ...

    def save(self, session: Any) -> None:
        """Store a new session."""
        ...

    def is_logged_in(self, session: Any) -> bool:
        """Whether the session belongs to somebody who is logged in."""
        ...

    def key_of(self, session: Any) -> str:
        """Return what a session's data is stored under: it outlives a login; "" for a new one."""
        ...


Handler = Callable[[Request[Any], Any], Awaitable[Result]]
"""An operation: gets the request and the plug-in's context."""


@dataclass(frozen=True, slots=True)
class ControlRequest:
    """A request to a control route. json: reads the body, an object; raises Rejection."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    json: Callable[[], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class ControlRoute:
    """A route beside the contract. run: returns a JSON value."""

    method: str
    path: str
    run: Callable[[ControlRequest], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """Real behaviour for the operations of one contract.

    handlers: by operationId; one that the document lacks stops the start.
    context: the second argument of each handler.
    serialize: turns a result's value into JSON, or into a `LongList`.
    control_routes: routes under `/_stub/` and `/__contract/`.
    rules: the rule behind each error code of the server's own, where the document names none.
    seed: runs once before the first request.
    retention: deletes what is stored for a limited time; runs after each request.
    """

    name: str
    handlers: Mapping[str, Handler]
    context: Any
    serialize: Callable[[Any], Any]
    sessions: Sessions
    control_routes: Sequence[ControlRoute] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    seed: Callable[[], None] = lambda: None
    retention: Retention | None = None
