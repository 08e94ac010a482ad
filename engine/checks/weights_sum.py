"""Weights that do not add up."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.facts_in_words import weight_text
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, say
from .weights_missing import apart

ID = "weights-sum"
SEVERITY: Severity = "error"
WHY = say(
    "Weights in per cent that do not add up to 100 % are a slip: some part counts for more or less than "
    "was meant."
)
PASSES = """
parts:
  a: {weight: 60%}
  b: {weight: 40%}
"""
FAILS = """
parts:
  a: {weight: 60%}
  b: {weight: 35%}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each node below which percentages do not make up 100 %, or all weights are 0."""
    for node in rules.total.walk():
        weighted, without = apart(node)
        # told by checks of their own
        if not weighted or without or len({child.weight_is_percent for child in weighted}) > 1:
            continue
        where = node.path
        weights = [child.weight for child in weighted if child.weight is not None]
        parts = " + ".join(f"{child.id} {weight_text(child)}" for child in weighted)
        if weighted[0].weight_is_percent and sum(weights) != 1:
            message = say(
                "the weights below {where} add up to {sum} %, not 100 %: {parts}",
                where=where,
                sum=sum(weights) * 100,
                parts=parts,
            )
            last = weighted[-1].weight
            mended = 1 - sum(weights) + (last or 0)
            hint = (
                say(
                    "if the others are right, {child} has {weight}%",
                    child=weighted[-1].path,
                    weight=mended * 100,
                )
                if mended > 0
                else say("lower them until they add up to 100%")
            )
            yield Diagnostic(ID, message, weighted[-1].at("weight"), hint)
        elif not any(weights):
            yield Diagnostic(
                ID,
                say("the weights below {where} are all 0", where=where),
                weighted[-1].at("weight"),
                say("give at least one of them a weight above 0"),
            )
