"""Cases that no unit comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..meaning.arithmetic.terms import BeyondProof
from ..meaning.model import Node, RuleSet
from ..meaning.settling import Steps, Trial
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Severity, say
from .constant_step import ends_of
from .finding import Result
from .step_worlds import StepWorld
from .tried_units import asks_what_is_there, cells, narrowed

ID = "unreachable-case"
SEVERITY: Severity = "warning"
WHY = say(
    "A case that no unit comes to scores nobody: its condition, or that of a case above it, has a slip."
)
PASSES = """
inputs: {staff: {range: 0..10, decimals: 0}}
parts: {a: {cases: [{when: staff > 5, score: 80}, {when: staff > 3, score: 60}, {score: 0}]}, b: {}}
"""
FAILS = """
inputs: {staff: {range: 0..10, decimals: 0}}
parts: {a: {cases: [{when: staff > 3, score: 60}, {when: staff > 5, score: 80}, {score: 0}]}, b: {}}
"""


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """A trial for each case: whether a unit comes to it."""
    for node in worlds.rules.nodes.values():
        if any(case.when is not None for case in node.cases):
            for number in range(len(node.cases)):
                yield Trial(node.path, _settled(worlds, node, number))


def _settled(worlds: Worlds, node: Node, number: int) -> Steps[Result]:
    case, earlier = node.cases[number], node.cases[:number]
    own = [] if case.when is None else [(case.when, True)]
    not_before = [(each.when, False) for each in earlier if each.when is not None]
    try:
        steps = StepWorld(worlds, node)
    except BeyondProof:
        if not _is_taken_from_all(worlds.rules, node, number):
            raise
        told = _told(worlds.rules, node, number, None, is_never=False)
        yield replace(told, message=narrowed(worlds.rules, node, told.message))
        return
    if (yield steps.asked([*not_before, *own])) is not None:
        return
    is_never, taker = bool(own) and (yield steps.asked(own)) is None, None
    for place, each in enumerate(earlier if own and not is_never else (), 1):
        if each.when is not None and (yield steps.asked([(each.when, True), *own])) is not None:
            taker = place
            break
    yield _told(worlds.rules, node, number, taker, is_never=is_never)


def _is_taken_from_all(rules: RuleSet, node: Node, number: int) -> bool:
    """Whether no unit that lacks nothing comes to a case."""
    conditions = [case.when for case in node.cases[: number + 1] if case.when is not None]
    if any(map(asks_what_is_there, conditions)):
        return False
    for cell in cells(rules, node, conditions):
        truths = [True if case.when is None else cell.truth(case.when, node.path) for case in node.cases]
        if truths[number] is not False and not any(truth is True for truth in truths[:number]):
            return False
    return True


def _told(rules: RuleSet, node: Node, number: int, taker: int | None, *, is_never: bool) -> Diagnostic:
    case = node.cases[number]
    if is_never and case.when is not None:
        message = say(
            "{node}: no unit meets the condition of case {number}: {condition}",
            node=node.path,
            number=number + 1,
            condition=case.when.text,
        )
        hint = say(
            "check its sign and its number, or delete the case: {ends}", ends=ends_of(rules, node, case.when)
        )
    else:
        message = say(
            "{node}: no unit comes to case {number}; those above it take all",
            node=node.path,
            number=number + 1,
        )
        hint = (
            say("put it above case {taker}, or mend the condition of that one", taker=taker)
            if taker is not None
            else say("mend the conditions of the cases above it, or delete it")
        )
    position = case.position if case.when is None else case.when.position
    return Diagnostic(ID, message, position, hint, SEVERITY, node.path)
