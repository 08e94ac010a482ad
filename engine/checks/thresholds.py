"""Thresholds that no score can be held against."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, Text, say

ID = "threshold-range"
SEVERITY: Severity = "warning"
WHY = say("A threshold outside the scale makes every condition that uses it always or never true.")
PASSES = """
thresholds: {pass: 85}
"""
FAILS = """
thresholds: {pass: 850}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each threshold outside the scale where it is scores alone that it is held against."""
    scale = rules.scale
    if rules.inputs or any(node.score is not None or node.is_raw for node in rules.nodes.values()):
        return  # goalposts of formulas, and what raw values are held against, are on scales of their own
    if not (scale.bounded_below and scale.bounded_above):
        return
    for threshold in rules.thresholds.values():
        if not scale.minimum <= threshold.value <= scale.maximum:
            message = say(
                "threshold {id} is {value}, outside the scale, {minimum} to {maximum}",
                id=threshold.id,
                value=threshold.value,
                minimum=scale.minimum,
                maximum=scale.maximum,
            )
            yield Diagnostic(ID, message, threshold.position, within_hint(rules), SEVERITY, threshold.id)


def within_hint(rules: RuleSet) -> Text:
    """What to do about a number outside the scale."""
    return say("use a number within the scale, or mend the scale ({place})", place=_scale_at(rules))


def bound_hint(rules: RuleSet) -> Text:
    """The same of a bound, which need not be there."""
    return say(
        "use a number within the scale, leave the bound out, or mend the scale ({place})",
        place=_scale_at(rules),
    )


def _scale_at(rules: RuleSet) -> str:
    position = rules.at("scale.max")
    return f"{position.file}:{position.line}"
