"""Group commit: all commits that wait for the disk at the same time share one fsync."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from stub_server.storage.errors import StoreError


class GroupCommit:
    """Forces commits to the disk, in a thread.

    An fsync covers the commits up to the moment when it starts: those of one turn of the event
    loop. Commits that come while it runs share the next one.

    durable: number of the last transaction that is on the disk.
    """

    def __init__(
        self,
        durable: int,
        begin: Callable[[], tuple[int, int]],
        fail: Callable[[OSError], StoreError],
    ) -> None:
        """Begin with everything up to the transaction `durable` on the disk.

        begin: returns the number of the last commit, and a new descriptor of the file that has it,
        which is closed here; may raise OSError. fail: called with an error of the system; returns
        the error for those who wait, now and later.
        """
        self.durable = durable
        self._begin = begin
        self._fail = fail
        self._failure: StoreError | None = None
        self._round: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, "fsync")

    async def wait(self, sequence: int) -> None:
        """Return when that transaction is on the disk. StoreError: an fsync failed."""
        while self.durable < sequence:
            if self._failure is not None:
                raise self._failure
            if self._round is None or self._round.done():
                self._round = asyncio.create_task(self._run())
            await asyncio.wait([self._round])

    async def _run(self) -> None:
        """Do one fsync. It starts in the turn of the loop after the one that asked for it."""
        try:
            sequence, handle = self._begin()
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._thread, _sync_and_close, handle)
        except OSError as error:
            self._failure = self._fail(error)
        else:
            self.durable = max(self.durable, sequence)

    def close(self) -> None:
        """Wait for the fsync that runs, and end the thread."""
        self._thread.shutdown()


def _sync_and_close(handle: int) -> None:
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
