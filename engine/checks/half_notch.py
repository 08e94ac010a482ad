"""Notches that are worked out, and are no whole number for some units."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.numerals import decimal_text
from .tried_units import named_in, samples, whole

ID = "half-notch"
SEVERITY: Severity = "warning"
WHY = say("Notches that are no whole number move a rating nowhere: such units have no rating.")
PASSES = """
notches: -round(a / 100, 0)
"""
FAILS = """
notches: -a / 100
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each formula of notches with a unit for which it is no whole number."""
    for node in rules.nodes.values():
        for notch in node.notches:
            ends = whole(rules).number(notch.amount, node.path, judged=True)
            if ends is not None and ends.low == ends.high:
                continue  # of a number it is told when the rules are loaded
            for unit in samples(rules, node, [notch.amount], {}):
                by = unit.number(notch.amount, node.path, judged=True)
                if by is None or by.low != by.high or by.low.denominator == 1:
                    continue
                message = say(
                    "{node}: notches are {by} for {unit}, which leaves it without a rating",
                    node=node.path,
                    by=decimal_text(by.low),
                    unit=unit.in_words(named_in(rules, node, [notch.amount])),
                )
                hint = say("round them: {form}", form=f"round({notch.amount.text}, 0)")
                yield Diagnostic(ID, message, notch.amount.position, hint, SEVERITY, node.path)
                break
