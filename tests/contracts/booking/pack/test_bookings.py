"""Bookings: a guest's own, after a login."""

from __future__ import annotations

import pytest

from contract_tests.harness import expect
from contract_tests.harness.client import Client
from contract_tests.harness.rules import rule

NEW = {"roomId": "room_hill", "from": "2026-08-01", "nights": 2}


@rule("B-book-1")
@pytest.mark.parametrize("operation", ["listBookings", "getPreferences"])
def test_a_login_is_needed(client: Client, operation: str) -> None:
    """Without a login, bookings and preferences are login.required."""
    expect.error(client.call(operation), 401, "login.required")


@rule("B-book-2")
def test_a_new_booking_is_listed(guest: Client) -> None:
    """A new booking is shown by its id and in the list, whose count is the number of bookings."""
    booking = expect.ok(guest.call("createBooking", NEW), 201)
    shown = expect.ok(guest.call("getBooking", bookingId=booking["id"]))
    expect.equal(shown, booking, "the booking")
    listed = expect.ok(guest.call("listBookings"))["bookings"]
    expect.check(booking in listed, "a new booking is not in the list")


@rule("B-book-3")
def test_breakfast_is_extra(guest: Client) -> None:
    """A booking is open at first, and without breakfast unless it is asked for."""
    booking = expect.ok(guest.call("createBooking", NEW), 201)
    expect.equal((booking["status"], booking["breakfast"]), ("open", False), "a new booking")


@rule("B-book-4", "B-conv-1")
def test_a_night_at_least(guest: Client) -> None:
    """Less than one night is booking.nightsInvalid, with the field."""
    error = expect.error(
        guest.call("createBooking", {**NEW, "nights": 0}), 400, "booking.nightsInvalid"
    )
    expect.equal(error.get("field"), "nights", "the field")
    expect.error(guest.call("createBooking", {**NEW, "roomId": 7}), 400, "input.invalid")


@rule("B-book-5")
def test_a_deleted_booking(guest: Client) -> None:
    """A booking that is deleted, or that never was, is booking.unknown."""
    booking = expect.ok(guest.call("createBooking", NEW), 201)
    expect.ok(guest.call("deleteBooking", bookingId=booking["id"]), 204)
    for name in (booking["id"], "bk_never"):
        expect.error(guest.call("getBooking", bookingId=name), 404, "booking.unknown")
