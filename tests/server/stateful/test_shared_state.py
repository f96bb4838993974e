"""A contract that names no session cookie: what is stored is everybody's."""

from __future__ import annotations

from pathlib import Path

import httpx

from stub_server import app
from stub_server.contract import Page, compile_pages, to_yaml
from stub_server.settings import Settings

PAGE = """# Rooms

| Method | Path | Body | Returns | Operation | Summary |
|---|---|---|---|---|---|
| GET | `/api/rooms` | – | `Room[]` | `listRooms` | All rooms |
| POST | `/api/rooms` | `{ name: string }` | `Room` | `addRoom` | Add a room |
| GET | `/api/rooms/{id}` | – | `Room` | `getRoom` | One room |

```ts
interface Room { id: string; name: string }
```
"""


async def test_what_one_caller_stores_another_one_finds(tmp_path: Path) -> None:
    target = tmp_path / "openapi.yaml"
    target.write_text(to_yaml(compile_pages([Page("rooms.md", PAGE)]).document), encoding="utf-8")
    stub = app.build(
        Settings(document=target, memory=True), "http://a.localhost", "http://b.localhost"
    )
    transport = httpx.ASGITransport(stub.site)
    made: list[str] = []
    for name in ("Sea", "Garden"):
        async with httpx.AsyncClient(transport=transport, base_url="http://a.localhost") as caller:
            answer = await caller.post("/api/rooms", json={"name": name})
            made.append(answer.json()["id"])
    async with httpx.AsyncClient(transport=transport, base_url="http://a.localhost") as caller:
        listed = (await caller.get("/api/rooms")).json()
        assert [room["name"] for room in listed][-2:] == ["Sea", "Garden"]
        one = await caller.get(f"/api/rooms/{made[0]}")
        assert one.json() == {"id": made[0], "name": "Sea"}
        assert one.headers["x-shopstub-source"] == "state"
