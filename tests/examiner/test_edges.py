"""What can't be examined: a line that says why, exit 2, never a traceback."""

from __future__ import annotations

import json
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
from tests.examiner.conftest import Answer, Command, Ended
from tests.examiner.running import ROOT, environment, free_ports

pytestmark = pytest.mark.process
Start = Callable[[Answer], str]


def _says(status: int, body: str, kind: str = "application/json", **headers: str) -> Answer:
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


def _raw(body: bytes, headers: bytes = b"", length: int | None = None) -> Answer:
    """Bytes as they stand, whatever the headers say of them."""
    size = len(body) if length is None else length

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
            + headers
            + b"content-length: %d\r\n\r\n" % size
            + body
        )

    return answer


def _endless(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    while True:
        request.wfile.write(b"10000\r\n" + b" " * 65_536 + b"\r\n")


def _could_not(done: Ended, *words: str) -> None:
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    for word in words:
        assert word in lines[0]


def test_nobody_listens(check: Command) -> None:
    _could_not(check(f"http://127.0.0.1:{free_ports(1)[0]}"), "can't be reached", "running?")


def test_a_name_that_is_none(check: Command) -> None:
    _could_not(check("http://no-such-host.invalid"), "can't be reached")


BACKENDS: dict[str, tuple[Answer, str]] = {
    "a site of HTML": (_says(200, "<!doctype html><p>Shop", "text/html"), "a page"),
    "a 404 of HTML": (_says(404, "<h1>Not Found", "text/html"), "a page"),
    "500 to all": (_says(500, '{"error": {"code": "server.error", "message": "x"}}'), "500"),
    "503 of a proxy": (_says(503, "<h1>Unavailable", "text/html"), "503"),
    "JSON null to all": (_says(200, "null"), "alike"),
    "a list to all": (_says(200, "[]"), "alike"),
    "nothing to all": (_says(204, ""), "no cart"),
    "a redirect to https": (_says(301, "", location="https://127.0.0.1/api/cart"), "redirects"),
    "a redirect to a login": (_says(302, "", location="/login"), "redirects"),
    "no UTF-8": (_raw(b'{"items": [], "count": "\xff\xfe"}'), "no cart"),
    "no gzip": (_raw(b"plain", b"content-encoding: gzip\r\n"), "can't be read"),
    "cut short": (_raw(b"{}", length=1000), "can't be read"),
    "two lengths": (_raw(b"{}", b"content-length: 3\r\n"), "can't be read"),
    "no end": (_endless, "8 MiB"),
    "a page that says JSON": (_says(200, "<!doctype html>"), "no cart"),
    "basic authentication": (_says(401, "no", "text/plain"), "--header"),
    "a bare 404": (_says(404, '{"detail": "Not Found"}'), "no error envelope"),
    "a redirect": (_says(301, "", location="https://shop.example/"), "redirects"),
    "a gate": (_says(401, '{"error": {"code": "gate.shut", "message": "x"}}'), "--header"),
    "another JSON": (_says(200, '{"hello": "world"}'), "no cart"),
    "no JSON at all": (_says(200, "hello", "application/json"), "no cart"),
}


@pytest.mark.parametrize("name", BACKENDS)
def test_what_is_no_backend_of_the_contract(check: Command, backend: Start, name: str) -> None:
    answer, word = BACKENDS[name]
    _could_not(check(backend(answer)), word)


def test_one_that_never_answers(check: Command, backend: Start) -> None:
    url = backend(lambda _: time.sleep(30))
    _could_not(check(url, "--timeout", "0.5"), "never answered", "--timeout")


@pytest.mark.parametrize("part", ["the headers", "the body"])
def test_one_that_answers_drop_by_drop(check: Command, backend: Start, part: str) -> None:
    """Each drop comes in time; the whole would take a day."""
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(
            head + (b"x-a: " if part == "the headers" else b"content-length: 9999\r\n\r\n")
        )
        for _ in range(300):
            request.wfile.write(b"a")
            time.sleep(0.1)

    began = time.monotonic()
    _could_not(check(backend(answer), "--timeout", "0.5"), "did not end")
    assert time.monotonic() - began < 15


def test_one_that_hangs_up(check: Command, backend: Start) -> None:
    _could_not(check(backend(lambda it: it.connection.close())), "can't be read")


def test_one_that_sells_nothing_that_is_known(check: Command, backend: Start) -> None:
    cart = '{"items": [], "count": 0, "subtotal": 0, "updatedAt": "2026-01-01T00:00:00.000Z"}'
    no = '{"error": {"code": "product.notFound", "message": "No."}}'

    def answer(request: BaseHTTPRequestHandler) -> None:
        found = _says(200, cart) if request.command == "GET" else _says(404, no)
        found(request)

    _could_not(check(backend(answer), "--only", "C-cart-1"), "--product")


GIVEN: dict[str, tuple[list[str], str]] = {
    "no address": ([], "--base-url"),
    "an address that is none": (["ftp://shop"], "no http address"),
    "a rule that is none": (["http://localhost:1", "--only", "C-nope-1"], "C-nope-1"),
    "a contract that is missing": (["http://localhost:1", "--openapi", "gone.yaml"], "gone.yaml"),
    "a live key": (["http://localhost:1", "--stripe-key", "sk_live_abc"], "live key"),
    "a header without a colon": (["http://localhost:1", "--header", "nonsense"], "--header"),
    "a number that is none": (["http://localhost:1", "--timeout", "soon"], "--timeout"),
    "both depths": (["http://localhost:1", "--fast", "--thorough"], "--fast"),
    "a port that is none": (["http://localhost:port"], "no http address"),
    "half an IPv6 address": (["http://[::1"], "no http address"),
    "an address with a query": (["http://localhost:1/?a=b"], "has a ?"),
    "a password in the address": (["http://me:secret@localhost:1"], "--header"),
    "a header of two lines": (["http://localhost:1", "--header", "a: b\nc"], "can't be sent"),
    "a header that is not ASCII": (["http://localhost:1", "--header", "Ä: ö"], "can't be sent"),
    "a cookie of two": (["http://localhost:1", "--cookie", "a=b;c"], "can't be sent"),
    "a time that is none": (["http://localhost:1", "--timeout", "nan"], "--timeout"),
    "no time": (["http://localhost:1", "--timeout", "0"], "--timeout"),
    "a command that no shell reads": (["http://localhost:1", "--state-command", "'a"], "quotation"),
    "two hooks": (["http://a", "--state-url", "http://b", "--state-command", "c"], "together"),
    "a catalogue that is missing": (["http://localhost:1", "--catalogue", "no.json"], "no.json"),
}


@pytest.mark.parametrize("name", GIVEN)
def test_what_can_not_be_chosen(check: Command, name: str) -> None:
    given, word = GIVEN[name]
    _could_not(check(*given), word)


def test_a_document_that_is_none(check: Command) -> None:
    (check.folder / "odd.yaml").write_text("just: words\n")
    _could_not(check("http://localhost:1", "--openapi", "odd.yaml"), "no OpenAPI document")


def test_a_file_of_choices_that_is_wrong(check: Command) -> None:
    (check.folder / "shopstub.toml").write_text('[check]\nbase-urll = "x"\n')
    _could_not(check("http://localhost:1"), "base_urll")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[check\n", "shopstub.toml"),
        ('base-url = "http://localhost:1"\n', "[check]"),
        ("check = 3\n", "[check]"),
        ('[check]\ntimeout = "soon"\n', "a number"),
        ("[check]\nfast = 1\n", "true or false"),
        ("[check]\nheader = [1]\n", "list of texts"),
        ("[check]\nstripe-url = []\n", "a text"),
    ],
)
def test_choices_in_the_file_have_types(check: Command, text: str, word: str) -> None:
    (check.folder / "shopstub.toml").write_text(text)
    _could_not(check("http://localhost:1"), "shopstub.toml", word)


