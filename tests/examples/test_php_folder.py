"""The example PHP backend follows PSR-4 and reads like a project of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

BACKEND = Path(__file__).parents[2] / "examples" / "php-backend"
SOURCE = BACKEND / "src"
INSTALLED = {"vendor", "var"}
RULE_ID = re.compile(r"\bC-[a-z]+-\d+\b")
DECLARATION = re.compile(r"^(?:final |readonly |abstract )*(?:class|interface|enum) (\w+)", re.M)


def test_composer_maps_the_namespace_to_the_source_folder() -> None:
    project = json.loads((BACKEND / "composer.json").read_text("utf-8"))
    assert project["autoload"]["psr-4"] == {"Shop\\": "src/"}
    assert "stripe/stripe-php" in project["require"]


def test_each_file_declares_the_class_that_psr_4_expects() -> None:
    for file in SOURCE.rglob("*.php"):
        if file.name == "countries.php":
            continue
        text = file.read_text("utf-8")
        namespace = "\\".join(("Shop", *file.relative_to(SOURCE).parent.parts))
        assert f"\nnamespace {namespace};\n" in text, file
        assert DECLARATION.findall(text) == [file.stem], file


def test_no_file_names_a_rule_of_the_contract() -> None:
    top = [path for path in BACKEND.iterdir() if path.name not in INSTALLED]
    nested = (path for folder in top if folder.is_dir() for path in folder.rglob("*"))
    files = [path for path in (*top, *nested) if path.is_file()]
    assert [file for file in files if RULE_ID.search(file.read_text("utf-8"))] == []
