"""What the checker has to know of the booking contract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from contract_tests.harness.client import Client
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import Failure
from contract_tests.harness.packs import Pack, Preflight, ResponseCheck, SchemaChecks, Visitor
from contract_tests.harness.session import CheckSession

GUEST = {"email": "guest@example.com", "password": "a long password"}
NEW: dict[str, Any] = {"roomId": "room_hill", "from": "2026-08-01", "nights": 2}
OF_BOOKING = (
    "getBooking", "changeBooking", "deleteBooking", "cancelBooking", "listNotes", "addNote",
)  # fmt: skip


def log_in(client: Client) -> Client:
    """Log in; return the client."""
    client.call("login", GUEST)
    return client


class Guest(Visitor):
    """Somebody who is logged in and has a booking."""

    _booking = ""

    def start(self) -> None:
        """Log in, and book."""
        self.client = log_in(self.session.new_client())
        self._booking = self.client.call("createBooking", NEW).json["id"]

    def known_id(self, operation: str) -> str | None:
        """Return the booking, or a room."""
        known = {"getRoom": NEW["roomId"], **dict.fromkeys(OF_BOOKING, self._booking)}
        return known.get(operation)


def count_is_right(exchange: Exchange) -> Iterator[Failure]:
    """A list's count is the number of its bookings."""
    body: Any = exchange.json
    if exchange.operation == "listBookings" and exchange.status == 200:
        number = len(body["bookings"])
        if body["count"] != number:
            yield Failure("B-book-2", f"count is {body['count']} of {number} bookings")


def _response_checks() -> Sequence[ResponseCheck]:
    return [count_is_right]


def _visitors(session: CheckSession) -> list[Visitor]:
    return [Guest(session)]


PACK = Pack(
    name="booking",
    preflight=Preflight(
        "listRooms", "list of rooms", lambda exchange: isinstance(exchange.json, list)
    ),
    response_checks=_response_checks,
    schema=SchemaChecks(
        restarts=frozenset({"login", "logout", "deleteBooking"}), visitors=_visitors
    ),
)
