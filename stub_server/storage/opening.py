"""Open the stores of a folder together: none goes on while one of them is damaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from stub_server import safe_files
from stub_server.storage import faults
from stub_server.storage.faults import DamagedStoreError
from stub_server.storage.folder import Folder
from stub_server.storage.recovery import Recovery, recover
from stub_server.storage.storage import Tables

Indexes = Mapping[str, tuple[str, ...]]
"""Table → the top-level string fields that `find` can be asked for."""


def load(path: Path, stores: Mapping[str, Indexes]) -> list[Recovery]:
    """Lock and read the stores of those names; they stay locked.

    DamagedStoreError: one of them is damaged; the message speaks of all. StoreFault: another
    process has one of them, the folder can't be written, or has links in it. In either case
    nothing is changed, and nothing stays locked.
    """
    folders = {name: Folder(path, name) for name in stores}
    with ExitStack() as unlocking:
        for folder in folders.values():
            folder.create()
            folder.lock()
            unlocking.callback(folder.unlock)
        found = [recover(folder, Tables(stores[name])) for name, folder in folders.items()]
        if any(each.damages for each in found):
            raise DamagedStoreError(path, [each.report() for each in found])
        _ignore_in_git(path)
        unlocking.pop_all()
    return found


@contextmanager
def examine(path: Path, names: Sequence[str]) -> Iterator[list[Recovery]]:
    """Lock and read the stores for as long as the block lasts, damaged or not.

    StoreFault: the folder is not there, another process has a store, or a file is a link.
    """
    with locked(path, names) as folders:
        yield [recover(folder, Tables({})) for folder in folders]


@contextmanager
def locked(path: Path, names: Sequence[str]) -> Iterator[list[Folder]]:
    """Hold the stores for as long as the block lasts. StoreFault: as for `examine`."""
    try:
        safe_files.check_folder(path)
    except FileNotFoundError:
        raise faults.StoreFault(
            path, "there is no such folder", "Name the state folder with --state-dir."
        ) from None
    except OSError as error:
        raise faults.of_system(path, "reading the folder", error) from error
    with ExitStack() as unlocking:
        folders = [Folder(path, name) for name in names]
        for folder in folders:
            folder.lock()
            unlocking.callback(folder.unlock)
        yield folders


def _ignore_in_git(path: Path) -> None:
    try:
        safe_files.ignore_in_git(path)
    except OSError as error:
        raise faults.of_system(path, "writing .gitignore", error) from error
