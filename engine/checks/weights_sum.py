"""Weights that do not add up."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Severity, say
from ..model import RuleSet
from ..numerals import decimal_text

ID = "weights-sum"
SEVERITY: Severity = "error"
WHY = say("Weights in per cent that do not add up to 100 % are a slip: some part counts for more or less than was meant.")
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
    for node in rules.total.walk():
        weighted = [child for child in node.children if child.weight is not None]
        if not weighted:
            continue
        where = node.path
        without = [child for child in node.children if child.weight is None]
        left = 1 - sum(child.weight or 0 for child in weighted)
        for child in without:
            message = say("{child} has no weight, and its neighbours have", child=child.path)
            hint = say("give it a weight, or take the weights of the others away")
            if len(without) == 1 and left > 0 and all(other.weight_is_percent for other in weighted):
                hint = say("give it the {left}% that are left, or take the weights of the others away", left=left * 100)
            yield Diagnostic("weights-missing", message, child.position, hint)
        if without:
            continue
        if len({child.weight_is_percent for child in weighted}) > 1:
            odd = next(child for child in weighted if child.weight_is_percent != weighted[0].weight_is_percent)
            listed = [
                f"{child.path} {decimal_text(weight * 100)}%" if child.weight_is_percent else f"{child.path} {decimal_text(weight)}"
                for child in weighted
                if (weight := child.weight) is not None
            ]
            message = say("the weights below {where} are partly percentages and partly plain numbers: {weights}", where=where, weights=listed)
            yield Diagnostic("weights-mixed", message, odd.at("weight"), say("write all of them with %, or none"))
            continue
        weights = [child.weight for child in weighted if child.weight is not None]
        parts = " + ".join(f"{child.id} {decimal_text(weight * 100)}" for child, weight in zip(weighted, weights, strict=True))
        if weighted[0].weight_is_percent and sum(weights) != 1:
            message = say("the weights below {where} add up to {sum} %, not 100 %: {parts}", where=where, sum=sum(weights) * 100, parts=parts)
            last = weighted[-1].weight
            mended = 1 - sum(weights) + (last or 0)
            hint = (
                say("if the others are right, {child} has {weight}%", child=weighted[-1].path, weight=mended * 100)
                if mended > 0
                else say("lower them until they add up to 100%")
            )
            yield Diagnostic(ID, message, weighted[-1].at("weight"), hint)
        elif not any(weights):
            yield Diagnostic(
                ID, say("the weights below {where} are all 0", where=where), weighted[-1].at("weight"), say("give at least one of them a weight above 0")
            )
