"""`shopstub lint`: for people, for programs, for GitHub, and the exit code for all of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stub_server import resources


@pytest.mark.parametrize("form", ["rich", "json", "github"])
def test_errors_are_exit_code_1(run: Any, broken: Path, form: str) -> None:
    ended = run("lint", broken, "--format", form)
    assert ended.exit_code == 1
    assert "Moment" in ended.stdout


@pytest.mark.parametrize("form", ["rich", "json", "github"])
def test_without_errors_it_is_0(run: Any, page: Path, form: str) -> None:
    ended = run("lint", page, "--format", form)
    assert ended.exit_code == 0, ended.output


def test_notes_alone_are_0_and_yet_told(run: Any, page: Path) -> None:
    said = json.loads(run("lint", page, "--format", "json").stdout)
    assert {it["severity"] for it in said} == {"note"}


def test_the_shops_own_pages_have_no_errors(run: Any) -> None:
    assert run("lint", resources.pages()).exit_code == 0


def test_people_read_the_place_and_the_line(run: Any, broken: Path) -> None:
    told = run("lint", broken).stdout
    assert "broken.md:12" in told
    assert "interface Hours { open: string; closed: Moment }" in told


def test_programs_get_json_and_nothing_else(run: Any, broken: Path) -> None:
    said = json.loads(run("lint", broken, "--format", "json").stdout)
    (error,) = [it for it in said if it["severity"] == "error"]
    assert (Path(error["path"]).name, error["line"]) == ("broken.md", 12)
    assert "Moment" in error["message"]


def test_github_gets_an_annotation(run: Any, broken: Path) -> None:
    lines = run("lint", broken, "--format", "github").stdout.splitlines()
    (error,) = [line for line in lines if line.startswith("::error ")]
    assert "broken.md,line=12," in error


def test_pages_that_are_not_there_are_2(run: Any, folder: Path) -> None:
    for named, words in ((("nothing.md",), "nothing.md"), ((), "docs/api")):
        ended = run("lint", *named)
        assert ended.exit_code == 2
        assert words in ended.stderr
