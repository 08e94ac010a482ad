"""Answer scales that questions are answered by, and those that none is."""

from __future__ import annotations

import kenrules
import pytest

SCALE = "answers: {yes_no: {yes: 100, no: 0}}\n"
QUESTIONS = "parts: {C: {answers: yes_no, questions: {q1: {}, q2: {}}}}\n"


def unused(path):
    return [found.about for found in kenrules.check(path) if found.code == "unused"]


@pytest.mark.parametrize(
    "text",
    [
        SCALE + QUESTIONS,
        SCALE + QUESTIONS + "answered_by: unit\n",
        SCALE + "parts: {C: {answers: yes_no, answered_by: unit, questions: {q1: {}}}}\n",
        SCALE
        + "parts: {C: {answered_by: unit, questions: {q1: {answers: yes_no}}}, D: {answers: yes_no, questions: {q2: {}}}}\n",
        "answers: {yes_no: {options: {yes: 100, no: 0}, answered_by: respondents}}\nanswered_by: unit\n"
        + QUESTIONS,
    ],
)
def test_a_scale_is_in_use_whoever_answers(smallest, text):
    assert unused(smallest(text)) == []


@pytest.mark.parametrize("more", ["", "answered_by: unit\n"])
def test_a_scale_that_no_question_has_is_told(smallest, more):
    assert unused(
        smallest("answers: {yes_no: {yes: 100, no: 0}, other: {yes: 100, no: 0}}\n" + QUESTIONS + more)
    ) == ["other"]


@pytest.mark.parametrize(
    ("scale", "top", "who"),
    [
        ("{yes: 100, no: 0}", "", "respondents"),
        ("{yes: 100, no: 0}", "answered_by: unit\n", "unit"),
        ("{options: {yes: 100, no: 0}, answered_by: respondents}", "answered_by: unit\n", "respondents"),
        ("{options: {yes: 100, no: 0}, answered_by: unit}", "", "unit"),
    ],
)
def test_who_answers_a_scale_is_what_it_says_or_else_the_whole_rule_set(smallest, scale, top, who):
    rules = kenrules.load(smallest(f"answers: {{yes_no: {scale}}}\n" + QUESTIONS + top))
    assert rules.answers["yes_no"].answered_by == who
