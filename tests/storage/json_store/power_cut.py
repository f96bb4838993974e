"""A simulated loss of power: what a folder may look like after a cut at any system call.

A file has the bytes of its last fsync, and a name the meaning that it had at the last fsync of its
folder. Nothing else is sure to survive, but anything may: the `Cut`s are the extremes.
"""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

Image = tuple[tuple[str, bytes], ...]
"""The files of a folder: name and content."""

CALLS = ("open", "write", "ftruncate", "truncate", "replace", "rename", "unlink")


class Cut(Enum):
    """Which of the changes that no fsync has covered survive."""

    NOTHING = "nothing"
    REMOVALS = "removals of names"
    NAMES = "names"
    HALF = "names, and half of the bytes"
    ALL = "everything: the process was killed, and the machine runs on"


class Recorder:
    """Watches the file operations in a folder, and remembers every image that a cut may leave.

    acknowledged: what the test was told is stored; it appends to it. images: each image with what
    was acknowledged when it was last possible.
    """

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.acknowledged: list[str] = []
        self.images: dict[Cut, dict[Image, tuple[str, ...]]] = {cut: {} for cut in Cut}
        self._lock = threading.RLock()
        self._files: dict[int, int] = {}
        self._new = itertools.count()
        self._synced: dict[int, bytes] = {}
        self._names: dict[str, int] = {}
        self._fsync = os.fsync
        patch.setattr(os, "fsync", self._record_fsync)
        for call in CALLS:
            patch.setattr(os, call, self._recorded(call, getattr(os, call)))

    def start_anew(self) -> None:
        """Take all files as they are for durable, and forget the images so far."""
        with self._lock:
            self._names, self._synced = self._current()
            self.images = {cut: {} for cut in Cut}

    def _recorded(self, call: str, really: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **more: Any) -> Any:
            with self._lock:
                lost = self._lost_file(call, arguments)
                result = really(*arguments, **more)
                if lost is not None:  # the system may give its number to the next file
                    self._files.pop(lost, None)
                self.step()
            return result

        return run

    def _lost_file(self, call: str, arguments: tuple[Any, ...]) -> int | None:
        """Return the number of the file that loses its name by the call."""
        target = {"unlink": 0, "replace": 1, "rename": 1}.get(call)
        try:
            return None if target is None else os.lstat(arguments[target]).st_ino
        except FileNotFoundError:
            return None

    def _record_fsync(self, handle: int) -> None:
        number = os.fstat(handle).st_ino
        with self._lock:
            self.step()
            names, contents = self._current()
        self._fsync(handle)
        with self._lock:
            if number == self.folder.stat().st_ino:
                self._names = names
            elif number in self._files:
                file = self._files[number]
                self._synced[file] = contents.get(file, b"")
            self.step()

    def _current(self) -> tuple[dict[str, int], dict[int, bytes]]:
        """Return the folder as it is: name → file, and file → content."""
        names: dict[str, int] = {}
        contents: dict[int, bytes] = {}
        for path in self.folder.iterdir() if self.folder.exists() else ():
            if path.is_file() and path.suffix != ".lock":
                number = path.stat().st_ino
                names[path.name] = self._files.setdefault(number, next(self._new))
                contents[names[path.name]] = path.read_bytes()
        return names, contents

    def step(self) -> None:
        """Remember what a cut at this moment may leave."""
        names, contents = self._current()
        for cut in Cut:
            self.images[cut][self._image(cut, names, contents)] = tuple(self.acknowledged)

    def _image(self, cut: Cut, names: dict[str, int], contents: dict[int, bytes]) -> Image:
        kept = names
        if cut is Cut.NOTHING:
            kept = self._names
        elif cut is Cut.REMOVALS:
            kept = {name: file for name, file in self._names.items() if name in names}
        return tuple(
            sorted((name, self._content(cut, file, contents)) for name, file in kept.items())
        )

    def _content(self, cut: Cut, file: int, contents: dict[int, bytes]) -> bytes:
        synced = self._synced.get(file, b"")
        current = contents.get(file, synced)
        if cut is Cut.ALL:
            return current
        if cut is Cut.HALF and current.startswith(synced):
            return current[: (len(synced) + len(current)) // 2]
        return synced


class LastImage(Recorder):
    """A recorder for a long life, whose images of the past nobody needs."""

    def step(self) -> None:
        """Remember nothing."""

    def image(self, cut: Cut) -> Image:
        """Return what a cut at this moment leaves."""
        with self._lock:
            return self._image(cut, *self._current())


def write_image(image: Image, folder: Path) -> Path:
    """Create the folder with the files of the image."""
    folder.mkdir()
    for name, content in image:
        (folder / name).write_bytes(content)
    return folder
