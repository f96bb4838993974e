"""`shopstub init`: what it creates, what it keeps, and that the result can be served."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stub_server import app
from stub_server.settings_loading import load_settings


def names_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_an_empty_folder_gets_a_page_fixtures_settings_and_the_document(
    run: Any, folder: Path
) -> None:
    ended = run("init")
    assert ended.exit_code == 0, ended.output
    assert names_in(folder) == {
        ".gitignore",
        "docs/api/tasks.md",
        "fixtures/tasks.json",
        "openapi.yaml",
        "shopstub.toml",
    }
    assert "Next: shopstub serve" in ended.output


def test_the_page_to_start_from_has_no_problems_and_needs_no_compilation(
    run: Any, folder: Path
) -> None:
    run("init")
    assert run("compile", "--check").exit_code == 0
    ended = run("lint")
    assert ended.exit_code == 0
    assert "warning" not in ended.output


@pytest.mark.parametrize(("flags", "operations"), [((), 5), (("--shop",), 21)])
def test_serve_takes_the_new_contract_and_its_fixtures(
    run: Any, folder: Path, flags: tuple[str, ...], operations: int
) -> None:
    run("init", *flags)
    settings = load_settings({"memory": True}, {})
    assert settings.fixtures.resolve() == folder / "fixtures"
    stub = app.build(settings, "http://shop.test", "http://stripe.test")
    assert len(stub.contract.operations) == operations
    assert (stub.shop_or_none is not None) == bool(flags)


def test_another_folder_is_created_and_named(run: Any, folder: Path) -> None:
    ended = run("init", "tasks")
    assert (folder / "tasks" / "openapi.yaml").is_file()
    assert "Next: cd tasks, then shopstub serve" in ended.output


def test_files_that_are_there_are_kept(run: Any, folder: Path) -> None:
    pages = folder / "docs" / "api"
    pages.mkdir(parents=True)
    (pages / "mine.md").write_text("# Mine\n")
    (folder / "shopstub.toml").write_text("[serve]\nport = 5000\n")
    (folder / ".gitignore").write_text("node_modules")
    ended = run("init")
    assert ended.exit_code == 0, ended.output
    assert not (pages / "tasks.md").exists()
    assert (folder / "shopstub.toml").read_text() == "[serve]\nport = 5000\n"
    assert (folder / ".gitignore").read_text() == "node_modules\n.shopstub/\n"
    before = (folder / ".gitignore").read_text()
    run("init")
    assert (folder / ".gitignore").read_text() == before


def test_a_link_in_the_place_of_a_file_is_not_followed(run: Any, folder: Path) -> None:
    outside = folder.parent / f"{folder.name}-outside"
    (folder / "shopstub.toml").symlink_to(outside)
    run("init")
    assert not outside.exists()


def test_a_page_that_cannot_be_read_is_named(run: Any, folder: Path) -> None:
    pages = folder / "docs" / "api"
    pages.mkdir(parents=True)
    (pages / "mine.md").write_bytes(b"\xff\xfe")
    ended = run("init")
    assert ended.exit_code == 2
    assert "mine.md is not UTF-8" in ended.output


def test_a_folder_that_cannot_be_written_is_named(run: Any, folder: Path) -> None:
    (folder / "docs").write_text("a file")
    ended = run("init")
    assert ended.exit_code == 2
    assert "docs" in ended.output
