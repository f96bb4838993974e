"""S6: nothing under the state folder is read or written through a link."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from stub_server import safe_files
from stub_server.cli import runfile
from stub_server.cli.errors import CannotRun
from stub_server.shop.state_folder import open_store, open_stores
from stub_server.storage import StoreError
from stub_server.storage.json_store import JsonStore

STATE = Path(".shopstub")
PRECIOUS = b"precious"
OPENED = ("shop.lock", "shop.json", "shop.json.tmp", "shop.journal-1.jsonl", ".gitignore")

Link = Callable[[Path, Path], None]


def symbolic(path: Path, target: Path) -> None:
    path.symlink_to(target)


def hard(path: Path, target: Path) -> None:
    path.hardlink_to(target)


@pytest.fixture
def target(folder: Path) -> Path:
    """A file outside of the state folder, which the links lead to."""
    path = folder / "precious"
    path.write_bytes(PRECIOUS)
    path.chmod(0o644)
    (folder / STATE).mkdir()
    return path


@pytest.mark.parametrize("link", [symbolic, hard])
@pytest.mark.parametrize("name", OPENED)
def test_s6_a_link_in_the_place_of_a_file_is_refused(target: Path, name: str, link: Link) -> None:
    link(STATE / name, target)
    with pytest.raises(StoreError, match="link") as refused:
        open_store(STATE).close()
    assert f"{STATE / name}: " in str(refused.value)
    assert "Remove it" in str(refused.value)
    assert target.read_bytes() == PRECIOUS
    assert stat.S_IMODE(target.stat().st_mode) == 0o644


@pytest.mark.parametrize("name", OPENED)
def test_s6_a_link_to_nothing_creates_nothing(folder: Path, target: Path, name: str) -> None:
    (STATE / name).symlink_to(folder / "new")
    with pytest.raises(StoreError, match="symbolic link"):
        open_store(STATE).close()
    assert not (folder / "new").exists()


@pytest.mark.parametrize("name", ["shop.json", "shop.json.tmp", "shop.journal-2.jsonl"])
def test_s6_a_link_that_comes_while_the_store_is_open_is_not_followed(
    target: Path, name: str
) -> None:
    store = open_store(STATE)
    store.put("carts", "s1", {})
    (STATE / name).symlink_to(target)
    assert isinstance(store, JsonStore)
    storage = store._database.storage
    write = storage.begin_compaction if name.endswith(".jsonl") else store.close
    with pytest.raises(StoreError, match="symbolic link"):
        write()
    (STATE / name).unlink()
    store.close()
    assert target.read_bytes() == PRECIOUS


def test_s6_a_link_that_comes_between_check_and_opening_is_not_followed(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (STATE / "shop.lock").symlink_to(target)
    really = safe_files.check_file
    checks = iter([lambda path: False, really])
    monkeypatch.setattr(safe_files, "check_file", lambda path: next(checks)(path))
    with pytest.raises(safe_files.UnsafePathError, match="symbolic link"):
        safe_files.open_file(STATE / "shop.lock", os.O_RDWR | os.O_CREAT)


def test_s6_a_link_at_one_store_leaves_the_other_as_it_is(target: Path) -> None:
    (STATE / "stripe.json.tmp").symlink_to(target)
    (STATE / "shop.journal-1.jsonl").write_bytes(b"torn")
    with pytest.raises(StoreError, match=r"stripe\.json\.tmp: .*symbolic link"):
        open_stores(STATE, {"shop": {}, "stripe": {}})
    assert (STATE / "shop.journal-1.jsonl").read_bytes() == b"torn"


@pytest.mark.parametrize("command", [("check",), ("recover",), ("reset", "--yes")])
def test_s6_a_folder_that_is_a_link_is_refused(
    run: Any, folder: Path, command: tuple[str, ...]
) -> None:
    (folder / "elsewhere").mkdir(0o755)
    STATE.symlink_to("elsewhere")
    with pytest.raises(StoreError, match="Give its real path with --state-dir"):
        open_store(STATE)
    ended = run("store", *command)
    assert (ended.exit_code, "Give its real path" in ended.stderr) == (2, True)
    with pytest.raises(CannotRun, match="Give its real path"):
        runfile.find()
    assert list((folder / "elsewhere").iterdir()) == []
    assert stat.S_IMODE((folder / "elsewhere").stat().st_mode) == 0o755


def test_s6_a_folder_above_may_be_a_link(folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "above").symlink_to("real")
    open_store(folder / "above" / "state").close()
    assert (folder / "real" / "state" / "shop.lock").exists()


def test_s6_reset_moves_a_link_and_not_what_it_leads_to(run: Any, target: Path) -> None:
    (STATE / "shop.json").symlink_to(target)
    assert run("store", "reset", "--yes").exit_code == 0
    assert (STATE / "old-1" / "shop.json").is_symlink()
    assert target.read_bytes() == PRECIOUS


def test_s6_modes_of_older_files_and_folders_are_tightened(folder: Path) -> None:
    STATE.mkdir()
    STATE.chmod(0o755)
    (STATE / "shop.lock").touch(0o644)
    open_store(STATE).close()
    assert stat.S_IMODE(STATE.stat().st_mode) == 0o700
    assert stat.S_IMODE((STATE / "shop.lock").stat().st_mode) == 0o600


def test_s6_the_working_folder_keeps_its_mode_and_is_not_hidden_from_git(folder: Path) -> None:
    folder.chmod(0o755)
    open_store(Path()).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert not (folder / ".gitignore").exists()


def test_s6_git_ignores_the_folder_unless_it_says_otherwise(folder: Path) -> None:
    open_store(STATE).close()
    assert (STATE / ".gitignore").read_bytes() == b"*\n"
    (STATE / ".gitignore").write_text("own\n")
    open_store(STATE).close()
    assert (STATE / ".gitignore").read_text() == "own\n"


def leave_as_repository(mode: int = 0o600, pid: int | None = None) -> None:
    """Write a running.json that leads to another host."""
    STATE.mkdir(exist_ok=True)
    facts = {"url": "http://stranger.example", "stripe": "", "pid": pid or os.getpid()}
    (STATE / runfile.NAME).write_bytes(orjson.dumps(facts))
    (STATE / runfile.NAME).chmod(mode)


def test_s6_a_note_is_believed_while_its_process_has_the_store_open(folder: Path) -> None:
    store = open_store(STATE)
    runfile.write(STATE, url="http://127.0.0.1:4600", stripe="", token=None)
    assert runfile.find() == ("http://127.0.0.1:4600", None, None)
    store.close()
    assert runfile.find() is None


def test_s6_a_note_that_a_repository_brings_is_ignored(folder: Path) -> None:
    leave_as_repository()
    assert runfile.find() is None
    (STATE / "shop.lock").write_text(f"{os.getpid()}\n")
    assert runfile.find() is None


@pytest.mark.parametrize(("mode", "pid"), [(0o644, None), (0o660, None), (0o600, 1)])
def test_s6_a_note_of_somebody_else_beside_a_running_stub_is_ignored(
    folder: Path, mode: int, pid: int | None
) -> None:
    store = open_store(STATE)
    leave_as_repository(mode, pid)
    assert runfile.find() is None
    store.close()


@pytest.mark.parametrize("link", [symbolic, hard])
def test_s6_a_note_that_is_a_link_is_refused(target: Path, link: Link) -> None:
    link(STATE / runfile.NAME, target)
    with pytest.raises(CannotRun, match="link"):
        runfile.find()
    with pytest.raises(CannotRun, match="link"):
        runfile.check_path(STATE)
    with pytest.raises(OSError, match="link"):
        runfile.write(STATE, url="http://127.0.0.1:4600")
    assert target.read_bytes() == PRECIOUS


def test_s6_the_temporary_file_of_the_note_follows_no_link(target: Path) -> None:
    (STATE / f"{runfile.NAME}.tmp").symlink_to(target)
    with pytest.raises(OSError, match="link"):
        runfile.write(STATE, url="http://127.0.0.1:4600")
    assert target.read_bytes() == PRECIOUS


def test_a_note_that_is_none_is_said(folder: Path) -> None:
    STATE.mkdir()
    (STATE / runfile.NAME).touch(0o600)
    with pytest.raises(CannotRun, match="was not written by a stub"):
        runfile.find()


def test_s6_compile_writes_through_no_link_that_leads_out_of_the_folder(
    run: Any, page: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "precious"
    outside.write_bytes(PRECIOUS)
    Path("openapi.yaml").symlink_to(outside)
    ended = run("compile", page)
    assert ended.exit_code == 2
    assert f"openapi.yaml is a symbolic link to {outside}" in ended.stderr
    assert "-o openapi.yaml" in ended.stderr
    assert outside.read_bytes() == PRECIOUS
    assert run("compile", page, "-o", "openapi.yaml").exit_code == 0
    assert outside.read_bytes() != PRECIOUS


def test_s6_compile_writes_through_a_link_that_stays_in_the_folder(run: Any, page: Path) -> None:
    Path("openapi.yaml").symlink_to("shop.yaml")
    assert run("compile", page).exit_code == 0
    assert Path("shop.yaml").exists()
