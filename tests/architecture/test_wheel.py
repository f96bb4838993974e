"""The wheel has the document, the pages and the fixtures where the package looks for them."""

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
    bundled = targets["wheel"]["force-include"]
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "stub_server")
    (tmp_path / "stub_server" / "bundle").mkdir(parents=True)
    wanted = (resources.document(), resources.pages(), resources.fixtures())
    assert sorted(bundled.values()) == sorted(
        path.relative_to(tmp_path).as_posix() for path in wanted
    )


def test_the_wheels_files_exist_and_are_in_the_source_archive_too(targets: Any) -> None:
    archived = targets["sdist"]["include"]
    for source in targets["wheel"]["force-include"]:
        assert (ROOT / source).exists(), source
        assert any(Path(source).is_relative_to(name) for name in archived), source
    for source in archived:
        assert (ROOT / source).exists(), source


def test_the_wheel_has_stripes_scripts_as_built_without_their_sources(targets: Any) -> None:
    package = ROOT / "stub_server" / "stripe_sim"
    assert {path.name for path in (package / "static").iterdir()} == {
        "challenge.js",
        "frame.js",
        "stripe.js",
    }
    assert targets["wheel"]["packages"] == ["stub_server", "contract_tests"]
    assert targets["wheel"]["exclude"] == [str((package / "browser").relative_to(ROOT))]
