"""What the folder promises: nothing acknowledged is lost, nothing is half-written."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from tinydb import Query

from stub_server.storage import StoreError
from stub_server.storage.json_store import JsonStore
from stub_server.storage.json_store.folder import Folder
from tests.storage.json_store.helpers import Reopened, after_a_crash, keys


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
    last = json.loads(lines[-1])
    assert (last["seq"], last["ops"]) == (before, ops)


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


def test_order_and_indexes_are_the_same_after_a_restart(
    store: JsonStore, folder: Path, reopened: Reopened
) -> None:
    store.put("orders", "b", {"id": "b", "customer": "bob"})
    store.close()
    again = reopened(folder)
    assert keys(again) == ["a", "b", "c"]
    assert again.page("orders", limit=1, after="b")[0]["id"] == "a"
    assert len(again.find("orders", "customer", "ann")) == 2


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


def test_a_store_is_not_closed_inside_a_transaction(store: JsonStore) -> None:
    with store.transaction(), pytest.raises(RuntimeError, match="inside a transaction"):
        store.close()


def test_logs_are_read_by_number_not_by_name(tmp_path: Path) -> None:
    for number in (10, 9, 100):
        (tmp_path / f"shop.journal-{number}.jsonl").touch()
    (tmp_path / "shop.journal-x.jsonl").touch()
    numbers = [path.stem.split("-")[1] for path in Folder(tmp_path, "shop").wals()]
    assert numbers == ["9", "10", "100"]


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
    _, line = next((tmp_path / "killed").glob("*.jsonl")).read_text().splitlines()
    assert len(json.loads(line)["ops"]) == ops
    again = JsonStore.open(tmp_path / "killed", "shop", {})
    assert again.all("carts") == store.all("carts")
    assert [cart["number"] for cart in again.all("carts") if cart["name"] == "a"] == [2]
    for each in (store, again):
        each.close()
