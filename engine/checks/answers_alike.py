"""Answers that cannot make a difference."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, say

ID = "answers-alike"
SEVERITY: Severity = "warning"
WHY = say("Where every answer earns the same score, the question has it whatever is answered.")
PASSES = """
answers: {yes_no: {มี: 100, ไม่มี: 0}}
parts: {a: {answers: yes_no, questions: [q1, q2]}}
"""
FAILS = """
answers: {yes_no: {มี: 100, ไม่มี: 100}}
parts: {a: {answers: yes_no, questions: [q1, q2]}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each answer scale with several answers that all earn the same, at the last of them."""
    for scale in rules.answers.values():
        if len(scale.options) > 1 and len(set(scale.options.values())) == 1:
            last = list(scale.options)[-1]
            message = say(
                "all answers of {scale} earn {score}: {answers}",
                scale=scale.id,
                score=scale.options[last],
                answers=list(scale.options),
            )
            hint = say("write the score of each answer, for example 0 for the worst of them")
            position = scale.option_positions.get(last, scale.position)
            yield Diagnostic(ID, message, position, hint, SEVERITY, scale.id)
