"""Definitions that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet, Threshold
from ..words.diagnostics import Diagnostic, Severity, say
from .expressions_in import expressions_in, sets_in

ID = "unused"
SEVERITY: Severity = "warning"
WHY = say(
    "A threshold, input or answer scale that nothing uses is left over, or its name is misspelt where it "
    "should be used."
)
PASSES = """
thresholds: {pass: 50}
bands: [{rating: high, when: total >= pass}, {rating: low}]
"""
FAILS = """
thresholds: {pass: 50}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each threshold and input that no condition or formula names, in no variant either, and
    for each answer scale without a question."""
    named = {name for _, _, expression in expressions_in(rules) for name in expression.names}
    yield from _thresholds(rules, named)
    for input_ in rules.inputs.values():
        if input_.id not in named and input_.id not in rules.choosing:
            message = say("no rule names the input {id}", id=input_.id)
            hint = say("use it in a condition or formula, or delete it")
            yield Diagnostic(ID, message, input_.position, hint, SEVERITY, input_.id)
    used = {  # by where it is written: a node that says otherwise who answers has a copy of its own
        own.answers[scale].position
        for own in sets_in(rules)
        for node in own.nodes.values()
        for scale in (node.answers, *(case.answers for case in node.cases))
        if scale is not None and scale in own.answers
    }
    for scale in rules.answers.values():
        if scale.position not in used and not scale.is_own:
            message = say("no question is answered by {id}", id=scale.id)
            yield Diagnostic(
                ID,
                message,
                scale.position,
                say("write answers: {id} at the questions, or delete it", id=scale.id),
                SEVERITY,
                scale.id,
            )


def _thresholds(rules: RuleSet, named: set[str]) -> Iterator[Diagnostic]:
    told = set[tuple[str, int, int]]()
    written: list[Threshold] = [
        threshold
        for own in sets_in(rules)
        for each in (own.thresholds, *(node.thresholds for node in own.nodes.values()))
        for threshold in each.values()
    ]
    for threshold in written:
        at = (threshold.id, threshold.position.line, threshold.position.column)
        if threshold.id not in named and at not in told:
            told.add(at)
            message = say("no condition names the threshold {id}", id=threshold.id)
            hint = say("use it in a condition, or delete it")
            yield Diagnostic(ID, message, threshold.position, hint, SEVERITY, threshold.id)
