"""The checker holds a backend to a contract that is not the shop's, with a pack and without."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from stub_server.contract import compile_pages, read_pages, to_yaml

pytestmark = pytest.mark.process
ROOT = Path(__file__).parents[2]
PAGES = Path(__file__).parent / "booking"
PACK = PAGES / "pack"
FAST = ("--fast", "--seed", "1")
MISTAKES = {
    "a list that needs no login": (
        "| List one's bookings | yes |",
        "| List them | – |",
        "B-book-1",
    ),
    "breakfast by default": ("defaults to false", "defaults to true", "B-book-3"),
    "another code": ("booking.unknown", "booking.missing", "B-book-5"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """How a check ended: exit code, rule → verdict, and all output."""

    code: int
    verdicts: dict[str, str]
    output: str


def compiled(folder: Path, old: str = "", new: str = "") -> Path:
    """Compile the pages, with another text in place of one."""
    pages = folder / "pages"
    pages.mkdir(parents=True)
    for page in PAGES.glob("*.md"):
        text = page.read_text("utf-8")
        (pages / page.name).write_text(text.replace(old, new) if old else text, "utf-8")
    document = folder / "openapi.yaml"
    document.write_text(to_yaml(compile_pages(read_pages([pages])).document), "utf-8")
    return document


@contextlib.contextmanager
def served(document: Path, folder: Path) -> Iterator[str]:
    """Serve a document statefully; its address."""
    ports = free_ports(2)
    command = [sys.executable, "-m", "stub_server", "serve", "--memory", "--quiet"]
    command += ["--openapi", str(document), "--port", str(ports[0]), "--stripe-port", str(ports[1])]
    with (folder / "stub.log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=log, stderr=log)
    try:
        await_port(ports[0], process)
        yield f"http://127.0.0.1:{ports[0]}"
    finally:
        process.terminate()
        process.wait(20)


def check(url: str, document: Path, *options: str) -> Checked:
    """Run the checker."""
    folder = document.parent
    command = [sys.executable, "-m", "contract_tests", url, "--openapi", str(document), *FAST]
    done = subprocess.run(
        [*command, "--json", "report.json", *options],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    report = folder / "report.json"
    record: Any = json.loads(report.read_text("utf-8")) if report.exists() else {"rules": []}
    verdicts = {rule["id"]: rule["verdict"] for rule in record["rules"]}
    return Checked(done.returncode, verdicts, done.stdout + done.stderr)


def environment() -> dict[str, str]:
    """The environment, with this checkout first."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "160"}


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until something listens there."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("the stub did not start")


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contract."""
    return compiled(tmp_path_factory.mktemp("contract") / "booking")


@pytest.fixture(scope="module")
def backend(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A backend that keeps it."""
    with served(document, tmp_path_factory.mktemp("stub")) as url:
        yield url


def test_with_its_pack_every_rule_and_operation_is_kept(backend: str, document: Path) -> None:
    found = check(backend, document, "--pack", str(PACK))
    assert found.code == 0, found.output
    assert set(found.verdicts.values()) == {"kept"}
    assert {"B-conv-1", "B-room-1", "B-book-5", "createBooking", "document"} <= set(found.verdicts)


def test_without_a_pack_each_operation_is_checked(backend: str, document: Path) -> None:
    found = check(backend, document)
    assert found.code == 0, found.output
    assert found.verdicts.pop("B-conv-1") == "not reached"
    assert set(found.verdicts.values()) == {"kept"}
    assert len(found.verdicts) == 1 + 15
    assert "no pack has a test of it" in found.output


@pytest.mark.parametrize("name", MISTAKES)
def test_the_pack_finds_a_mistake(document: Path, tmp_path: Path, name: str) -> None:
    old, new, rule = MISTAKES[name]
    with served(compiled(tmp_path / "wrong", old, new), tmp_path) as url:
        found = check(url, document, "--pack", str(PACK), "--only", rule)
    assert found.code == 1, found.output
    assert found.verdicts[rule] == "broken"


def test_without_a_pack_an_undocumented_status_is_found(document: Path, tmp_path: Path) -> None:
    old, new = "| POST | `/v1/logout` | – | 204 |", "| POST | `/v1/logout` | – | `Room[]` |"
    with served(compiled(tmp_path / "wrong", old, new), tmp_path) as url:
        found = check(url, document)
    assert found.code == 1, found.output
    assert [name for name, verdict in found.verdicts.items() if verdict == "broken"] == ["logout"]
    assert "logout answers 200, which its page does not name" in found.output


def test_the_shop_s_options_are_not_those_of_this_contract(backend: str, document: Path) -> None:
    found = check(backend, document, "--tax", "7")
    assert found.code == 2
    assert "--tax is no option of the pack none" in found.output


def test_a_test_file_that_can_not_be_imported_is_named(
    backend: str, document: Path, tmp_path: Path
) -> None:
    (tmp_path / "test_it.py").write_text("import a_module_that_is_missing\n")
    found = check(backend, document, "--pack", str(tmp_path))
    assert found.code == 2
    assert "test_it.py can't be imported: ModuleNotFoundError" in found.output
    assert "Traceback" not in found.output


def test_a_folder_of_tests_is_a_pack(backend: str, document: Path, tmp_path: Path) -> None:
    (tmp_path / "test_rooms.py").write_text(
        "from contract_tests.harness.rules import rule\n\n"
        '@rule("R-1")\n'
        "def test_rooms(client):\n"
        '    """There are rooms."""\n'
        '    assert client.call("listRooms").json\n\n'
        '@rule("R-2")\n'
        "def test_no_rooms(client):\n"
        '    assert not client.call("listRooms").json, "there are rooms"\n'
    )
    found = check(backend, document, "--pack", str(tmp_path), "--only", "R-1", "--only", "R-2")
    assert found.code == 1, found.output
    assert found.verdicts == {"R-1": "kept", "R-2": "broken"}
    assert "There are rooms" in found.output
