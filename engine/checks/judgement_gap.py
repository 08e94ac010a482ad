"""Scores that no judgement takes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..meaning.model import RuleSet, Span
from ..words.diagnostics import Diagnostic, Severity, Text, say
from .judged_scores import JudgedScores, can_be, judged_scores

ID = "judgement-gap"
SEVERITY: Severity = "warning"
WHY = say("A node whose score no judgement takes is printed without a result, though nothing is missing.")
PASSES = """
judgements: {part: [{result: pass, when: score >= 80}, {result: fail, when: score < 80}]}
"""
FAILS = """
judgements: {part: [{result: pass, when: score >= 80}, {result: fail, when: score < 75}]}
"""


_MOST = Fraction(1, 4)
_SLIPS = (10, 100)


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each run of scores between two judgements of a level that neither takes. That nothing is
    said of the lowest or the highest scores, or of most of the scale, may be meant: of those it is told where
    a digit was lost (80 and 8)."""
    for judged in judged_scores(rules):
        for first, last in judged.runs([not any(taken) for taken in judged.takes]):
            if first == 0 or last == len(judged.scores) - 1:
                continue
            span = judged.scores[first], judged.scores[last]
            if _is_slip(rules, span) and can_be(rules, judged.level, span):
                yield _told(judged, first, last)


def _is_slip(rules: RuleSet, span: Span) -> bool:
    scale, (low, high) = rules.scale, span
    begins = high + Fraction(1, 10**scale.decimals)
    return high - low <= (scale.maximum - scale.minimum) * _MOST or begins in [
        low * times for times in _SLIPS
    ]


def _told(judged: JudgedScores, first: int, last: int) -> Diagnostic:
    low, high = judged.scores[first], judged.scores[last]
    below, above = (
        next(
            judgement
            for judgement, takes in zip(judged.judgements, judged.takes[number], strict=True)
            if takes
        )
        for number in (first - 1, last + 1)
    )
    words = {"level": Text(judged.level), "low": low, "high": high}
    message = (
        say("no judgement of {level} takes the score {low}", **words)
        if low == high
        else say("no judgement of {level} takes scores from {low} to {high}", **words)
    )
    hint = say(
        "let {below} go on to {high}, or {above} begin at {low}, or add a judgement between them",
        below=below.result,
        above=above.result,
        low=low,
        high=high,
    )
    return Diagnostic(ID, message, below.when.position, hint, SEVERITY, judged.level)
