"""What a start does to the files that it has read, before it writes."""

from __future__ import annotations

import os

from stub_server import safe_files
from stub_server.storage import errors
from stub_server.storage.json_store.folder import Folder
from stub_server.storage.json_store.recovery_state import Recovery


def sync_files(folder: Folder) -> None:
    """Force the logs that were found, and their names, to the disk. StoreError."""
    try:
        for path in folder.wals():
            safe_files.sync_file(path)
        folder.sync()
        safe_files.sync_folder(folder.path.parent)
    except OSError as error:
        raise errors.from_os_error(folder.path, "forcing the store to the disk", error) from error


def truncate_torn_lines(recovery: Recovery) -> None:
    """Cut off last lines that have no end, and delete a snapshot that was not finished.

    StoreError: a system call failed.
    """
    try:
        safe_files.remove(recovery.folder.unfinished)
        for path, size in recovery.torn:
            handle = safe_files.open_file(path, os.O_WRONLY)
            try:
                os.truncate(handle, size)
            finally:
                os.close(handle)
    except OSError as error:
        raise errors.from_os_error(recovery.folder.path, "cutting off torn lines", error) from error
