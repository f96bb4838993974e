"""The example storefront can be copied out of the repository."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
STOREFRONT = ROOT / "examples" / "vue-storefront"
INSTALLED = {"node_modules", "dist", "package-lock.json"}
RULE_ID = re.compile(r"\bC-[a-z]+-\d+\b")
RELATIVE_PATH = re.compile(r"""["'](\.\.?/[^"']*)["']""")


def source_files() -> list[Path]:
    """Return the files of the storefront, without those that npm installs or builds."""
    top = [path for path in STOREFRONT.iterdir() if path.name not in INSTALLED]
    nested = (path for folder in top if folder.is_dir() for path in folder.rglob("*"))
    return [path for path in (*top, *nested) if path.is_file()]


def test_no_path_leads_above_the_folder() -> None:
    above = [
        f"{file.relative_to(STOREFRONT)}: {path}"
        for file in source_files()
        for path in RELATIVE_PATH.findall(file.read_text("utf-8"))
        if not (file.parent / path).resolve().is_relative_to(STOREFRONT)
    ]
    assert above == []


def test_no_file_names_a_rule_of_the_contract() -> None:
    with_rule = [
        str(file.relative_to(STOREFRONT))
        for file in source_files()
        if RULE_ID.search(file.read_text("utf-8"))
    ]
    assert with_rule == []


def test_the_catalogue_is_a_copy_of_the_fixtures() -> None:
    copy = STOREFRONT / "src" / "data" / "catalogue.json"
    original = ROOT / "fixtures" / "catalogue.json"
    assert copy.read_bytes() == original.read_bytes(), "run make storefront"
