"""Words of answers that are numbers, and would be other scores."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

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
    """A finding for each option whose word is a number that could be a score too, and another one, at a
    question that has the scale, as it is or turned round."""
    for scale in rules.answers.values():
        turned = {node.reversed for node in rules.nodes.values() if node.answers == scale.id}
        for word in scale.options if turned else ():
            found = (
                told
                for is_reversed in sorted(turned)
                if (told := _either(CellMeaning(scale, is_reversed), scale, word)) is not None
            )
            yield from islice(found, 1)


def _either(meaning: CellMeaning, scale: AnswerScale, word: str) -> Diagnostic | None:
    """A finding where a word is a number that is the score of another answer, or can be a mean of several;
    None for other words."""
    number, score, scores = meaning.number(word), meaning.words[word], meaning.words.values()
    if number is None or number == score:
        return None
    severity: Severity = SEVERITY
    if number in scores:
        other = next(own for own, worth in meaning.words.items() if worth == number)
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
        return None
    if meaning.is_reversed:
        message = say("in reversed questions {message}", message=message)
    position = scale.option_positions.get(word, scale.position)
    hint = say("where data give scores, and no answers, use words that are no numbers")
    return Diagnostic(ID, message, position, hint, severity, word)
