"""Login and logout of a contract without plug-in, recognised by the last step of their path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from stub_server.server.document import Document, Operation
from stub_server.server.examples import sample_of
from stub_server.server.plugin import Request, Result, Session
from stub_server.server.stateful.responses import respond

LOGIN = {"login", "log-in", "signin", "sign-in", "register", "signup", "sign-up"}
LOGOUT = {"logout", "log-out", "signout", "sign-out"}


class LoginSessions(Protocol):
    """Sessions that the document alone can log in: a plug-in's are its own affair."""

    def log_in(self, session: Any) -> Session:
        """Return the session, logged in."""
        ...

    def log_out(self, session: Any) -> Session:
        """Return a new session that nobody is logged in to."""
        ...


def last_step(operation: Operation) -> str:
    """Return the last step of the operation's path, in lower case."""
    return operation.path.rpartition("/")[2].lower()


class LoginHandler:
    """Any credentials that fit the schema are accepted; `Prefer: code=401` shows the other case."""

    def __init__(self, operation: Operation, document: Document, sessions: LoginSessions) -> None:
        self._operation = operation
        self._document = document
        self._sessions = sessions

    async def log_in(self, request: Request[Any], _: Any) -> Result:
        """Log the session in, and answer the example with what was sent in it."""
        sample = sample_of(self._operation, self._document).content
        sent = request.body if isinstance(request.body, Mapping) else {}
        value = sample
        if isinstance(sample, dict):
            value = {name: sent.get(name, known) for name, known in sample.items()}
        result = respond(self._operation, self._document, "state", lambda: value)
        return Result(result.value, self._sessions.log_in(request.session), result.source)

    async def log_out(self, request: Request[Any], _: Any) -> Result:
        """End the session."""
        result = respond(self._operation, self._document, "state")
        return Result(result.value, self._sessions.log_out(request.session), result.source)
