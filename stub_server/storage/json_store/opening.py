"""Open the stores of a folder together: none is changed while one of them is damaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from stub_server import safe_files
from stub_server.storage import errors
from stub_server.storage.engine import Tables
from stub_server.storage.json_store.damage import DamagedStoreError
from stub_server.storage.json_store.folder import Folder
from stub_server.storage.json_store.recovery import recover
from stub_server.storage.json_store.recovery_state import Recovery
from stub_server.storage.protocol import Indexes


def load(path: Path, stores: Mapping[str, Indexes]) -> list[Recovery]:
    """Lock and read the stores of those names; they stay locked.

    DamagedStoreError: one of them is damaged; the message reports on all. StoreError: another
    process has one of them, the folder can't be written, or has links in it. In either case
    nothing is changed, and nothing stays locked.
    """
    folders = {name: Folder(path, name) for name in stores}
    with ExitStack() as unlocking:
        for folder in folders.values():
            folder.create()
            folder.lock()
            unlocking.callback(folder.unlock)
        recoveries = [recover(folder, Tables(stores[name])) for name, folder in folders.items()]
        if any(recovery.damages for recovery in recoveries):
            raise DamagedStoreError(path, [recovery.report() for recovery in recoveries])
        _ignore_in_git(path)
        unlocking.pop_all()
    return recoveries


@contextmanager
def examine(path: Path, names: Sequence[str]) -> Iterator[list[Recovery]]:
    """Lock and read the stores for as long as the block lasts, damaged or not.

    StoreError: the folder is not there, another process has a store, or a file is a link.
    """
    with locked(path, names) as folders:
        yield [recover(folder, Tables({})) for folder in folders]


@contextmanager
def locked(path: Path, names: Sequence[str]) -> Iterator[list[Folder]]:
    """Lock the stores for as long as the block lasts. StoreError: as for `examine`."""
    try:
        safe_files.check_folder(path)
    except FileNotFoundError:
        raise errors.StoreError(
            path, "there is no such folder", "Name the state folder with --state-dir."
        ) from None
    except OSError as error:
        raise errors.from_os_error(path, "reading the folder", error) from error
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
        raise errors.from_os_error(path, "writing .gitignore", error) from error
