"""What a run found, for people and for machines."""

from contract_tests.harness.reports.facts import facts_of
from contract_tests.harness.reports.files import Files
from contract_tests.harness.reports.masking import Secrets
from contract_tests.harness.reports.terminal import show

__all__ = ["Files", "Secrets", "facts_of", "show"]
