"""`shopstub store`: what R1 asks for; nothing acknowledged is lost by following an advice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from stub_server import safe_files
from stub_server.shop.state_folder import open_store
from stub_server.shop.store_repair import recover
from stub_server.storage.json_store import DamagedStoreError, JsonStore

STATE = Path(".shopstub")


@pytest.fixture
def state(folder: Path) -> Path:
    """A state folder with 20 orders and their counter, stopped cleanly."""
    write_orders(folder / STATE, range(1, 21))
    return folder / STATE


def write_orders(state: Path, numbers: range) -> None:
    store = open_store(state)
    for number in numbers:
        with store.transaction():
            record = {"id": f"o{number}", "number": f"KN-2026-{number:04}"}
            store.put("orders", f"o{number}", record)
            store.put("counters", "2026", {"year": 2026, "last": number})
    store.close()


def flip(path: Path, marker: bytes) -> None:
    """Damage the first byte of the marker in the file."""
    content = bytearray(path.read_bytes())
    content[content.index(marker)] ^= 0xFF
    path.write_bytes(content)


def contents(state: Path) -> dict[str, bytes]:
    files = [path for path in state.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {str(path.relative_to(state)): path.read_bytes() for path in files}


def counted(state: Path) -> tuple[int, int]:
    """The orders, and the last number that was handed out."""
    store = open_store(state)
    try:
        counter = store.get("counters", "2026")
        assert counter
        return store.count("orders"), counter["last"]
    finally:
        store.close()


def test_r1_a_flipped_byte_costs_one_order_and_no_number_twice(run: Any, state: Path) -> None:
    flip(state / "shop.json", b'{"id":"o7"')
    damaged = contents(state)
    with pytest.raises(DamagedStoreError, match=r"Readable: 19 orders, 1 counters \(store shop\)"):
        open_store(state)
    assert contents(state) == damaged
    ended = run("store", "recover")
    assert ended.exit_code == 0, ended.output
    assert "shop: kept 19 orders, 1 counters; lost 1 orders." in ended.output
    assert f"The files as they were are in {STATE / 'damaged-1'}" in ended.output
    assert (state / "damaged-1" / "shop.json").read_bytes() == damaged["shop.json"]
    assert counted(state) == (19, 20)
    write_orders(state, range(21, 23))
    assert counted(state) == (21, 22)


def test_r1_a_flipped_byte_inside_of_a_value_costs_nothing(run: Any, state: Path) -> None:
    content = (state / "shop.json").read_bytes()
    (state / "shop.json").write_bytes(content.replace(b"KN-2026-0007", b"KM-2026-0007"))
    assert run("store", "check").exit_code == 1
    assert "kept 20 orders, 1 counters; lost no record" in run("store", "recover").output
    assert counted(state) == (20, 20)


@pytest.mark.parametrize("lost", [b'"2026":{"year"', b'"counters":{'])
def test_r1_numbers_go_on_above_the_orders_when_the_counter_is_lost(
    run: Any, state: Path, lost: bytes
) -> None:
    flip(state / "shop.json", lost)
    assert run("store", "recover").exit_code == 0
    assert counted(state) == (20, 20)


def test_r1_numbers_of_lost_orders_are_left_out_when_the_counter_is_lost_too(
    run: Any, state: Path
) -> None:
    flip(state / "shop.json", b'{"id":"o20"')
    flip(state / "shop.json", b'"2026":{"year"')
    assert run("store", "recover").exit_code == 0
    assert counted(state) == (19, 20)


def test_r1_numbers_of_lost_transactions_are_left_out(run: Any, folder: Path) -> None:
    state = killed(folder, range(1, 11))
    (log,) = state.glob("*.journal-*")
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join([*lines[:5], b"?\n", *lines[6:10], b"?\n"]))
    ended = run("store", "recover", "--state-dir", state)
    assert "kept 8 orders" in ended.output
    assert "lost 2 unreadable or missing transactions" in ended.output
    store = open_store(state)
    assert store.get("counters", "2026") == {"year": 2026, "last": 11}
    assert store.get("orders", "o9") is not None
    store.close()


def killed(folder: Path, numbers: range) -> Path:
    """A state folder as `kill -9` leaves it: everything is in the journal."""
    store = open_store(folder / "running")
    for number in numbers:
        with store.transaction():
            record = {"id": f"o{number}", "number": f"KN-2026-{number:04}"}
            store.put("orders", f"o{number}", record)
            store.put("counters", "2026", {"year": 2026, "last": number})
    shutil.copytree(folder / "running", folder / "killed")
    store.close()
    return folder / "killed"


def test_check_says_what_is_there(run: Any, state: Path) -> None:
    before = contents(state)
    sound = run("store", "check")
    assert (sound.exit_code, "shop: sound" in sound.output) == (0, True)
    assert "readable: 20 orders, 1 counters" in sound.output
    assert "stripe: no files" in sound.output
    flip(state / "shop.json", b'{"id":"o7"')
    damaged = run("store", "check")
    assert damaged.exit_code == 1
    assert "shop.json: line 10 (byte " in damaged.output
    assert "lost: 1 orders" in damaged.output
    assert "store recover" in damaged.output
    before["shop.json"] = (state / "shop.json").read_bytes()
    assert contents(state) == before


def test_check_speaks_json_to_scripts(run: Any, state: Path) -> None:
    assert json.loads(run("store", "check", "--json").stdout)["sound"] is True
    flip(state / "shop.json", b'{"id":"o7"')
    ended = run("store", "check", "--json")
    shop = json.loads(ended.stdout)["stores"][0]
    assert (ended.exit_code, shop["name"], shop["sound"]) == (1, "shop", False)
    assert shop["files"] == ["shop.json", "shop.manifest.json"]
    assert (shop["records"]["orders"], shop["lost"]) == (19, {"orders": 1})
    assert [damage["file"] for damage in shop["damages"]] == ["shop.json", "shop.json"]


@pytest.mark.parametrize("command", [("check",), ("recover",), ("reset", "--yes")])
def test_no_folder_and_a_running_stub_are_exit_code_2(
    run: Any, state: Path, command: tuple[str, ...]
) -> None:
    missing = run("store", *command, "--state-dir", "nowhere")
    assert (missing.exit_code, "nowhere: there is no such folder" in missing.stderr) == (2, True)
    assert not Path("nowhere").exists()
    stripe = JsonStore.open(state, "stripe", {})
    before = contents(state)
    busy = run("store", *command)
    assert (busy.exit_code, "'stripe' in it is in use by process" in busy.stderr) == (2, True)
    assert contents(state) == before
    stripe.close()


def test_a_sound_store_is_not_recovered(run: Any, state: Path) -> None:
    before = contents(state)
    ended = run("store", "recover")
    assert (ended.exit_code, "is sound" in ended.output) == (0, True)
    assert contents(state) == before


def test_a_newer_state_is_not_recovered(run: Any, state: Path) -> None:
    (state / "shop.json").write_text('{"_store": {"snapshot": {"layout": 9, "sequence": 2}}}')
    before = contents(state)
    ended = run("store", "recover")
    assert (ended.exit_code, "newer shopstub" in ended.stderr) == (2, True)
    assert contents(state) == before


def test_recover_overwrites_no_folder_and_leaves_a_sound_store_alone(run: Any, state: Path) -> None:
    JsonStore.open(state, "stripe", {}).close()
    stripe = (state / "stripe.json").read_bytes() if (state / "stripe.json").exists() else b""
    for number in (1, 2):
        flip(state / "shop.json", b'{"id":"o%d"' % number)
        assert f"damaged-{number}" in run("store", "recover").output
        aside = sorted(path.name for path in (state / f"damaged-{number}").iterdir())
        assert aside == ["shop.json", "shop.manifest.json"]
    assert (not stripe) or (state / "stripe.json").read_bytes() == stripe
    assert counted(state) == (18, 20)


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def kill(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Ends the process at the n-th call that changes names in the folder."""

    def at(call: int) -> None:
        left = [call]

        def counting(really: Callable[..., Any]) -> Callable[..., Any]:
            def change(*arguments: Any, **more: Any) -> Any:
                if left[0] == 0:
                    raise Killed
                left[0] -= 1
                return really(*arguments, **more)

            return change

        monkeypatch.setattr(Path, "rename", counting(Path.rename))
        monkeypatch.setattr(Path, "replace", counting(Path.replace))
        monkeypatch.setattr(Path, "mkdir", counting(Path.mkdir))
        monkeypatch.setattr(safe_files, "create", counting(safe_files.create))
        monkeypatch.setattr(safe_files, "sync_folder", counting(safe_files.sync_folder))

    yield at
    monkeypatch.undo()


