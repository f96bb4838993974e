"""Idempotency keys: the response to a POST is stored under its key, and replayed."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from stub_server.stripe_sim.errors import StripeError, invalid_request
from stub_server.stripe_sim.store.objects import ObjectStore
from stub_server.stripe_sim.store.retention import RESPONSE_LIFETIME
from stub_server.stripe_sim.store.schema import IDEMPOTENCY, Json

MAX_KEY_LENGTH = 255


class StoredResponse(NamedTuple):
    """A response as it was given. request_id: of the request that it was first given to."""

    status: int
    body: Json
    request_id: str
    version: str


class Reservation(NamedTuple):
    """A request that uses a key. pairs: its parameters; now: Unix seconds."""

    account: str
    key: str
    path: str
    pairs: list[tuple[str, str]]
    now: int

    @property
    def name(self) -> str:
        """What the response is stored under."""
        return f"{self.account}/{self.key}"

    @property
    def fingerprint(self) -> str:
        """A digest of the parameters, the same in whatever order they come."""
        text = "\n".join(f"{name}={value}" for name, value in sorted(self.pairs))
        return hashlib.sha256(text.encode()).hexdigest()


class Idempotency:
    """The stored responses, and the keys of requests that are being answered."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects
        self._store = objects.store
        self._in_use: set[str] = set()
        self._expired: set[str] = set()

    def reserve(self, reservation: Reservation) -> StoredResponse | None:
        """Return the response to replay, or None: the request is new, and `release` must follow.

        StripeError 400: the key was used for something else; 409: it is in use this moment.
        """
        key, name = reservation.key, reservation.name
        if len(key) > MAX_KEY_LENGTH:
            raise invalid_request("Idempotency keys can be at most 255 characters long.")
        if name in self._in_use:
            raise StripeError(
                409,
                "There is currently another in-progress request using this Idempotent Key (that "
                "probably means you submitted twice, and the other request is still going "
                f"through): {key}. Please try again later.",
                code="idempotency_key_in_use",
            )
        record = self._store.get(IDEMPOTENCY, name)
        if record is not None and record["created"] + RESPONSE_LIFETIME > reservation.now:
            _require_same(record, reservation)
            return StoredResponse(
                record["status"],
                self._body_of(reservation.account, record),
                record["request_id"],
                record["version"],
            )
        if record is not None:
            self._expired.add(name)
        self._in_use.add(name)
        return None

    def store(self, reservation: Reservation, response: StoredResponse) -> None:
        """Store the response, in the transaction of what its request has written."""
        record: Json = {
            "created": reservation.now,
            "path": reservation.path,
            "fingerprint": reservation.fingerprint,
            "status": response.status,
            "request_id": response.request_id,
            "version": response.version,
        }
        event = self._objects.find_event(response.body)
        record |= {"body": response.body} if event is None else {"event": event}
        if reservation.name in self._expired:
            self._store.delete(IDEMPOTENCY, reservation.name)  # the new one is the youngest
            self._expired.discard(reservation.name)
        self._store.put(IDEMPOTENCY, reservation.name, record)

    def _body_of(self, account: str, record: Json) -> Json:
        """Return the body: often just the object of an event of the same request."""
        body: Json | None = record.get("body")
        if body is None:
            event = self._objects.get("events", account, record["event"])
            assert event is not None, "an event is stored for longer than a response"
            body = event["data"]["object"]
        return body

    def release(self, reservation: Reservation) -> None:
        """End the use of the key."""
        self._in_use.discard(reservation.name)

    def clear(self) -> None:
        """Forget which keys are in use."""
        self._in_use.clear()
        self._expired.clear()


def _require_same(record: Json, reservation: Reservation) -> None:
    """Raise StripeError 400 unless the key was used for the same request."""
    if record["path"] != reservation.path:
        raise _mismatch(
            "Keys for idempotent requests can only be used for the same endpoint they were first "
            f"used for ('{record['path']}' vs '{reservation.path}'). Try using a key other than "
            f"'{reservation.key}' if you meant to execute a different request."
        )
    if record["fingerprint"] != reservation.fingerprint:
        raise _mismatch(
            "Keys for idempotent requests can only be used with the same parameters they were "
            f"first used with. Try using a key other than '{reservation.key}' if you meant to "
            "execute a different request."
        )


def _mismatch(message: str) -> StripeError:
    return StripeError(400, message, error_type="idempotency_error")
