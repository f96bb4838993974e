"""How much of everything a run does, where, and from which seed."""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

LOAD_MINUTES = 10.0
"""Length of the mixed load at scale 1."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The size of a run.

    scale: 1 for the whole run, 0.1 for a tenth of each number. minutes: length of the mixed load.
    folder: an empty folder; every stage makes its own folders in it.
    """

    folder: Path
    scale: float = 1.0
    minutes: float = LOAD_MINUTES
    seed: int = 1

    def count(self, whole: int, least: int = 1) -> int:
        """Return a number at this scale, `least` or more."""
        return max(least, round(whole * self.scale))

    def random(self, name: str) -> random.Random:
        """Return a random generator of that name, the same in each run with this seed."""
        return random.Random(f"{self.seed} {name}")

    def new_folder(self, name: str) -> Path:
        """Create an empty folder, and return it."""
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.folder))
