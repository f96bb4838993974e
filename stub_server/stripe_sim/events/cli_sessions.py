"""Sessions of Stripe CLIs, with the frames that are queued for them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from stub_server.stripe_sim.events import cli_frames
from stub_server.stripe_sim.settings import LATEST_VERSION
from stub_server.stripe_sim.store.schema import PRIVATE, Json

MAX_FRAMES = 1000
"""Length of the queue of a CLI that reconnects; older frames are dropped."""

SESSION_LIFETIME = 90
"""Time in s without a connection after which a session is deleted."""


@dataclass(slots=True)
class Session:
    """One CLI. `feature`: `webhooks` or `request_logs`. `forwards`: it posts events to a URL.

    `away_since`: Unix second of the end of its connection; None: it has one.
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
        """Queue a frame; drop the oldest if the queue is full."""
        if self.frames.full():
            self.frames.get_nowait()
        self.frames.put_nowait(frame)


def secret_of(account: str) -> str:
    """Return the signing secret of events to an account's CLIs, the same for each session."""
    return "whsec_" + hashlib.sha256(f"stripecli/{account}".encode()).hexdigest()


class CliSessions:
    """The sessions by id, in memory: a CLI opens a new one after a restart.

    Each `now` is the real time, not the simulated one, in Unix seconds.
    """

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}

    def open(self, session: Session) -> None:
        """Add the session of a CLI that will connect."""
        self._sessions[session.id] = session

    def get(self, identifier: str) -> Session | None:
        """Return the session, or None."""
        return self._sessions.get(identifier)

    def find_listeners(self, account: str, now: int, feature: str = "webhooks") -> list[Session]:
        """Return the account's sessions that are connected, or were within SESSION_LIFETIME."""
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

    def send_event(self, event: Json, conversation: str, now: int) -> None:
        """Send an event to the account's CLIs, in the account's and in the latest version."""
        account = event[PRIVATE]["account"]
        secret = secret_of(account)
        for number, session in enumerate(self.find_listeners(account, now)):
            session.unacknowledged.add(event["id"])
            name = f"{event['id'][4:]}_{conversation}{number}"
            session.add(cli_frames.build_webhook_frame(event, name, secret, now, None))
            session.add(
                cli_frames.build_webhook_frame(event, f"{name}l", secret, now, LATEST_VERSION)
            )

    def send_log_line(self, account: str, line: Json, conversation: str, now: int) -> None:
        """Send a line of the request log to the CLIs whose filters match."""
        for session in self.find_listeners(account, now, "request_logs"):
            if cli_frames.matches_filters(session.filters, line):
                session.add(cli_frames.build_log_frame(line, conversation))

    def has_log_readers(self) -> bool:
        """Return whether a session reads the request log."""
        return any(session.feature == "request_logs" for session in self._sessions.values())

    def clear(self) -> None:
        """Forget all unacknowledged events; the sessions stay."""
        for session in self._sessions.values():
            session.unacknowledged.clear()

    def writers(self) -> Iterator[asyncio.Task[None]]:
        """Return the tasks that write to the sockets."""
        return (session.writer for session in self._sessions.values() if session.writer is not None)
