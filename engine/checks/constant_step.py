"""Conditions of a node's steps that hold of every unit, or of none."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.expressions import Expression
from ..meaning.model import RAW_LIMIT, Node, RuleSet
from ..words.diagnostics import Diagnostic, Severity, Text, say
from ..words.numerals import decimal_text
from .step_conditions import step_conditions
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


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each condition of a step that is always true, or never."""
    for node in rules.nodes.values():
        for key, condition in step_conditions(node):
            if asks_what_is_there(condition):
                continue
            if (constant := _constant(rules, node, condition)) is not None:
                yield _told(rules, node, key, condition, is_true=constant)


def _constant(rules: RuleSet, node: Node, condition: Expression) -> bool | None:
    """What a condition is of every unit; None where it is not the same, or that cannot be told."""
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
    message = narrowed(rules, node, message)
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
