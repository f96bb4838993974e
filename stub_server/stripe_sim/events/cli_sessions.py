"""The Stripe CLIs that are listening: who they are, and what waits to be sent to them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from stub_server.stripe_sim.events import cli_frames
from stub_server.stripe_sim.settings import LATEST_VERSION
from stub_server.stripe_sim.store.schema import PRIVATE, Json

MAX_FRAMES = 1000
"""Frames kept for a CLI that is about to come back; older ones are dropped."""

SESSION_LIFETIME = 90
"""Seconds without a connection after which a CLI is taken to have ended."""


@dataclass(slots=True)
class Session:
    """One CLI. `feature`: `webhooks` or `request_logs`. `forwards`: it posts events somewhere.

    `away_since`: Unix second from when it has had no connection; None: it has one.
    """

    id: str
    account: str
    feature: str
    forwards: bool
    filters: cli_frames.Filters
    away_since: int | None
    frames: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(MAX_FRAMES))
    unacknowledged: set[str] = field(default_factory=set)
    writer: asyncio.Task[None] | None = None

    def add(self, frame: str) -> None:
        """Have the frame sent; the oldest makes room where too many wait."""
        if self.frames.full():
            self.frames.get_nowait()
        self.frames.put_nowait(frame)


def secret_of(account: str) -> str:
    """What events to an account's CLIs are signed with: the same for each session."""
    return "whsec_" + hashlib.sha256(f"stripecli/{account}".encode()).hexdigest()


class CliSessions:
    """The sessions by id. They live as long as the process: a CLI opens a new one by itself.

    Each `now` is the time outside the simulator, where the CLIs are: Unix seconds.
    """

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}

    def open(self, session: Session) -> None:
        """Know a CLI that is about to connect."""
        self._sessions[session.id] = session

    def get(self, identifier: str) -> Session | None:
        """The session, or None."""
        return self._sessions.get(identifier)

    def listening(self, account: str, now: int, feature: str = "webhooks") -> list[Session]:
        """The account's CLIs that are there, or were a moment ago."""
        if not self._sessions:
            return []
        for session in [*self._sessions.values()]:
            if session.away_since is not None and session.away_since + SESSION_LIFETIME < now:
                del self._sessions[session.id]
        return [
            session
            for session in self._sessions.values()
            if session.account == account and session.feature == feature
        ]

    def tell(self, event: Json, conversation: str, now: int) -> None:
        """Send an event to the account's CLIs: as the account has it, and as the latest version."""
        account = event[PRIVATE]["account"]
        secret = secret_of(account)
        for number, session in enumerate(self.listening(account, now)):
            session.unacknowledged.add(event["id"])
            name = f"{event['id'][4:]}_{conversation}{number}"
            session.add(cli_frames.build_webhook_frame(event, name, secret, now, None))
            session.add(
                cli_frames.build_webhook_frame(event, f"{name}l", secret, now, LATEST_VERSION)
            )

    def log(self, account: str, line: Json, conversation: str, now: int) -> None:
        """Send a line of the request log to those who tail it."""
        for session in self.listening(account, now, "request_logs"):
            if cli_frames.matches_filters(session.filters, line):
                session.add(cli_frames.build_log_frame(line, conversation))

    def has_log_readers(self) -> bool:
        """Whether anyone tails the log."""
        return any(session.feature == "request_logs" for session in self._sessions.values())

    def clear(self) -> None:
        """Nothing waits for an answer any more; who listens goes on listening."""
        for session in self._sessions.values():
            session.unacknowledged.clear()

    def writers(self) -> Iterator[asyncio.Task[None]]:
        """The tasks that write to sockets."""
        return (session.writer for session in self._sessions.values() if session.writer is not None)
