"""Cases that no unit comes to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ..meaning.model import Node, RuleSet
from ..words.diagnostics import Diagnostic, Severity, say
from .constant_step import ends_of
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


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each case whose condition no unit meets, or which cases above it take all units from."""
    for node in rules.nodes.values():
        conditions = [case.when for case in node.cases if case.when is not None]
        if conditions and not any(map(asks_what_is_there, conditions)):
            yield from _unreached(rules, node)


def _unreached(rules: RuleSet, node: Node) -> Iterator[Diagnostic]:
    conditions = [case.when for case in node.cases if case.when is not None]
    truths = [
        [True if case.when is None else cell.truth(case.when, node.path) for case in node.cases]
        for cell in cells(rules, node, conditions)
    ]
    for number, case in enumerate(node.cases):
        if any(
            own[number] is not False and not any(earlier is True for earlier in own[:number])
            for own in truths
        ):
            continue
        is_never = all(own[number] is False for own in truths)
        told = islice(
            (
                earlier + 1
                for earlier in range(number)
                if any(own[earlier] is True and own[number] is not False for own in truths)
            ),
            1,
        )
        taker = next(told, None)
        if is_never and case.when is not None:
            message = say(
                "{node}: no unit meets the condition of case {number}: {condition}",
                node=node.path,
                number=number + 1,
                condition=case.when.text,
            )
            hint = say(
                "check its sign and its number, or delete the case: {ends}",
                ends=ends_of(rules, node, case.when),
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
        message = narrowed(rules, node, message)
        yield Diagnostic(ID, message, position, hint, SEVERITY, node.path)
