"""What `shopstub doctor` looks at: program, tools, settings, contract, ports and state."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from stub_server import __version__, resources
from stub_server.contract import PagesUnreadable, compile_pages, read_pages, to_yaml
from stub_server.settings import Settings
from stub_server.settings_file import PREFIX, SettingsError
from stub_server.settings_loading import load_settings
from stub_server.settings_sources import OPTIONS
from stub_server.shop import store_repair
from stub_server.shop.state_folder import NAMES
from stub_server.storage import StoreError

TOOLS = ("stripe", "node", "php", "uv")
VERSION_SECONDS = 5
LONGEST = 60
"""Characters of a tool's version that are shown."""


class Finding(NamedTuple):
    """A fact; problem: what is wrong with it and what to do, "" if it is fine."""

    topic: str
    name: str
    value: str
    problem: str = ""


def examine_program() -> Iterator[Finding]:
    """Yield versions of shopstub, Python, the system and the libraries."""
    topic = "Program"
    yield Finding(topic, "shopstub", f"{__version__} in {resources.PACKAGE.parent}")
    yield Finding(topic, "Python", f"{platform.python_version()}, {sys.executable}")
    yield Finding(topic, "system", f"{platform.system()} {platform.release()} {platform.machine()}")
    for requirement in importlib.metadata.requires("shopstub") or ():
        name = re.split(r"[^A-Za-z0-9_.-]", requirement, maxsplit=1)[0]
        if "extra ==" not in requirement or "'contract'" in requirement:
            yield Finding(topic, name, _version_of(name))


def _version_of(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def examine_tools() -> Iterator[Finding]:
    """Yield programs that work together with shopstub; none is needed."""
    for tool in TOOLS:
        path = shutil.which(tool)
        yield Finding("Tools", tool, f"{_tool_version(path)} {path}" if path else "not found")


def _tool_version(path: str) -> str:
    try:
        ended = subprocess.run(  # noqa: S603 - the program is one of TOOLS
            [path, "--version"], capture_output=True, timeout=VERSION_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "does not start:"
    return ended.stdout.decode("utf-8", "replace").partition("\n")[0][:LONGEST]


def examine_folder(folder: Path) -> Iterator[Finding]:
    """Yield what `serve` would find in the folder, which is the working directory."""
    yield Finding("Folder", "folder", str(folder))
    for variable in sorted(os.environ):
        if variable.startswith(PREFIX):
            yield Finding("Folder", variable, _shown(variable, os.environ[variable]))
    try:
        settings = load_settings({})
    except SettingsError as error:
        yield Finding("Folder", "settings", "can't be used", str(error))
        return
    for name, option in OPTIONS.items():
        value = getattr(settings, name)
        if value != Settings.model_fields[name].get_default(call_default_factory=True):
            shown = "set" if option.names.secret else str(value)
            yield Finding("Folder", option.key or name, shown)
    yield _examine_contract(settings)
    yield _examine_port("shop's port", settings.host, settings.port, "--port")
    yield _examine_port("Stripe's port", settings.host, settings.stripe_port, "--stripe-port")
    yield _examine_state(settings)


def _shown(variable: str, value: str) -> str:
    is_secret = any(
        option.names.secret and option.variable == variable for option in OPTIONS.values()
    )
    return "set" if is_secret or "KEY" in variable or "TOKEN" in variable else value


def _examine_contract(settings: Settings) -> Finding:
    document, pages = settings.document, settings.pages
    if not document.exists():
        return Finding("Folder", "contract", str(document), "is missing: run `shopstub compile`")
    if not resources.compiled_from_pages(document) or not pages.is_dir():
        return Finding("Folder", "contract", str(document))
    try:
        text = to_yaml(compile_pages(read_pages(pages)).document)
    except PagesUnreadable as error:
        return Finding("Folder", "contract", str(document), str(error))
    is_stale = text != document.read_text(encoding="utf-8")
    problem = f"is not what {pages} says: run `shopstub compile`" if is_stale else ""
    return Finding("Folder", "contract", f"{document}, from {pages}", problem)


def _examine_port(name: str, host: str, port: int, flag: str) -> Finding:
    """Return who listens at a port. Another program than a shopstub is a problem."""
    if not port:
        return Finding("Folder", name, "any that is free")
    try:
        with socket.create_connection((host, port), timeout=1):
            pass
    except OSError:
        return Finding("Folder", name, f"{port}, free")
    health = _health(host, port)
    if health is not None:
        return Finding("Folder", name, f"{port}, a shopstub {health.get('version', '')} runs there")
    problem = f"another program listens there: stop it, or choose another port with {flag}"
    return Finding("Folder", name, f"{port}, taken", problem)


def _health(host: str, port: int) -> dict[str, Any] | None:
    try:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{port}/_stub/health"
        content = httpx.get(address, timeout=2, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        return None
    return content if isinstance(content, dict) and content.get("ok") is True else None


def _examine_state(settings: Settings) -> Finding:
    folder = settings.store_folder
    if folder is None or not folder.exists():
        return Finding("Folder", "state", "in memory" if folder is None else f"{folder}, none yet")
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    value = f"{folder}, {size / 1e6:.1f} MB"
    try:
        reports = store_repair.check(folder, NAMES)
    except StoreError as error:
        return Finding("Folder", "state", f"{value} ({error})")
    damages = [str(damage) for report in reports for damage in report.damages]
    return Finding("Folder", "state", value, "; ".join(damages))
