"""The snapshot: one file that a person can read and edit."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from stub_server.storage import StoreError
from stub_server.storage.json_store import JsonStore
from tests.storage.json_store.helpers import Reopened, keys


def test_a_closed_store_is_one_file_that_a_person_can_read(store: JsonStore, folder: Path) -> None:
    store.close()
    assert sorted(path.name for path in folder.iterdir()) == [
        ".gitignore",
        "shop.json",
        "shop.lock",
        "shop.manifest.json",
    ]
    text = (folder / "shop.json").read_text()
    assert '\n"b":{"id":"b","customer":"ann"},\n' in text
    assert json.loads(text)["carts"] == {"s1": {"lines": []}}


@pytest.mark.parametrize("indent", [None, 2])
def test_a_snapshot_that_a_person_edited_is_read(
    store: JsonStore, folder: Path, reopened: Reopened, indent: int | None
) -> None:
    store.close()
    tables = json.loads((folder / "shop.json").read_text())
    tables["orders"]["b"]["customer"] = "Zoë"
    del tables["_store"]["snapshot"]["crc32"]
    (folder / "shop.json").write_text(json.dumps(tables, indent=indent))
    again = reopened(folder)
    assert again.find("orders", "customer", "Zoë") == [{"id": "b", "customer": "Zoë"}]
    assert keys(again) == ["a", "b", "c"]
    assert again.notices == []


def test_texts_in_pieces_are_whole_on_disk(tmp_path: Path) -> None:
    pieces = (b'{"id":1,', b'"name":"Anna"', b"}")
    for end in ("killed", "closed"):
        store = JsonStore.open(tmp_path / end, "shop", {})
        store.put_text("people", 'a":{b', pieces)
        store.put_text("people", "p1", pieces)
        if end == "killed":
            shutil.copytree(tmp_path / end, tmp_path / "left")
        store.close()
    for folder in ("left", "closed"):
        again = JsonStore.open(tmp_path / folder, "shop", {})
        assert again.all("people") == [{"id": 1, "name": "Anna"}] * 2
        assert ([*again.keys("people")], again.notices) == (['a":{b', "p1"], [])
        again.close()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b'"Anna"', b'"Anke"', ["Anke", "Bert"]),
        (b'{"name":"Anna"}', b'{ "name": "Anna" }', ["Anna", "Bert"]),
        (b'"p1":{"name":"Anna"},\n', b"", ["Bert"]),
    ],
)
def test_an_edited_snapshot_without_checksum_is_read_as_it_is(
    tmp_path: Path, old: bytes, new: bytes, expected: list[str]
) -> None:
    snapshot = edited_snapshot(tmp_path, old, new)
    snapshot.write_bytes(re.sub(rb',"crc32":"[0-9a-f]+"', b"", snapshot.read_bytes()))
    again = JsonStore.open(tmp_path, "shop", {})
    assert [record["name"] for record in again.all("people")] == expected
    assert again.notices == []
    again.close()


def test_an_edited_snapshot_with_its_old_checksum_stops_the_start(tmp_path: Path) -> None:
    edited_snapshot(tmp_path, b'"Anna"', b'"Anke"')
    with pytest.raises(StoreError, match=r"it was edited, or is damaged \(after an edit, remove"):
        JsonStore.open(tmp_path, "shop", {})


def edited_snapshot(folder: Path, old: bytes, new: bytes) -> Path:
    store = JsonStore.open(folder, "shop", {})
    store.put("people", "p1", {"name": "Anna"})
    store.put("people", "p2", {"name": "Bert"})
    store.close()
    snapshot = folder / "shop.json"
    snapshot.write_bytes(snapshot.read_bytes().replace(old, new))
    return snapshot
