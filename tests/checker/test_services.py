"""Hooks, simulators and rate limits around a backend: errors name the option to change."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from contract_tests.harness import provider_states as states
from contract_tests.harness import retry_after, simulator
from contract_tests.harness.document import Document
from contract_tests.harness.failures import NotReached
from contract_tests.harness.target import Target
from contract_tests.shop import diagnoses
from contract_tests.shop.pack import STATE_ANSWERS
from tests.checker.conftest import Command, Responder, assert_unusable, respond_with
from tests.checker.processes import ROOT, environment, free_ports

pytestmark = pytest.mark.process
DOCUMENT = Document(ROOT / "openapi.yaml")
Start = Callable[[Responder], str]

EMPTY = '{"items": [], "count": 0, "subtotal": 0, "updatedAt": "2026-01-01T00:00:00.000Z"}'
REJECTION = '{"error": {"message": "No such key.", "type": "invalid_request_error"}}'
NAMED: dict[str, tuple[str, Responder, str]] = {
    "a hook of HTML": ("--state-url", respond_with(404, "<h1>Not Found", "text/html"), ""),
    "a hook that hangs up": (
        "--state-url",
        lambda request: request.connection.close(),
        "state hook",
    ),
    "a Stripe of HTML": ("--stripe-url", respond_with(200, "<p>Stripe", "text/html"), "no Stripe"),
    "a Stripe of odd JSON": ("--stripe-url", respond_with(200, "[]"), "no Stripe"),
    "a Stripe with another key": ("--stripe-url", respond_with(401, REJECTION), "--stripe-key"),
    "a Stripe that hangs up": (
        "--stripe-url",
        lambda request: request.connection.close(),
        "no Stripe",
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_named_service_must_work(check: Command, backend: Start, name: str) -> None:
    option, answer, word = NAMED[name]
    done = check(backend(respond_with(200, EMPTY)), option, backend(answer), "--only", "C-cus-1")
    if word:
        assert_unusable(done, word)
    else:  # a hook may lack a state: its rules are not reached
        assert done.returncode in (0, 1), done.stderr


@pytest.mark.parametrize("command", ["/no/such/command", "false", "echo no JSON"])
def test_an_unusable_state_command(check: Command, backend: Start, command: str) -> None:
    given = (backend(respond_with(200, EMPTY)), "--state-command", command, "--only", "C-cus-7")
    if command.startswith("/"):
        assert_unusable(check(*given), "can't be run")
    else:
        done = check(*given)
        assert "Traceback" not in done.stdout + done.stderr
        assert done.returncode in (1, 2)


def _hook(folder: Path, script: str) -> states.ProviderStates:
    (folder / "state.sh").write_text(script)
    target = Target("http://localhost:1", folder, state_command=f"sh {folder / 'state.sh'}")
    return states.ProviderStates(target, STATE_ANSWERS)


def test_a_state_hook_that_hangs_is_called_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "LONGEST", 0.2)
    hook = _hook(tmp_path, "exec sleep 60")
    began = time.monotonic()
    for _ in range(3):
        with pytest.raises(states.NoStateEndpoint, match="did not end within"):
            hook.set("reset")
    assert time.monotonic() - began < 5
    assert not hook.available


@pytest.mark.parametrize("answer", ["null", "[]", "{}", '{"price": "4.49", "stock": 1}'])
def test_an_incomplete_state_is_not_reached(tmp_path: Path, answer: str) -> None:
    with pytest.raises(NotReached, match="without price"):
        _hook(tmp_path, f"echo '{answer}'").set("product", productId="a")


NOW = "Wed, 21 Oct 2026 07:28:00 GMT"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0"}, 1),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:30 GMT", "date": NOW}, 30),
        ({"retry-after": NOW, "date": "Wed, 21 Oct 2026 09:28:00 GMT"}, 1),
        ({"retry-after": "²"}, 4),
        ({"retry-after": "soon"}, 4),
        ({}, 4),
    ],
)
def test_retry_after_of_a_backend_is_respected(said: dict[str, str], seconds: float) -> None:
    assert retry_after.seconds(said, 4) == seconds


def test_a_rate_limit_outside_the_rules_breaks_no_rule(check: Command, backend: Start) -> None:
    """Respond with a gateway's 429 to every second request, without envelope and Retry-After."""
    times = [0]

    def answer(request: BaseHTTPRequestHandler) -> None:
        times[0] += 1
        limited = times[0] % 2 == 0
        found = (
            respond_with(429, "<h1>Slow down", "text/html") if limited else respond_with(200, EMPTY)
        )
        if "customers/me" in request.path and not limited:
            found = respond_with(200, "null")
        found(request)

    done = check(backend(answer), "--only", "C-cus-1", "--product", "a")
    assert "429" not in done.stdout
    assert "waiting for its limit" in done.stdout


def test_a_port_in_use_is_reported() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(simulator.SimulatorError, match="--stripe-url"),
            simulator.running("http://localhost:1/hook", "whsec_x", port),
        ):
            pass


HINTS = {
    "a secret that is not the backend's": ({diagnoses.REFUSED: 3}, "is it the secret"),
    "a Stripe that is not the backend's": ({diagnoses.MISSING: 3}, "talk to that Stripe"),
    "a webhook that goes elsewhere": (
        {diagnoses.THERE: 3, diagnoses.UNHEARD: 3},
        "do its webhooks",
    ),
}


@pytest.mark.parametrize("name", HINTS)
def test_hints_name_a_setting(name: str) -> None:
    met, words = HINTS[name]
    target = Target("http://localhost:1", Path("."), stripe_url="http://localhost:2")
    (hint,) = diagnoses.diagnoses(met, target, DOCUMENT)
    assert words in hint
    seen = {diagnoses.ACCEPTED: 1, diagnoses.THERE: 1, diagnoses.HEARD: 1}
    assert diagnoses.diagnoses({**met, **seen}, target, DOCUMENT) == []


def test_pytest_reports_the_same_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "--pyargs", "contract_tests"]
    done = subprocess.run(
        [*command, "--base-url", f"http://127.0.0.1:{free_ports(1)[0]}"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert "Is the backend running?" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
