"""A disk that gets full: a small tmpfs, or a limit of the size of files."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.process.running import Running

MEGABYTES = 4


class Tmpfs:
    """A folder on a tmpfs of 4 MB. fill: leaves no byte. free: gives the room back."""

    name = "tmpfs of 4 MB, ENOSPC"
    says = "No space left on device"

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self, _: Running) -> None:
        """Write zeros until the disk is full."""
        with self._ballast.open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                return

    def free(self, _: Running) -> None:
        """Delete the zeros."""
        self._ballast.unlink()


class FileSizeLimit:
    """A limit of the size of files, for a stub whose logs have reached it."""

    name = "no permission to mount: RLIMIT_FSIZE, EFBIG instead of ENOSPC"
    says = "File too large"

    def fill(self, stub: Running) -> None:
        """Limit the files of the process to the size of its largest log."""
        logs = (stub.folder / ".shopstub").glob("*.journal-*.jsonl")
        self._set(stub, max(log.stat().st_size for log in logs))

    def free(self, stub: Running) -> None:
        """Lift the limit."""
        self._set(stub, resource.RLIM_INFINITY)

    def _set(self, stub: Running, size: int) -> None:
        hard = resource.RLIM_INFINITY
        resource.prlimit(stub.process.pid, resource.RLIMIT_FSIZE, (size, hard))


@contextmanager
def mounted(folder: Path) -> Iterator[Tmpfs | None]:
    """Mount a tmpfs on the folder, if this user may; None: it is not permitted."""
    size = f"size={MEGABYTES}m,mode=700"
    command = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]
    if not sys.platform.startswith("linux") or not _succeeds(command):
        yield None
        return
    try:
        yield Tmpfs(folder)
    finally:
        _succeeds(["umount", "-l", str(folder)])


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
