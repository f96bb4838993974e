"""The webhook endpoints that get events: those of the API, and those of the command line."""

from __future__ import annotations

from stub_server.stripe_sim.settings import SimSettings
from stub_server.stripe_sim.store.objects import ObjectStore
from stub_server.stripe_sim.store.schema import PRIVATE, Json

ENDPOINTS = "webhook_endpoints"


def secrets_of(endpoint: Json, now: int) -> tuple[str, ...]:
    """Return the secrets to sign with: the current one, and an older one until it expires.

    `now`: Unix time in seconds.
    """
    private = endpoint[PRIVATE]
    ends = private.get("ends", {})
    return tuple(secret for secret in private["secrets"] if ends.get(secret, now + 1) > now)


def roll_secret(endpoint: Json, secret: str, ends: int) -> None:
    """Replace the endpoint's secret; the old one is valid until the Unix second `ends`."""
    private = endpoint[PRIVATE]
    old = private["secrets"][0]
    private["secrets"], private["ends"] = [secret, old], {old: ends}


class Endpoints:
    """The endpoints of each account, in memory."""

    def __init__(self, settings: SimSettings, objects: ObjectStore) -> None:
        self._objects = objects
        self._by_account: dict[str, dict[str, Json]] = {}
        self._from_settings = [
            {
                "id": f"we_commandline{number}",
                "url": url,
                "enabled_events": ["*"],
                "status": "enabled",
                "api_version": settings.webhook_version,
                PRIVATE: {"secrets": [secret], "any_target": True},  # a flag is consent
            }
            for number, (url, secret) in enumerate(settings.webhook_to, start=1)
        ]
        self.load()

    def load(self) -> None:
        """Load the endpoints from the store, as at the start and after a reset."""
        self._by_account = {}
        for record in self._objects.store.all(ENDPOINTS):
            self.put(record)

    def put(self, record: Json) -> None:
        """Add an endpoint, or replace it by its current state."""
        self._by_account.setdefault(record[PRIVATE]["account"], {})[record["id"]] = record

    def remove(self, record: Json) -> None:
        """Remove a deleted endpoint."""
        self._by_account.get(record[PRIVATE]["account"], {}).pop(record["id"], None)

    def get(self, account: str, identifier: str) -> Json | None:
        """Return the endpoint, or None if it does not exist or is disabled."""
        for endpoint in (*self._from_settings, *self._by_account.get(account, {}).values()):
            if endpoint["id"] == identifier and endpoint["status"] == "enabled":
                return endpoint
        return None

    def has(self, identifier: str) -> bool:
        """Return whether any account has such an endpoint, enabled or not."""
        ids = (endpoint["id"] for endpoint in self._from_settings)
        return identifier in ids or any(identifier in own for own in self._by_account.values())

    def for_event(self, account: str, event_type: str) -> list[Json]:
        """Return the enabled endpoints that subscribe to events of this type.

        Endpoints of Connect subscribe to events of other accounts, which the simulator has not.
        """
        own = self._by_account.get(account)
        if own is None and not self._from_settings:
            return []
        return [
            endpoint
            for endpoint in (*self._from_settings, *(own or {}).values())
            if endpoint["status"] == "enabled"
            and not endpoint[PRIVATE].get("connect")
            and ("*" in endpoint["enabled_events"] or event_type in endpoint["enabled_events"])
        ]
