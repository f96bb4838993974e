"""The constraints for pip hold the versions of uv.lock."""

from __future__ import annotations

import tomllib
from pathlib import Path

from scripts.constraints import constraints

ROOT = Path(__file__).parents[1]


def test_each_dependency_of_the_project_is_constrained() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    (project,) = (it for it in lock["package"] if it["name"] == "shopstub")
    extras = project["optional-dependencies"].values()
    named = {it["name"] for group in (project["dependencies"], *extras) for it in group}
    lines = list(constraints(lock))
    assert named - {line.partition("==")[0] for line in lines} == set()
    assert not any(line.startswith("shopstub") for line in lines)


def test_each_of_several_versions_is_limited_to_its_environments() -> None:
    index = {"registry": "https://pypi.org/simple"}
    old, new = "python_full_version < '3.14'", "python_full_version >= '3.14'"
    lock = {
        "package": [
            {"name": "a", "version": "1", "source": index},
            {"name": "b", "version": "1", "source": index, "resolution-markers": [old]},
            {"name": "b", "version": "2", "source": index, "resolution-markers": [new]},
        ]
    }
    assert list(constraints(lock)) == ["a==1", f"b==1 ; ({old})", f"b==2 ; ({new})"]
