"""Words of answers that are numbers."""

from __future__ import annotations

import kenrules
import pytest
from kenrules.engine.checks import answer_or_score

CODED = (
    "answers: {{coded: {{1: 5, 3: 3, 5: 1}}}}\nparts: {{S: {{answers: coded, questions: {{{questions}}}}}}}\n"
)


def told(path):
    return [str(finding.message) for finding in answer_or_score.check(kenrules.load(path))]


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ("q1: {}", ["“1”", "“5”"]),
        ("q1: {reversed: true}", []),  # turned round, 1 is worth 1
        ("q1: {}, q2: {reversed: true}", ["“1”", "“5”"]),
    ],
)
def test_a_scale_is_looked_at_as_its_questions_have_it(questions, words, smallest):
    found = told(smallest(CODED.format(questions=questions)))
    assert [message.split()[0] for message in found] == words


def test_reversed_questions_alone_are_told_as_such(smallest):
    path = smallest(
        "answers: {coded: {1: 1, 2: 2, 3: 3}}\n"
        "parts: {S: {answers: coded, questions: {q1: {reversed: true}}}}\n"
    )
    assert told(path)[0] == (
        "in reversed questions “1” is the answer worth 3, and 1 is also the score of “3”: a cell 1 is taken "
        "for the answer"
    )
