"""The second backend of the contract, in PHP: it keeps every rule, and the examiner says so."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.examiner.php import running
from tests.examiner.php.fault import Fault
from tests.examiner.php.faults import FAULTS
from tests.examiner.php.zoo import lane

needs_packages = pytest.mark.skipif(
    bool(running.missing()),
    reason=f"the PHP backend needs: apt-get install {' '.join(running.missing())}",
)
PATIENT = ("--fast", "--timeout", "30", "--settle", "40")
"""The machine may be busy with other tests meanwhile."""


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    """A database server for all tests here; each has a database of its own in it."""
    with running.database() as it:
        yield it


@pytest.mark.process
@needs_packages
def test_the_php_backend_keeps_every_rule(tmp_path: Path, dsn: str) -> None:
    port, log = running.free_port(), tmp_path / "php.log"
    with (
        running.stripe(port, tmp_path / "stripe.log") as stripe,
        running.backend(running.BACKEND, f"{dsn};dbname=shop", stripe, port, log) as url,
    ):
        report = running.examined(url, stripe, tmp_path / "report.json", *PATIENT)
    assert len(report["rules"]) == 61
    others = [it for it in report["rules"] if it["verdict"] != "kept" or it["missing"]]
    assert others == [], [_told(it) for it in others]


@pytest.mark.process
@needs_packages
@pytest.mark.parametrize("name", ["tax-rounded-down", "confirm-pays", "one-cart-for-all"])
def test_a_fault_in_it_is_caught_by_its_rule(tmp_path: Path, dsn: str, name: str) -> None:
    (fault,) = [it for it in FAULTS if it.id == name]
    with lane(dsn, tmp_path) as it:
        found = it.tries(fault, *PATIENT, "--only", fault.rule)
    assert found.caught, found.words


@pytest.mark.parametrize("fault", FAULTS, ids=lambda it: str(it.id))
def test_each_fault_fits_the_backend_s_code(tmp_path: Path, fault: Fault) -> None:
    code = fault.planted(running.BACKEND, tmp_path)
    changed = [it.path for it in fault.edits]
    assert all(
        (code / path).read_bytes() != (running.BACKEND / path).read_bytes() for path in changed
    )


def test_there_are_faults_on_every_page_each_of_its_own_name() -> None:
    assert len({it.id for it in FAULTS}) == len(FAULTS) >= 40
    pages = {it.rule.split("-")[1] for it in FAULTS}
    assert pages == {"conv", "cart", "chk", "ord", "cus", "str"}


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("php"), reason="no php here: apt-get install php-cli")
def test_every_file_is_php_and_strict() -> None:
    for path in running.BACKEND.rglob("*.php"):
        done = subprocess.run(["php", "-l", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        assert "declare(strict_types=1);" in path.read_text("utf-8"), path


def _told(rule: dict[str, Any]) -> str:
    return f"{rule['id']} {rule['verdict']}: {rule['missing']} {rule['findings'][:1]}"
