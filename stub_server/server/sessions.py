"""The sessions of a contract that has no plug-in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from stub_server.runtime.ids import Ids
from stub_server.storage.protocol import Store

TABLE = "server.sessions"
TOKEN, KEY = 32, 24
"""The lengths of a session's token and key: too long to guess."""


@dataclass(frozen=True, slots=True)
class ClientSession:
    """One client. token: the cookie's value; a login changes it. key: what its data is under."""

    token: str
    key: str
    logged_in: bool = False


class DocumentSessions:
    """The session port over a store."""

    def __init__(self, store: Store, ids: Ids) -> None:
        self._store = store
        self._ids = ids

    def load_or_start(self, token: str | None, *, keep: bool) -> ClientSession:
        """Return the session of the token, or a new one; a token from elsewhere is not adopted.

        keep: whether the caller saves a new session later.
        """
        record = self._store.get(TABLE, token) if token else None
        if token and record is not None:
            return ClientSession(token, record["key"], record["loggedIn"])
        return self._new() if keep else ClientSession("", "")

    def is_logged_in(self, session: ClientSession) -> bool:
        """Whether a login has succeeded in this session."""
        return session.logged_in

    def key_of(self, session: ClientSession) -> str:
        """Return what the session's data is stored under."""
        return session.key

    def save(self, session: ClientSession) -> None:
        """Store the session."""
        self._store.put(TABLE, session.token, {"key": session.key, "loggedIn": session.logged_in})

    def log_in(self, session: ClientSession) -> ClientSession:
        """Return the session under a new token, logged in."""
        self._store.delete(TABLE, session.token)
        new = replace(session, token=self._ids.token(TOKEN), logged_in=True)
        self.save(new)
        return new

    def log_out(self, session: ClientSession) -> ClientSession:
        """End the session; return a new one."""
        self._store.delete(TABLE, session.token)
        new = self._new()
        self.save(new)
        return new

    def _new(self) -> ClientSession:
        return ClientSession(self._ids.token(TOKEN), self._ids.token(KEY))
