"""What a person pastes from the README: run as it stands, in bash and in an interactive zsh."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.process.running import SHOPSTUB, Running, environment

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
pytestmark = pytest.mark.process
SHELLS = [("bash",), ("zsh", "-f", "-i")]
"""An interactive zsh takes no comments, and expands `!` and `?`; -f leaves out its start files."""


def paste(shell: tuple[str, ...], text: str, folder: Path) -> str:
    """Paste a text into a shell; return what is printed. AssertionError: the shell complains."""
    program = shutil.which(shell[0])
    assert program, f"{shell[0]} is not installed: make bootstrap"
    ended = subprocess.run(
        [program, *shell[1:]],
        input=text.replace(".venv/bin/shopstub", SHOPSTUB),
        cwd=folder,
        env=environment() | {"PS1": "", "PROMPT_EOL_MARK": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    complaints = [
        line
        for line in ended.stderr.splitlines()
        if re.search(r"not found|parse error|syntax error|no matches found|bad pattern", line)
    ]
    assert complaints == [], ended.stderr
    return ended.stdout


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell[0])
def test_the_checkout_of_the_readme_ends_with_a_paid_order(
    stub: Running, shell: tuple[str, ...]
) -> None:
    (walk,) = [block for block in BLOCKS if block.startswith("SHOP=")]
    text = walk.replace("http://localhost:4600", stub.url)
    printed = paste(shell, text, stub.folder)
    assert '"status":"paid"' in printed
    assert printed.rstrip().splitlines()[-1].startswith('{"items":[],"count":0')


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell[0])
def test_a_contract_of_one_s_own_begins_as_the_readme_says(
    tmp_path: Path, shell: tuple[str, ...]
) -> None:
    (block,) = [block for block in BLOCKS if "shopstub init" in block]
    folder = tmp_path / "shopstub"
    folder.mkdir()
    text = block.replace("../shopstub/.venv", ".venv").replace("shopstub serve", "shopstub doctor")
    printed = paste(shell, text, folder)
    assert "openapi.yaml, from docs/api" in printed
    assert (tmp_path / "tasks" / "openapi.yaml").is_file()


def test_no_block_that_is_pasted_has_a_comment() -> None:
    """An interactive zsh takes `#` for a command."""
    assert [line for block in BLOCKS for line in block.splitlines() if " #" in line] == []
