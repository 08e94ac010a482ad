"""Reported figures against each other: what cannot be is found, and nothing that can."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from kenrules.engine.audit.contradictions import audit
from kenrules.engine.audit.figures import Figures, Reported, Word
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.words.diagnostics import Position

from ..conftest import EXAMPLE
from ..strategies import LAW, loaded, rule_sets


def printed_figures(rules: Any, seed: int) -> tuple[Any, dict[str, Fraction]]:
    """A unit with the scores of its questions, and what is printed of every node."""
    chance, step = random.Random(seed), 10**rules.scale.decimals
    low, high = int(rules.scale.minimum * step), int(rules.scale.maximum * step)
    true = {
        path: Fraction(chance.randint(low, high), step)
        for path, node in rules.nodes.items()
        if not node.children and node.score is None
    }
    result = evaluate_exactly(Plan(rules), true)
    return result, {
        path: Fraction(value) for path, value in result.outcome.printed.items() if value is not None
    }


def figures(printed: dict[str, Fraction], rating: str | None = None) -> Figures:
    scores = [
        Reported("u", path, (path,), None, value, Position("data", number))
        for number, (path, value) in enumerate(printed.items(), 1)
    ]
    return Figures(scores, ratings=[] if rating is None else [Word("u", rating, Position("data", 1))])


@pytest.mark.slow
@settings(LAW, max_examples=150)
@given(
    rules=rule_sets(rational=True), seed=st.integers(0, 2**32), share=st.sampled_from([1.0, 0.8, 0.5, 0.2])
)
def test_figures_that_are_rounded_as_the_rules_say_are_no_findings(rules, seed, share):
    made = loaded(rules)
    result, printed = printed_figures(made, seed)
    chance = random.Random(seed + 1)
    kept = {path: value for path, value in printed.items() if chance.random() < share}
    assert audit(made, figures(kept, result.rating)) == []


@pytest.mark.slow
@settings(LAW, max_examples=150)
@given(rules=rule_sets(rational=True), seed=st.integers(0, 2**32))
def test_a_figure_that_is_moved_too_far_is_found(rules, seed):
    made = loaded(rules)
    _, printed = printed_figures(made, seed)
    above = [path for path in printed if made.nodes[path].children]
    path = random.Random(seed).choice(above)
    # more than its own rounding and that of all below it together
    step = Fraction(3, 10**made.scale.decimals)
    moved = printed[path] + (step if printed[path] + step <= made.scale.maximum else -step)
    assume(moved >= made.scale.minimum)
    node = made.nodes[path]
    assume(node.combine != "sum")
    assert "impossible" in [
        finding.code
        for finding in audit(made, figures({**printed, path: moved}))
        if finding.position.line == list(printed).index(path) + 1
    ]


def test_the_report_of_the_real_agency(audited):
    """Exactly these: indicators 5, 9 and 10 come out as printed, and so does the total."""
    found = audited("ita/2566", EXAMPLE / "printed.csv", EXAMPLE / "oit-questions.csv")
    assert [(each["code"], each["line"]) for each in found] == [
        ("two-figures", 56),
        ("impossible", 9),
        ("other-scheme", 2),
        ("copied-text", 14),
    ]
    twice, impossible, scheme, copied = found
    assert twice["arithmetic"] == "80.87 ≠ 80.97"
    assert impossible["message"].startswith("I7 of")
    assert "can be at most 76.96" in impossible["message"]
    assert (
        impossible["arithmetic"]
        == "(71.26 + 71.26 + [e8 ≤ 100] + 71.26 + 71.03) / 5 = 76.962 → 76.96; 80.91 > 76.96"
    )
    assert ("a rating of ita/2565 (in force until 2022-09-30); ita/2566 gives ต้องปรับปรุง") in scheme["message"]
    assert scheme["arithmetic"] == "total = 75.47 >= 70; total = 75.47 <= 84.99"
    assert copied["arithmetic"] == "i8 = i7"


def test_by_the_old_rules_its_rating_is_right(audited):
    assert "other-scheme" not in [each["code"] for each in audited("ita/2565", EXAMPLE / "printed.csv")]


HEADER = "agency,item,score,result,rating\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "codes", "words"),
    [
        (
            "a,I5,76.09,,\na,i25,76.83,,\na,i26,75.73,,\na,i27,73.53,,\na,i28,75.67,,\na,i29,75.73,,\na,i30,79.07,,\n",
            [],
            "",
        ),
        (
            "a,I5,76.20,,\na,i25,76.83,,\na,i26,75.73,,\na,i27,73.53,,\na,i28,75.67,,\na,i29,75.73,,\na,i30,79.07,,\n",
            ["impossible"],
            "below it makes 76.09",
        ),
        (
            "a,S9_1,45,,\na,o1,100,,\na,o2,100,,\na,o3,100,,\na,o4,100,,\na,o5,100,,\n",
            ["impossible"],
            "no less than 50",
        ),
        ("a,o1,50,,\n", ["no-answer"], "answers earn 0, 100"),
        ("a,I1,84.99,ผ่านเกณฑ์,\n", ["wrong-result"], "it is ไม่ผ่านเกณฑ์"),
        ("a,I1,84.99,fail,\n", [], ""),
        ("a,I1,85,pass,\n", [], ""),
        ("a,I1,85,ผ่าน,\n", ["unknown-result"], "reported as ผ่าน"),
        ("a,I1,85,PASS,\n", [], ""),
        ("a,IIT,90,,\na,EIT,90,,\na,OIT,90,,\na,total,90,,ผ่านดีเยี่ยม\n", ["wrong-rating"], "gives ผ่านดี"),
        ("a,IIT,90,,\na,EIT,90,,\na,OIT,90,,\na,total,90,,Good pass\n", [], ""),
        ("a,total,90,,ต้องปรับปรุง\n", ["wrong-rating"], "ita/2566 gives"),
        ("a,total,90,,ผ่าน\n", [], ""),
        ("a,total,90,,XX\n", ["unknown-rating"], "no rating of ita/2566"),
        ("a,total,๙๐,,\na,total,90.00,,\n", [], ""),
        ("a,total,90,,\na,total,90.01,,\n", ["two-figures"], "90.01 here and 90.00"),
        ("a,IIT,90,,\na,EIT1,90,,\na,EIT2,90,,\na,OIT,90,,\na,total,90.01,,\n", [], ""),
        (
            "a,IIT,90,,\na,EIT1,90,,\na,EIT2,90,,\na,OIT,90,,\na,total,90.02,,\n",
            ["impossible"],
            "makes 90.00",
        ),
    ],
)
def test_what_is_found_in_rows_of_scores(audited, write, rows, codes, words):
    found = audited("ita/2566", write("data.csv", HEADER + rows))
    assert [each["code"] for each in found] == codes
    assert all(
        words in f"{each['message']} {each['hint']}" and each["arithmetic"] and each["line"] and each["hint"]
        for each in found
    )


def test_rows_of_units_with_ratings_and_results(audited, write):
    data = write(
        "wide.csv",
        "agency,IIT,EIT,OIT,total,rating,I1,I1 "
        "result\na,90,90,90,90,ผ่านดี,90,pass\nb,80,80,80,80,ผ่าน,80,pass\n",
    )
    assert [(each["unit"], each["code"], each["line"]) for each in audited("ita/2566", data)] == [
        ("b", "wrong-rating", 3),
        ("b", "wrong-result", 3),
    ]


def test_copies_are_looked_for_where_they_are_asked_for(audited, ken, write):
    data = write(
        "data.csv",
        "agency,item,score,note\na,i1,90,the same words again\na,i2,91,The same  words "
        "again\na,i3,92,other words than these\n",
    )
    assert audited("ita/2566", data) == []
    assert "copied-text" in ken("audit", "ita/2566", data, "--text", "note").stdout


UNUSUAL = [
    # a formula's raw value is no score
    (
        "indicators: "
        '{L: {questions: {life: {score: "clip((value - 20) / (85 - 20), 0, 1) * 100", range: {min: 0, max: 120}}}}, M: {}}\nparts: null',
        "life,L,M,total,rating\n75,84.62,90,87.31,high",
        [],
    ),
    (
        "indicators: "
        '{L: {questions: {life: {score: "clip((value - 20) / (85 - 20), 0, 1) * 100", range: {min: 0, max: 120}}}}, M: {}}\nparts: null',
        "life,L,M\n75,74.62,90",
        ["impossible"],
    ),
    # a figure that is not rounded
    ("parts: {a: {questions: q1..q3}, b: {}}", "q1,q2,q3,a\n100,100,0,66.6667", []),
    # a reversed question that is answered once
    (
        "answers: {had: {options: {yes: 100, half: 30, no: 0}, answered_by: unit}}\nparts: "
        "{a: {answers: had, questions: {q1: {reversed: true}}}, b: {}}",
        "q1\n70",
        [],
    ),
    (
        "answers: {had: {options: {yes: 100, half: 30, no: 0}, answered_by: unit}}\nparts: "
        "{a: {answers: had, questions: {q1: {reversed: true}}}, b: {}}",
        "q1\n30",
        ["no-answer"],
    ),
    # a part that may be left out
    (
        "missing: skip\nparts: {a: {questions: {q1: {range: {min: 0, max: 50}}, q2: {}}}, b: {}}",
        "q2,a,b\n90,90,90",
        [],
    ),
    (
        "missing: skip\nparts: {a: {questions: {q1: {range: {min: 0, max: 50}}, q2: {}}}, b: {}}",
        "q2,a,b\n90,96,90",
        ["impossible"],
    ),
    (
        "missing: skip\nparts: "
        "{a: {combine: sum, questions: {q1: {range: {min: 10, max: 50}}, q2: {range: {min: 10, max: 50}}}}, b: {}}",
        "q2,a\n40,40",
        [],
    ),
    # one figure for several nodes is their mean
    ("aliases: {BOTH: [a, b]}", "BOTH,a,b\n80,70,90", []),
    ("aliases: {BOTH: [a, b]}", "BOTH,a,b\n80,90,90", ["impossible"]),
    (
        "parts: {a: {questions: q1..q2}, b: {questions: q3..q4}}\naliases: {BOTH: [a, b]}",
        "BOTH,q1,q2,q3,q4\n80,70,70,90,90",
        [],
    ),
    # the result of each row by its own score
    (
        "judgements: "
        "{part: [{result: yes it does, when: score >= 50}, {result: no it does not, when: score < 50}]}",
        "a,a result\n70,YES it does",
        [],
    ),
    (
        "judgements: "
        "{part: [{result: yes it does, when: score >= 50}, {result: no it does not, when: score < 50}]}",
        "a,a result\n70,perhaps",
        ["unknown-result"],
    ),
]


@pytest.mark.parametrize(("rules", "data", "codes"), UNUSUAL)
def test_rules_and_figures_out_of_the_ordinary(audited, smallest, write, rules, data, codes):
    header, row = data.split("\n")
    found = audited(smallest(rules), write("d.csv", f"agency,{header}\nx,{row}\n"))
    assert [each["code"] for each in found] == codes


def test_a_unit_in_two_rows_is_judged_row_by_row(audited, smallest, write):
    rules = smallest(
        "judgements: {part: [{result: good, when: score >= 50}, {result: bad, when: score < 50}]}"
    )
    found = audited(rules, write("d.csv", "agency,a,a result\nx,70,good\nx,30,bad\n"))
    assert [each["code"] for each in found] == ["two-figures"]


def test_copies_across_units_are_of_the_line_above(audited, write):
    rows = (
        "agency,item,score,guideline\nx,I1,90,the very same long text\ny,I1,80,the very same long "
        "text\nx,I2,70,other words altogether\ny,I2,60,the very same long text\n"
    )
    assert [each["line"] for each in audited("ita/2566", write("d.csv", rows))] == [3]


def test_a_figure_was_not_rounded_from_what_cannot_be(smallest, ken, write):
    """Rounded up, 0 stands for no score below it: a product of two such is not above 0."""
    path = smallest(
        "scale: {max: 1, decimals: 3, rounding: up}\ncombine: product\nparts: "
        "{a: {questions: [q1]}, b: {questions: [q2]}}\nbands: [{rating: all}]\n"
    )
    data = write("figures.csv", "unit,item,score\nX,total,0\nX,a,0\nX,b,0\n")
    assert ken("audit", path, data).exit_code == 0
