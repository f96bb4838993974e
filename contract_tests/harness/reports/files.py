"""The reports that are written to files."""

from __future__ import annotations

import json
import os
from dataclasses import astuple, dataclass
from pathlib import Path

from contract_tests.harness.config.errors import ConfigError
from contract_tests.harness.escaping import for_json
from contract_tests.harness.reports.facts import Facts
from contract_tests.harness.reports.junit import junit_xml
from contract_tests.harness.reports.record import record
from contract_tests.harness.reports.summary import summary


@dataclass(frozen=True, slots=True)
class Files:
    """Where the reports go; None: there is none of that kind."""

    junit: str | None
    json: str | None
    html: str | None
    summary: str | None

    def require_writable(self) -> None:
        """ConfigError: one can't be written, which is better said before the run than after it."""
        for name in astuple(self):
            if name is not None:
                _require_writable(name)

    def write(self, facts: Facts) -> None:
        """Write the reports. OSError: one can't be written."""
        if self.junit:
            Path(self.junit).write_bytes(junit_xml(facts))
        if self.json:
            text = json.dumps(record(facts), indent=2, ensure_ascii=False) + "\n"
            Path(self.json).write_text(for_json(text), "utf-8")
        if self.summary:
            _write_summary(self.summary, summary(facts))
        if self.html:
            from contract_tests.harness.reports import page  # jinja2 is slow to import

            page.write_page(facts, Path(self.html))


def _write_summary(name: str, text: str) -> None:
    """Write the file, or append to the one that GitHub Actions shares among a step's commands."""
    shared = os.environ.get("GITHUB_STEP_SUMMARY")
    mode = "a" if shared and Path(shared).absolute() == Path(name).absolute() else "w"
    with Path(name).open(mode, encoding="utf-8") as file:
        file.write(text)


def _require_writable(name: str) -> None:
    path = Path(name)
    try:
        existed = path.exists()
        path.open("ab").close()
        if not existed:
            path.unlink()
    except OSError as error:
        raise ConfigError(f"{name} can't be written: {error.strerror}.") from None
