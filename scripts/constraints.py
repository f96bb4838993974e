"""Print the versions of a uv.lock as constraints for pip: `constraints.py uv.lock`.

This runs before anything is installed, so it imports the standard library only.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def constraints(lock: dict[str, Any]) -> Iterator[str]:
    """Yield `name==version` for each package from an index.

    A package that has several versions is limited to the environments each one was resolved for.
    """
    for package in lock["package"]:
        if "registry" not in package["source"]:
            continue
        line = f"{package['name']}=={package['version']}"
        markers = package.get("resolution-markers", ())
        yield f"{line} ; {' or '.join(f'({each})' for each in markers)}" if markers else line


if __name__ == "__main__":
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    sys.stdout.write("".join(f"{line}\n" for line in constraints(tomllib.loads(text))))
