"""Provider states: the backend is brought into a state, over HTTP or by a command, if it can."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import httpx

from contract_tests.harness.failures import NotReached
from contract_tests.harness.http_transport import request_once
from contract_tests.harness.target import Target

DEFAULT_PATH = "/__contract/state"
LONGEST = 30.0
"""Seconds that a state may take."""
UNKNOWN = "a-state-that-does-not-exist"


class NoStateEndpoint(NotReached):
    """Nothing answers where states should be set, or nothing that knows of them."""


class ProviderStates:
    """The states that a pack's tests want. NotReached: this backend has none, or not that one."""

    def __init__(
        self, target: Target, answers: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self._target = target
        self._answers = answers or {}
        self._refused: dict[str, str] = {}
        self._missing = ""

    @property
    def available(self) -> bool:
        """Whether states can be set at all."""
        return bool(self._target.state_url or self._target.state_command) and not self._missing

    def supports(self, name: str) -> bool:
        """Whether states can be set, and this one was not refused so far."""
        return self.available and name not in self._refused

    def set(self, name: str, **parameters: Any) -> Any:
        """Bring the backend into a state; return what it answers."""
        if self._missing or not self.available:
            default = "no state hook: give --state-url or --state-command"
            raise NoStateEndpoint(self._missing or default)
        if name in self._refused:
            raise NotReached(self._refused[name])
        try:
            return self._require_members(name, self._set(name, parameters))
        except NoStateEndpoint as missing:
            self._missing = str(missing)
            raise
        except NotReached as refusal:
            self._refused[name] = str(refusal)
            raise

    def _set(self, name: str, parameters: dict[str, Any]) -> Any:
        if self._target.state_command:
            return _by_command(self._target.state_command, name, parameters)
        return self._by_http(name, parameters)

    def _by_http(self, name: str, parameters: dict[str, Any]) -> Any:
        url = self._target.state_url or ""
        try:
            response = request_once(
                "POST",
                url,
                json={"name": name, **parameters},
                headers={**self._target.authorization, **self._target.headers},
                timeout=LONGEST,
                insecure=self._target.insecure,
            )
        except httpx.HTTPError as error:
            raise NoStateEndpoint(f"the state hook {url} can't be reached: {error}") from None
        if response.status >= 300:
            shown = " ".join(response.text[:200].split())
            raise NotReached(f"the state hook refused {name!r}: {response.status} {shown}")
        return _json(response.text, name)

    def _require_members(self, name: str, answer: Any) -> Any:
        """Return the answer, if it has the members that tests read."""
        for member, kind in self._answers.get(name, {}).items():
            value = answer.get(member) if isinstance(answer, dict) else None
            if not isinstance(value, kind) or isinstance(value, bool):
                shown = json.dumps(answer)[:100]
                raise NotReached(f"the state {name!r} is answered without {member}: {shown}")
        return answer


def find_states(target: Target, harmless_state: str) -> Target:
    """Return the target with the endpoint at its default path, if none was named and it is there.

    harmless_state: one that may be set at any time; "": nothing is tried. An endpoint that accepts
    a state which does not exist is none.
    """
    if target.state_url or target.state_command or not harmless_state:
        return target
    found = replace(target, state_url=target.base_url + DEFAULT_PATH)
    states = ProviderStates(found)
    try:
        states.set(harmless_state)
    except NotReached:
        return target
    try:
        states.set(UNKNOWN)
    except NotReached:
        return found
    return target


def _by_command(command: str, name: str, parameters: dict[str, Any]) -> Any:
    pairs = (f"{key}={value}" for key, value in parameters.items())
    words = [*shlex.split(command), name, *pairs]
    try:
        done = subprocess.run(
            words,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoStateEndpoint(f"the state command did not end within {LONGEST:.0f} s") from None
    except OSError as error:
        message = f"the state command {words[0]} can't be run: {error.strerror}"
        raise NoStateEndpoint(message) from None
    if done.returncode:
        output = (done.stderr or done.stdout).strip()[:200]
        raise NotReached(f"the state command refused {name!r} ({done.returncode}): {output}")
    return _json(done.stdout, name)


def _json(text: str, name: str) -> Any:
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        raise NotReached(f"the state {name!r} is answered with no JSON: {text[:100]}") from None
