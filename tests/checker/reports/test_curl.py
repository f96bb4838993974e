"""A curl line sends the same request again, byte by byte, with its secrets from the environment."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from contract_tests.harness.client import Client
from contract_tests.harness.document import Document
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.reports.curl import curl
from contract_tests.harness.reports.masking import Secrets
from contract_tests.harness.results import Results
from contract_tests.harness.target import Target
from tests.checker.conftest import Responder, respond_with
from tests.checker.reports.samples import TARGET, exchange
from tests.hostile import CONTROLS, FRIENDLY, HOSTILE, assert_harmless

pytestmark = pytest.mark.process
DOCUMENT = Document(TARGET.openapi)
BODIES: dict[str, bytes] = {
    "short JSON": b'{"quantity": 1}',
    "longer than 2,000 bytes": b'{"note": "' + bytes(range(97, 123)) * 400 + b'"}',
    "longer than an argument may be": b'"' + b"0123456789" * 20_000 + b'"',
    "padded to a mebibyte": b'{"padding": "' + b"x" * 2**20 + b'", "quantity": 1}',
    "NUL": b'{"a": "\0b"}',
    "binary": bytes(range(256)) * 3,
    "not UTF-8": b'{"name": "M\xfcller"}',
    "not ASCII": '{"name": "Müller 5\u00a0€ 日本 🎉"}'.encode(),
    "quotes": b"""{"a": "it's $HOME `id` \\"x\\" 100% \\\\n !"}""",
    "a file's name, for curl": b"@/etc/passwd",
    "controls": CONTROLS.encode(),
    "hostile": HOSTILE.encode(),
    "a password": '{"email": "a", "password": "it\'s a sécret $x", "again": true}'.encode(),
    "a password and NUL": b'{"password": "correct horse", "b": "\0"}',
    "a form": b"client_secret=pi_1_secret_abcdefgh&key=1",
    "line breaks": b'{\r\n\t"a": 1\n}\n',
    "percent and backslash, binary": b"%s %d \\n \\045 \0",
}


class Recorder:
    """A backend that remembers the last request."""

    def __init__(self, start: Callable[[Responder], str]) -> None:
        self.url = start(self._answer)
        self.target = ""
        self.method = ""
        self.headers: dict[str, str] = {}
        self.body = b""

    def seen(self) -> tuple[str, str, dict[str, str], bytes]:
        """Return the request, but what any client says of itself."""
        unsaid = ("user-agent", "accept-encoding", "connection", "transfer-encoding")
        kept = {name: value for name, value in self.headers.items() if name not in unsaid}
        return self.method, self.target, kept, self.body

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        self.target, self.method = request.path, request.command
        self.headers = {name.lower(): value for name, value in request.headers.items()}
        self.body = request.rfile.read(int(self.headers.get("content-length") or 0))
        request.send_response(200)
        request.send_header("content-length", "0")
        request.end_headers()


@pytest.fixture
def recorder(backend: Callable[[Responder], str]) -> Recorder:
    return Recorder(backend)


def replay(recorder: Recorder, sent: Exchange, folder: Path, target: Target = TARGET) -> str:
    """Run the curl line of an exchange, its secrets in the environment; return the line."""
    sent = replace(sent, url=sent.url.replace("http://127.0.0.1:8000", recorder.url))
    secrets = Secrets(target, [sent])
    line = curl(sent, secrets)
    assert_harmless(line)
    script = folder / "replay.sh"
    script.write_text(line, "utf-8")
    done = subprocess.run(
        ["bash", str(script)],
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **secrets.values},
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return line


@pytest.mark.parametrize("name", BODIES)
def test_the_body_is_the_same(recorder: Recorder, tmp_path: Path, name: str) -> None:
    line = replay(recorder, exchange("POST", "/api/x", BODIES[name]), tmp_path)
    assert recorder.body == BODIES[name]
    assert recorder.headers["content-type"] == "application/json"
    assert "horse" not in line
    assert "sécret" not in line


def test_a_padded_body_is_written_shortly(recorder: Recorder, tmp_path: Path) -> None:
    sent = exchange("POST", "/api/x", BODIES["padded to a mebibyte"])
    assert len(replay(recorder, sent, tmp_path)) < 500


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "PATCH", "POST", "PUT"])
def test_method_and_headers_are_the_same(recorder: Recorder, tmp_path: Path, method: str) -> None:
    headers = {"cookie": "sid=0123456789abcdef; b=x y", "x-empty": "", "idempotency-key": "k'1"}
    replay(recorder, exchange(method, "/api/cart", request_headers=headers), tmp_path)
    assert recorder.method == method
    assert headers.items() <= recorder.headers.items()
    assert "content-type" not in recorder.headers


def test_a_body_without_content_type_stays_without(recorder: Recorder, tmp_path: Path) -> None:
    sent = replace(exchange("POST", "/api/x", b"{}"), request_headers={})
    replay(recorder, sent, tmp_path)
    assert "content-type" not in recorder.headers


@pytest.mark.parametrize(
    "path", ["/api/cart/items/../x", "/api/a%2Fb?q=[1-3]{a,b}&c='$x`", "/api/x?token=0123456789ab"]
)
def test_the_path_is_the_same(recorder: Recorder, tmp_path: Path, path: str) -> None:
    replay(recorder, exchange("GET", path), tmp_path)
    assert recorder.target == path


@pytest.mark.parametrize("name", BODIES)
def test_it_sends_what_the_checker_sent(recorder: Recorder, tmp_path: Path, name: str) -> None:
    """Up to what any client says of itself: its name, and which encodings it reads."""
    target = replace(TARGET, base_url=recorder.url, headers={"x-gate": "open sesame"})
    results = Results({})
    session: Any = SimpleNamespace(
        target=target,
        results=results,
        document=DOCUMENT,
        pack=SimpleNamespace(rate_limited=()),
        inspect=lambda exchange: None,
        throttled=0,
    )
    client = Client(session)
    client.replace_cookies({"sid": "0123456789abcdef"})
    client.send("PUT", "/api/x/%2e%2e/y?q=1", BODIES[name], headers={"x-own": "it's"})
    client.close()
    sent = recorder.seen()
    line = replay(recorder, results.recent[-1], tmp_path, target)
    assert "open sesame" not in line
    assert recorder.seen() == sent
    assert sent[2]["x-gate"] == "open sesame"


def test_a_certificate_that_was_accepted_is_accepted_again(
    backend: Callable[[Responder], str], tmp_path: Path
) -> None:
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*new, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    url = backend(respond_with(200, "{}"), context)  # type: ignore[call-arg]
    for insecure, code in ((True, 0), (False, 60)):
        line = curl(replace(exchange(), url=f"{url}/api/x", insecure=insecure), Secrets(TARGET))
        done = subprocess.run(["bash", "-c", line], capture_output=True, check=False)
        assert done.returncode == code, done.stderr


def test_a_variable_that_is_not_set_is_named(tmp_path: Path) -> None:
    sent = exchange("POST", "/api/login", {"password": FRIENDLY})
    line = curl(sent, Secrets(TARGET, [sent]))
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "SHOPSTUB_BODY_PASSWORD" in done.stderr
