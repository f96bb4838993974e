"""Damaged snapshots stop the start; the message says what is readable (R1, R6)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stub_server.storage.json_store import JsonStore, layout
from tests.storage.json_store.helpers import LINES, message_of_start, reports_with, write_log


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


def test_a_snapshot_of_another_layout_stops_the_start_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_text('{"_store": {"snapshot": {"layout": 9, "sequence": 2}}}')
    write_log(tmp_path, LINES[2], first=3)
    message = message_of_start(tmp_path)
    assert "written by a newer shopstub (layout 9; this one knows 2)" in message
    assert "use that version, or another folder (--state-dir)" in message
    assert "recover" not in message
    assert "reset" not in message


@pytest.mark.parametrize("text", ["[]", '{"orders": {"1": {"id": "x"}}}', '{"caps": 3}', "7"])
def test_a_foreign_file_stops_the_start(tmp_path: Path, text: str) -> None:
    (tmp_path / "shop.json").write_text(text)
    message = message_of_start(tmp_path)
    assert "shop.json: it is not a file of shopstub" in message
    assert "recover" not in message


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
        newer.setattr(layout, "LAYOUT", 9)
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
