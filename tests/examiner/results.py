"""What became of the faults, as a file: a run adds to what earlier ones found."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

_turn = Lock()


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a fault; None: that was not tried.

    `by`: rules reported broken, `depth`: the examiner's. `schema`: what schemathesis alone found
    with `effort`.
    """

    fault: str
    rule: str
    says: str
    caught: bool | None = None
    by: list[str] | None = None
    seconds: float | None = None
    words: str | None = None
    depth: str | None = None
    schema: list[str] | None = None
    effort: str | None = None


def read(path: Path) -> dict[str, Seen]:
    """By the faults' names."""
    found = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return {name: Seen(**seen) for name, seen in found.items()}


def add(path: Path, seen: Seen) -> Seen:
    """Keep it; what was not tried this time stays as it was. What is known now."""
    with _turn:
        known = read(path)
        before = asdict(known.get(seen.fault, seen))
        now = {name: value for name, value in asdict(seen).items() if value is not None}
        known[seen.fault] = Seen(**{**before, **now})
        text = json.dumps({name: asdict(it) for name, it in known.items()}, indent=1)
        path.write_text(text + "\n", "utf-8")
        return known[seen.fault]
