"""What a handler gets: the request without HTTP, and the objects of its account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stub_server.runtime.ids import Ids
from stub_server.stripe_sim.engine.resource import Resource
from stub_server.stripe_sim.engine.simulation import ScheduledJob, Simulation
from stub_server.stripe_sim.errors import resource_missing
from stub_server.stripe_sim.settings import SimSettings
from stub_server.stripe_sim.store.index import Index
from stub_server.stripe_sim.store.previous_attributes import previous_attributes
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public

PAYMENT_PREFIXES = ("ch", "pi", "py", "pyr", "re", "txn")
"""The prefixes of objects of a payment: their ids go on with a 3, others with a 1."""


@dataclass(slots=True)
class Context:
    """One request of an account; without a request id it is the simulator's own doing."""

    simulation: Simulation
    account: str
    version: str
    params: dict[str, Any] = field(default_factory=dict)
    request_id: str | None = None
    idempotency_key: str | None = None
    publishable: bool = False
    origin: str = ""

    @property
    def settings(self) -> SimSettings:
        """The simulator's settings."""
        return self.simulation.settings

    @property
    def ids(self) -> Ids:
        """The source of randomness."""
        return self.simulation.ids

    @property
    def resources(self) -> Mapping[str, Resource]:
        """The descriptors by table."""
        return self.simulation.resources

    def now(self) -> int:
        """Return the time in Unix seconds; it stands still while the request runs."""
        return self.simulation.now()

    def real_now(self) -> int:
        """Return the time outside, in Unix seconds."""
        return self.simulation.real_now()

    def new_id(self, prefix: str) -> str:
        """Return an id as Stripe makes them: 24 characters, of which ten are the account's."""
        digit = 3 if prefix in PAYMENT_PREFIXES else 1
        return f"{prefix}_{digit}{self.simulation.ids.token(13)}{self.account[-10:]}"

    def find(self, table: str, identifier: str) -> Json | None:
        """Return the account's object, or None."""
        return self.simulation.objects.get(table, self.account, identifier)

    def get(self, table: str, identifier: str, noun: str, param: str, *, in_path: bool) -> Json:
        """Return the account's object. StripeError 404 or 400: there is none."""
        record = self.simulation.objects.get(table, self.account, identifier)
        if record is None:
            raise resource_missing(noun, identifier, param, in_path=in_path)
        return record

    def save(self, table: str, record: Json) -> None:
        """Store the object as it is now."""
        self.simulation.objects.put(table, record)

    def delete(self, table: str, record: Json) -> None:
        """Delete the object."""
        self.simulation.objects.delete(table, record)

    def index(self, table: str) -> Index:
        """Return the account's objects of a table, in their order."""
        return self.simulation.objects.index(table, self.account)

    def after(self, seconds: float, job: str, subject: Json) -> None:
        """Have a job done to an object later, if the request ends well."""
        scheduled = ScheduledJob(seconds, job, subject[PRIVATE]["account"], subject["id"])
        self.simulation.later.append(scheduled)

    def emit(self, event_type: str, subject: Json, before: Json | None = None) -> None:
        """Report what has happened to an object; before: as it was, for the members that changed.

        The event is stored at once and sent when the request's response stands; then the reactions
        to events of its type run.
        """
        simulation, members = self.simulation, public(subject)
        data: Json = {"object": None}
        if before is not None:
            data["previous_attributes"] = previous_attributes(before, members)
        endpoints = simulation.endpoints.for_event(self.account, event_type)
        clis = simulation.cli.find_listeners(self.account, simulation.real_now())
        event: Json = {
            "id": self.new_id("evt"),
            "object": "event",
            "api_version": simulation.settings.default_version,
            "created": simulation.now(),
            "data": data,
            "livemode": False,
            "pending_webhooks": len(endpoints) + len(clis),
            "request": {"id": self.request_id, "idempotency_key": self.idempotency_key},
            "type": event_type,
            PRIVATE: {"account": self.account},
        }
        simulation.objects.put_event(event, members)
        if endpoints:
            simulation.outgoing.extend((event, endpoint) for endpoint in endpoints)
        if clis:
            simulation.to_cli.append((self.account, event["id"]))
        for react in simulation.reactions.get(event_type, ()):
            react(self, subject)
