"""Judgements that leave scores out, or take them twice."""

from __future__ import annotations

import kenrules
import pytest


def judged(smallest, *conditions, more=""):
    entries = ", ".join(f"{{result: r{number}, when: {when}}}" for number, when in enumerate(conditions))
    return kenrules.check(smallest(f"judgements: {{part: [{entries}]}}\n{more}"))


def test_scores_between_two_judgements_are_told_with_both_ways_to_mend_it(smallest):
    (finding,) = judged(smallest, "score >= pass", "score < 75", more="thresholds: {pass: 80}")
    assert str(finding.message) == "no judgement of part takes scores from 75 to 79.99"
    assert "r1 go on to 79.99, or r0 begin at 75" in str(finding.hint)
    assert (finding.position.line, finding.position.length) == (3, len("score < 75"))


def test_a_lost_digit_is_told_however_much_it_leaves_out(smallest):
    (finding,) = judged(smallest, "score >= 80", "score < 8")
    assert finding.code == "judgement-gap"


@pytest.mark.parametrize(
    "conditions",
    [
        ("score >= 80", "score < 80"),
        ("score >= 90", "score >= 80"),  # the others have no result, which may be meant
        ("score >= 90", "score < 40"),  # only what is remarkable has one
        ("not score < 80", "score < 80"),
        ("80 <= score <= 100", "0 <= score < 80"),
        ("score >= 80 and total >= 50", "score < 80"),
        ("score / 2 >= 40", "score / 2 < 40"),
    ],
)
def test_what_may_be_meant_is_no_gap(smallest, conditions):
    assert judged(smallest, *conditions) == ()


def test_scores_that_no_node_can_have_are_no_gap(smallest):
    own = (
        "answers: {o: {options: {x: 100, z: 0}, answered_by: unit}}\nparts: {a: {answers: o, questions: [q]}}"
    )
    entries = "[{result: r0, when: score >= 80}, {result: r1, when: score < 75}]"
    found = kenrules.check(smallest(f"{own}\njudgements: {{question: {entries}}}"))
    assert "judgement-gap" not in {each.code for each in found}


def test_judgements_that_overlap_in_part_are_told_and_those_within_each_other_are_not(smallest):
    (finding,) = judged(smallest, "score >= 70", "score < 80")
    assert str(finding.message) == "r0 and r1 of part both take scores from 70 to 79.99"
    assert "let r1 end below 70, or r0 begin above 79.99" in str(finding.hint)
    assert judged(smallest, "score >= 80", "score >= 50", "score < 50") == ()


def test_what_is_meant_is_left_out(smallest):
    own = "checks: {judgement-gap: {ignore: [part], because: nobody is between}}"
    assert judged(smallest, "score >= 80", "score < 75", more=own) == ()
