"""The checker needs nothing of the stub that it checks, not even an installed one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EVERY_MODULE = """
import importlib, pkgutil, sys
sys.modules["stub_server"] = None
import contract_tests
names = [module.name for module in pkgutil.walk_packages(contract_tests.__path__, "contract_tests.")]
for name in names:
    importlib.import_module(name)
print(len(names))
assert [name for name in sys.modules if name.startswith("stub_server.")] == []
"""


@pytest.mark.process
def test_every_module_imports_without_the_stub() -> None:
    done = subprocess.run(
        [sys.executable, "-c", EVERY_MODULE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == len(list((ROOT / "contract_tests").rglob("*.py"))) - 1
