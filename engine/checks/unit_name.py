"""Units that are called as a score is."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, say

ID = "unit-name"
SEVERITY: Severity = "warning"
WHY = say("The column with the names of units is called as the unit is; it cannot be that of a score too.")
PASSES = """
unit: agency
"""
FAILS = """
unit: a
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding where the unit has the name of a node, or of a column of results."""
    if rules.unit in rules.names or rules.unit in ("rating", "status"):
        message = say("unit is “{unit}”, which is the name of a score or result", unit=rules.unit)
        hint = say("write what is rated, as its column in the data is called, for example agency")
        yield Diagnostic(ID, message, rules.at("unit"), hint, SEVERITY, rules.unit)
