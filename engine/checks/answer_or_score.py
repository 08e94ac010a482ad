"""Words of answers that are numbers, and would be other scores."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import AnswerScale, RuleSet
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.numerals import decimal_text

ID = "answer-or-score"
SEVERITY: Severity = "warning"
WHY = say(
    "A cell that is a number is the answer of that name where there is one, whatever that scores; whoever "
    "gives scores themselves may mean another one."
)
PASSES = """
answers: {agree: {"agree": 5, "disagree": 1}}
parts: {a: {questions: [q1], answers: agree}}
"""
FAILS = """
answers: {agree: {1: 5, 5: 1}}
parts: {a: {questions: [q1], answers: agree}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each option whose word is a number that could be a score too, and another one."""
    for scale in rules.answers.values():
        if any(node.answers == scale.id for node in rules.nodes.values()):
            for word, number in _numbers(scale):
                yield from _either(scale, word, number)


def _numbers(scale: AnswerScale) -> Iterator[tuple[str, Fraction]]:
    """The words that are numbers."""
    meaning = CellMeaning(scale)
    for word in scale.options:
        number = meaning.number(word)
        if number is not None:
            yield word, number


def _either(scale: AnswerScale, word: str, number: Fraction) -> Iterator[Diagnostic]:
    """A finding where the number is a score of another answer, or can be a mean of several."""
    score, scores = scale.options[word], scale.options.values()
    if number == score:
        return
    position = scale.option_positions.get(word, scale.position)
    severity: Severity = SEVERITY
    if number in scores:
        other = next(own for own, worth in scale.options.items() if worth == number)
        message = say(
            "“{word}” is the answer worth {score}, and {number} is also the score of “{other}”: a cell "
            "{word} "
            "is taken for the answer",
            word=word,
            score=decimal_text(score),
            number=decimal_text(number),
            other=other,
        )
    elif scale.answered_by == "respondents" and min(scores) <= number <= max(scores):
        severity = "note"
        message = say(
            "“{word}” is the answer worth {score}, and could be a mean of answers: a cell {word} is taken "
            "for "
            "the answer",
            word=word,
            score=decimal_text(score),
        )
    else:
        return
    hint = say("where data give scores, and no answers, use words that are no numbers")
    yield Diagnostic(ID, message, position, hint, severity, word)
