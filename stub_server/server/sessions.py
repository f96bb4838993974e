"""The sessions of a contract that has no plug-in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from stub_server.runtime.clock import Clock, isoformat
from stub_server.runtime.ids import Ids
from stub_server.storage.protocol import Indexes, Record, Store
from stub_server.storage.retention import Lifetime, Retention

TABLE = "server.sessions"
STATE = "server.state"
INDEXES: Indexes = {STATE: ("session",)}
"""The state of a session is found by the session's key."""

TOKEN, KEY = 32, 24
"""The lengths of a session's token and key: too long to guess."""

RENEWALS = 30
"""How often in a session's life its time of use is stored at most: not with each request."""


@dataclass(frozen=True, slots=True)
class ClientSession:
    """One client. token: the cookie's value; a login changes it. key: what its data is under."""

    token: str
    key: str
    logged_in: bool = False


class DocumentSessions:
    """The session port over a store. life: of a session that is not used."""

    def __init__(
        self, store: Store, clock: Clock, ids: Ids, life: timedelta, retention: Retention
    ) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._life = life
        self._retention = retention

    def load_or_start(self, token: str | None, *, keep: bool) -> ClientSession:
        """Return the session of the token, or a new one; a token from elsewhere is not adopted.

        keep: whether the caller saves a new session later.
        """
        record = self._store.get(TABLE, token) if token else None
        if token and record is not None and not self._is_unused_for(self._life, record):
            if self._is_unused_for(self._life / RENEWALS, record):
                self._retention.note_use(TABLE, token)
            return ClientSession(token, record["key"], record["loggedIn"])
        return self._new() if keep else ClientSession("", "")

    def is_logged_in(self, session: ClientSession) -> bool:
        """Whether a login has succeeded in this session."""
        return session.logged_in

    def key_of(self, session: ClientSession) -> str:
        """Return what the session's data is stored under."""
        return session.key

    def save(self, session: ClientSession) -> None:
        """Store the session, used now."""
        used_at = isoformat(self._clock.now())
        record = {"key": session.key, "loggedIn": session.logged_in, "usedAt": used_at}
        self._store.put(TABLE, session.token, record)

    def log_in(self, session: ClientSession) -> ClientSession:
        """Return the session under a new token, logged in."""
        self._store.delete(TABLE, session.token)
        new = replace(session, token=self._ids.token(TOKEN), logged_in=True)
        self.save(new)
        return new

    def log_out(self, session: ClientSession) -> ClientSession:
        """End the session, and what it had; return a new one."""
        _delete_session(self._store, session.token, session.key)
        new = self._new()
        self.save(new)
        return new

    def _new(self) -> ClientSession:
        return ClientSession(self._ids.token(TOKEN), self._ids.token(KEY))

    def _is_unused_for(self, time: timedelta, record: Record) -> bool:
        used_at: str | None = record.get("usedAt")
        return used_at is not None and used_at <= isoformat(self._clock.now() - time)


def lifetime_of_sessions(store: Store, life: timedelta) -> Lifetime:
    """Return the lifetime of the sessions; the state of a session is deleted with it."""

    def delete(token: str, record: Record) -> None:
        _delete_session(store, token, record["key"])

    return Lifetime(TABLE, "usedAt", life, delete)


def _delete_session(store: Store, token: str, key: str) -> None:
    store.delete(TABLE, token)
    for record in store.find(STATE, "session", key) if key else ():
        store.delete(STATE, record["key"])
