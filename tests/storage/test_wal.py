"""What the folder promises: nothing acknowledged is lost, nothing is half-written."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tinydb import Query

from stub_server.storage import StoreError
from stub_server.storage.json_store import JsonStore, wal_storage
from stub_server.storage.json_store.folder import Folder
from stub_server.storage.json_store.wal_storage import WalStorage

Reopened = Callable[[Path], JsonStore]


def storage_of(store: JsonStore) -> WalStorage:
    return store._database.storage


def after_a_crash(folder: Path, reopened: Reopened) -> JsonStore:
    """The store, opened in a copy of the folder as it stands at this moment."""
    number = 1
    while (copy := folder.with_name(f"{folder.name}-{number}")).exists():
        number += 1
    shutil.copytree(folder, copy)
    return reopened(copy)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def store(folder: Path, reopened: Reopened) -> JsonStore:
    """A store with three orders and a cart."""
    made = reopened(folder)
    for key in ("a", "b", "c"):
        made.put("orders", key, {"id": key, "customer": "ann"})
    made.put("carts", "s1", {"lines": []})
    return made


def keys(store: JsonStore) -> list[str]:
    return [record["id"] for record in store.all("orders")]


def test_what_was_acknowledged_is_there_after_a_crash(
    store: JsonStore, folder: Path, reopened: Reopened
) -> None:
    store.delete("orders", "a")
    store.put("orders", "a", {"id": "a", "customer": "bob"})
    with store.transaction():
        store.put("orders", "d", {"id": "d"})
        store.delete("carts", "s1")
    again = after_a_crash(folder, reopened)
    assert keys(again) == ["b", "c", "a", "d"]
    assert again.find("orders", "customer", "bob") == [{"id": "a", "customer": "bob"}]
    assert again.count("carts") == 0
    assert again.notices == []


def test_a_transaction_is_one_line_and_an_open_one_is_none(
    store: JsonStore, folder: Path, reopened: Reopened
) -> None:
    (log,) = folder.glob("*.jsonl")
    before = log.read_bytes().count(b"\n")
    with store.transaction():
        store.put("orders", "d", {"id": "d"})
        store.delete("orders", "a")
        assert keys(after_a_crash(folder, reopened)) == ["a", "b", "c"]
    lines = log.read_text().splitlines()
    assert len(lines) == before + 1
    ops = [["put", "orders", "d", {"id": "d"}], ["delete", "orders", "a"]]
    assert json.loads(lines[-1]) == {"seq": before + 1, "ops": ops}


def test_what_was_taken_back_does_not_come_back_after_a_crash(
    store: JsonStore, folder: Path, reopened: Reopened
) -> None:
    with suppress(RuntimeError), store.transaction():
        store.delete("orders", "a")
        raise RuntimeError
    with store.transaction():
        with suppress(RuntimeError), store.transaction():
            store.put("orders", "x", {"id": "x"})
            raise RuntimeError
        store.put("orders", "d", {"id": "d"})
    assert keys(after_a_crash(folder, reopened)) == ["a", "b", "c", "d"]


def test_tinydbs_updates_write_down_what_they_change_and_no_more(
    store: JsonStore, folder: Path
) -> None:
    store._database.table("orders").update({"paid": True}, Query().id == "b")
    (log,) = folder.glob("*.jsonl")
    changed = {"id": "b", "customer": "ann", "paid": True}
    last = json.loads(log.read_text().splitlines()[-1])
    assert last["ops"] == [["put", "orders", "b", changed]]


def test_a_closed_store_is_one_file_that_a_person_can_read(store: JsonStore, folder: Path) -> None:
    store.close()
    assert sorted(path.name for path in folder.iterdir()) == [
        ".gitignore",
        "shop.json",
        "shop.lock",
    ]
    text = (folder / "shop.json").read_text()
    assert '\n"b":{"id":"b","customer":"ann"},\n' in text
    assert json.loads(text)["carts"] == {"s1": {"lines": []}}


def test_closing_finishes_a_compaction_that_was_left_off(store: JsonStore, folder: Path) -> None:
    storage_of(store).begin_compaction()
    store.put("orders", "d", {"id": "d"})
    store.close()
    assert sorted(path.name for path in folder.iterdir()) == [
        ".gitignore",
        "shop.json",
        "shop.lock",
    ]
    assert list(json.loads((folder / "shop.json").read_text())["orders"]) == ["a", "b", "c", "d"]


def test_order_and_indexes_are_the_same_after_a_restart(
    store: JsonStore, folder: Path, reopened: Reopened
) -> None:
    store.put("orders", "b", {"id": "b", "customer": "bob"})
    store.close()
    again = reopened(folder)
    assert keys(again) == ["a", "b", "c"]
    assert again.page("orders", limit=1, after="b")[0]["id"] == "a"
    assert len(again.find("orders", "customer", "ann")) == 2


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


def test_every_step_of_a_compaction_can_be_its_last(
    store: JsonStore, folder: Path, reopened: Reopened
) -> None:
    for number in range(300):
        store.put("visits", f"v{number}", {"number": number})
    store.close()
    store = reopened(folder)
    store.delete("orders", "b")
    steps = storage_of(store).begin_compaction()
    written = 0
    for steps_taken in range(100):
        store.put("orders", f"n{steps_taken}", {"id": f"n{steps_taken}"})
        again = after_a_crash(folder, reopened)
        assert again.all("orders") == store.all("orders")
        assert again.all("visits") == store.all("visits")
        assert again.notices == []
        written = steps_taken
        if next(steps, "done") == "done":
            break
    assert written > 6
    assert len(list(folder.glob("*.jsonl"))) == 1
    assert "n0" not in json.loads((folder / "shop.json").read_text())["orders"]


def test_an_uncommitted_transaction_never_gets_into_a_snapshot(
    store: JsonStore, folder: Path, reopened: Reopened
) -> None:
    steps = storage_of(store).begin_compaction()
    with store.transaction():
        store.put("orders", "a", {"id": "changed"})
        store.delete("orders", "b")
        store.put("orders", "d", {"id": "d"})
        for _ in steps:
            assert keys(after_a_crash(folder, reopened)) == ["a", "b", "c"]
    assert (folder / "shop.json").exists()
    assert keys(after_a_crash(folder, reopened)) == ["changed", "c", "d"]


def test_a_growing_log_is_compacted_while_the_store_works(
    folder: Path, reopened: Reopened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wal_storage, "MIN_WAL_SIZE", 20_000)
    store = reopened(folder)
    for number in range(1_000):
        store.put("orders", f"o{number % 50}", {"id": f"o{number % 50}", "number": number})
        if compaction := storage_of(store)._compaction:
            compaction.join()
        assert sum(path.stat().st_size for path in folder.glob("*.jsonl")) < 20_100
    assert (folder / "shop.json").exists()
    assert after_a_crash(folder, reopened).all("orders") == store.all("orders")
    assert store.notices == []


def test_a_compaction_that_fails_loses_nothing_and_says_so(
    store: JsonStore, folder: Path, reopened: Reopened
) -> None:
    blocked = folder / "shop.json.tmp"
    blocked.mkdir()
    storage = storage_of(store)
    storage._compact()
    compaction = storage._compaction
    assert compaction is not None
    compaction.join()
    assert "compacting failed" in store.notices[0]
    store.put("orders", "d", {"id": "d"})
    with pytest.raises(StoreError, match="writing the snapshot"):
        store.close()
    blocked.rmdir()
    assert keys(reopened(folder)) == ["a", "b", "c", "d"]


def test_a_second_process_is_told_who_has_the_folder(store: JsonStore, folder: Path) -> None:
    with pytest.raises(StoreError, match=rf"in use by process {os.getpid()}.*--state-dir") as told:
        JsonStore.open(folder, "shop", {})
    assert told.value.path == folder
    JsonStore.open(folder, "stripe", {}).close()
    store.close()
    JsonStore.open(folder, "shop", {}).close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"state.*failed"):
        JsonStore.open(tmp_path / "file" / "state", "shop", {})


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Lets so many writes through in part, then refuses all."""
    really = os.write

    def fill(part_writes: int) -> None:
        left = [part_writes]

        def write(handle: int, data: bytes) -> int:
            if left[0] == 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            left[0] -= 1
            return really(handle, data[: len(data) // 2])

        monkeypatch.setattr(os, "write", write)

    yield fill
    monkeypatch.undo()


@pytest.mark.parametrize("part_writes", [0, 1, 2])
@pytest.mark.parametrize("cannot_cut", [False, True])
def test_when_the_disk_is_full_memory_and_disk_agree(
    store: JsonStore,
    folder: Path,
    reopened: Reopened,
    full_disk: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
    part_writes: int,
    cannot_cut: bool,
) -> None:
    full_disk(part_writes)
    if cannot_cut:
        monkeypatch.setattr(os, "ftruncate", lambda handle, size: os.stat("/nowhere"))
    with pytest.raises(StoreError, match="No space left"):
        store.put("orders", "d", {"id": "d", "customer": "ann"})
    crashed = after_a_crash(folder, reopened)
    assert keys(crashed) == ["a", "b", "c"]
    assert len(crashed.notices) == (cannot_cut and part_writes > 0)
    with pytest.raises(StoreError, match="write-ahead log"):
        put_and_delete(store)
    assert keys(store) == ["a", "b", "c"]
    assert len(store.find("orders", "customer", "ann")) == 3
    monkeypatch.undo()
    assert keys(after_a_crash(folder, reopened)) == ["a", "b", "c"]
    store.put("orders", "e", {"id": "e"})
    again = after_a_crash(folder, reopened)
    assert keys(again) == ["a", "b", "c", "e"]
    assert again.notices == []


def put_and_delete(store: JsonStore) -> None:
    with store.transaction():
        store.put("orders", "d", {"id": "d"})
        store.delete("orders", "a")


def test_a_store_is_not_closed_inside_a_transaction(store: JsonStore) -> None:
    with store.transaction(), pytest.raises(RuntimeError, match="inside a transaction"):
        store.close()


def test_logs_are_read_by_number_not_by_name(tmp_path: Path) -> None:
    for number in (10, 9, 100):
        (tmp_path / f"shop.journal-{number}.jsonl").touch()
    (tmp_path / "shop.journal-x.jsonl").touch()
    numbers = [path.stem.split("-")[1] for path in Folder(tmp_path, "shop").wals()]
    assert numbers == ["9", "10", "100"]


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


@pytest.mark.parametrize(("deletes", "ops"), [(False, 2), (True, 5)])
def test_a_line_has_a_record_once_and_keeps_the_order(
    tmp_path: Path, deletes: bool, ops: int
) -> None:
    store = JsonStore.open(tmp_path / "kept", "shop", {})
    with store.transaction():
        for name, number in (("a", 1), ("b", 1), ("a", 2)):
            store.put("carts", name, {"name": name, "number": number})
        if deletes:
            store.delete("carts", "a")
            store.put("carts", "a", {"name": "a", "number": 2})
    shutil.copytree(tmp_path / "kept", tmp_path / "killed")
    (line,) = next((tmp_path / "killed").glob("*.jsonl")).read_text().splitlines()
    assert len(json.loads(line)["ops"]) == ops
    again = JsonStore.open(tmp_path / "killed", "shop", {})
    assert again.all("carts") == store.all("carts")
    assert [it["number"] for it in again.all("carts") if it["name"] == "a"] == [2]
    for each in (store, again):
        each.close()
