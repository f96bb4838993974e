"""Backends that are none, on ports of their own, and the examiner as a command."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.examiner import forked
from tests.examiner.running import FORKS

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


class Command:
    """The examiner, run to its end in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *given: str) -> Ended:
        """What it says, and how it ends."""
        process = FORKS.Process(target=forked.alone, args=(self.folder, list(given)), daemon=True)
        process.start()
        process.join(120)
        said = [(self.folder / name).read_text("utf-8") for name in ("stdout", "stderr")]
        return Ended(-1 if process.exitcode is None else process.exitcode, *said)


@pytest.fixture
def check(tmp_path: Path) -> Command:
    """`shopstub check`."""
    return Command(tmp_path)


@pytest.fixture
def backend() -> Iterator[Callable[[Answer], str]]:
    """Something that answers every request alike; its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with contextlib.suppress(OSError):  # who asked may have gone
                    answer(self)

            do_POST = do_PATCH = do_DELETE = do_PUT = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Nothing is told."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads, server.block_on_close = True, False
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