def test_one_that_dies_meanwhile(check: Command, backend: Start) -> None:
    """It answers a cart or two, and then nothing any more."""
    cart = json.dumps({"items": [], "count": 0, "subtotal": 0, "updatedAt": "2026-01-01T00:00:00Z"})
    left = [3]

    def answer(request: BaseHTTPRequestHandler) -> None:
        left[0] -= 1
        if left[0] < 0:
            request.connection.close()
            return
        _says(200, cart)(request)

    _could_not(
        check(backend(answer), "--only", "C-cart-4", "--product", "a"),
        "stopped answering",
    )


@pytest.mark.parametrize("report", ["--html", "--json", "--junit"])
def test_reports_that_can_not_be_written(check: Command, report: str) -> None:
    for name in ("no/such/report", "/proc/report"):
        _could_not(check("http://localhost:1", report, name), name)
    assert not (check.folder / "report").exists()


EMPTY = '{"items": [], "count": 0, "subtotal": 0, "updatedAt": "2026-01-01T00:00:00.000Z"}'
REFUSAL = '{"error": {"message": "No such key.", "type": "invalid_request_error"}}'
NAMED: dict[str, tuple[str, Answer, str]] = {
    "a hook of HTML": ("--state-url", _says(404, "<h1>Not Found", "text/html"), ""),
    "a hook that hangs up": ("--state-url", lambda it: it.connection.close(), "state hook"),
    "a Stripe of HTML": ("--stripe-url", _says(200, "<p>Stripe", "text/html"), "no Stripe"),
    "a Stripe of odd JSON": ("--stripe-url", _says(200, "[]"), "no Stripe"),
    "a Stripe with another key": ("--stripe-url", _says(401, REFUSAL), "--stripe-key"),
    "a Stripe that hangs up": ("--stripe-url", lambda it: it.connection.close(), "no Stripe"),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_is_named_had_better_be_there(check: Command, backend: Start, name: str) -> None:
    option, answer, word = NAMED[name]
    done = check(backend(_says(200, EMPTY)), option, backend(answer), "--only", "C-cus-1")
    if word:
        _could_not(done, word)
    else:  # a hook may lack a state: what it lacks is not reached
        assert done.returncode in (0, 1), done.stderr


@pytest.mark.parametrize("command", ["/no/such/command", "false", "echo no JSON"])
def test_a_state_command_that_is_none(check: Command, backend: Start, command: str) -> None:
    given = (backend(_says(200, EMPTY)), "--state-command", command, "--only", "C-cus-7")
    if command.startswith("/"):
        _could_not(check(*given), "can't be run")
    else:
        done = check(*given)
        assert "Traceback" not in done.stdout + done.stderr
        assert done.returncode in (1, 2)


def _hook(folder: Path, script: str) -> states.ProviderStates:
    (folder / "state.sh").write_text(script)
    target = Target("http://localhost:1", folder, state_command=f"sh {folder / 'state.sh'}")
    return states.ProviderStates(target, STATE_ANSWERS)


def test_a_state_that_hangs_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "LONGEST", 0.2)
    hook = _hook(tmp_path, "exec sleep 60")
    began = time.monotonic()
    for _ in range(3):
        with pytest.raises(states.NoStateEndpoint, match="did not end within"):
            hook.set("reset")
    assert time.monotonic() - began < 5
    assert not hook.available


