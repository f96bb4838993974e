"""The command without its extra, in a folder of hostile modules, and beside odd documents."""

from __future__ import annotations

import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_tests.__main__ import main
from contract_tests.harness.cli import NAME, WANTED
from tests.checker.conftest import Command, Responder, assert_unusable, respond_with
from tests.checker.processes import ROOT, environment

pytestmark = pytest.mark.process
Start = Callable[[Responder], str]
CART = '{"items": [], "count": 0, "subtotal": 0, "updatedAt": "2026-01-01T00:00:00.000Z"}'


def shopstub(
    folder: Path, *given: str, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `shopstub check` in a folder. path: packages in place of the installed ones."""
    code = "import sys; sys.argv[0] = 'shopstub'; from stub_server.cli import main; main()"
    command = ["-S", "-P", "-m", "contract_tests"] if path else ["-P", "-c", code, "check"]
    places = [str(ROOT), *([str(path)] if path else [])]
    return subprocess.run(
        [sys.executable, *command, *given],
        cwd=folder,
        env={**environment(), "PYTHONPATH": ":".join(places)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def without_extra(tmp_path: Path) -> Path:
    """A folder with everything that is installed but the extra's packages."""
    folder = tmp_path / "packages"
    folder.mkdir()
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        if package.name.partition("-")[0].lstrip("_") not in WANTED and package.suffix != ".pth":
            (folder / package.name).symlink_to(package)
    return folder


def test_help_needs_no_extra(tmp_path: Path, without_extra: Path) -> None:
    (tmp_path / "here").mkdir()
    done = shopstub(tmp_path / "here", "--help", path=without_extra)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage: shopstub check [OPTIONS] [BASE_URL]")
    for option in ("--base-url", "--with-stripe", "--summary", "--line-cap", "--fast"):
        assert (option in done.stdout) == (option != "--base-url")
    assert "shopstub check http://localhost:8000 --with-stripe" in done.stdout


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, without_extra: Path) -> None:
    (tmp_path / "here").mkdir()
    done = shopstub(tmp_path / "here", "http://127.0.0.1:1", path=without_extra)
    assert done.returncode == 2
    assert done.stderr.startswith(
        "shopstub check: hypothesis, jinja2, pytest, schemathesis are not"
    )
    assert "-m pip install hypothesis jinja2 pytest schemathesis" in done.stderr


def test_nothing_is_imported_from_the_working_directory(backend: Start, tmp_path: Path) -> None:
    for name in (
        "py",
        "json",
        "contract_tests",
        "conftest",
        "click",
        "pytest",
        "sitecustomize",
        "pack",
    ):
        (tmp_path / f"{name}.py").write_text(
            "raise SystemExit('imported from the working directory')"
        )
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "pyproject.toml").write_text("[tool.pytest]\naddopts = ['--no-such-option']\n")
    url = backend(respond_with(200, CART))
    done = shopstub(tmp_path, url, "--only", "C-conv-5", "--fast")
    assert "imported from" not in done.stdout + done.stderr
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert not list(tmp_path.glob(".pytest_cache")) + list(tmp_path.glob(".hypothesis"))


def test_options_of_the_project_s_own_pytest_are_not_used(
    backend: Start, check: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    done = shopstub(check.folder, backend(respond_with(200, CART)), "--only", "C-conv-5", "--fast")
    assert done.returncode in (0, 1), done.stdout + done.stderr


def test_a_package_in_the_working_directory_is_named_by_its_path(check: Command) -> None:
    (check.folder / "mine" / "pack").mkdir(parents=True)
    done = check("http://127.0.0.1:1", "--pack", "mine.pack")
    assert_unusable(done, "--pack ./mine/pack")


def test_messages_name_the_command(check: Command) -> None:
    done = check()
    assert_unusable(done, "shopstub check: no backend is named", "shopstub check http://")
    assert "shopstub check --help" in check("--nothing").stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("swagger: '2.0'\npaths: {}\n", "Swagger"),
        ("openapi: 3.1.0\npaths: [a]\n", "paths"),
        ("openapi: 3.1.0\npaths: {/a: {get: {responses: {$ref: '#/x'}}}}\n", "leads to nothing"),
        ("\x00", "no YAML"),
    ],
)
def test_an_unusable_document_of_the_folder_is_named(check: Command, text: str, words: str) -> None:
    (check.folder / "openapi.yaml").write_text(text)
    assert_unusable(check("http://127.0.0.1:1"), "shopstub check: openapi.yaml", words)


@pytest.mark.parametrize(
    "given",
    [
        ("--header", "Authorization Bearer s3cret"),
        ("--header", "Authorization: Bearer s3cret\x01"),
        ("--cookie", "s3cret"),
        ("--stripe-key", "sk_test_s3cret with blanks"),
        ("--webhook-secret", "whsec s3cret"),
        ("http://me:s3cret@a b",),
    ],
)
def test_messages_repeat_no_secret(check: Command, given: tuple[str, ...]) -> None:
    done = check(*given, *(() if given[0].startswith("http") else ("http://127.0.0.1:1",)))
    assert_unusable(done, "shopstub check: ")
    assert "s3cret" not in done.stdout + done.stderr


@pytest.mark.parametrize(("name", "near"), [("C-cart-100", "C-cart-10"), ("C-car-4", "C-cart-4")])
def test_a_rule_that_is_nearly_right_is_suggested(check: Command, name: str, near: str) -> None:
    assert_unusable(check("http://127.0.0.1:1", "--only", name), f"did you mean {near}?")


def test_a_mistake_of_the_checker_is_no_verdict(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fail(*_: object) -> int:
        raise ZeroDivisionError("a mistake")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("contract_tests.harness.check.check", fail)
    with pytest.raises(SystemExit) as ended:
        main(["http://127.0.0.1:1"], prog_name=NAME)
    assert ended.value.code == 2
    shown = capfd.readouterr().err
    assert "ZeroDivisionError: a mistake" in shown
    assert shown.splitlines()[-1].startswith("shopstub check: the checker itself failed")


def test_where_nobody_reads_on_reports_and_exit_code_are_the_same(
    backend: Start, tmp_path: Path
) -> None:
    url = backend(respond_with(200, CART.replace("00.000Z", "00")))
    command = [sys.executable, "-P", "-m", "contract_tests", url, "--only", "C-conv-5", "--fast"]
    command += ["--junit", "r.xml"]
    quoted = " ".join(shlex.quote(word) for word in command)
    done = subprocess.run(
        ["bash", "-c", f"{quoted} | true; exit ${{PIPESTATUS[0]}}"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "<failure" in (tmp_path / "r.xml").read_text("utf-8")
