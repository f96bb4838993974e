"""Contract states: the backend is brought into a state, over HTTP or by a command, where it can."""

from __future__ import annotations

import json
import shlex
import subprocess
from dataclasses import replace
from typing import Any

import httpx

from contract_tests.ledger import NotReached
from contract_tests.target import Target

USUAL = "/__contract/state"
LONGEST = 30.0
"""Seconds that a state may take."""


class States:
    """The states of section 6. NotReached: this backend offers none, or not that one."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._lacking: dict[str, str] = {}

    @property
    def offered(self) -> bool:
        """Whether there is a hook at all."""
        return bool(self._target.state_url or self._target.state_command)

    def can(self, name: str) -> bool:
        """Whether there is a hook, and it has not refused this state so far."""
        return self.offered and name not in self._lacking

    def set(self, name: str, **parameters: Any) -> Any:
        """Bring the backend into a state; what it answers."""
        if not self.offered:
            raise NotReached("no state hook: give --state-url or --state-command")
        if name in self._lacking:
            raise NotReached(self._lacking[name])
        try:
            return self._set(name, parameters)
        except NotReached as missed:
            self._lacking[name] = str(missed)
            raise

    def _set(self, name: str, parameters: dict[str, Any]) -> Any:
        if self._target.state_command:
            return _by_command(self._target.state_command, name, parameters)
        return self._by_http(name, parameters)

    def _by_http(self, name: str, parameters: dict[str, Any]) -> Any:
        url = self._target.state_url or ""
        try:
            answer = httpx.post(
                url,
                json={"name": name, **parameters},
                headers=dict(self._target.headers),
                timeout=LONGEST,
                trust_env=False,
                verify=not url.startswith("http:"),
            )
        except httpx.HTTPError as error:
            raise NotReached(f"the state hook {url} can't be reached: {error}") from None
        if answer.status_code >= 300:
            shown = answer.text[:200]
            raise NotReached(f"the state hook refused {name!r}: {answer.status_code} {shown}")
        return _json(answer.text, name)


def found_at(target: Target) -> Target:
    """The target with the hook at its usual place, if none was named and one is there."""
    if target.state_url or target.state_command:
        return target
    url = target.base_url + USUAL
    try:
        States(replace(target, state_url=url)).set("clear-rate-limits")
    except NotReached:
        return target
    return replace(target, state_url=url)


def _by_command(command: str, name: str, parameters: dict[str, Any]) -> Any:
    words = [*shlex.split(command), name, *(f"{key}={it}" for key, it in parameters.items())]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=LONGEST, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotReached(f"the state command can't be run: {error}") from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[:200]
        raise NotReached(f"the state command refused {name!r} ({done.returncode}): {said}")
    return _json(done.stdout, name)


def _json(text: str, name: str) -> Any:
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        raise NotReached(f"the state {name!r} is answered with no JSON: {text[:100]}") from None
