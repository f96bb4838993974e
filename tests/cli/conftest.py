"""The command line in an empty folder, without a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stub_server.cli.main import group

PAGE = """# Shop

## Endpoints

| Method | Path | Body | Returns | Operation |
|---|---|---|---|---|
| GET | `/api/hours` | – | `Hours` | `getHours` |

## Types

```ts
interface Hours { open: string; closed: string }
```
"""

BROKEN = PAGE.replace("closed: string", "closed: Moment")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def page(folder: Path) -> Path:
    """A page without a fault."""
    path = folder / "hours.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def broken(folder: Path) -> Path:
    """A page that names a type which nobody declares."""
    path = folder / "broken.md"
    path.write_text(BROKEN, encoding="utf-8")
    return path


@pytest.fixture
def run() -> Callable[..., Result]:
    """A command, run to its end."""
    return lambda *arguments: CliRunner().invoke(group, [str(it) for it in arguments])
