"""Replace the files of a store, and keep the originals in a subfolder: nothing is deleted.

Killed at any point, either function has lost nothing, and can be run again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from stub_server import safe_files
from stub_server.storage import errors
from stub_server.storage.json_store import manifest, snapshot
from stub_server.storage.json_store.manifest import Manifest
from stub_server.storage.json_store.recovery_state import Recovery


def rebuild(recovery: Recovery, aside: Path) -> None:
    """Write the tables of the recovery, and move the files that were read into `aside`.

    Snapshot and manifest are copied there before they are replaced: by a snapshot that covers every
    log, and a manifest that names none. Only then are the logs moved. StoreError: a system call
    failed; the originals are where they were, or in `aside`.
    """
    folder = recovery.folder
    try:
        _move([folder.unfinished], aside)
        if safe_files.check_file(folder.snapshot):
            _copy(folder.snapshot, aside / folder.snapshot.name)
        if safe_files.check_file(folder.manifest):
            _copy(folder.manifest, aside / folder.manifest.name)
        tables = snapshot.of(recovery.tables)
        for _ in snapshot.write(folder, tables, recovery.sequence, covered=[]):
            pass
        manifest.write(folder, Manifest(None, recovery.sequence))
        replaced = (folder.snapshot, folder.manifest)
        _move([path for path in recovery.files if path not in replaced], aside)
    except OSError as error:
        raise errors.from_os_error(folder.path, "rebuilding the store", error) from error


def move_aside(files: Iterable[Path], aside: Path) -> None:
    """Move the files into the folder `aside`, the snapshot first.

    Without it the logs that are still there show that something is missing, so that no start
    continues with a part. StoreError: a system call failed.
    """
    try:
        _move(files, aside)
    except OSError as error:
        raise errors.from_os_error(aside, "moving the files", error) from error


def fresh_folder(path: Path, stem: str) -> Path:
    """Create and return the first of `<stem>-1`, `<stem>-2`, … that is not there. StoreError."""
    number = 1
    while True:
        folder = path / f"{stem}-{number}"
        try:
            folder.mkdir(safe_files.FOLDER_MODE)
        except FileExistsError:
            number += 1
        except OSError as error:
            raise errors.from_os_error(folder, "creating the folder", error) from error
        else:
            return folder


def _move(files: Iterable[Path], aside: Path) -> None:
    for path in files:
        if os.path.lexists(path):
            path.rename(aside / path.name)
    safe_files.sync_folder(aside)
    safe_files.sync_folder(aside.parent)


def _copy(source: Path, target: Path) -> None:
    with safe_files.open_to_read(source) as original, safe_files.create(target) as copy:
        shutil.copyfileobj(original, copy)
        copy.flush()
        os.fsync(copy.fileno())
    safe_files.sync_folder(target.parent)
