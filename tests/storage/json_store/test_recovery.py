"""Damaged files: the start stops, changes nothing, and says where and what is readable (R1, R6)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stub_server.storage.json_store import DamagedStoreError, JsonStore
from stub_server.storage.json_store.wal_storage import WalStorage
from tests.storage.json_store.helpers import (
    HEADER,
    LINES,
    Reopened,
    contents,
    keys,
    message_of_start,
    sealed,
    write_log,
)


def test_a_torn_last_line_is_cut_off_and_said(tmp_path: Path, reopened: Reopened) -> None:
    path = write_log(tmp_path, *LINES[:2], LINES[2][:20])
    store = reopened(tmp_path)
    assert keys(store) == ["b"]
    (notice,) = store.notices
    assert str(path) in notice
    assert "20 bytes" in notice
    assert "never acknowledged" in notice
    store.put("orders", "d", {"id": "d"})
    store.close()
    again = reopened(tmp_path)
    assert (keys(again), again.notices) == (["b", "d"], [])


def test_a_crash_right_after_a_torn_line_was_cut_finds_nothing_broken(
    tmp_path: Path, reopened: Reopened, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_log(tmp_path, *LINES[:2], LINES[2][:20])
    with monkeypatch.context() as before_any_compaction:
        before_any_compaction.setattr(WalStorage, "_compact", lambda storage: None)
        store = reopened(tmp_path)
    store.put("orders", "d", {"id": "d"})
    again = reopened(shutil.copytree(tmp_path, tmp_path / "copy"))
    assert (keys(again), again.notices) == (["b", "d"], [])


@pytest.mark.parametrize(
    "broken",
    [
        b"\x00\x00\x00\n",
        b'{"seq":2,"ops":[["put","orders","b"]]}\n',
        b'{"seq":2,"ops":[["move","orders","b","c"]]}\n',
        b'{"seq":"2","ops":[]}\n',
        b"\n",
        b"[]\n",
        b'{"seq":2,"ops":[["put","_store","b",{}]]}\n',
    ],
)
def test_a_damaged_line_before_the_end_stops_the_start(tmp_path: Path, broken: bytes) -> None:
    broken = sealed(broken[:-1]) if broken.startswith(b"{") else broken
    path = write_log(tmp_path, LINES[0], broken, LINES[2])
    message = message_of_start(tmp_path)
    assert (
        f"{path.name}: line 3 (byte {len(HEADER + LINES[0])}): the transaction is damaged"
        in message
    )
    assert "Readable: 2 orders" in message
    assert "missing" not in message


def test_a_damaged_line_at_the_end_that_is_whole_stops_the_start(tmp_path: Path) -> None:
    write_log(tmp_path, LINES[0], LINES[1].replace(b"ops", b"opt"))
    assert "line 3" in message_of_start(tmp_path)


@pytest.mark.parametrize("lost", [b"X", b"\xff"])
def test_a_damaged_line_end_stops_the_start_and_costs_nothing(tmp_path: Path, lost: bytes) -> None:
    for position, line in enumerate(LINES):
        lines = [*LINES]
        lines[position] = line[:-1] + lost
        write_log(tmp_path, *lines)
        with pytest.raises(DamagedStoreError, match="the end of the line is damaged") as stopped:
            JsonStore.open(tmp_path, "shop", {})
        (report,) = stopped.value.reports
        assert (report.records, report.notices) == ({"orders": 2}, ())


@pytest.mark.parametrize(
    ("files", "missing"),
    [
        ({1: (LINES[0], LINES[2])}, "2 to 2"),
        ({1: (LINES[0],), 3: (LINES[2],)}, "2 to 2"),
        ({1: (LINES[0], LINES[1][:-1]), 3: (LINES[2],)}, "2 to 2"),
        ({1: (), 3: ()}, "1 to 2"),
        ({3: (LINES[2],)}, "1 to 2"),
        ({2: (LINES[2],)}, "1 to 1"),
    ],
)
def test_missing_transactions_stop_the_start(
    tmp_path: Path, files: dict[int, tuple[bytes, ...]], missing: str
) -> None:
    for first, lines in files.items():
        write_log(tmp_path, *lines, first=first)
    assert f"the transactions {missing} are missing" in message_of_start(tmp_path)


def test_a_log_that_begins_after_the_snapshot_s_end_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_text('{"_store": {"snapshot": {"layout": 2, "sequence": 1}}}')
    write_log(tmp_path, LINES[2], first=3)
    assert "the transactions 2 to 2 are missing" in message_of_start(tmp_path)


def test_a_transaction_that_comes_twice_stops_the_start(tmp_path: Path) -> None:
    write_log(tmp_path, *LINES, LINES[1])
    assert "the transaction 2 is there twice" in message_of_start(tmp_path)


@pytest.mark.parametrize("name", ["shop.journal-x.jsonl", "shop.journal-01.jsonl"])
def test_a_file_that_is_named_almost_like_a_log_stops_the_start(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert f"{name}: it is not the name of a write-ahead log" in message_of_start(tmp_path)


def test_one_message_speaks_of_all_stores_and_none_is_changed(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_bytes(b"\x00")
    (tmp_path / "stripe.journal-1.jsonl").write_bytes(HEADER + b"\x00\n" + LINES[1] + LINES[2][:9])
    write_log(tmp_path, *LINES)
    before = contents(tmp_path)
    with pytest.raises(DamagedStoreError) as stopped:
        JsonStore.open_together(tmp_path, {"shop": {}, "stripe": {}})
    assert contents(tmp_path) == before
    assert "shop.json: line 1, column 1: it is not JSON" in str(stopped.value)
    assert f"stripe.journal-1.jsonl: line 2 (byte {len(HEADER)})" in str(stopped.value)
    assert "2 orders (store shop); 1 orders (store stripe)" in str(stopped.value)


def test_a_sound_store_is_not_changed_for_a_damaged_one_beside_it(tmp_path: Path) -> None:
    write_log(tmp_path, *LINES[:2], LINES[2][:9])
    (tmp_path / "stripe.json").write_bytes(b"\x00")
    before = contents(tmp_path)
    with pytest.raises(DamagedStoreError):
        JsonStore.open_together(tmp_path, {"shop": {}, "stripe": {}})
    assert contents(tmp_path) == before
    JsonStore.open(tmp_path, "shop", {}).close()


def test_a_log_that_the_snapshot_covers_changes_nothing(tmp_path: Path, reopened: Reopened) -> None:
    (tmp_path / "shop.json").write_text(
        '{"_store": {"snapshot": {"layout": 2, "sequence": 2}}, "orders": {"b": {"id": "new"}}}'
    )
    write_log(tmp_path, *LINES)
    store = reopened(tmp_path)
    assert keys(store) == ["new", "c"]
    assert store.notices == []


def test_an_unfinished_snapshot_of_a_crash_is_of_no_account(
    tmp_path: Path, reopened: Reopened
) -> None:
    write_log(tmp_path, *LINES)
    (tmp_path / "shop.json.tmp").write_text('{"orders"')
    store = reopened(tmp_path)
    assert (keys(store), store.notices) == (["b", "c"], [])


def test_a_damaged_line_that_the_snapshot_covers_spoils_no_number(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_text('{"_store": {"snapshot": {"layout": 2, "sequence": 2}}}')
    write_log(tmp_path, LINES[0], b"?\n")
    write_log(tmp_path, LINES[2], first=3)
    with pytest.raises(DamagedStoreError) as stopped:
        JsonStore.open(tmp_path, "shop", {})
    (report,) = stopped.value.reports
    assert [damage.place for damage in report.damages] == [
        f"line 3 (byte {len(HEADER + LINES[0])})"
    ]
    assert (report.records, report.unreadable) == ({"orders": 1}, 0)
