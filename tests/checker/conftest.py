"""Fixtures: backends that do not fit the contract, and the checker as a command."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.checker import worker
from tests.checker.processes import FORKS

Responder = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True, slots=True)
class CommandResult:
    """Exit code and output of a finished command."""

    returncode: int
    stdout: str
    stderr: str


class Command:
    """Runs the checker to its end in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *given: str) -> CommandResult:
        """Run the checker with these arguments."""
        process = FORKS.Process(
            target=worker.run_checker_split, args=(self.folder, list(given)), daemon=True
        )
        process.start()
        process.join(120)
        output = [(self.folder / name).read_text("utf-8") for name in ("stdout", "stderr")]
        return CommandResult(-1 if process.exitcode is None else process.exitcode, *output)


@pytest.fixture
def check(tmp_path: Path) -> Command:
    """Return the checker, to be called with the arguments of `shopstub check`."""
    return Command(tmp_path)


@pytest.fixture
def backend() -> Iterator[Callable[[Responder], str]]:
    """Return a function that starts a server with one responder and returns its URL.

    With a TLS context as second argument, it speaks https.
    """
    servers: list[ThreadingHTTPServer] = []

    def start(respond: Responder, tls: ssl.SSLContext | None = None) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with contextlib.suppress(OSError):  # the client may have gone
                    respond(self)

            do_HEAD = do_POST = do_PATCH = do_DELETE = do_PUT = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Log nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads, server.block_on_close = True, False
        servers.append(server)
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def respond_with(
    status: int, body: str, kind: str = "application/json", **headers: str
) -> Responder:
    """Return a responder that sends this response to every request."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers.get("content-length") or 0)
        request.rfile.read(length)
        request.send_response(status)
        for name, value in {"content-type": kind, **headers}.items():
            request.send_header(name, value)
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        request.wfile.write(body.encode())

    return answer


def assert_unusable(done: CommandResult, *words: str) -> None:
    """Assert exit code 2 and a single line of errors that contains the words."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    for word in words:
        assert word in lines[0]
