"""What makes a run of mutants fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.checker.results import ResultsFile, is_killed
from tests.checker.survivors import ACCEPTED


def find_problems(
    file: ResultsFile, errors: Mapping[str, str], command: str, *, check: bool
) -> Iterator[str]:
    """Yield a sentence for each problem of a finished run.

    `errors`: why mutants could not be checked, by id, "" for those that were. `command`: the
    command that records results. `check`: report results that differ from the recorded ones.
    """
    for name, error in errors.items():
        result = file.current.get(name)
        if error:
            yield f"{name} was not checked, its recorded result stays. Run it again: {error}"
        elif is_killed(result) and name in ACCEPTED:
            yield f"{name} is killed now: remove it from survivors.py."
        elif not is_killed(result) and name not in ACCEPTED:
            yield f"{name} survived: extend the checker, or give a reason in survivors.py."
    if check:
        for name in file.changed():
            yield f"{name}: the recorded result is stale; run `{command} ARGS={name}`."
