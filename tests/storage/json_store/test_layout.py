"""Checksums, layouts and the manifest: no acknowledged write is lost without a message."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stub_server.shop import store_repair
from stub_server.storage.json_store import DamagedStoreError, JsonStore, layout, manifest
from stub_server.storage.json_store.folder import Folder
from stub_server.storage.json_store.manifest import Manifest
from tests.storage.json_store.helpers import (
    HEADER,
    LINES,
    Reopened,
    contents,
    drain_compaction,
    keys,
    message_of_start,
    sealed,
    write_log,
)

OLD_LINES = (
    b'{"seq":1,"ops":[["put","orders","a",{"id":"a"}]]}\n',
    b'{"seq":2,"ops":[["put","orders","b",{"id":"b"}]]}\n',
)
"""Lines of layout 1: without a checksum."""


@pytest.fixture
def killed(store: JsonStore, folder: Path, tmp_path: Path) -> Path:
    """The folder of a store with three orders that was killed; its log is shop.journal-1.jsonl."""
    return shutil.copytree(folder, tmp_path / "killed")


def test_a_flip_that_leaves_valid_json_stops_the_start(tmp_path: Path) -> None:
    flipped = LINES[1].replace(b'{"id":"b"}', b'{"id":"c"}')
    write_log(tmp_path, LINES[0], flipped, LINES[2])
    message = message_of_start(tmp_path)
    assert f"line 3 (byte {len(HEADER + LINES[0])})" in message
    assert "not what its checksum says" in message


def test_every_flip_in_a_log_is_noticed(tmp_path: Path) -> None:
    path = write_log(tmp_path, *LINES)
    original = path.read_bytes()
    for position in range(len(original)):
        for bits in (1, 0xFF):
            damaged = bytearray(original)
            damaged[position] ^= bits
            path.write_bytes(damaged)
            with pytest.raises(DamagedStoreError) as stopped:
                JsonStore.open(tmp_path, "shop", {})
            (report,) = stopped.value.reports
            assert sum(report.records.values()) >= 1, position


def test_a_line_whose_checksum_is_gone_stops_the_start(tmp_path: Path) -> None:
    write_log(tmp_path, LINES[0], OLD_LINES[1], LINES[2])
    assert "it has no checksum" in message_of_start(tmp_path)


def test_a_log_under_the_name_of_another_stops_the_start(tmp_path: Path) -> None:
    path = write_log(tmp_path, *LINES)
    path.write_bytes(layout.wal_header(2) + b"".join(LINES))
    assert "the header of the log is damaged, or missing" in message_of_start(tmp_path)


@pytest.mark.parametrize("content", [None, b"", HEADER[:9]])
def test_a_log_that_was_deleted_or_emptied_stops_the_start(
    killed: Path, content: bytes | None
) -> None:
    log = killed / "shop.journal-1.jsonl"
    log.unlink() if content is None else log.write_bytes(content)
    message = message_of_start(killed)
    assert "shop.journal-1.jsonl" in message
    assert "shop.manifest.json names it: transactions from 1 on may be lost" in message
    assert "shopstub store recover" in message


def test_a_log_that_was_deleted_after_a_compaction_stops_the_start(
    store: JsonStore, folder: Path, tmp_path: Path
) -> None:
    drain_compaction(store)
    store.put("orders", "d", {"id": "d"})
    killed = shutil.copytree(folder, tmp_path / "killed")
    (killed / "shop.journal-5.jsonl").unlink()
    message = message_of_start(killed)
    assert "transactions from 5 on may be lost" in message
    assert "Readable: 3 orders, 1 carts" in message


@pytest.mark.parametrize("replaced", [False, True])
def test_a_snapshot_that_was_deleted_or_is_older_stops_the_start(
    store: JsonStore, folder: Path, reopened: Reopened, replaced: bool
) -> None:
    store.close()
    older = (folder / "shop.json").read_bytes()
    again = reopened(folder)
    again.put("orders", "d", {"id": "d"})
    again.close()
    if replaced:
        (folder / "shop.json").write_bytes(older)
    else:
        (folder / "shop.json").unlink()
    missing = "5 to 5" if replaced else "1 to 5"
    assert f"shop.json: the transactions {missing} are missing" in message_of_start(folder)


def test_what_is_readable_of_an_incomplete_store_can_be_recovered(
    killed: Path, reopened: Reopened
) -> None:
    (killed / "shop.journal-1.jsonl").unlink()
    (result,) = store_repair.recover(killed, ["shop"])
    assert sorted(path.name for path in result.aside.iterdir()) == ["shop.manifest.json"]
    store = reopened(killed)
    assert (keys(store), store.notices) == ([], [])
    store.put("orders", "z", {"id": "z"})
    assert (killed / "shop.journal-1.jsonl").exists()


def test_a_reset_moves_the_manifest_last(killed: Path) -> None:
    assert Folder(killed, "shop").files()[-1].name == "shop.manifest.json"
    aside = store_repair.reset(killed, ["shop"])
    assert aside
    assert "shop.manifest.json" in contents(aside)
    assert "shop.manifest.json" not in contents(killed)


@pytest.mark.parametrize("content", [b"{", b"{}", b"", b'{"manifest":{"layout":2}}'])
def test_a_damaged_manifest_stops_the_start(killed: Path, content: bytes) -> None:
    (killed / "shop.manifest.json").write_bytes(content)
    message = message_of_start(killed)
    assert "shop.manifest.json: the manifest is damaged" in message
    assert "Readable: 3 orders" in message


def test_a_missing_manifest_is_said_and_written_anew(killed: Path, reopened: Reopened) -> None:
    (killed / "shop.manifest.json").unlink()
    store = reopened(killed)
    (notice,) = store.notices
    assert "shop.manifest.json: the manifest is missing" in notice
    assert keys(store) == ["a", "b", "c"]
    store.close()
    again = reopened(killed)
    assert (keys(again), again.notices) == (["a", "b", "c"], [])


@pytest.mark.parametrize(("number", "kind"), [(9, "newer"), (3, "newer"), (0, "foreign")])
@pytest.mark.parametrize("place", ["manifest", "log", "snapshot"])
def test_an_unknown_layout_stops_the_start_and_no_recovery_touches_it(
    tmp_path: Path, number: int, kind: str, place: str
) -> None:
    path = write_log(tmp_path, *LINES)
    if place == "manifest":
        manifest.write(Folder(tmp_path, "shop"), Manifest(1, 0, number))
    elif place == "log":
        header = sealed(b'{"wal":{"layout":%d,"first":1}}' % number)
        path.write_bytes(header + b"".join(LINES))
    else:
        header = b'{"_store": {"snapshot": {"layout": %d, "sequence": 0}}}' % number
        (tmp_path / "shop.json").write_bytes(header)
    message = message_of_start(tmp_path)
    assert "layout" in message
    assert ("newer shopstub" in message) == (kind == "newer")
    before = contents(tmp_path)
    with pytest.raises(DamagedStoreError) as refused:
        store_repair.recover(tmp_path, ["shop"])
    assert refused.value.reports[0].has(kind)  # type: ignore[arg-type]
    assert contents(tmp_path) == before


def test_layout_1_is_read_and_written_anew(tmp_path: Path, reopened: Reopened) -> None:
    (tmp_path / "shop.json").write_text(
        '{"_store": {"snapshot": {"layout": 1, "sequence": 0}}, "orders": {"z": {"id": "z"}}}'
    )
    (tmp_path / "shop.journal-1.jsonl").write_bytes(b"".join(OLD_LINES))
    store = reopened(tmp_path)
    assert keys(store) == ["z", "a", "b"]
    (notice,) = store.notices
    assert "written by an older shopstub" in notice
    store.put("orders", "c", {"id": "c"})
    store.close()
    again = reopened(tmp_path)
    assert (keys(again), again.notices) == (["z", "a", "b", "c"], [])
    assert b'"layout":2' in (tmp_path / "shop.json").read_bytes()


def test_layout_1_is_written_anew_by_the_start_alone(tmp_path: Path, reopened: Reopened) -> None:
    (tmp_path / "shop.json").write_text('{"_store": {"snapshot": {"layout": 1, "sequence": 2}}}')
    store = reopened(tmp_path)
    compaction = store._database.storage._compaction
    assert compaction
    compaction.join()
    assert b'"layout":2' in (tmp_path / "shop.json").read_bytes()


def test_an_empty_log_of_layout_1_is_said(tmp_path: Path, reopened: Reopened) -> None:
    (tmp_path / "shop.journal-1.jsonl").touch()
    (notice,) = reopened(tmp_path).notices
    assert "shop.journal-1.jsonl: the write-ahead log is empty" in notice
