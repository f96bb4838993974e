"""The committed results of the mutants: one JSON file a package, one line a mutant."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from tests.checker.check_report import Finding

HERE = Path(__file__).parent
MUTANTS = HERE / "mutants" / "results.json"
EQUIVALENTS = HERE / "equivalents" / "results.json"
PHP_MUTANTS = HERE / "php" / "results.json"


@dataclass(frozen=True, slots=True)
class Schemathesis:
    """The findings of schemathesis alone. `effort`: a key of `schemathesis_baseline.EFFORTS`."""

    effort: str
    findings: list[str]


@dataclass(frozen=True, slots=True)
class Result:
    """The last known outcome of one mutant.

    `rule`: the rule that it breaks, or that an equivalent mutant only seems to break.
    `outcome`: "killed", "survived" or "not run"; of an equivalent mutant "passed", "false alarm"
    or "not run". `profile`: of the checker, "fast" or "default". `broken`: the rules that the
    checker reported as broken. `test`: the name of the rule test that found it, None if unknown. `date`: of the run, ISO 8601.
    `schemathesis`: None if that was not tried.
    """

    rule: str
    outcome: str = "not run"
    profile: str | None = None
    broken: tuple[str, ...] = ()
    test: str | None = None
    date: str | None = None
    schemathesis: Schemathesis | None = None

    @property
    def also_broken(self) -> list[str]:
        """The other rules that the checker reported as broken."""
        return [rule for rule in self.broken if rule != self.rule]


def mutant_result(rule: str, profile: str, broken: dict[str, Finding]) -> Result:
    """Return the result of a finished check of a mutant that breaks `rule`."""
    return Result(
        rule=rule,
        outcome="killed" if rule in broken else "survived",
        profile=profile,
        broken=tuple(sorted(broken)),
        test=broken[rule].test.rpartition("::")[2] or None if rule in broken else None,
        date=today(),
    )


def today() -> str:
    """Return the date in UTC, ISO 8601."""
    return datetime.now(UTC).date().isoformat()


def read(path: Path) -> dict[str, Result]:
    """Read a file of results by the mutants' ids; a missing file has none."""
    if not path.exists():
        return {}
    return {
        name: _from_json(fields) for name, fields in json.loads(path.read_text("utf-8")).items()
    }


def write(path: Path, results: dict[str, Result]) -> None:
    """Write a file of results, sorted by id."""
    lines = [
        f"{json.dumps(name)}: {json.dumps(_to_json(result), ensure_ascii=False)}"
        for name, result in sorted(results.items())
    ]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def is_killed(result: Result | None) -> bool:
    """Return whether a recorded run killed the mutant."""
    return result is not None and result.outcome == "killed"


def merge(known: Result | None, new: Result) -> Result:
    """Combine what is known of a mutant with the result of another run.

    A mutant that only the default profile kills stays killed when it survives the fast one, and
    what a run did not try stays as it is known.
    """
    if known is None or known.rule != new.rule:
        return new
    needs_default = known.outcome == "killed" and known.profile == "default"
    stays = new.outcome == "not run" or (
        needs_default and new.outcome == "survived" and new.profile == "fast"
    )
    return replace(known if stays else new, schemathesis=new.schemathesis or known.schemathesis)


class ResultsFile:
    """A file of results to which several threads add. `writable`: False leaves it unchanged."""

    def __init__(self, path: Path, ids: set[str], *, writable: bool = True) -> None:
        self._path = path
        self._writable = writable
        self._lock = Lock()
        self.known = {name: result for name, result in read(path).items() if name in ids}
        """The results as they were at the start, without those of mutants that are gone."""
        self.current = dict(self.known)

    def add(self, mutant_id: str, new: Result) -> Result:
        """Merge a result into the file and return the merged one."""
        with self._lock:
            merged = merge(self.current.get(mutant_id), new)
            self.current[mutant_id] = merged
            if self._writable:
                write(self._path, self.current)
            return merged

    def changed(self) -> list[str]:
        """Return the ids whose outcome differs from the one at the start."""
        return [
            name
            for name, result in self.current.items()
            if name not in self.known or self.known[name].outcome != result.outcome
        ]


def _from_json(fields: dict[str, Any]) -> Result:
    schemathesis = fields.pop("schemathesis", None)
    return Result(
        **{**fields, "broken": tuple(fields.get("broken", ()))},
        schemathesis=Schemathesis(**schemathesis) if schemathesis else None,
    )


def _to_json(result: Result) -> dict[str, Any]:
    return {
        name: value
        for name, value in asdict(result).items()
        if value is not None or name in ("profile", "test", "date")
    }
