"""Boundaries finer than what is printed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fractions import Fraction

from ..meaning.expressions import Expression
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Position, Severity, Text, counted, say
from ..words.numerals import decimal_text, read_number

ID = "ambiguous-boundary"
SEVERITY: Severity = "warning"
WHY = say(
    "Scores are compared as printed: a boundary with more decimals is met by no score, and readers cannot "
    "see what it decides."
)
PASSES = """
thresholds: {pass: 84.99}
bands: [{rating: high, when: total >= pass}, {rating: low}]
"""
FAILS = """
thresholds: {pass: 84.995}
bands: [{rating: high, when: total >= pass}, {rating: low}]
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """Numbers and thresholds that a score is compared with; bounds of bands are looked at when the rule set
    is loaded."""
    for _, condition in rules.conditions:
        for node in ast.walk(condition.tree):
            if isinstance(node, ast.Compare):
                for term in (node.left, *node.comparators):
                    yield from _too_fine(rules, condition, term)


def _too_fine(rules: RuleSet, condition: Expression, term: ast.expr) -> Iterator[Diagnostic]:
    value: Fraction | None = None
    position: Position = condition.at(term)
    about = ast.get_source_segment(condition.code, term) or ""
    if isinstance(term, ast.Constant):
        value = read_number(about)
    elif isinstance(term, ast.Name) and term.id in rules.thresholds:
        threshold = rules.thresholds[term.id]
        value, position, about = threshold.value, threshold.position, threshold.id
    if value is not None and (value * 10**rules.scale.decimals).denominator != 1:
        message = say(
            "{boundary} has more decimals than scores are printed with ({decimals})",
            boundary=value,
            decimals=rules.scale.decimals,
        )
        yield Diagnostic(ID, message, position, finer_hint(rules, value), SEVERITY, about)


def finer_hint(rules: RuleSet, bound: Fraction) -> Text:
    """What to do about a bound that is finer than scores are printed."""
    return counted(
        rules.scale.decimals,
        "scores are compared as printed; use at most {count} decimal, or write decimals: {needed} under "
        "scale",
        "scores are compared as printed; use at most {count} decimals, or write decimals: {needed} under "
        "scale",
        needed=len(decimal_text(bound).partition(".")[2]),
    )
