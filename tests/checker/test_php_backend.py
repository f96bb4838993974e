"""The example backend in PHP keeps every rule, and the checker kills its mutants."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.checker.php import processes
from tests.checker.php.mutant import PhpMutant
from tests.checker.php.registry import FAMILIES, MUTANTS
from tests.checker.php.run import open_slot
from tests.checker.processes import free_ports

needs_packages = pytest.mark.skipif(
    bool(processes.missing_packages()),
    reason=f"the PHP backend needs: apt-get install {' '.join(processes.missing_packages())}",
)
LONG_TIMEOUTS = ("--fast", "--timeout", "30", "--settle", "40")
"""Other tests may keep the machine busy."""


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    """Run a database server for this module; each test has its own database."""
    with processes.run_database() as server_dsn:
        yield server_dsn


@pytest.mark.process
@needs_packages
def test_the_php_backend_keeps_every_rule(tmp_path: Path, dsn: str) -> None:
    (port,), log = free_ports(1), tmp_path / "php.log"
    with (
        processes.run_stripe(port, tmp_path / "stripe.log") as stripe,
        processes.run_backend(processes.BACKEND, f"{dsn};dbname=shop", stripe, port, log) as url,
    ):
        report = processes.run_checker(url, stripe, tmp_path / "report.json", *LONG_TIMEOUTS)
    assert len(report["rules"]) == 61
    others = [rule for rule in report["rules"] if rule["verdict"] != "kept" or rule["missing"]]
    assert others == [], [_summary(rule) for rule in others]


@pytest.mark.process
@needs_packages
@pytest.mark.parametrize("name", ["tax-rounded-down", "confirm-pays", "one-cart-for-all"])
def test_the_broken_rule_kills_the_mutant(tmp_path: Path, dsn: str, name: str) -> None:
    with open_slot(dsn, tmp_path) as slot:
        trial = slot.run(MUTANTS[name], *LONG_TIMEOUTS, "--only", MUTANTS[name].rule)
    assert trial.result.outcome == "killed", trial.message


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=lambda mutant: str(mutant.id))
def test_the_edits_of_each_mutant_fit_the_code(tmp_path: Path, mutant: PhpMutant) -> None:
    code = mutant.build(processes.BACKEND, tmp_path)
    for edit in mutant.edits:
        original = processes.BACKEND / edit.path
        assert (code / edit.path).read_bytes() != original.read_bytes()


def test_every_page_has_mutants_with_unique_ids() -> None:
    assert len(MUTANTS) == sum(map(len, FAMILIES)) >= 40
    pages = {mutant.rule.split("-")[1] for mutant in MUTANTS.values()}
    assert pages == {"conv", "cart", "chk", "ord", "cus", "str"}


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("php"), reason="no php here: apt-get install php-cli")
def test_every_file_is_php_and_strict() -> None:
    files = [path for path in processes.BACKEND.rglob("*.php") if "vendor" not in path.parts]
    for path in files:
        done = subprocess.run(["php", "-l", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        assert "declare(strict_types=1);" in path.read_text("utf-8"), path


def _summary(rule: dict[str, Any]) -> str:
    return f"{rule['id']} {rule['verdict']}: {rule['missing']} {rule['findings'][:1]}"
