"""Several rule sets on one dataset: which values they share."""

from __future__ import annotations

import json

import kenrules
import polars as pl
import pytest

from .pairs import BANDS, MOVED, verdict
from .revised import NATION


def test_an_answer_that_scores_otherwise_is_read_by_each_rule_set_in_its_own_way(write, ken):
    base = """
ruleset: one
title: one
unit: agency
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
answers: {a: {none: 0, some: 50, all: 100}}
instruments: {A: {answers: a, questions: [q1, q2]}}
bands: [{rating: high, from: 50}, {rating: low, to: 49.99}]
"""
    old, new = (
        write("one.yaml", base),
        write("two.yaml", base.replace("some: 50", "some: 40").replace("ruleset: one", "ruleset: two")),
    )
    data = write("answers.csv", "agency,q1,q2\nx,some,some\nx,some,all\ny,all,all\nz,some,some\n")
    result = ken("compare", old, new, data, "--layout", "responses", "--format", "json", "--no-proofs")
    (found,) = json.loads(result.stdout)["comparisons"]
    assert [(unit["unit"], unit["old_rating"], unit["new_rating"]) for unit in found["units"]] == [
        ("x", "high", "high"),
        ("y", "high", "high"),
        ("z", "high", "low"),
    ]
    assert found["units"][0]["new_total"] == 55.0
    assert [each["cause"] for each in found["causes"]] == ["answer scale a: “some”: 50 → 40"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ita/2565", "DATA"], "1 rule set is given"),
        (["ita/2565", "ita/2566", "--data-old", "DATA"], "--data-new is lacking"),
        (["ita/2565", "ita/2566", "DATA", "--by", "prov"], "“prov” is no column of the data, or is a score"),
        (["ita/2565", "ita/2566", "nowhere.csv"], "there is no such file"),
        (["ita/2565", "ita/2567", "DATA"], "there is no rule set “ita/2567”"),
        (["ita/2565", "ita/2566", "JSON", "-o", "JSON"], "it is not written over"),
        (["ita/2565", "ita/2566", "DATA", "-o", "out.pdf"], "no kind of file that can be written"),
        (["ita/2565", "ita/2566", "DATA", "--claim", "old.rating == X"], "has no rating “X”"),
    ],
)
def test_what_cannot_be_compared_is_answered(write, ken, arguments, message):
    files = {"DATA": write("data.csv", NATION.write_csv()), "JSON": write("data.json", NATION.write_json())}
    result = ken("compare", *(files.get(word, word) for word in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


FORMULA = """
instruments:
  A: {{title: A, weight: 50%, questions: {{q1: {{score: "value / {by}", range: {{min: 0, max: 200}}}}}}}}
  B: {{title: B, weight: 50%, questions: [b1]}}
bands: [{{rating: hi, from: 50, to: 100, when: q1 >= 10}}, {{rating: lo, from: 0, to: 100}}]
"""


def test_a_raw_value_is_the_same_for_both_rule_sets(rules):
    old, new = rules("one", FORMULA.format(by=2)), rules("two", FORMULA.format(by=4))
    assert verdict(old, new, "old.q1 >= new.q1") is True
    proved = kenrules.prove(old, new)
    assert {(each.old, each.new) for each in proved.transitions if each.possible} == {
        ("hi", "hi"),
        ("hi", "lo"),
        ("lo", "lo"),
    }


ANSWERED = f"""
answers: {{yn: {{y: 100, n: 0}}}}
instruments:
  A: {{title: A, weight: 50%, answers: yn, questions: [q1, q2]}}
  B: {{title: B, weight: 50%, questions: [q3]}}
{BANDS}"""


def test_the_same_answers_score_by_each_rule_set(rules):
    old = rules("one", ANSWERED)
    added = rules("two", "extends: one.yaml\nanswers: {yn: {m: 50}}\n")
    assert verdict(old, added, "old.total == new.total") is True
    lower = rules("three", "extends: one.yaml\nanswers: {yn: {y: 80}}\n")
    assert verdict(old, lower, "old.total >= new.total") is True
    assert verdict(old, lower, "old.A >= 50 implies new.A >= 40") is True
    assert verdict(old, lower, "old.total == new.total") is False


def test_inputs_that_are_not_shared_are_named(rules):
    old = rules("one", MOVED)
    longer = rules("two", "extends: one.yaml\ninstruments: {A: {indicators: {S5: {questions: [q5]}}}}\n")
    assert [str(each) for each in kenrules.prove(old, longer).assumptions] == [
        "S5 of demo/two may be anything: demo/one does not have them"
    ]
    other = rules("three", "extends: one.yaml\nscale: {min: 0, max: 200, decimals: 2, rounding: half_up}\n")
    (apart,) = kenrules.prove(old, other).assumptions
    assert "may differ in any way" in str(apart)


def test_columns_that_cannot_make_groups(ken, write):
    frame = pl.DataFrame(
        {
            "agency": ["a", "b"],
            "IIT": [90.0, 80],
            "EIT": [90.0, 80],
            "OIT": [90.0, 80],
            "l": [[1], [2]],
            "unit": ["x", "y"],
        }
    )
    found = kenrules.compare("ita/2565", "ita/2565", frame)
    with pytest.raises(kenrules.KenError, match="is no column of the data"):
        found.breakdown("l")
    assert found.breakdown("unit (data)")["group"].to_list() == ["x", "y"]
    assert found.near(float("inf")).height >= 0
    data = write("data.csv", frame.drop("l").write_csv())
    assert ken("compare", "ita/2565", "ita/2565", data, "--by", "unit").exit_code == 2


def test_one_file_may_have_the_answers_to_several_instruments(rules, rated, write):
    one = rules("one", ANSWERED.replace("questions: [q3]", "answers: yn, questions: [q3]"))
    data = write("answers.csv", "agency,q1,q2,q3\nu1,y,y,n\nu2,y,n,y\n")
    found = rated(one, data, "--layout", "responses")
    assert [unit["scores"]["total"] for unit in found["units"]] == [50, 75]
    assert found["units"][0]["respondents"] == {"A": 1, "B": 1}


def test_wrong_answers_are_told_for_every_way_of_reading(rules, ken, write):
    one = rules("one", ANSWERED.replace("questions: [q3]", "answers: yn, questions: [q3]"))
    two = rules("two", "extends: one.yaml\nanswers: {yn: {m: 40, y: 80}}\n")
    data = write("answers.csv", "agency,q1,q2,q3\nu1,y,y,n\nu2,m,n,y\nu3,zzz,n,y\n")
    for pair in ((one, two), (two, one)):
        result = ken("compare", *pair, data, "--layout", "responses", "--no-proofs", "--format", "json")
        (found,) = json.loads(result.stdout)["comparisons"]
        assert [(each["line"], each["code"]) for each in found["diagnostics"]] == [
            (3, "not-an-answer"),
            (4, "not-an-answer"),
        ]
        ratings = {unit["unit"]: (unit["old_rating"], unit["new_rating"]) for unit in found["units"]}
        assert ratings["u3"] == (None, None)
        assert ratings["u2"].count(None) == 1
        assert result.exit_code == 1
