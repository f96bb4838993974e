"""What a handler works with: the call that it answers, and the world that it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from stub_server.runtime.clock import Clock, OffsetClock
from stub_server.runtime.ids import Ids
from stub_server.stripe_sim.engine.resource import Resource
from stub_server.stripe_sim.errors import no_such
from stub_server.stripe_sim.events.cli_sessions import CliSessions
from stub_server.stripe_sim.events.subscriptions import Endpoints
from stub_server.stripe_sim.settings import SimSettings
from stub_server.stripe_sim.store.objects import Books
from stub_server.stripe_sim.store.previous_attributes import previous
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public


@dataclass(slots=True)
class Call:
    """One API request, freed of HTTP. Without a request id it is the simulator's own doing."""

    account: str
    version: str
    params: dict[str, Any] = field(default_factory=dict)
    request_id: str | None = None
    idempotency_key: str | None = None
    publishable: bool = False
    origin: str = ""


PAYING = ("ch", "pi", "py", "pyr", "re", "txn")
"""The prefixes of what comes of a payment: their ids go on with a 3, others with a 1."""


class Later(NamedTuple):
    """A job that `background` is to do to an object in so many seconds."""

    seconds: float
    job: str
    account: str
    subject: str


class Reaction(Protocol):
    """Called after an event of a certain type with the object that the event is about."""

    def __call__(self, world: World, call: Call, subject: Json, /) -> None: ...


class World:
    """The books, the clock, chance, and what is to happen once the answer stands.

    Its clock can be put ahead of the one that it is given.
    """

    def __init__(
        self,
        settings: SimSettings,
        clock: Clock,
        ids: Ids,
        books: Books,
        endpoints: Endpoints,
        reactions: Mapping[str, tuple[Reaction, ...]],
        resources: Mapping[str, Resource],
    ) -> None:
        self.settings = settings
        self.clock = OffsetClock(clock)
        self.ids = ids
        self.books = books
        self.endpoints = endpoints
        self._reactions = reactions
        self.resources = resources
        self.outgoing: list[tuple[Json, Json]] = []
        self.later: list[Later] = []
        self.to_cli: list[tuple[str, str]] = []
        self.moment: int | None = None
        self.cli = CliSessions()

    def now(self) -> int:
        """The moment, in Unix seconds; a piece of work of the engine's happens in one."""
        return self.moment or int(self.clock.now().timestamp())

    def wall(self) -> int:
        """The moment outside, in Unix seconds: whoever checks a signature goes by that clock."""
        return int(self.clock.base.now().timestamp())

    def new_id(self, prefix: str, account: str) -> str:
        """An id as Stripe makes them: 24 signs, of which ten are the account's."""
        return f"{prefix}_{3 if prefix in PAYING else 1}{self.ids.token(13)}{account[-10:]}"

    def find(
        self, kind: str, call: Call, identifier: str, noun: str, param: str, *, in_path: bool
    ) -> Json:
        """The account's object. StripeError 404 or 400: there is none."""
        record = self.books.get(kind, call.account, identifier)
        if record is None:
            raise no_such(noun, identifier, param, in_path=in_path)
        return record

    def emit(self, call: Call, event_type: str, subject: Json, before: Json | None = None) -> None:
        """Tell what has happened to an object; `before`: as it was, for the members that changed.

        The event is stored at once and sent when the request's answer stands; then what reacts
        to events of its type runs.
        """
        shown = public(subject)
        data: Json = {"object": None}
        if before is not None:
            data["previous_attributes"] = previous(before, shown)
        listeners = self.endpoints.for_event(call.account, event_type)
        now = self.now()
        clis = self.cli.listening(call.account, self.wall())
        event: Json = {
            "id": self.new_id("evt", call.account),
            "object": "event",
            "api_version": self.settings.default_version,
            "created": now,
            "data": data,
            "livemode": False,
            "pending_webhooks": len(listeners) + len(clis),
            "request": {"id": call.request_id, "idempotency_key": call.idempotency_key},
            "type": event_type,
            PRIVATE: {"account": call.account},
        }
        self.books.put_event(event, shown)
        if listeners:
            self.outgoing.extend((event, listener) for listener in listeners)
        if clis:
            self.to_cli.append((call.account, event["id"]))
        for react in self._reactions.get(event_type, ()):
            react(self, call, subject)

    def forget(self) -> None:
        """Nothing is to follow: what was to be sent and done later was taken back."""
        self.outgoing, self.later, self.to_cli = [], [], []

    def after(self, seconds: float, job: str, subject: Json) -> None:
        """Have a job of `background` done to an object later, if the request ends well."""
        self.later.append(Later(seconds, job, subject[PRIVATE]["account"], subject["id"]))
