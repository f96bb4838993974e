"""`shopstub doctor`: what it finds, what it hides, and what it calls a problem."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from stub_server.cli import examinations


@pytest.fixture(autouse=True)
def no_tools(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for no other programs: that starts processes."""
    if "process" not in request.keywords:
        monkeypatch.setattr(examinations, "TOOLS", ())


@pytest.fixture
def free_ports(folder: Path) -> None:
    """Settings with ports of the system's choice: the default ones may be taken here."""
    (folder / "shopstub.toml").write_text("[serve]\nport = 0\nstripe-port = 0\n")


def facts_of(ended: Any) -> dict[str, str]:
    return {row["name"]: row["value"] for row in json.loads(ended.stdout)["findings"]}


@pytest.mark.usefixtures("free_ports")
def test_a_sound_folder_has_no_problems(run: Any, folder: Path) -> None:
    ended = run("doctor", "--json")
    assert ended.exit_code == 0, ended.output
    assert json.loads(ended.stdout)["problems"] == []
    facts = facts_of(ended)
    assert {"shopstub", "Python", "system", "uvicorn", "contract", "state"} <= set(facts)
    assert "Nothing is wrong here." in run("doctor").output


@pytest.mark.process
@pytest.mark.usefixtures("free_ports")
def test_programs_that_are_not_there_are_no_problem(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = folder / "node"
    tool.write_text("#!/bin/sh\necho v20.1.0\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/bin")
    ended = run("doctor", "--json")
    assert ended.exit_code == 0, ended.output
    assert facts_of(ended)["node"] == f"v20.1.0 {tool}"
    assert facts_of(ended)["stripe"] == "not found"


@pytest.mark.usefixtures("free_ports")
def test_secrets_are_not_shown(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPSTUB_TOKEN", "a-token-nobody-may-see")
    monkeypatch.setenv("SHOPSTUB_WEBHOOK_SECRET", "whsec_nobody_may_see_this")
    ended = run("doctor", "--json")
    facts = facts_of(ended)
    assert (facts["SHOPSTUB_TOKEN"], facts["SHOPSTUB_WEBHOOK_SECRET"]) == ("set", "set")
    assert "nobody" not in ended.output


@pytest.mark.usefixtures("free_ports")
def test_a_stale_document_is_a_problem(run: Any, folder: Path, page: Path) -> None:
    pages = folder / "docs" / "api"
    pages.mkdir(parents=True)
    page.rename(pages / "hours.md")
    run("compile")
    assert run("doctor").exit_code == 0
    changed = (pages / "hours.md").read_text().replace("hours", "times")
    (pages / "hours.md").write_text(changed)
    ended = run("doctor")
    assert ended.exit_code == 1
    assert "contract: is not what docs/api says: run `shopstub compile`" in ended.output


def test_a_port_that_another_program_has_is_a_problem(run: Any, folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        (folder / "shopstub.toml").write_text(f"[serve]\nport = {port}\nstripe-port = 0\n")
        ended = run("doctor")
    assert ended.exit_code == 1
    assert "another program listens there: stop it, or choose another port with --port" in (
        ended.output
    )


def test_settings_that_cannot_be_used_are_a_problem(run: Any, folder: Path) -> None:
    (folder / "shopstub.toml").write_text('[serve]\nport = "many"\n')
    ended = run("doctor")
    assert ended.exit_code == 1
    assert "port" in ended.output
