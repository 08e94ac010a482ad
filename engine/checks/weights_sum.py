"""Weights that do not add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from ..meaning.facts_in_words import weight_text
from ..meaning.model import Node, RuleSet
from ..words.alike import is_slip
from ..words.diagnostics import Diagnostic, Severity, Text, say
from ..words.numerals import decimal_text
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
            yield Diagnostic(ID, message, weighted[-1].at("weight"), _mend(rules, weighted))
        elif not any(weights):
            yield Diagnostic(
                ID,
                say("the weights below {where} are all 0", where=where),
                weighted[-1].at("weight"),
                say("give at least one of them a weight above 0"),
            )


_MOST = 50  # so many neighbours are held against each other


def _mend(rules: RuleSet, weighted: Sequence[Node]) -> Text:
    """What would make percentages add up: those that were most likely meant, else the last or the one that is
    not written in the rule set's own file."""
    weights = [child.weight for child in weighted if child.weight is not None]
    lacking = 1 - sum(weights, Fraction(0))
    if sum(weights) == Fraction(1, 100):
        meant = [
            f"{child.id} {decimal_text(weight * 10_000)}%"
            for child, weight in zip(weighted, weights, strict=True)
        ]
        return say("write each a hundred times as large: {weights}", weights=meant)
    if len(set(weights)) == 1 and abs(lacking) < Fraction(1, 100):
        return say("for equal weights write weight: 1 at each of them, without %")
    own = rules.position.file
    inherited = [child for child in weighted if child.at("weight").file != own]
    changed = [child for child in weighted if child not in inherited]
    other = inherited[-1] if inherited and changed else weighted[-1]
    last = other.weight or Fraction(0)
    pairs = combinations(weighted[:_MOST], 2)
    if alike := next(((one.id, it.id) for one, it in pairs if lacking < 0 and is_slip(one.id, it.id)), None):
        return say("if {one} and {other} are one, write it in one way", one=alike[0], other=alike[1])
    if last <= -lacking:
        return say("lower them until they add up to 100%")
    words = {"child": other.path, "weight": (last + lacking) * 100}
    if other in inherited and changed:
        return say(
            "{child} has {old} from what is extended: give it {weight}% here, or change {changed}",
            old=weight_text(other),
            changed=[child.path for child in changed],
            **words,
        )
    return say("if the others are right, {child} has {weight}%", **words)
