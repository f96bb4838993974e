"""The reports that are written to files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from contract_tests.harness.config.errors import ConfigError
from contract_tests.harness.escaping import for_json
from contract_tests.harness.reports.facts import Facts
from contract_tests.harness.reports.record import record


@dataclass(frozen=True, slots=True)
class Files:
    """Where the reports go; None: there is none of that kind. pytest itself writes `junit`."""

    junit: str | None
    json: str | None
    html: str | None

    def require_writable(self) -> None:
        """ConfigError: one can't be written, which is better said before the run than after it."""
        for name in (self.junit, self.json, self.html):
            if name is not None:
                _require_writable(name)

    def write(self, facts: Facts) -> None:
        """Write JSON and HTML. OSError: one can't be written."""
        if self.json:
            text = json.dumps(record(facts), indent=2, ensure_ascii=False) + "\n"
            Path(self.json).write_text(for_json(text), "utf-8")
        if self.html:
            from contract_tests.harness.reports import page  # jinja2 is slow to import

            page.write_page(facts, Path(self.html))


def _require_writable(name: str) -> None:
    path = Path(name)
    try:
        existed = path.exists()
        path.open("ab").close()
        if not existed:
            path.unlink()
    except OSError as error:
        raise ConfigError(f"{name} can't be written: {error.strerror}.") from None
