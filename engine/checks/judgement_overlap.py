"""Scores that two judgements take, of which neither is within the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, Text, say
from .judged_scores import JudgedScores, judged_scores

ID = "judgement-overlap"
SEVERITY: Severity = "warning"
WHY = say(
    "Two judgements that overlap in part contradict each other there, and which of them counts depends on "
    "their order alone."
)
PASSES = """
judgements:
  part:
    - {result: good, when: score >= 90}
    - {result: pass, when: score >= 80}
    - {result: fail, when: score < 80}
"""
FAILS = """
judgements: {part: [{result: pass, when: score >= 70}, {result: fail, when: score < 80}]}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each two judgements of a level that overlap, though each takes scores that the other does
    not: where one lies within the other, the first that holds is meant to count."""
    for judged in judged_scores(rules):
        for first, second in combinations(range(len(judged.judgements)), 2):
            pairs = [(taken[first], taken[second]) for taken in judged.takes]
            if {(True, True), (True, False), (False, True)} <= set(pairs):
                for run in judged.runs([pair == (True, True) for pair in pairs]):
                    yield _told(judged, (first, second), run)


def _told(judged: JudgedScores, pair: tuple[int, int], run: tuple[int, int]) -> Diagnostic:
    first, second = (judged.judgements[number] for number in pair)
    low, high = (judged.scores[number] for number in run)
    words = {
        "level": Text(judged.level),
        "first": first.result,
        "second": second.result,
        "low": low,
        "high": high,
    }
    message = (
        say("{first} and {second} of {level} both take the score {low}", **words)
        if low == high
        else say("{first} and {second} of {level} both take scores from {low} to {high}", **words)
    )
    after = judged.takes[run[1] + 1] if run[1] + 1 < len(judged.scores) else judged.takes[run[1]]
    upper, lower = (first, second) if after[pair[0]] else (second, first)
    hint = say(
        "{first} stands above and takes them; let {lower} end below {low}, or {upper} begin above {high}",
        first=first.result,
        lower=lower.result,
        upper=upper.result,
        low=low,
        high=high,
    )
    return Diagnostic(ID, message, second.when.position, hint, SEVERITY, second.result)
