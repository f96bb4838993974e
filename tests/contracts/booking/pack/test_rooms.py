"""Rooms: everybody sees them."""

from __future__ import annotations

from contract_tests.harness import expect
from contract_tests.harness.client import Client
from contract_tests.harness.rules import rule


@rule("B-room-1")
def test_rooms_of_a_city(client: Client) -> None:
    """The list of a city has the rooms of that city, and no others."""
    rooms = expect.ok(client.call("listRooms"))
    for city in {room["city"] for room in rooms}:
        path = f"/v1/rooms?city={city}"
        found = expect.ok(client.send("GET", path, operation="listRooms"))
        expect.equal(found, [room for room in rooms if room["city"] == city], f"rooms of {city}")


@rule("B-room-2")
def test_a_room(client: Client) -> None:
    """A room of the list is shown by its id; any other is room.unknown."""
    room = expect.ok(client.call("listRooms"))[0]
    expect.equal(expect.ok(client.call("getRoom", roomId=room["roomId"])), room, "the room")
    expect.error(client.call("getRoom", roomId="cellar"), 404, "room.unknown")
