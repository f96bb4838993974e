"""What the package brings along: the document, the pages and the fixtures, where it looks."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from stub_server import resources

ROOT = Path(__file__).parents[2]


@pytest.fixture
def targets() -> Any:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return project["tool"]["hatch"]["build"]["targets"]


def test_the_wheel_has_everything_where_the_package_looks_for_it(
    targets: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = targets["wheel"]["force-include"]
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "stub_server")
    (tmp_path / "stub_server" / "bundle").mkdir(parents=True)
    wanted = (resources.document(), resources.pages(), resources.fixtures())
    assert sorted(brought.values()) == sorted(
        path.relative_to(tmp_path).as_posix() for path in wanted
    )


def test_what_the_wheel_brings_is_there_and_the_source_archive_has_it_too(targets: Any) -> None:
    archived = targets["sdist"]["include"]
    for source in targets["wheel"]["force-include"]:
        assert (ROOT / source).exists(), source
        assert any(Path(source).is_relative_to(it) for it in archived), source
    for source in archived:
        assert (ROOT / source).exists(), source


def test_stripes_script_is_brought_as_built_and_not_as_written(targets: Any) -> None:
    wing = ROOT / "stub_server" / "stripe_sim"
    assert {path.name for path in (wing / "static").iterdir()} == {
        "challenge.js",
        "frame.js",
        "stripe.js",
    }
    assert targets["wheel"]["packages"] == ["stub_server", "contract_tests"]
    assert targets["wheel"]["exclude"] == [str((wing / "browser").relative_to(ROOT))]
