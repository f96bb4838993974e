"""The document as YAML: readable, and the same bytes each time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from stub_server.contract import Page, compile_pages, to_yaml

COMPILE = """
import sys
from stub_server.contract import compile_pages, to_yaml, read_pages
print(to_yaml(compile_pages(read_pages(sys.argv[1:])).document))
"""


def test_the_text_begins_with_its_origin_and_reads_back_the_same(published: str) -> None:
    document = compile_pages([Page("checkout.md", published)]).document
    text = to_yaml(document)
    assert text.startswith("# Compiled by `shopstub compile` from docs/api. Never edited by hand")
    assert yaml.safe_load(text) == document


def test_plain_lists_stand_on_one_line(published: str) -> None:
    text = to_yaml(compile_pages([Page("checkout.md", published)]).document)
    assert "enum: [pending, paid, failed, refunded, cancelled]" in text
    assert "&id" not in text


def test_texts_that_look_like_numbers_stay_texts(schema_of: Any) -> None:
    schema = schema_of("type T = '1e3' | '10115' | 'no' | '2026-01-01'")
    text = to_yaml({"schema": schema})
    assert "'1e3'" in text
    assert yaml.safe_load(text)["schema"] == schema


@pytest.mark.process
def test_compiled_twice_it_is_the_same_bytes() -> None:
    folder = Path(__file__).parents[3] / "docs" / "api"
    found = {
        subprocess.run(
            [sys.executable, "-c", COMPILE, str(folder)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
