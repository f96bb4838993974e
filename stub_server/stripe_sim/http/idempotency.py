"""Idempotency keys: the answer to a POST is kept with its key, and given again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from stub_server.stripe_sim.errors import StripeError, bad
from stub_server.stripe_sim.store.objects import Books
from stub_server.stripe_sim.store.retention import RESPONSES_KEPT
from stub_server.stripe_sim.store.schema import IDEMPOTENCY, Json

LONGEST_KEY = 255


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given. `request_id`: of the request that it was given to first."""

    status: int
    body: Json
    request_id: str
    version: str


def fingerprint(pairs: list[tuple[str, str]]) -> str:
    """The same for the same parameters, in whatever order they come."""
    text = "\n".join(f"{name}={value}" for name, value in sorted(pairs))
    return hashlib.sha256(text.encode()).hexdigest()


class Answers:
    """The kept answers, and the keys of requests that are being answered."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._store = books.store
        self._under_way: set[str] = set()
        self._expired: set[str] = set()

    def begin(self, account: str, key: str, path: str, print_: str, now: int) -> Kept | None:
        """The answer to give again, or None: the request is new, and `end` must follow.

        StripeError 400: the key was used for something else; 409: it is in use this moment.
        """
        if len(key) > LONGEST_KEY:
            raise bad("Idempotency keys can be at most 255 characters long.")
        name = f"{account}/{key}"
        if name in self._under_way:
            raise StripeError(
                409,
                "There is currently another in-progress request using this Idempotent Key (that "
                "probably means you submitted twice, and the other request is still going "
                f"through): {key}. Please try again later.",
                code="idempotency_key_in_use",
            )
        record = self._store.get(IDEMPOTENCY, name)
        if record is not None and record["created"] + RESPONSES_KEPT > now:
            if record["path"] != path:
                raise _mismatch(
                    "Keys for idempotent requests can only be used for the same endpoint they were "
                    f"first used for ('{record['path']}' vs '{path}'). Try using a key other than "
                    f"'{key}' if you meant to execute a different request."
                )
            if record["fingerprint"] != print_:
                raise _mismatch(
                    "Keys for idempotent requests can only be used with the same parameters they "
                    f"were first used with. Try using a key other than '{key}' if you meant to "
                    "execute a different request."
                )
            return Kept(
                record["status"],
                self._body_of(account, record),
                record["request_id"],
                record["version"],
            )
        if record is not None:
            self._expired.add(name)
        self._under_way.add(name)
        return None

    def keep(self, account: str, key: str, path: str, print_: str, now: int, kept: Kept) -> None:
        """File the answer, together with what its request has written."""
        record: Json = {
            "created": now,
            "path": path,
            "fingerprint": print_,
            "status": kept.status,
            "request_id": kept.request_id,
            "version": kept.version,
        }
        event = self._books.event_of(kept.body)
        record |= {"body": kept.body} if event is None else {"event": event}
        name = f"{account}/{key}"
        if name in self._expired:
            self._store.delete(IDEMPOTENCY, name)  # the new one is the youngest
            self._expired.discard(name)
        self._store.put(IDEMPOTENCY, name, record)

    def _body_of(self, account: str, record: Json) -> Json:
        """What was answered: often just what an event of the same request tells."""
        body: Json | None = record.get("body")
        if body is None:
            event = self._books.get("events", account, record["event"])
            assert event is not None, "an event is kept for longer than an answer"
            body = event["data"]["object"]
        return body

    def end(self, account: str, key: str) -> None:
        """The request that `begin` let in is answered."""
        self._under_way.discard(f"{account}/{key}")

    def clear(self) -> None:
        """Nothing is under way."""
        self._under_way.clear()
        self._expired.clear()


def _mismatch(message: str) -> StripeError:
    return StripeError(400, message, kind="idempotency_error")
