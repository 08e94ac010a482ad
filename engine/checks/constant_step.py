"""Conditions of a node's steps that hold of every unit, or of none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..meaning.arithmetic.terms import BeyondProof
from ..meaning.expressions import Expression
from ..meaning.model import RAW_LIMIT, Node, RuleSet
from ..meaning.scoring import Adjustment
from ..meaning.settling import Steps, Trial
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Severity, Text, say
from ..words.numerals import decimal_text
from .finding import Result
from .step_conditions import step_conditions
from .step_places import StepPlaces, only_given
from .step_worlds import StepWorld
from .tried_units import asks_what_is_there, cells, named_in, narrowed, possible, whole

ID = "constant-step"
SEVERITY: Severity = "warning"
WHY = say(
    "A condition of applies, plus, a limit, notches or refuse that everybody meets says nothing, and one "
    "that nobody meets is a step that is never taken."
)
PASSES = """
parts: {a: {plus: {score: 5, when: score < 90}}, b: {}}
inputs: {staff: {range: 0..10, decimals: 0}}
no_better_than: {low: staff < 3}
"""
FAILS = """
parts: {a: {}, b: {}}
inputs: {staff: {range: 0..10, decimals: 0}}
no_better_than: {low: staff > 10}
"""


OF_RATING = ("bands", "notches", "no_better_than")
"""Where these stand the score is known; where others stand it is what it was before the step."""


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """A trial for each condition of a step."""
    rules = worlds.rules
    for node in rules.nodes.values():
        for key, condition in step_conditions(node):
            if "score" not in condition.names or key in OF_RATING:
                yield Trial(node.path, _settled(worlds, node, key, condition))
        for key, adjustments in (("plus", node.plus), ("at_least", node.at_least), ("at_most", node.at_most)):
            for adjustment in adjustments:
                when = adjustment.when
                if when is not None and "score" in when.names and not only_given(rules, node):
                    yield Trial(node.path, _settled_of_score(worlds, node, key, adjustment))


def _settled(worlds: Worlds, node: Node, key: str, condition: Expression) -> Steps[Result]:
    rules = worlds.rules
    try:
        steps = StepWorld(worlds, node, is_rating=key in OF_RATING)
    except BeyondProof:
        constant = None if asks_what_is_there(condition) else _constant(rules, node, condition)
        if constant is None:
            raise
        told = _told(rules, node, key, condition, is_true=constant)
        yield replace(told, message=narrowed(rules, node, told.message))
        return
    for wanted in (True, False):
        if (yield steps.asked([(condition, wanted)])) is None:
            yield _told(rules, node, key, condition, is_true=not wanted)
            return


def _settled_of_score(worlds: Worlds, node: Node, key: str, adjustment: Adjustment) -> Steps[Result]:
    """Of a condition on the score as it is before the step: it is asked of units that have one there."""
    places, condition = StepPlaces.of(worlds, node), adjustment.when
    assert condition is not None
    for wanted in (True, False):
        if (yield places.adjusting(adjustment, holds=wanted)) is None:
            yield _told(worlds.rules, node, key, condition, is_true=not wanted)
            return


def _constant(rules: RuleSet, node: Node, condition: Expression) -> bool | None:
    """What a condition is of every unit that lacks nothing; None where it is not the same, or that cannot be
    told."""
    if (told := whole(rules).truth(condition, node.path)) is not None:
        return told
    truths = set()
    for cell in cells(rules, node, [condition]):
        truths.add(cell.truth(condition, node.path))
        if len(truths) > 1 or None in truths:
            return None
    return truths.pop() if truths else None


def _told(rules: RuleSet, node: Node, key: str, condition: Expression, *, is_true: bool) -> Diagnostic:
    message = (
        say(
            "{key} of {node}: every unit meets the condition {condition}",
            key=key,
            node=node.path,
            condition=condition.text,
        )
        if is_true
        else say(
            "{key} of {node}: no unit meets the condition {condition}",
            key=key,
            node=node.path,
            condition=condition.text,
        )
    )
    ends = ends_of(rules, node, condition) or [say("it names nothing")]
    hint = (
        say("check its sign and its number, or leave the condition out: {ends}", ends=ends)
        if is_true
        else say("check its sign and its number, or leave {key} out: {ends}", key=key, ends=ends)
    )
    return Diagnostic(ID, message, condition.position, hint, SEVERITY, node.path)


def ends_of(rules: RuleSet, node: Node, condition: Expression) -> list[Text]:
    """Between which ends what a condition names lies; of a choice its words."""
    ends = list[Text]()
    for path in named_in(rules, node, [condition]):
        entry = rules.entries[path]
        scale = rules.answers.get(entry.answers or "")
        is_raw = path == node.path and entry.is_raw
        name = "value" if is_raw else rules.short_name(path)
        if scale is not None and (path in rules.inputs or not scale.has_scores):
            ends.append(say("{name} is one of {words}", name=name, words=list(scale.words)))
            continue
        if path in rules.inputs or is_raw:
            own = possible(rules, path)
            low, high = own.low, own.high
        elif (made := whole(rules).outcome.printed.get(path)) is not None:
            low, high = made.low, made.high
        else:
            continue
        if low > -RAW_LIMIT and high < RAW_LIMIT:
            ends.append(
                say(
                    "{name} lies between {low} and {high}",
                    name=name,
                    low=decimal_text(low),
                    high=decimal_text(high),
                )
            )
    return ends


__all__ = ["FAILS", "ID", "PASSES", "SEVERITY", "WHY", "check", "ends_of"]
