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
from contract_tests.wire import asked

USUAL = "/__contract/state"
LONGEST = 30.0
"""Seconds that a state may take."""


TELLS: dict[str, dict[str, Any]] = {
    "product": {"price": (int, float), "stock": int},
    "last-reset-token": {"token": str},
}
"""What a state answers, where it tells something."""


class NoHook(NotReached):
    """Nobody answers where the hook should be, or nobody who knows of states."""


class States:
    """The states of section 6. NotReached: this backend offers none, or not that one."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._lacking: dict[str, str] = {}
        self._gone = ""

    @property
    def offered(self) -> bool:
        """Whether there is a hook at all."""
        return bool(self._target.state_url or self._target.state_command) and not self._gone

    def can(self, name: str) -> bool:
        """Whether there is a hook, and it has not refused this state so far."""
        return self.offered and name not in self._lacking

    def set(self, name: str, **parameters: Any) -> Any:
        """Bring the backend into a state; what it answers."""
        if self._gone or not self.offered:
            raise NoHook(self._gone or "no state hook: give --state-url or --state-command")
        if name in self._lacking:
            raise NotReached(self._lacking[name])
        try:
            return _telling(name, self._set(name, parameters))
        except NoHook as missed:
            self._gone = str(missed)
            raise
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
            answer = asked(
                "POST",
                url,
                json={"name": name, **parameters},
                headers={**self._target.authorization, **self._target.headers},
                timeout=LONGEST,
                insecure=self._target.insecure,
            )
        except httpx.HTTPError as error:
            raise NoHook(f"the state hook {url} can't be reached: {error}") from None
        if answer.status >= 300:
            shown = " ".join(answer.text[:200].split())
            raise NotReached(f"the state hook refused {name!r}: {answer.status} {shown}")
        return _json(answer.text, name)


def found_at(target: Target) -> Target:
    """The target with the hook at its usual place, if none was named and one is there.

    Whoever takes a state that nobody has heard of takes anything: that is no hook.
    """
    if target.state_url or target.state_command:
        return target
    found = replace(target, state_url=target.base_url + USUAL)
    states = States(found)
    try:
        states.set("clear-rate-limits")
    except NotReached:
        return target
    try:
        states.set("a-state-that-nobody-has-heard-of")
    except NotReached:
        return found
    return target


def _telling(name: str, answer: Any) -> Any:
    """The answer, if it says what it should."""
    for member, kind in TELLS.get(name, {}).items():
        value = answer.get(member) if isinstance(answer, dict) else None
        if not isinstance(value, kind) or isinstance(value, bool):
            words = f"the state {name!r} is answered without {member}: {json.dumps(answer)[:100]}"
            raise NotReached(words)
    return answer


def _by_command(command: str, name: str, parameters: dict[str, Any]) -> Any:
    words = [*shlex.split(command), name, *(f"{key}={it}" for key, it in parameters.items())]
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
        raise NoHook(f"the state command did not end within {LONGEST:.0f} s") from None
    except OSError as error:
        raise NoHook(f"the state command {words[0]} can't be run: {error.strerror}") from None
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
