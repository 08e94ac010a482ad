"""Which scores the judgements of a level take, where their conditions look at nothing but the score."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from ..meaning.arithmetic.exact import ExactArithmetic
from ..meaning.expressions import Expression, dotted
from ..meaning.model import Judgement, RuleSet, Span
from ..meaning.plan import Outcome, Plan, meaning_of
from ..words.numerals import read_number

SCORE = "score"
MOST = 50
"""Of levels with more judgements nothing is said."""


@dataclass(frozen=True)
class JudgedScores:
    """The judgements of a level, and printed scores (lowest first) between two of which none of their
    conditions changes: of each score, whether each judgement takes it."""

    level: str
    judgements: Sequence[Judgement]
    scores: Sequence[Fraction]
    takes: Sequence[tuple[bool, ...]]

    def runs(self, wanted: Sequence[bool]) -> Iterator[tuple[int, int]]:
        """The longest runs of scores of which something holds, by the numbers of the first and the last."""
        first: int | None = None
        for number, holds in enumerate((*wanted, False)):
            if holds and first is None:
                first = number
            elif not holds and first is not None:
                yield first, number - 1
                first = None


def judged_scores(rules: RuleSet) -> Iterator[JudgedScores]:
    """Each level with several judgements, all of which compare the score with numbers and do nothing else."""
    arithmetic, plan = ExactArithmetic(rules.scale), Plan.of(rules)
    for level, judgements in rules.judgements.items():
        if not 2 <= len(judgements) <= MOST:
            continue
        found = [_bounds(rules, judgement.when) for judgement in judgements]
        bounds = [bounds for bounds in found if bounds is not None]
        if len(bounds) < len(found):
            continue
        scores = _scores(rules, {bound for own in bounds for bound in own})
        names = meaning_of(plan, arithmetic, Outcome())
        takes = [
            tuple(
                bool(judgement.when.evaluate(arithmetic, replace(names, own={SCORE: score})))
                for judgement in judgements
            )
            for score in scores
        ]
        yield JudgedScores(level, judgements, scores, takes)


def can_be(rules: RuleSet, level: str, span: Span) -> bool:
    """Whether a node of a level may have a score between two, both included."""
    reach = Plan.of(rules).reach
    return any(
        low <= span[1] and span[0] <= high
        for node in rules.nodes.values()
        if node.level == level
        for low, high in reach.of(node).spans
    )


def _bounds(rules: RuleSet, condition: Expression) -> list[Fraction] | None:
    """The numbers with which a condition compares the score; None where it does anything else."""
    bounds: list[Fraction] = []
    waiting: list[ast.expr] = [condition.tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.BoolOp):
            waiting += part.values
        elif isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
            waiting.append(part.operand)
        elif isinstance(part, ast.Compare):
            for side in (part.left, *part.comparators):
                number = number_in(rules, side)
                if number is not None:
                    bounds.append(number)
                elif dotted(side) != SCORE:
                    return None
        else:
            return None
    return bounds


def number_in(rules: RuleSet, part: ast.expr) -> Fraction | None:
    """The number that a part of a condition is, written out or by the name of a threshold."""
    if isinstance(part, ast.Constant):
        return read_number(ast.unparse(part))
    threshold = rules.thresholds.get(dotted(part) or "")
    return None if threshold is None else threshold.value


def _scores(rules: RuleSet, bounds: set[Fraction]) -> list[Fraction]:
    """The ends of the scale, and what can be printed at and around each bound."""
    scale = rules.scale
    grid = 10**scale.decimals
    near = {
        Fraction(floor(bound * grid) + step, grid) for bound in bounds for step in (-1, 0, 1)
    }  # a bound that is finer than the grid has its two neighbours among these
    return sorted(
        {score for score in near if scale.minimum < score < scale.maximum} | {scale.minimum, scale.maximum}
    )


__all__ = ["SCORE", "JudgedScores", "can_be", "judged_scores", "number_in"]
