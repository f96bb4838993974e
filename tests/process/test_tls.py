"""https with certificate files of one's own, and what is said of files that don't fit."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl"),
]


def make_pair(folder: Path, name: str) -> tuple[str, str]:
    cert, key = folder / f"{name}.pem", folder / f"{name}-key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext"),
            *("subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)),
        ],
        check=True,
        capture_output=True,
    )
    return str(cert), str(key)


def test_both_ports_speak_https_and_webhooks_and_commands_work(
    start: Any, tmp_path: Path, checkout: Any
) -> None:
    cert, key = make_pair(tmp_path, "localhost")
    stub = start("--cert", cert, "--key", key)
    printed = stub.printed()
    shop = next(word for word in printed.split() if word.startswith("https://localhost"))
    trust = ssl.create_default_context(cafile=cert)
    with httpx.Client(base_url=shop, verify=trust, trust_env=False) as buyer:
        stripe = buyer.get("/_stub/health").json()["stripe"]
        assert stripe.startswith("https://localhost:")
        checkout(buyer)
        (cookie,) = (one for one in buyer.cookies.jar if one.name.endswith("session"))
        assert cookie.secure
    script = httpx.get(f"{stripe}/v3/", verify=trust, trust_env=False)
    assert script.status_code == 200
    paid = stub.runs("pay")
    assert paid.returncode == 0, paid.stdout + paid.stderr


def test_files_that_do_not_fit_are_named(run: Any, tmp_path: Path) -> None:
    cert, _ = make_pair(tmp_path, "one")
    _, other = make_pair(tmp_path, "two")
    text = tmp_path / "text.pem"
    text.write_text("no PEM")
    serve = ("serve", "--memory", "--port", "0", "--stripe-port", "0")
    for flags, words in (
        (("--cert", cert), "--cert and --key belong together"),
        (("--cert", cert, "--key", other), "is not the key of --cert"),
        (("--cert", str(text), "--key", str(text)), "are not a certificate and its key"),
        (("--cert", cert, "--key", "missing.pem"), "--key missing.pem can't be read"),
    ):
        ended = run(*serve, *flags)
        assert (ended.returncode, words in ended.stderr) == (2, True), ended.stderr
        assert "Traceback" not in ended.stderr
