"""The options by name, for the command line and for plain pytest. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """An option. `many`: repeatable. `switch`: takes no value. `alias`: its hidden former name.

    Its default, if it has one, stands in the settings model's field of that name.
    """

    name: str
    help: str
    many: bool = False
    switch: bool = False
    alias: str = ""

    @property
    def flag(self) -> str:
        """The flag of the command line."""
        return flag_of(self.name)

    @property
    def dest(self) -> str:
        """The attribute in which pytest keeps it."""
        return f"contract_{self.name}"


def flag_of(name: str) -> str:
    """Return the flag of an option."""
    return "--" + name.replace("_", "-")


OPTIONS = (
    Option("base_url", "Where the backend is, http://localhost:8000 say."),
    Option("openapi", "The contract. Default: ./openapi.yaml, or the one that came along."),
    Option(
        "pack",
        "The tests of the contract: a pack's name, an importable package, a folder, or `none`. "
        "Default: the shop's, if the contract has its operations.",
    ),
    Option("stripe_url", "The Stripe that the backend talks to, as a simulator's address."),
    Option("stripe_key", "The backend's secret test key. Default: the simulator's."),
    Option(
        "webhook_secret", "What the backend's webhooks are signed with. Default: the simulator's."
    ),
    Option(
        "state_url", "Where provider states are set. Default: /__contract/state, if it is there."
    ),
    Option("state_command", "A command that sets provider states: COMMAND NAME key=value …"),
    Option("header", "A header for every request, 'Name: value'.", many=True),
    Option("cookie", "A cookie for every visitor, name=value.", many=True),
    Option(
        "insecure", "Accept any certificate of the backend, a self-signed one say.", switch=True
    ),
    Option("only", "Only this rule, C-chk-9 say.", many=True),
    Option("skip", "Not this rule.", many=True),
    Option("seed", "Random seed. Default: a new one, which the report shows."),
    Option("timeout", "Seconds that a response may take."),
    Option("webhook_timeout", "Seconds that a webhook of Stripe's may take.", alias="settle"),
    Option("fast", "Only the most important checks, in less than a minute.", switch=True),
    Option("thorough", "Many more examples.", switch=True),
)
