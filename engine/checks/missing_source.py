"""Rule sets that do not say where they come from."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, say

PLACEHOLDER = "คำสั่งหรือประกาศที่เป็นที่มา / the order or notice that the numbers are from"
"""What a rule set that was begun by `ken new` or `ken init` says until somebody writes its source."""

ID = "missing-source"
SEVERITY: Severity = "warning"
WHY = say("A rule set is law text: who reads it must be able to look up where its numbers come from.")
PASSES = """
source: the gazette of the year
"""
FAILS = """
source: null
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding where the rule set has no source, or the one that it was begun with."""
    if rules.source and rules.source.strip() == PLACEHOLDER:
        message = say("source: still says what the rule set was begun with")
        hint = say("write the law, order or report that its numbers are from")
        yield Diagnostic(ID, message, rules.at("source"), hint, SEVERITY, rules.id)
    elif not rules.source:
        message = say("the rule set does not say where it comes from")
        hint = say("add source: with the law, order or report that its numbers are from")
        yield Diagnostic(ID, message, rules.position, hint, SEVERITY, rules.id)
