"""action.yml and the guide's CI job: they name only what exists."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GUIDE = (ROOT / "docs" / "guides" / "backend.md").read_text(encoding="utf-8")


def test_the_action_installs_its_own_repository_unless_another_source_is_named() -> None:
    assert ACTION["inputs"]["version"]["default"] == ""
    installs = [step["run"] for step in ACTION["runs"]["steps"] if "pip install" in str(step)]
    assert installs == ['python -m pip install --quiet "${VERSION:-$GITHUB_ACTION_PATH[contract]}"']


def test_no_document_installs_shopstub_from_an_index() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *ROOT.glob("examples/*/README.md")]
    found = re.compile(r"pip install [^\n]*(?<![\w/.-])shopstub(?!-)")
    assert [page.name for page in pages if found.search(page.read_text(encoding="utf-8"))] == []


def test_the_job_sets_the_variables_that_the_php_example_reads() -> None:
    (block,) = re.findall(r"```yaml\n(jobs:.*?)```", GUIDE, re.DOTALL)
    steps = yaml.safe_load(block)["jobs"]["contract"]["steps"]
    (variables,) = [step["env"] for step in steps if "env" in step]
    settings = (ROOT / "examples/php-backend/src/Settings.php").read_text(encoding="utf-8")
    read = set(re.findall(r"read\('([A-Z_]+)'", settings))
    assert set(variables) <= read
    required = set(re.findall(r"read\('([A-Z_]+)'\)", settings))
    assert required <= set(variables)