@pytest.mark.parametrize("answer", ["null", "[]", "{}", '{"price": "4.49", "stock": 1}'])
def test_a_state_that_does_not_tell_is_not_reached(tmp_path: Path, answer: str) -> None:
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
def test_a_backend_s_own_limit_is_waited_for(said: dict[str, str], seconds: float) -> None:
    assert retry_after.seconds(said, 4) == seconds


def test_a_limit_that_is_no_rule_s_is_not_held_against_the_backend(
    check: Command, backend: Start
) -> None:
    """A 429 of a gate, without envelope and Retry-After; then as usual."""
    times = [0]

    def answer(request: BaseHTTPRequestHandler) -> None:
        times[0] += 1
        limited = times[0] % 2 == 0
        found = _says(429, "<h1>Slow down", "text/html") if limited else _says(200, EMPTY)
        if "customers/me" in request.path and not limited:
            found = _says(200, "null")
        found(request)

    done = check(backend(answer), "--only", "C-cus-1", "--product", "a")
    assert "429" not in done.stdout
    assert "waiting for its limit" in done.stdout


def test_a_port_that_is_taken_is_said() -> None:
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
def test_what_points_at_a_setting_is_said(name: str) -> None:
    met, words = HINTS[name]
    target = Target("http://localhost:1", Path("."), stripe_url="http://localhost:2")
    document = Document(ROOT / "openapi.yaml")
    (hint,) = diagnoses.diagnoses(met, target, document)
    assert words in hint
    seen = {diagnoses.ACCEPTED: 1, diagnoses.THERE: 1, diagnoses.HEARD: 1}
    assert diagnoses.diagnoses({**met, **seen}, target, document) == []


def test_plain_pytest_says_it_too(tmp_path: Path) -> None:
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
