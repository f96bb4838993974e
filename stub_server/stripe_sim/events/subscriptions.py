"""Who gets which events: endpoints made over the API, and those of the command line."""

from __future__ import annotations

from stub_server.stripe_sim.settings import SimSettings
from stub_server.stripe_sim.store.objects import ObjectStore
from stub_server.stripe_sim.store.schema import PRIVATE, Json

ENDPOINTS = "webhook_endpoints"


def secrets_of(endpoint: Json, now: int) -> tuple[str, ...]:
    """What to sign with: its secret, and for a while the one before, while they are rolled."""
    private = endpoint[PRIVATE]
    ends = private.get("ends", {})
    return tuple(secret for secret in private["secrets"] if ends.get(secret, now + 1) > now)


def roll_secret(endpoint: Json, secret: str, ends: int) -> None:
    """Give it a new secret; the old one holds until that Unix second."""
    private = endpoint[PRIVATE]
    old = private["secrets"][0]
    private["secrets"], private["ends"] = [secret, old], {old: ends}


class Endpoints:
    """The endpoints of each account, at hand for every event."""

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
        self.read()

    def read(self) -> None:
        """Take the endpoints from the books, as at the start and after a reset."""
        self._by_account = {}
        for record in self._objects.store.all(ENDPOINTS):
            self.keep(record)

    def keep(self, record: Json) -> None:
        """Know an endpoint as it is now."""
        self._by_account.setdefault(record[PRIVATE]["account"], {})[record["id"]] = record

    def forget(self, record: Json) -> None:
        """An endpoint is deleted."""
        self._by_account.get(record[PRIVATE]["account"], {}).pop(record["id"], None)

    def get(self, account: str, identifier: str) -> Json | None:
        """The endpoint, as long as it is there and enabled."""
        for endpoint in (*self._from_settings, *self._by_account.get(account, {}).values()):
            if endpoint["id"] == identifier and endpoint["status"] == "enabled":
                return endpoint
        return None

    def knows(self, identifier: str) -> bool:
        """Whether any account has such an endpoint, enabled or not."""
        ids = (endpoint["id"] for endpoint in self._from_settings)
        return identifier in ids or any(identifier in own for own in self._by_account.values())

    def for_event(self, account: str, event_type: str) -> list[Json]:
        """The enabled endpoints that asked for events of this type.

        Those of Connect asked for events of other accounts, of which there are none.
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
