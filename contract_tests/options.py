"""The options, said once: for the command line, shopstub.toml and plain pytest. Light to import."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice by name; `many`: can be given again, `switch`: takes no value, `number`: one."""

    name: str
    help: str
    many: bool = False
    switch: bool = False
    number: bool = False

    @property
    def flag(self) -> str:
        """As an option."""
        return "--" + self.name.replace("_", "-")

    @property
    def dest(self) -> str:
        """As pytest keeps it."""
        return f"contract_{self.name}"


CHOICES = (
    Choice("base_url", "Where the backend is, http://localhost:8000 say."),
    Choice("openapi", "The contract. Default: ./openapi.yaml, or the one that came along."),
    Choice("stripe_url", "The Stripe that the backend talks to, as a simulator's address."),
    Choice("stripe_key", "The backend's secret test key. Default: the simulator's."),
    Choice(
        "webhook_secret", "What the backend's webhooks are signed with. Default: the simulator's."
    ),
    Choice(
        "state_url", "Where contract states are set. Default: /__contract/state, if it is there."
    ),
    Choice("state_command", "A command that sets contract states: COMMAND NAME key=value …"),
    Choice("product", "The id of a product that the backend sells.", many=True),
    Choice("catalogue", "A JSON file with the products, a list of objects with an id."),
    Choice("header", "A header for every request, 'Name: value'.", many=True),
    Choice("cookie", "A cookie for every visitor, name=value.", many=True),
    Choice(
        "insecure", "Take any certificate of the backend's, a self-signed one say.", switch=True
    ),
    Choice("only", "Only this rule, C-chk-9 say.", many=True),
    Choice("skip", "Not this rule.", many=True),
    Choice("seed", "For what is random. Default: a new one, which the report shows.", number=True),
    Choice("timeout", "Seconds that an answer may take. Default: 10.", number=True),
    Choice("settle", "Seconds that a webhook of Stripe's may take. Default: 15.", number=True),
    Choice(
        "line_cap", "How many of one product a cart holds (C-cart-6). Default: 99.", number=True
    ),
    Choice("cart_cap", "How many pieces a cart holds (C-cart-6). Default: 500.", number=True),
    Choice(
        "tax",
        "The tax in percent of the subtotal (C-ord-4). Default: 19, if orders show it.",
        number=True,
    ),
    Choice(
        "shipping",
        "What shipping costs in EUR (C-ord-4). Default: 4.90, if orders show it.",
        number=True,
    ),
    Choice("free_from", "The subtotal from which on it is free, in EUR (C-ord-4).", number=True),
    Choice("fast", "The most important only, under 30 s.", switch=True),
    Choice("thorough", "Many more examples.", switch=True),
)
