"""A document that is replaced while it is served: pages that change, and state that stays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from stub_server import app, page_watch
from stub_server.contract import compile_pages, read_pages, to_yaml
from stub_server.server.app import ReplaceableApp
from stub_server.settings import Settings

PAGE = """# Notes

| Endpoint | Request | Response |
|---|---|---|
| `GET /api/notes` | – | `Note[]` |
| `POST /api/notes` | `{ text: string }` | 201 `Note` |

```ts
type Note = { id: string; text: string };
```
"""
SECONDS = 20
"""How long a change may take to be noticed on a busy machine."""


class Watched:
    """A stub of a page in a folder, with the events that it has published."""

    def __init__(self, folder: Path) -> None:
        self.pages = folder / "docs" / "api"
        self.pages.mkdir(parents=True)
        self.page = self.pages / "notes.md"
        self.page.write_text(PAGE)
        self.document = folder / "openapi.yaml"
        self.document.write_text(to_yaml(compile_pages(read_pages(self.pages)).document))
        self.settings = Settings(document=self.document, pages=self.pages, memory=True)
        stub = app.build(self.settings, "http://localhost:4600", "http://localhost:4601")
        self.app = ReplaceableApp(stub.site, stub.make_site)
        self.events: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
        stub.events.subscribe(
            lambda name, facts: (
                self.events.put_nowait((name, facts)) if name.startswith("pages.") else None
            )
        )
        self.watch = page_watch.PageWatch(self.pages, self.document, self.app.replace, stub.events)
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://localhost:4600"
        )

    async def change(self, before: str, after: str) -> list[tuple[str, dict[str, Any]]]:
        """Change the page until the watch has answered; return the events."""
        text = self.page.read_text().replace(before, after)
        found: list[tuple[str, dict[str, Any]]] = []
        self.page.write_text(text)
        while not found or found[-1][0] == "pages.problem":
            found.append(await asyncio.wait_for(self.events.get(), SECONDS))
        return found


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    """A stub whose pages are watched."""
    stub = Watched(tmp_path)
    task = asyncio.create_task(stub.watch.run())
    await asyncio.sleep(0.3)  # until the system watches the folder
    yield stub
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await stub.client.aclose()


async def test_a_page_that_changes_is_served_and_the_state_stays(watched: Watched) -> None:
    created = (await watched.client.post("/api/notes", json={"text": "kept"})).json()
    events = await watched.change("| `POST", "| `GET /api/tags` | – | `string[]` |\n| `POST")
    assert [name for name, _ in events] == ["pages.compiled"]
    assert events[0][1]["operations"] == 3
    assert (await watched.client.get("/api/tags")).status_code == 200
    assert created in (await watched.client.get("/api/notes")).json()
    assert "/api/tags" in watched.document.read_text()


async def test_a_page_with_errors_is_refused_and_the_contract_before_is_served(
    watched: Watched,
) -> None:
    before = watched.document.read_text()
    events = await watched.change("`Note[]`", "`Nope[]`")
    assert [name for name, _ in events] == ["pages.problem", "pages.refused"]
    assert "Nope" in events[0][1]["message"]
    assert events[0][1]["place"].endswith("notes.md:5:27")
    assert (await watched.client.get("/api/notes")).status_code == 200
    assert watched.document.read_text() == before


async def test_a_document_that_the_fixtures_contradict_is_refused(
    watched: Watched, tmp_path: Path
) -> None:
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "fixtures" / "notes.json").write_text('[{"id": "1", "text": "a"}]')
    events = await watched.change("text: string };", "text: string; owner: string };")
    assert events[-1][0] == "pages.refused"
    assert "notes.json" in events[-1][1]["reason"]
    assert (await watched.client.get("/api/notes")).status_code == 200


async def test_a_page_that_is_newer_than_the_document_is_compiled_at_the_start(
    tmp_path: Path,
) -> None:
    stub = Watched(tmp_path)
    stub.page.write_text(PAGE.replace("notes`", "memos`"))
    task = asyncio.create_task(stub.watch.run())
    name, _ = await asyncio.wait_for(stub.events.get(), SECONDS)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert name == "pages.compiled"
    assert (await stub.client.get("/api/memos")).status_code == 200
    await stub.client.aclose()


def test_pages_that_the_document_does_not_come_from_are_not_watched(tmp_path: Path) -> None:
    stub = Watched(tmp_path)
    assert page_watch.obstacle(stub.settings) is None
    stub.document.write_text(to_yaml(compile_pages(read_pages(stub.pages)).document, "other.md"))
    assert "was not compiled from docs/api" in (page_watch.obstacle(stub.settings) or "")
    assert "there is no folder" in (page_watch.obstacle(Settings()) or "")
