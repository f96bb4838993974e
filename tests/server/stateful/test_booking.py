"""A contract that is not the shop's is served statefully, from its pages alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from stub_server import app
from stub_server.server.document import DocumentError
from tests.server.stateful.conftest import client_of

NEW = {"roomId": "room_hill", "from": "2026-08-01", "nights": 2}


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_the_shop_is_not_part_of_it(stub: app.Runtime) -> None:
    with pytest.raises(LookupError):
        _ = stub.shop
    assert stub.webhook_path == "/v1/webhooks/payments"


async def test_a_list_shows_the_examples_of_its_page(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/rooms")
    assert [room["roomId"] for room in answer.json()] == ["room_sea", "room_hill"]
    assert answer.headers["x-shopstub-source"] == "example"
    filtered = await client.get("/v1/rooms", params={"city": "kiel"})
    assert [room["roomId"] for room in filtered.json()] == ["room_sea"]


async def test_an_item_is_found_or_has_the_document_s_404(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/rooms/room_sea")).json()["city"] == "Kiel"
    assert code_of(await client.get("/v1/rooms/cellar")) == (404, "room.unknown")


async def test_the_document_s_code_says_that_a_login_is_missing(client: httpx.AsyncClient) -> None:
    assert code_of(await client.get("/v1/bookings")) == (401, "login.required")
    assert code_of(await client.post("/v1/bookings", json=NEW)) == (401, "login.required")


async def test_a_login_lasts_until_the_logout(guest: httpx.AsyncClient) -> None:
    assert list(guest.cookies) == ["booking_session"]
    assert (await guest.get("/v1/bookings")).status_code == 200
    assert (await guest.post("/v1/logout")).status_code == 204
    assert (await guest.get("/v1/bookings")).status_code == 401


async def test_what_is_created_is_stored_with_id_defaults_and_time(
    guest: httpx.AsyncClient,
) -> None:
    answer = await guest.post("/v1/bookings", json=NEW)
    booking = answer.json()
    assert (answer.status_code, answer.headers["x-shopstub-source"]) == (201, "state")
    assert booking["id"].startswith("bk_")
    assert booking == {
        **NEW,
        "id": booking["id"],
        "breakfast": False,
        "status": "open",
        "createdAt": "2026-03-02T09:30:00.000Z",
    }
    assert (await guest.get(f"/v1/bookings/{booking['id']}")).json() == booking
    listed = (await guest.get("/v1/bookings")).json()
    assert [one["id"] for one in listed["bookings"]] == ["bk_100", booking["id"]]
    assert listed["count"] == 2


async def test_a_booking_is_changed_and_deleted(guest: httpx.AsyncClient) -> None:
    changed = await guest.patch("/v1/bookings/bk_100", json={"nights": 5})
    assert (changed.json()["nights"], changed.json()["roomId"]) == (5, "room_sea")
    assert (await guest.get("/v1/bookings/bk_100")).json()["nights"] == 5
    assert (await guest.delete("/v1/bookings/bk_100")).status_code == 204
    for answer in (
        await guest.get("/v1/bookings/bk_100"),
        await guest.patch("/v1/bookings/bk_100", json={"nights": 1}),
        await guest.delete("/v1/bookings/bk_100"),
    ):
        assert code_of(answer) == (404, "booking.unknown")


async def test_a_field_has_the_code_of_its_page(guest: httpx.AsyncClient) -> None:
    answer = await guest.post("/v1/bookings", json={**NEW, "nights": 0})
    assert code_of(answer) == (400, "booking.nightsInvalid")
    assert answer.json()["error"]["field"] == "nights"
    answer = await guest.post("/v1/bookings", json={**NEW, "roomId": 3})
    assert code_of(answer) == (400, "input.invalid")


async def test_a_read_only_member_is_the_server_s(guest: httpx.AsyncClient) -> None:
    body = {**NEW, "id": "bk_1", "status": "paid"}
    booking = (await guest.post("/v1/bookings", json=body)).json()
    assert booking["id"] != "bk_1"
    assert booking["status"] == "open"
    changed = await guest.patch(f"/v1/bookings/{booking['id']}", json={"status": "paid"})
    assert changed.json() == booking


async def test_an_action_answers_the_item(guest: httpx.AsyncClient) -> None:
    answer = await guest.post("/v1/bookings/bk_100/cancel")
    assert answer.json()["id"] == "bk_100"
    assert code_of(await guest.post("/v1/bookings/bk_1/cancel")) == (404, "booking.unknown")


async def test_each_booking_has_notes_of_its_own(guest: httpx.AsyncClient) -> None:
    other = (await guest.post("/v1/bookings", json=NEW)).json()["id"]
    before = (await guest.get("/v1/bookings/bk_100/notes")).json()
    assert [one["bookingId"] for one in before] == ["bk_100"]
    note = (await guest.post("/v1/bookings/bk_100/notes", json={"text": "late"})).json()
    assert (note["bookingId"], note["text"]) == ("bk_100", "late")
    assert (await guest.get("/v1/bookings/bk_100/notes")).json() == [*before, note]
    assert note not in (await guest.get(f"/v1/bookings/{other}/notes")).json()
    await guest.delete("/v1/bookings/bk_100")
    for answer in (
        await guest.get("/v1/bookings/bk_100/notes"),
        await guest.post("/v1/bookings/bk_100/notes", json={"text": "late"}),
    ):
        assert code_of(answer) == (404, "booking.unknown")


async def test_a_singleton_is_replaced(guest: httpx.AsyncClient) -> None:
    first = await guest.get("/v1/preferences")
    assert first.headers["x-shopstub-source"] == "schema"
    wanted = {"floor": "high", "quiet": False}
    assert (await guest.put("/v1/preferences", json=wanted)).json() == wanted
    again = await guest.get("/v1/preferences")
    assert (again.json(), again.headers["x-shopstub-source"]) == (wanted, "state")


async def test_the_state_of_two_sessions_is_apart(
    stub: app.Runtime, guest: httpx.AsyncClient
) -> None:
    await guest.post("/v1/bookings", json=NEW)
    async with client_of(stub) as other:
        await other.post("/v1/login", json={"email": "eve@example.com", "password": "x"})
        assert (await other.get("/v1/bookings")).json()["count"] == 1
    assert (await guest.get("/v1/bookings")).json()["count"] == 2


async def test_what_is_stored_survives_a_restart(
    build: Callable[..., app.Runtime], tmp_path: Path
) -> None:
    first = build(tmp_path / "state")
    async with client_of(first) as client:
        await client.post("/v1/login", json={"email": "ada@example.com", "password": "x"})
        booking = (await client.post("/v1/bookings", json=NEW)).json()
        cookies = client.cookies
    for store in first.stores:
        store.close()
    second = build(tmp_path / "state")
    async with client_of(second) as client:
        client.cookies = cookies
        assert (await client.get(f"/v1/bookings/{booking['id']}")).json() == booking
    for store in second.stores:
        store.close()


async def test_a_reset_brings_the_examples_back(guest: httpx.AsyncClient) -> None:
    await guest.post("/v1/bookings", json=NEW)
    assert (await guest.post("/__contract/state", json={"name": "reset"})).json() == {}
    assert (await guest.get("/v1/bookings")).status_code == 401
    await guest.post("/v1/login", json={"email": "ada@example.com", "password": "x"})
    assert (await guest.get("/v1/bookings")).json()["count"] == 1
    refused = await guest.post("/__contract/state", json={"name": "product-price"})
    assert code_of(refused) == (400, "request.invalid")


async def test_fixtures_of_one_s_own_come_before_examples(
    document: Path, build: Callable[..., app.Runtime]
) -> None:
    rooms = [{"roomId": "attic", "city": "Ulm", "beds": 3, "price": 40}]
    (document.parent / "fixtures").mkdir()
    (document.parent / "fixtures" / "rooms.json").write_text(json.dumps(rooms))
    async with client_of(build()) as client:
        answer = await client.get("/v1/rooms")
        assert (answer.json(), answer.headers["x-shopstub-source"]) == (rooms, "state")
        assert code_of(await client.get("/v1/rooms/room_sea")) == (404, "room.unknown")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not readable"),
        ("[1]", "must hold an array of objects"),
        ('[{"roomId": "attic"}]', "does not fit"),
        ('{"roomId": "attic"}', "does not fit"),
    ],
)
def test_a_fixture_that_can_not_be_used_is_named(
    document: Path, build: Callable[..., app.Runtime], text: str, words: str
) -> None:
    (document.parent / "fixtures").mkdir()
    (document.parent / "fixtures" / "rooms.json").write_text(text)
    with pytest.raises(DocumentError, match=words) as fault:
        build()
    assert "rooms.json" in str(fault.value)


def test_a_fixture_that_belongs_to_nothing_is_named(
    document: Path, build: Callable[..., app.Runtime]
) -> None:
    (document.parent / "fixtures").mkdir()
    (document.parent / "fixtures" / "room.json").write_text("[]")
    with pytest.raises(DocumentError, match=r"room.json: .*bookings, notes, preferences, rooms"):
        build()


async def test_a_webhook_is_acknowledged(client: httpx.AsyncClient) -> None:
    headers = {"stripe-signature": "t=1,v1=00"}
    answer = await client.post("/v1/webhooks/payments", content=b"{}", headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")


async def test_an_error_of_the_page_is_chosen(guest: httpx.AsyncClient) -> None:
    answer = await guest.post("/v1/bookings", json=NEW, headers={"prefer": "code=409"})
    assert code_of(answer) == (409, "booking.roomTaken")
    assert answer.headers["x-shopstub-source"] == "example"
