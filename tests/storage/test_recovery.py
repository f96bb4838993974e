"""Damaged files: the start stops, changes nothing, and says where and what is readable (R1, R6)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stub_server.storage.json_store import DamagedStoreError, JsonStore, snapshot
from stub_server.storage.json_store.damage import StoreReport
from stub_server.storage.json_store.wal_storage import WalStorage

Reopened = Callable[[Path], JsonStore]

LINES = (
    b'{"seq":1,"ops":[["put","orders","a",{"id":"a"}]]}\n',
    b'{"seq":2,"ops":[["put","orders","b",{"id":"b"}],["delete","orders","a"]]}\n',
    b'{"seq":3,"ops":[["put","orders","c",{"id":"c"}]]}\n',
)


def keys(store: JsonStore) -> list[str]:
    return [record["id"] for record in store.all("orders")]


def write_log(folder: Path, *lines: bytes, first: int = 1) -> Path:
    path = folder / f"shop.journal-{first}.jsonl"
    path.write_bytes(b"".join(lines))
    return path


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def message_of_start(folder: Path) -> str:
    """Start, be stopped, and find every file as it was."""
    before = contents(folder)
    with pytest.raises(DamagedStoreError) as stopped:
        JsonStore.open(folder, "shop", {})
    assert contents(folder) == before
    return str(stopped.value)


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
    ("text", "what"),
    [
        (b'{"orders": {"a": {"id": ', r"line 1, column \d+: it is not JSON"),
        (b"", "not JSON"),
        (b"\x00\x00\x00", "not JSON"),
        (b'{"_store": {"snapshot": {}}}', "has no sequence"),
        (b'{\n"_store":{"snapshot":{"layout":1,"sequence":2}},\n"orders":[]\n}', "'orders' is not"),
        (b'{"_store":{"snapshot":{"layout":1,"sequence":2}},"orders":{"a":1}}', "'a' in 'orders'"),
        (b'{\n"_store":{"snapshot":{"layout":1,"sequence":2}},\n"orders":{\n"a":{}\n}\n', "JSON"),
        (b'{\n"_store":{"snapshot":{"layout":1,"sequence":2}},\n"orders":{\n"a":{},\n', "JSON"),
        (
            b'{\n"_store":{"snapshot":{"layout":1,"sequence":2}},\n"orders":{\n"a":{"id\n}\n}\n',
            r"shop.json: line 4 \(byte 62\): it is damaged",
        ),
    ],
)
def test_a_damaged_snapshot_stops_the_start(tmp_path: Path, text: bytes, what: str) -> None:
    (tmp_path / "shop.json").write_bytes(text)
    write_log(tmp_path, LINES[2], first=3)
    message = message_of_start(tmp_path)
    assert re.search(what, message)
    assert re.search(r"Readable: \d orders \(store shop\)", message)
    for command in ("check", "recover", "reset"):
        assert f"`shopstub store {command} --state-dir {tmp_path}`" in message


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
    path = write_log(tmp_path, LINES[0], broken, LINES[2])
    message = message_of_start(tmp_path)
    assert f"{path.name}: line 2 (byte {len(LINES[0])}): the transaction is damaged" in message
    assert "Readable: 2 orders" in message
    assert "missing" not in message


def test_a_damaged_line_at_the_end_that_is_whole_stops_the_start(tmp_path: Path) -> None:
    write_log(tmp_path, LINES[0], LINES[1].replace(b"ops", b"opt"))
    assert "line 2" in message_of_start(tmp_path)


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
    (tmp_path / "shop.json").write_text('{"_store": {"snapshot": {"layout": 1, "sequence": 1}}}')
    write_log(tmp_path, LINES[2], first=3)
    assert "the transactions 2 to 2 are missing" in message_of_start(tmp_path)


def test_a_transaction_that_comes_twice_stops_the_start(tmp_path: Path) -> None:
    write_log(tmp_path, *LINES, LINES[1])
    assert "the transaction 2 is there twice" in message_of_start(tmp_path)


def test_a_snapshot_of_another_layout_stops_the_start_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_text('{"_store": {"snapshot": {"layout": 9, "sequence": 2}}}')
    write_log(tmp_path, LINES[2], first=3)
    message = message_of_start(tmp_path)
    assert "written by a newer shopstub (layout 9; this one knows 1)" in message
    assert "use that version, or another folder (--state-dir)" in message
    assert "recover" not in message
    assert "reset" not in message


@pytest.mark.parametrize("text", ["[]", '{"orders": {"1": {"id": "x"}}}', '{"caps": 3}', "7"])
def test_a_foreign_file_stops_the_start(tmp_path: Path, text: str) -> None:
    (tmp_path / "shop.json").write_text(text)
    message = message_of_start(tmp_path)
    assert "shop.json: it is not a file of shopstub" in message
    assert "recover" not in message


@pytest.mark.parametrize("name", ["shop.journal-x.jsonl", "shop.journal-01.jsonl"])
def test_a_file_that_is_named_almost_like_a_log_stops_the_start(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert f"{name}: it is not the name of a write-ahead log" in message_of_start(tmp_path)


def test_one_message_speaks_of_all_stores_and_none_is_changed(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_bytes(b"\x00")
    (tmp_path / "stripe.journal-1.jsonl").write_bytes(b"\x00\n" + LINES[1] + LINES[2][:9])
    write_log(tmp_path, *LINES)
    before = contents(tmp_path)
    with pytest.raises(DamagedStoreError) as stopped:
        JsonStore.open_together(tmp_path, {"shop": {}, "stripe": {}})
    assert contents(tmp_path) == before
    assert "shop.json: line 1, column 1: it is not JSON" in str(stopped.value)
    assert "stripe.journal-1.jsonl: line 1 (byte 0)" in str(stopped.value)
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
        '{"_store": {"snapshot": {"layout": 1, "sequence": 2}}, "orders": {"b": {"id": "new"}}}'
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


def test_every_byte_of_a_snapshot_is_guarded_and_costs_one_record_at_most(tmp_path: Path) -> None:
    """Flip each byte in turn: the start stops, and 9 or 10 of 10 records are readable."""
    store = JsonStore.open(tmp_path, "shop", {})
    for number in range(5):
        store.put("orders", f"o{number}", {"id": number, "lines": [{"n": 1}, {"n": 2}]})
        store.put("carts", f"c{number}", {"id": number})
    store.close()
    original = (tmp_path / "shop.json").read_bytes()
    names = [
        range(at, at + len(name)) for name in (b"crc32", b"header") for at in [original.find(name)]
    ]
    for position in range(len(original)):
        if any(position in name for name in names):
            continue  # the content is whole, and what would prove it has another name
        for flipped in (original[position] ^ 1, original[position] ^ 0xFF):
            (report,) = reports_with(tmp_path, original, position, flipped)
            if not report.has("newer"):
                assert sum(report.records.values()) >= 9, position
                assert report.records.keys() == {"orders", "carts"}, position


def test_a_layout_is_judged_even_when_every_checksum_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(snapshot, "LAYOUT", 9)
        store = JsonStore.open(tmp_path, "shop", {})
        store.put("orders", "a", {"id": "a"})
        store.close()
    message = message_of_start(tmp_path)
    assert "newer shopstub" in message
    assert "damaged" not in message


def test_a_header_that_is_damaged_makes_no_transaction_missing(tmp_path: Path) -> None:
    header = '{"_store": {"snapshot": {"layout": 1, "sequense": 2}}, "orders": {"b": {"id": "b"}}}'
    (tmp_path / "shop.json").write_text(header)
    write_log(tmp_path, LINES[2], first=3)
    message = message_of_start(tmp_path)
    assert "Readable: 2 orders" in message
    assert "missing" not in message


def test_a_damaged_line_that_the_snapshot_covers_spoils_no_number(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_text('{"_store": {"snapshot": {"layout": 1, "sequence": 2}}}')
    write_log(tmp_path, LINES[0], b"?\n")
    write_log(tmp_path, LINES[2], first=3)
    with pytest.raises(DamagedStoreError) as stopped:
        JsonStore.open(tmp_path, "shop", {})
    (report,) = stopped.value.reports
    assert [damage.place for damage in report.damages] == [f"line 2 (byte {len(LINES[0])})"]
    assert (report.records, report.unreadable) == ({"orders": 1}, 0)


def reports_with(
    folder: Path, original: bytes, position: int, flipped: int
) -> tuple[StoreReport, ...]:
    damaged = bytearray(original)
    damaged[position] = flipped
    (folder / "shop.json").write_bytes(damaged)
    with pytest.raises(DamagedStoreError) as stopped:
        JsonStore.open(folder, "shop", {})
    return stopped.value.reports
