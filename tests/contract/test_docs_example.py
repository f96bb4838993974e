"""The page in docs/pages.md that has endpoints as sections: it compiles and is served."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
from openapi_spec_validator import validate

from stub_server import app
from stub_server.contract import Page, compile_pages, to_yaml
from stub_server.settings import Settings

DOCS = Path(__file__).parents[2] / "docs" / "pages.md"


def example_page() -> Page:
    """The Markdown page inside the documentation."""
    match = re.search(
        r"^````markdown\n(.*?)^````$", DOCS.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert match is not None
    return Page("bookings.md", match[1])


def test_the_example_compiles_and_nothing_is_left_out() -> None:
    compilation = compile_pages([example_page()])
    validate(compilation.document)
    assert {diagnostic.severity for diagnostic in compilation.diagnostics} == {"info"}
    operations = {
        operation["operationId"]: operation
        for path in compilation.document["paths"].values()
        for operation in path.values()
    }
    assert sorted(operations) == ["createBooking", "listBookings", "readBooking"]
    assert list(operations["createBooking"]["responses"]) == ["201", "400", "409"]
    assert list(compilation.document["components"]["schemas"]) == ["Booking"]


async def test_the_example_is_served_with_state(tmp_path: Path) -> None:
    document = tmp_path / "openapi.yaml"
    document.write_text(to_yaml(compile_pages([example_page()]).document), encoding="utf-8")
    origin = "http://hotel.localhost"
    settings = Settings(document=document, pages=tmp_path, memory=True)
    stub = app.build(settings, origin, "http://stripe.test")
    transport = httpx.ASGITransport(stub.site)
    async with httpx.AsyncClient(transport=transport, base_url=origin) as client:
        booking = {"roomId": "r9", "guests": 3, "note": "late"}
        response = await client.post("/api/bookings", json=booking)
        assert response.status_code == 201
        stored = response.json()
        assert stored == {"id": stored["id"], **booking}
        assert (await client.get(f"/api/bookings/{stored['id']}")).json() == stored
        found = await client.get("/api/bookings", params={"roomId": "r9"})
        assert found.json() == [stored]
        refused = await client.post("/api/bookings", json=booking | {"guests": 9})
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, "booking.invalid")
        missing = await client.get("/api/bookings/none")
        assert (missing.status_code, missing.json()["error"]["code"]) == (404, "booking.notFound")
