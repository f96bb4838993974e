"""What schemathesis alone finds in a stub, by its command line: the column beside ours."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.examiner.running import ROOT, Wrong, environment

SCHEMATHESIS = str(Path(sys.executable).parent / "schemathesis")
EXAMPLES = 20


def findings(wrong: Wrong, seconds: float = 180) -> list[str]:
    """The titles of its failures, each once. What it finds in the right stub too is not counted."""
    command = [SCHEMATHESIS, "run", str(ROOT / "openapi.yaml"), "--url", wrong.url]
    command += ["--max-examples", str(EXAMPLES), "--seed", "1", "--no-color", "--workers", "1"]
    try:
        done = subprocess.run(
            command,
            cwd=wrong.folder,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return []
    found = re.findall(r"^- ([A-Z][^:\n]{3,60})$", done.stdout, re.M)
    return sorted(set(found))
