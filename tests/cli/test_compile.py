"""`shopstub compile`: what is written where, and with which exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from stub_server import resources


def paths_in(text: str) -> list[str]:
    return list(yaml.safe_load(text)["paths"])


def test_a_page_becomes_openapi_yaml(run: Any, page: Path, folder: Path) -> None:
    ended = run("compile", page)
    assert ended.exit_code == 0, ended.output
    assert paths_in((folder / "openapi.yaml").read_text(encoding="utf-8")) == ["/api/hours"]
    assert "openapi.yaml: 1 operation of 1 page" in ended.stderr
    assert ended.stdout == ""


def test_the_file_can_be_another_one(run: Any, page: Path, folder: Path) -> None:
    assert run("compile", page, "-o", "shop.yaml").exit_code == 0
    assert sorted(it.name for it in folder.iterdir()) == ["hours.md", "shop.yaml"]


def test_a_dash_is_standard_output_and_nothing_else_is_on_it(
    run: Any, page: Path, folder: Path
) -> None:
    ended = run("compile", page, "-o", "-")
    assert ended.exit_code == 0
    assert paths_in(ended.stdout) == ["/api/hours"]
    assert [it.name for it in folder.iterdir()] == ["hours.md"]
    run("compile", page)
    assert (folder / "openapi.yaml").read_text(encoding="utf-8") == ended.stdout


def test_a_folder_is_all_of_its_pages_and_docs_api_goes_unsaid(
    run: Any, page: Path, folder: Path
) -> None:
    pages = folder / "docs" / "api"
    pages.mkdir(parents=True)
    text = page.read_text(encoding="utf-8")
    (pages / "a.md").write_text(text, encoding="utf-8")
    other = text.replace("hours", "days").replace("Hours", "Days")
    (pages / "b.md").write_text(other, encoding="utf-8")
    named = run("compile", "docs/api", "-o", "-")
    assert sorted(paths_in(named.stdout)) == ["/api/days", "/api/hours"]
    assert run("compile", "-o", "-").stdout == named.stdout


def test_the_shops_own_pages_compile_to_the_shops_own_document(run: Any, folder: Path) -> None:
    ended = run("compile", resources.pages(), "-o", "-")
    assert ended.exit_code == 0
    assert ended.stdout == resources.document().read_text(encoding="utf-8")


def test_check_says_yes_to_a_fresh_file_and_leaves_it(run: Any, page: Path, folder: Path) -> None:
    run("compile", page)
    target = folder / "openapi.yaml"
    before = target.stat().st_mtime_ns
    ended = run("compile", page, "--check")
    assert (ended.exit_code, "is what the pages say" in ended.stderr) == (0, True)
    assert target.stat().st_mtime_ns == before


def test_check_says_no_to_a_stale_file_and_leaves_it(run: Any, page: Path, folder: Path) -> None:
    run("compile", page)
    target = folder / "openapi.yaml"
    before = target.read_bytes()
    page.write_text(page.read_text("utf-8").replace("hours", "times"), encoding="utf-8")
    ended = run("compile", page, "--check")
    assert ended.exit_code == 1
    assert "openapi.yaml is stale" in ended.stderr
    assert f"shopstub compile {page} -o openapi.yaml" in ended.stderr
    assert target.read_bytes() == before


@pytest.mark.parametrize("content", [None, b"", b"\xff"])
def test_check_says_no_to_a_file_that_is_missing_or_another(
    run: Any, page: Path, folder: Path, content: bytes | None
) -> None:
    target = folder / "openapi.yaml"
    if content is not None:
        target.write_bytes(content)
    ended = run("compile", page, "--check")
    assert ended.exit_code == 1
    assert ended.stderr.startswith("openapi.yaml ")
    assert "-o openapi.yaml" in ended.stderr
    assert (target.read_bytes() if target.exists() else None) == content


def test_check_of_standard_output_is_a_misunderstanding(run: Any, page: Path) -> None:
    ended = run("compile", page, "--check", "-o", "-")
    assert ended.exit_code == 2
    assert "--check" in ended.stderr


def test_pages_that_are_not_there_can_not_be_compiled(run: Any, folder: Path) -> None:
    (folder / "empty").mkdir()
    for named, words in (
        (("nothing.md",), "nothing.md"),
        (("nowhere/",), "nowhere"),
        (("empty",), "empty"),
        ((), "docs/api"),
    ):
        ended = run("compile", *named)
        assert ended.exit_code == 2, named
        assert words in ended.stderr
    assert not (folder / "openapi.yaml").exists()


def test_a_target_that_can_not_be_written_is_said(run: Any, page: Path) -> None:
    ended = run("compile", page, "-o", "nowhere/openapi.yaml")
    assert ended.exit_code == 2
    assert "nowhere/openapi.yaml can't be written" in ended.stderr


def test_errors_are_told_on_standard_error_with_exit_code_1(run: Any, broken: Path) -> None:
    for flags in ((), ("-o", "-")):
        ended = run("compile", broken, *flags)
        assert ended.exit_code == 1
        assert "broken.md:12" in ended.stderr
        assert "Moment" in ended.stderr
        assert "broken.md:" not in ended.stdout


def test_warnings_are_shown_and_leave_the_exit_code_0(run: Any, folder: Path) -> None:
    page = folder / "rooms.md"
    page.write_text(
        "# Rooms\n\n## GET /rooms\n\n| Name | Colour |\n|---|---|\n| a | b |\n", "utf-8"
    )
    ended = run("compile", page)
    assert ended.exit_code == 0
    assert "rooms.md:5:3 warning table-not-read" in ended.stderr
    assert "operation-id-derived" not in ended.stderr


def test_pages_without_an_endpoint_are_an_error(run: Any, folder: Path) -> None:
    page = folder / "rooms.md"
    page.write_text("# Rooms\n\nText.\n", "utf-8")
    ended = run("compile", page)
    assert ended.exit_code == 1
    assert "no-endpoints" in ended.stderr
