"""The state folder of a real stub: its modes, links in it, and a start on damaged state."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.process


def test_s6_everything_is_private_and_ignored_by_git(start: Any, checkout: Any) -> None:
    umask = os.umask(0)
    try:
        stub = start("--quiet")
    finally:
        os.umask(umask)
    state = stub.folder / ".shopstub"
    with stub.buyer() as buyer:
        checkout(buyer)
    assert (state / "running.json").exists()
    assert modes(state) == {(True, 0o700), (False, 0o600)}
    assert (state / ".gitignore").read_text() == "*\n"
    assert stub.runs("store", "check").returncode == 2
    stub.stops()
    assert (state / "shop.json").exists()
    assert modes(state) == {(True, 0o700), (False, 0o600)}
    assert stub.runs("store", "check").returncode == 0
    assert stub.runs("store", "reset", "--yes").returncode == 0
    assert modes(state) == {(True, 0o700), (False, 0o600)}


def modes(folder: Path) -> set[tuple[bool, int]]:
    """Whether it is a folder, and the mode, of everything in a folder and of itself."""
    return {
        (path.is_dir(), stat.S_IMODE(path.lstat().st_mode)) for path in [folder, *folder.rglob("*")]
    }


@pytest.mark.parametrize("name", ["running.json", "shop.lock", "stripe.json", "stripe.lock"])
def test_s6_serve_refuses_a_link_and_leaves_its_target(run: Any, tmp_path: Path, name: str) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / ".shopstub").mkdir()
    (tmp_path / ".shopstub" / name).symlink_to(tmp_path / "precious")
    ended = run("serve", "--port", "0", "--stripe-port", "0")
    assert ended.returncode == 2
    assert f".shopstub/{name}: " in ended.stderr
    assert "Remove it" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert (tmp_path / "precious").read_text() == "precious"


def test_s6_a_note_that_a_repository_brings_leads_nowhere(run: Any, tmp_path: Path) -> None:
    (tmp_path / ".shopstub").mkdir()
    note = tmp_path / ".shopstub" / "running.json"
    facts = {"url": "http://127.0.0.1:9", "stripe": "", "pid": os.getpid()}
    note.write_text(json.dumps(facts))
    note.chmod(0o600)
    ended = run("orders")
    assert "http://127.0.0.1:9 " not in ended.stderr


def test_r1_a_damaged_state_stops_the_start_and_is_recovered(start: Any, checkout: Any) -> None:
    stub = start("--quiet")
    with stub.buyer() as buyer:
        orders = [checkout(buyer)["orderId"] for _ in range(2)]
    stub.stops()
    shop = stub.folder / ".shopstub" / "shop.json"
    damaged = shop.read_bytes().replace(
        b'"%b":{' % orders[0].encode(), b'"%b"?{' % orders[0].encode()
    )
    shop.write_bytes(damaged)
    stopped = stub.runs("serve", "--port", "0", "--stripe-port", "0")
    assert stopped.returncode == 2
    assert "1 orders" in stopped.stderr
    assert "shopstub store recover --state-dir .shopstub" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert shop.read_bytes() == damaged
    assert "lost 1 orders" in stub.runs("store", "recover").stdout
    again = start("--quiet")
    assert orders[1] in again.runs("orders", "--json").stdout
