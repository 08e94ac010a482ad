"""Limits that are finer than what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..meaning.model import Node, RuleSet
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.numerals import decimal_text
from .tried_units import whole

ID = "limit-grid"
SEVERITY: Severity = "warning"
WHY = say(
    "A score that is held at a limit finer than what is printed is rounded to another one: 59.95 is printed "
    "as 60, which is beyond it."
)
PASSES = """
parts: {a: {at_most: 59.95}, b: {}}
"""
FAILS = """
parts: {a: {decimals: 0, at_most: 59.95}, b: {}}
"""


def printed_step(rules: RuleSet, node: Node) -> Fraction:
    """Of what the printed score of a node is a multiple."""
    if node.round is not None and node.round.step is not None:
        return node.round.step
    places = rules.scale.decimals if node.decimals is None else node.decimals
    return Fraction(1, 10**places)


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each limit that is a number, and no score that can be printed."""
    for node in rules.nodes.values():
        step = printed_step(rules, node)
        for key, limits in (("at_least", node.at_least), ("at_most", node.at_most)):
            for limit in limits:
                number = whole(rules).number(limit.amount, node.path)
                if number is None or number.low != number.high or (number.low / step).denominator == 1:
                    continue
                message = say(
                    "{node}: {key} is {limit}, and its score is printed in steps of {step}",
                    node=node.path,
                    key=key,
                    limit=decimal_text(number.low),
                    step=decimal_text(step),
                )
                hint = say(
                    "write {below} or {above}, or let it be printed finer (decimals or round)",
                    below=decimal_text(step * (number.low // step)),
                    above=decimal_text(step * (number.low // step + 1)),
                )
                yield Diagnostic(ID, message, limit.amount.position, hint, SEVERITY, node.path)


__all__ = ["FAILS", "ID", "PASSES", "SEVERITY", "WHY", "check", "printed_step"]