def test_recover_can_be_killed_anywhere_and_run_again(
    folder: Path, kill: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = damaged_state(folder)
    originals = {path.name: path.read_bytes() for path in origin.glob("shop.j*")}
    assert len(originals) == 3
    for call in range(100):
        state = shutil.copytree(origin, folder / f"state-{call}")
        try:
            with monkeypatch.context():
                kill(call)
                recover(state, ("shop",))
            monkeypatch.undo()
            break
        except Killed:
            monkeypatch.undo()
        stops_or_has_everything(state)
        recover(state, ("shop",))
        assert has_each(state, originals)
        assert counted(state)[0] == 13
    assert call > 6


def damaged_state(folder: Path) -> Path:
    """A snapshot with a damaged line, and two journals, one with a damaged line: 13 orders left."""
    state = folder / "origin"
    write_orders(state, range(1, 6))
    flip(state / "shop.json", b'{"id":"o2"')
    for first, last in ((6, 10), (11, 15)):
        lines = [
            b'{"seq":%d,"ops":[["put","orders","o%d",{"number":"KN-2026-%04d"}]]}\n' % (it, it, it)
            for it in range(first, last + 1)
        ]
        lines[1] = lines[1] if first == 6 else b"?\n"
        (state / f"shop.journal-{first}.jsonl").write_bytes(b"".join(lines))
    return state


def stops_or_has_everything(state: Path) -> None:
    copy = shutil.copytree(state, state.with_name(f"{state.name}-copy"))
    try:
        assert counted(copy)[0] == 13
    except DamagedStoreError:
        return


def has_each(state: Path, originals: dict[str, bytes]) -> bool:
    kept = [path.read_bytes() for path in state.glob("damaged-*/*")]
    return all(content in kept for content in originals.values())


def test_reset_moves_everything_aside(run: Any, state: Path) -> None:
    shop = (state / "shop.json").read_bytes()
    (state / "stripe.journal-1.jsonl").write_bytes(b"?")
    ended = run("store", "reset", "--yes")
    assert ended.exit_code == 0
    assert f"The state is in {STATE / 'old-1'} now" in ended.output
    assert "may be deleted" in ended.output
    assert (state / "old-1" / "shop.json").read_bytes() == shop
    assert (state / "old-1" / "stripe.journal-1.jsonl").read_bytes() == b"?"
    assert list(state.glob("*.j*")) == []
    assert "no state" in run("store", "reset", "--yes").output
    write_orders(state, range(1, 2))
    assert run("store", "reset", "--yes").exit_code == 0
    assert (state / "old-1" / "shop.json").read_bytes() == shop


def test_reset_asks_and_does_nothing_without_a_terminal(run: Any, state: Path) -> None:
    before = contents(state)
    ended = run("store", "reset")
    assert (ended.exit_code, "--yes" in ended.stderr) == (2, True)
    assert contents(state) == before
