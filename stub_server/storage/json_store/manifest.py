"""The manifest of a store: which files there have to be.

A deleted snapshot or an emptied log leaves no trace of its own. The manifest names the log that is
written, and the last transaction that the snapshot had when the store was closed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from stub_server import safe_files
from stub_server.storage.json_store import layout
from stub_server.storage.json_store.damage import Damage
from stub_server.storage.json_store.folder import Folder


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a store's files are.

    log: number of the first transaction in the log that is written; None: the store was closed.
    sequence: the snapshot has the transactions up to that number at least; 0: there may be none.
    """

    log: int | None
    sequence: int
    layout: int = layout.LAYOUT


def write(folder: Folder, manifest: Manifest) -> None:
    """Replace the manifest, and force it to the disk. OSError: a system call failed."""
    content = {"layout": manifest.layout, "log": manifest.log, "sequence": manifest.sequence}
    temporary = folder.manifest.with_name(f"{folder.manifest.name}.tmp")
    safe_files.check_file(folder.manifest)
    with safe_files.recreate(temporary) as file:
        file.write(layout.with_checksum(orjson.dumps({"manifest": content})[:-1]))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder.manifest)
    folder.sync()


def read(folder: Folder) -> Manifest | None:
    """Return the manifest; None: there is none.

    ValueError: it is damaged. OSError: a system call failed, or it is a link.
    """
    try:
        with safe_files.open_to_read(folder.manifest) as file:
            line = file.read().removesuffix(b"\n")
    except FileNotFoundError:
        return None
    if layout.checksum_fits(line) is None:
        raise ValueError("it has no checksum")
    match layout.parse(line):
        case {"manifest": {"layout": int(number), "log": int() | None as log, "sequence": int(n)}}:
            return Manifest(log, n, number)
        case _:
            raise ValueError("it is not the manifest of a store")


def missing(
    folder: Folder, manifest: Manifest, logs: Mapping[int, int | None], last: int
) -> list[Damage]:
    """Return the damages of a store without the files, or transactions, that its manifest names.

    logs: the layout of each log that was found, by its first number; None for an empty one. last:
    number of the last transaction that was found.
    """
    damages: list[Damage] = []
    named = f"{folder.manifest.name} names it"
    if manifest.log is not None and logs.get(manifest.log) is None:
        is_there = manifest.log in logs
        state = "it is empty, and its header is missing" if is_there else "it is missing"
        reason = f"{state}, though {named}: transactions from {manifest.log} on may be lost"
        damages.append(Damage(folder.wal(manifest.log), "", reason, "missing"))
    if manifest.sequence > last:
        reason = (
            f"the transactions {last + 1} to {manifest.sequence} are missing, which it had when "
            f"the store was closed ({folder.manifest.name})"
        )
        damages.append(Damage(folder.snapshot, "", reason, "missing"))
    return damages


def doubts(folder: Folder, logs: Mapping[int, int | None], *, is_new: bool) -> list[str]:
    """Return notices about a store that has no manifest. is_new: its files are of layout 2."""
    notices = [
        f"{folder.wal(first)}: the write-ahead log is empty: it never had a transaction, or has "
        "lost them. Look whether the last orders are there."
        for first, number in logs.items()
        if number is None
    ]
    if is_new and (folder.snapshot.exists() or any(logs.values())):
        notices.append(
            f"{folder.manifest}: the manifest is missing, and is written anew. Whether a "
            "write-ahead log is missing too can't be told: look whether the last orders are there."
        )
    return notices
