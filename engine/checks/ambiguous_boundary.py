"""Boundaries finer than what is printed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fractions import Fraction

from ..meaning.expressions import Expression, dotted
from ..meaning.model import RuleSet
from ..meaning.scope import Scope, Unclear
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
            if isinstance(node, ast.Compare) and (places := _printed_places(rules, node)) is not None:
                for term in (node.left, *node.comparators):
                    yield from _too_fine(rules, condition, term, places)


def _printed_places(rules: RuleSet, compared: ast.Compare) -> int | None:
    """To how many decimals the scores that a comparison names are printed, the finest of them; None where it
    names what is not printed so: an input, or a score that goes in steps."""
    scope, places = Scope(rules, own=("score",)), list[int]()
    for part in ast.walk(compared):
        name = dotted(part)
        try:
            named = scope.find(name) if name is not None else None
        except Unclear:
            return None
        for path in named.paths if named is not None else ():
            node = rules.nodes.get(path)
            if node is None or (node.round is not None and node.round.step is not None):
                return None
            places.append(rules.scale.decimals if node.decimals is None else node.decimals)
    return max(places, default=rules.scale.decimals)


def _too_fine(rules: RuleSet, condition: Expression, term: ast.expr, places: int) -> Iterator[Diagnostic]:
    value: Fraction | None = None
    position: Position = condition.at(term)
    about = ast.get_source_segment(condition.code, term) or ""
    if isinstance(term, ast.Constant):
        value = read_number(about)
    elif isinstance(term, ast.Name) and term.id in rules.thresholds:
        threshold = rules.thresholds[term.id]
        value, position, about = threshold.value, threshold.position, threshold.id
    if value is not None and (value * 10**places).denominator != 1:
        message = say(
            "{boundary} has more decimals than scores are printed with ({decimals})",
            boundary=value,
            decimals=places,
        )
        hint = finer_hint(rules, value) if places == rules.scale.decimals else finer_node_hint(places, value)
        yield Diagnostic(ID, message, position, hint, SEVERITY, about)


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


def finer_node_hint(places: int, bound: Fraction) -> Text:
    """The same at a node that is printed with other decimals than the scale says."""
    return counted(
        places,
        "scores are compared as printed; use at most {count} decimal, or write decimals: {needed} at the "
        "node",
        "scores are compared as printed; use at most {count} decimals, or write decimals: {needed} at the "
        "node",
        needed=len(decimal_text(bound).partition(".")[2]),
    )
