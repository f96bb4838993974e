"""The outbox: mails are stored instead of sent (C-cus-7)."""

from __future__ import annotations

from stub_server.runtime.clock import Clock
from stub_server.runtime.ids import Ids
from stub_server.shop.ports import OUTBOX, Record, Store


class StoreOutbox:
    """`ports.Outbox` in a table of the store, so that mails outlive a restart."""

    def __init__(self, store: Store, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def send(self, to: str, subject: str, text: str, *, token: str | None = None) -> None:
        """Store a mail; `sentAt` is ISO-8601 UTC with `Z` (C-conv-5)."""
        sent_at = self._clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        mail = {"to": to, "subject": subject, "text": text, "token": token, "sentAt": sent_at}
        self._store.put(OUTBOX, f"mail_{self._ids.token(24)}", mail)

    def mails(self, to: str | None = None) -> list[Record]:
        """Return the mails, or those to exactly one address, oldest first."""
        return self._store.all(OUTBOX) if to is None else self._store.find(OUTBOX, "to", to)
