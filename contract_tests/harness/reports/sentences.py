"""Words about rules and verdicts that several reports have."""

from __future__ import annotations

from contract_tests.harness.document import Rule

LONGEST = 90
"""Characters of a sentence in a list."""
SYMBOLS = {"kept": "✓", "broken": "✗", "not reached": "–"}
"""By verdict; in every report the word stands beside it, or its group's heading says it."""


def first_sentence(text: str) -> str:
    """Return the first sentence of a rule, cut if it is long, without backquotes."""
    sentence = text.replace("`", "").split(". ")[0].rstrip(".")
    return sentence if len(sentence) <= LONGEST else f"{sentence[: LONGEST - 1]}…"


def name_range(names: list[str]) -> str:
    """Return the names of variables, of many the first and the last one."""
    return names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"


def page_of(rule: Rule) -> str:
    """Return the path of a rule's page in a checkout."""
    return f"docs/api/{rule.page}" if rule.page.endswith(".md") else rule.page
