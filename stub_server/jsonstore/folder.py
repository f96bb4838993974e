"""The files of one store in its folder: what they are called, who holds them, what is put aside."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from stub_server.jsonstore import faults
from stub_server.jsonstore.faults import StoreFault

if sys.platform != "win32":
    import fcntl


class Folder:
    """`<name>.json`, `<name>.journal-<first transaction>.jsonl`, `<name>.lock`."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.snapshot = path / f"{name}.json"
        self.unfinished = path / f"{name}.json.tmp"
        self._lock: int | None = None

    def journal(self, first: int) -> Path:
        """The journal whose first line is the transaction of that number."""
        return self.path / f"{self.name}.journal-{first}.jsonl"

    def journals(self) -> list[Path]:
        """The journals that there are, oldest first."""
        stem = f"{self.name}.journal-"
        numbered = [
            (int(path.stem.removeprefix(stem)), path)
            for path in self.path.glob(f"{stem}*.jsonl")
            if path.stem.removeprefix(stem).isdigit()
        ]
        return [path for _, path in sorted(numbered)]

    def take(self) -> None:
        """Make the folder, and hold the store: one process at a time. StoreFault: it is held.

        The system lets go of it when the process ends, however it ends. (Not on Windows, which
        has no such lock: there two processes are not kept apart.)
        """
        lock = self.path / f"{self.name}.lock"
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            held = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise faults.of_system(self.path, "making it ready to write in", error) from error
        if sys.platform != "win32":
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                holder = os.read(held, 20).decode(errors="replace").strip()
                os.close(held)
                raise StoreFault(
                    self.path,
                    f"the store {self.name!r} in it is in use by process {holder or 'unknown'}",
                    "Stop that one, or use another folder (--state-dir).",
                ) from error
        with suppress(OSError):
            os.ftruncate(held, 0)
            os.write(held, b"%d\n" % os.getpid())
        self._lock = held

    def release(self) -> None:
        """Let others use the store. The lock file stays: taking it away would let two in."""
        if self._lock is not None:
            with suppress(OSError):
                os.ftruncate(self._lock, 0)
            os.close(self._lock)
            self._lock = None

    def put_aside(self, path: Path) -> Path:
        """Rename a broken file to `<file>.broken-<n>`, over nothing; its new path."""
        number = 1
        while (aside := path.with_name(f"{path.name}.broken-{number}")).exists():
            number += 1
        path.rename(aside)
        self.sync()
        return aside

    def sync(self) -> None:
        """See to it that renamed and removed files stay so when the power fails."""
        if sys.platform != "win32":
            handle = os.open(self.path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
