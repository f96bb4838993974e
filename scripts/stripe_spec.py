"""Write stub_server/stripe_sim/spec/api.json from the declarations of Stripe's Node SDK.

`python -m scripts.stripe_spec` writes it; `--check` fails when it is stale. The file's notation is
described in stub_server/stripe_sim/spec/README.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.stripe_notation import Notation
from scripts.stripe_schemas import Declarations, declarations
from stub_server.stripe_sim import registry, router
from stub_server.stripe_sim.testdata.method_types import known_method_types

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "stub_server" / "stripe_sim" / "spec" / "api.json"
WIDTH = 100
PARTS = ("balance", "cash_balance", "discount", "item", "payment_intent_amount_details_line_item")
"""Objects of the simulator that are no resources of their own."""

CHARGE_DETAILS = "Charges:Charge.PaymentMethodDetails"
OTHERS = ("apple_pay_later", "fr_meal_voucher_conecs")
"""Types of PaymentMethods in configurations that no PaymentMethod has."""


def spec(declared: Declarations) -> dict[str, Any]:
    """The facts that the simulator uses: operations, objects, and the types that they share."""
    notation = Notation(declared, other_method_types(declared))
    operations = sorted(set(router.operations()) & set(declared.calls))
    for where in operations:
        notation.add_operation(where)
    for noun in sorted({*PARTS, *(one.object for one in registry.resources().values())}):
        notation.add_object(noun)
    return {**declared.versions, **notation.sections()}


def other_method_types(declared: Declarations) -> set[str]:
    """Types of PaymentMethods that Stripe has and the simulator's account has not."""
    method = declared.objects["payment_method"]["properties"]
    details = declared.definitions[CHARGE_DETAILS]["properties"]
    return {*method["type"]["enum"], *details, *OTHERS} - set(known_method_types()) - {"type"}


def lines(value: Any, indent: str = "") -> Iterator[str]:
    """The value as JSON, a line for each member of a hash and for each word of a long list."""
    opening, closing = ("[", "]") if isinstance(value, list) else ("{", "}")
    inner = indent + " "
    yield opening
    members = [("", word) for word in value] if isinstance(value, list) else [*value.items()]
    for at, (name, member) in enumerate(members):
        label = f"{inner}{json.dumps(name)}: " if name or isinstance(value, dict) else inner
        text = json.dumps(member)
        comma = "," if at < len(members) - 1 else ""
        if is_short(member, len(label) + len(text)):
            yield f"{label}{text}{comma}"
            continue
        first, *between, last = lines(member, inner)
        yield label + first
        yield from between
        yield last + comma
    yield indent + closing


def is_short(value: Any, width: int) -> bool:
    """Whether a value goes on one line: a word, a list that fits, a hash of one or two words."""
    if isinstance(value, dict):
        nested = any(isinstance(member, dict) for member in value.values())
        return width <= WIDTH and len(value) <= 2 and not nested
    return not isinstance(value, list) or width <= WIDTH


def text_of(declared: Declarations) -> str:
    """The content of the file."""
    return "\n".join(lines(spec(declared))) + "\n"


def main() -> None:
    """Write the file, or with --check compare it."""
    text = text_of(declarations())
    if "--check" not in sys.argv:
        TARGET.write_text(text, encoding="utf-8")
    elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
        sys.exit(f"Stale: {TARGET.relative_to(ROOT)}. Run `make spec`.")


if __name__ == "__main__":
    main()
