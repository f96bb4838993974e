"""Broken files: reported with path and place, kept aside, never silently replaced."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stub_server.jsonstore import JsonStore
from stub_server.jsonstore.disk import JournalStorage

Reopened = Callable[[Path], JsonStore]

LINES = (
    b'{"seq":1,"ops":[["put","orders","a",{"id":"a"}]]}\n',
    b'{"seq":2,"ops":[["put","orders","b",{"id":"b"}],["delete","orders","a"]]}\n',
    b'{"seq":3,"ops":[["put","orders","c",{"id":"c"}]]}\n',
)


def keys(store: JsonStore) -> list[str]:
    return [record["id"] for record in store.all("orders")]


def journal(folder: Path, *lines: bytes, first: int = 1) -> Path:
    path = folder / f"shop.journal-{first}.jsonl"
    path.write_bytes(b"".join(lines))
    return path


def test_a_torn_last_line_is_cut_off_and_said(tmp_path: Path, reopened: Reopened) -> None:
    path = journal(tmp_path, *LINES[:2], LINES[2][:20])
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
    journal(tmp_path, *LINES[:2], LINES[2][:20])
    with monkeypatch.context() as before_any_compaction:
        before_any_compaction.setattr(JournalStorage, "_compact", lambda storage: None)
        store = reopened(tmp_path)
    store.put("orders", "d", {"id": "d"})
    again = reopened(shutil.copytree(tmp_path, tmp_path / "copy"))
    assert (keys(again), again.notices) == (["b", "d"], [])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b'{"orders": {"a": {"id": ', r"line 1, column \d+"),
        (b"", "not JSON"),
        (b"\x00\x00\x00", "not JSON"),
        (b"[]", "not an object of tables"),
        (b'{"orders": []}', "'orders' is not an object"),
        (b'{"orders": {"a": 1}}', "'a' in 'orders' is not an object"),
        (b'{"_store": {"snapshot": {}}}', "no sequence"),
        (b'{\n"_store":{"snapshot":{"sequence":2}},\n"orders":{\n"a":{}\n}\n', "not JSON"),
        (b'{\n"_store":{"snapshot":{"sequence":2}},\n"orders":{\n"a":{},\n', "not JSON"),
        (b'{\n"_store":{"snapshot":{"sequence":2}},\n"orders":{\n"a":{"id\n}\n}\n', "not JSON"),
    ],
)
def test_a_broken_snapshot_is_kept_aside_and_said(
    tmp_path: Path, reopened: Reopened, text: bytes, what: str
) -> None:
    (tmp_path / "shop.json").write_bytes(text)
    (tmp_path / "shop.json.broken-1").write_bytes(b"an older one")
    journal(tmp_path, LINES[2], first=3)
    store = reopened(tmp_path)
    assert keys(store) == ["c"]
    assert (tmp_path / "shop.json.broken-1").read_bytes() == b"an older one"
    assert (tmp_path / "shop.json.broken-2").read_bytes() == text
    notice = store.notices[0]
    assert str(tmp_path / "shop.json") in notice
    assert "shop.json.broken-2" in notice
    assert re.search(what, notice)


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
def test_a_broken_line_keeps_what_came_before_it(
    tmp_path: Path, reopened: Reopened, broken: bytes
) -> None:
    path = journal(tmp_path, LINES[0], broken, LINES[2])
    store = reopened(tmp_path)
    assert keys(store) == ["a"]
    (notice,) = store.notices
    assert f"{path}: line 2 (byte {len(LINES[0])}) is broken" in notice
    assert "1 follow" in notice
    aside = tmp_path / f"{path.name}.broken-1"
    assert aside.read_bytes() == LINES[0] + broken + LINES[2]
    store.put("orders", "d", {"id": "d"})
    store.close()
    again = reopened(tmp_path)
    assert (keys(again), again.notices) == (["a", "d"], [])


def test_journals_after_a_broken_one_are_kept_aside_too(tmp_path: Path, reopened: Reopened) -> None:
    journal(tmp_path, LINES[0], LINES[1][:-1])
    journal(tmp_path, LINES[2], first=3)
    store = reopened(tmp_path)
    assert keys(store) == ["a"]
    assert len(store.notices) == 2
    assert sorted(path.name for path in tmp_path.glob("*.broken-*")) == [
        "shop.journal-1.jsonl.broken-1",
        "shop.journal-3.jsonl.broken-1",
    ]


def test_missing_transactions_are_said(tmp_path: Path, reopened: Reopened) -> None:
    journal(tmp_path, LINES[0], LINES[2])
    store = reopened(tmp_path)
    assert keys(store) == ["a", "c"]
    assert "transactions 2 to 2 are missing" in store.notices[0]


def test_a_journal_that_the_snapshot_covers_changes_nothing(
    tmp_path: Path, reopened: Reopened
) -> None:
    (tmp_path / "shop.json").write_text(
        '{"_store": {"snapshot": {"layout": 1, "sequence": 2}}, "orders": {"b": {"id": "new"}}}'
    )
    journal(tmp_path, *LINES)
    store = reopened(tmp_path)
    assert keys(store) == ["new", "c"]
    assert store.notices == []


def test_a_file_that_plain_tinydb_made_is_taken_over(tmp_path: Path, reopened: Reopened) -> None:
    (tmp_path / "shop.json").write_text('{"orders": {"1": {"id": "x", "customer": "ann"}}}')
    assert len(reopened(tmp_path).find("orders", "customer", "ann")) == 1


def test_an_unfinished_snapshot_of_a_crash_is_of_no_account(
    tmp_path: Path, reopened: Reopened
) -> None:
    journal(tmp_path, *LINES)
    (tmp_path / "shop.json.tmp").write_text('{"orders"')
    store = reopened(tmp_path)
    assert (keys(store), store.notices) == (["b", "c"], [])
