"""What decided, in sentences: every step that the rules of the second edition know, with the numbers in it."""

from __future__ import annotations

import json

import kenrules
import polars as pl
import pytest
from jsonschema import Draft202012Validator
from kenrules.engine.explain.explanation_json import trace_json
from kenrules.engine.explain.explanation_sections import sections
from kenrules.engine.explain.what_decided import WhatDecided

from ..conftest import ROOT

HEAD = """\
ruleset: demo/new
title: Demo
unit: agency
scale: {decimals: 1, rounding: half_up}
inputs: {kind: {one_of: [plain, special], missing: plain}, extra: {range: 0..10, missing: 0}}
answered_by: unit
"""
BANDS = "bands: [{rating: good, from: 50}, {rating: poor, to: 49.9}]\n"
SCHEMA = json.loads((ROOT / "schemas" / "trace.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def told(write):
    def run(rules: str, path: str = "a", **cells: object) -> list[str]:
        trace = kenrules.explain(
            write("rules.yaml", HEAD + rules), pl.DataFrame({"agency": ["x"], **_columns(cells)}), "x"
        )
        assert not list(Draft202012Validator(SCHEMA).iter_errors(trace_json(trace, [], str)))
        assert list(sections(trace, [], "th"))
        decided = WhatDecided(trace, "en")
        found = decided.rating() if path == "rating" else decided.rules() if not path else decided.of(path)
        return [str(each.words) for each in found if each.told]

    return run


def _columns(cells: dict[str, object]) -> dict[str, list[object]]:
    return {name: [value] for name, value in cells.items()}


VALUE = "value: {range: 0..100, decimals: 1, in: g}"


@pytest.mark.parametrize(
    ("node", "cells", "wanted"),
    [
        (
            f"{VALUE}, points: {{..8: 3, 8.1..13.5: 2, 13.6..: 0}}",
            {"a": "12.5"},
            ["12.5 g is in 8.1..13.5: 2"],
        ),
        (f"{VALUE}, points: {{..8: 3, 8.1..: 2}}", {"a": "8"}, ["8.0 g is 8.0 or less: 3"]),
        (f"{VALUE}, points: {{..8: 3, 8.1..: 2}}", {"a": "9"}, ["9.0 g is 8.1 or more: 2"]),
        (
            f"{VALUE}, points: {{0..50: 0..10, 50..100: 10..30}}",
            {"a": "60"},
            [
                "60.0 g is in 50.0..100.0, on the line from 10 to 30: 10 + (60 - 50) / (100 - 50) × (30 - 10) = 14"
            ],
        ),
        (f"{VALUE}, points: {{above: [5, 10]}}", {"a": "5"}, ["5.0 g is not above 5: 0"]),
        (f"{VALUE}, points: {{above: [5, 10]}}", {"a": "5.1"}, ["5.1 g is above 5, not above 10: 1"]),
        (f"{VALUE}, points: {{else: 7, from: {{5: 1, 10: 2}}}}", {"a": "10"}, ["10.0 g is 10 or more: 2"]),
        (f"{VALUE}, points: {{else: 7, from: {{5: 1, 10: 2}}}}", {"a": "4"}, ["4.0 g is below 5: 7"]),
        ("value: {range: 0..100, decimals: 0, rounding: down}", {"a": "12.5"}, ["12.5 is read as 12"]),
        ("score: 3 * extra + b", {"b": "1", "extra": "2"}, ["3 * extra + b = 3 × 2 + 1 = 7"]),
        (
            "score: 'round(b / 3, 1) + roundup(b / 3) + floor(b)'",
            {"b": "1"},
            [
                "round(b / 3, 1) + roundup(b / 3) + floor(b) = round(1 / 3, 1) + roundup(1 / 3, 1) + floor(1) = 1.7"
            ],
        ),
        ("score: b / 3", {"b": "1"}, ["b / 3 = 1 / 3 ≈ 0.3333"]),
        (
            "cases: [{when: kind == special, score: 3}, {score: 4}]",
            {"kind": "special"},
            ["case 1 of 2 holds: kind == special (kind = special)", "3"],
        ),
        (
            "cases: [{when: kind == special, answers: {yes: 1, no: 0}}, {answers: {yes: 5, no: 0}}]",
            {"a": "yes"},
            ["case 2 of 2, as none before it holds (kind = plain)", "the answer yes gives 5"],
        ),
        ("score: b, missing: 7", {"b": None}, ["without a score 7 stands in"]),
        (
            "score: b, plus: {score: 2, when: kind == special}",
            {"b": "10", "kind": "special"},
            ["b = 10", "2 is added, because kind == special (kind = special): 10 + 2 = 12"],
        ),
        ("score: b, plus: {score: 2, when: kind == special}", {"b": "10"}, ["b = 10"]),
        ("score: b, at_most: 5", {"b": "10"}, ["b = 10", "at most 5: 10 → 5"]),
        ("score: b, at_most: 50", {"b": "10"}, ["b = 10"]),
        ("score: b, at_least: extra", {"b": "1", "extra": "3"}, ["b = 1", "at least extra = 3: 1 → 3"]),
        ("score: b / 8, round: 1", {"b": "10"}, ["b / 8 = 10 / 8 = 1.25", "1.25 is rounded to 1.3"]),
        (
            "score: b / 8, round: {decimals: 1, rounding: down}",
            {"b": "10"},
            ["b / 8 = 10 / 8 = 1.25", "1.25 is rounded down to 1.2"],
        ),
        (
            "score: 0 - b / 8, round: {decimals: 1, rounding: up}",
            {"b": "9"},
            ["0 - b / 8 = 0 - 9 / 8 = -1.125", "-1.125 is rounded to -1.2"],
        ),
        (
            "score: b, applies: kind == special",
            {"b": "1"},
            ["does not apply, because this does not hold: kind == special (kind = plain)"],
        ),
        (
            "score: b, refuse: {when: b > extra, because: too much}",
            {"b": "5", "extra": "3"},
            ["refused: too much: b > extra (b = 5.0, extra = 3)", "b = 5"],
        ),
        (
            "score: b, bands: [{rating: high, from: 5}, {rating: low, below: 5}]",
            {"b": "4"},
            ["b = 4", "rated low: 4.0 is below 5.0"],
        ),
        (
            "score: b, bands: [{rating: high, from: 5}, {rating: low, below: 5}], no_better_than: {low: extra > 1}",
            {"b": "6", "extra": "2"},
            [
                "b = 6",
                "rated high: 6.0 is 5.0 or more",
                "no better than low, because extra > 1 (extra = 2): high becomes low",
            ],
        ),
    ],
)
def test_what_a_step_decided_is_said_with_its_numbers(told, node, cells, wanted):
    given = {"b": "1", **cells}
    assert told(f"combine: sum\nparts: {{a: {{{node}}}, b: {{}}}}\n{BANDS}", **given) == wanted


def test_of_children_it_is_said_what_they_make_and_which_count(told):
    rules = f"combine: sum\nbest: 2\nplus: extra\nparts: {{a: {{}}, b: {{}}, c: {{}}}}\n{BANDS}"
    assert told(rules, "total", a="10", b="30", c="20", extra="1.5") == [
        "the best 2 count: b 30.0, c 20.0; not: a 10.0",
        "sum of its parts: 30 + 20 = 50",
        "extra = 1.5 is added: 50 + 1.5 = 51.5",
    ]
    highest = f"combine: max\nparts: {{a: {{}}, b: {{}}, c: {{}}}}\n{BANDS}"
    assert told(highest, "total", a="10", b="30", c="20") == ["highest of its parts: b 30.0"]


def test_what_moves_a_rating_is_said(told):
    parts = "combine: sum\nparts: {a: {}, b: {}}\n"
    notched = f"notches: [{{score: -1, when: b < 10}}]\n{parts}{BANDS}"
    assert told(notched, "rating", a="60", b="5") == [
        "one place worse, because b < 10 (b = 5.0)",
        "notches: good becomes poor",
    ]
    assert told(notched, "rating", a="60", b="15") == []
    limited = f"no_better_than: {{poor: {{when: b < 10, source: rule 5}}}}\n{parts}{BANDS}"
    assert told(limited, "rating", a="60", b="5") == [
        "no better than poor, because b < 10 (b = 5.0) [rule 5]: good becomes poor"
    ]
    assert told(limited, "rating", a="10", b="5") == [
        "no better than poor, because b < 10 (b = 5.0) [rule 5]; this changes nothing"
    ]


def test_a_unit_is_explained_by_its_variant(told):
    rules = (
        f"combine: sum\nparts: {{a: {{}}, b: {{}}}}\n{BANDS}variants: {{kind: {{special: {{plus: 5}}}}}}\n"
    )
    assert told(rules, "", a="1", b="2", kind="special") == ["rated by the rules for kind = special"]
    assert "5 is added: 3 + 5 = 8" in told(rules, "total", a="1", b="2", kind="special")
    assert "5 is added: 3 + 5 = 8" not in told(rules, "total", a="1", b="2", kind="plain")


def test_where_lower_is_better_nothing_is_said_to_cost(ken, write):
    rules = HEAD.replace("half_up}", "half_up, better: lower}") + (
        "combine: sum\nparts: {a: {answers: {low: 1, high: 4}}, b: {answers: {low: 0, high: 2}}}\n"
        "bands: [{rating: good, to: 2}, {rating: poor, above: 2}]\n"
    )
    data = write("data.csv", "agency,a,b\nx,high,low\n")
    said = ken("explain", write("rules.yaml", rules), data, "--format", "markdown").stdout
    assert "costs" not in said
    assert "above the best" in said
    plain = said.replace("\u00a0", "")
    assert "| total |  | 4.0 | 4.000 | 3.000 | computed |" in plain
    assert "| a | high | 4.0 | 4.000 | 3.000 | answer |" in plain
    assert "| b | low | 0.0 | 0.000 | 0.000 | answer |" in plain


def test_points_are_shared_out_with_what_is_added_and_not_where_a_limit_bends_them(write):
    def trace(limit: str):
        rules = f"combine: sum\nplus: extra\n{limit}parts: {{a: {{}}, b: {{}}}}\n{BANDS}"
        frame = pl.DataFrame({"agency": ["x"], "a": ["40"], "b": ["15"], "extra": ["5"]})
        return kenrules.explain(write("rules.yaml", HEAD + rules), frame, "x")

    root = trace("at_most: 100\n").root
    assert (root.adds.exact, root.plus.exact) == (60, 5)
    assert [child.adds.exact for child in root.children] == [40, 15]
    bent = trace("at_most: 50\n").root
    assert bent.adds.exact == 50
    assert [child.adds for child in bent.children] == [None, None]


def test_what_a_word_is_compared_with_stands_in_the_reasons(ken, write):
    rules = HEAD + (
        "combine: none\nparts: {a: {answers: [good, bad]}, b: {answers: [good, bad]}}\n"
        "bands: [{rating: fine, when: count(parts == good) == 2}, {rating: poor}]\n"
    )
    said = ken("explain", write("rules.yaml", rules), write("data.csv", "agency,a,b\nx,good,bad\n")).stdout
    assert "fine is not given: count(parts == good) == 2 does not hold: a good, b bad" in said
    assert "–" not in said.split("Inputs")[0]


def test_what_chooses_the_rules_may_be_missing(ken, write):
    rules = HEAD.replace(", missing: plain", "") + (
        f"combine: sum\nparts: {{a: {{}}, b: {{}}}}\n{BANDS}variants: {{kind: {{special: {{plus: 5}}}}}}\n"
    )
    found = ken("explain", write("rules.yaml", rules), write("data.csv", "agency,a,b\nx,1,2\n"))
    assert found.exit_code == 1
    assert "not rated; lacks kind" in found.stdout
    assert "cannot be told, because scores are missing" not in found.stdout


def test_an_answer_that_several_words_earn_is_told_as_such(ken, write):
    rules = HEAD + f"combine: sum\nparts: {{a: {{answers: {{x: 1, y: 1, z: 3}}}}, b: {{}}}}\n{BANDS}"

    for cell, words in (("1", ["x", "y"]), ("y", ["y"])):
        data = write("data.csv", f"agency,a,b\nn,{cell},2\n")
        shown = json.loads(ken("explain", write("rules.yaml", rules), data, "--format", "json").stdout)
        assert shown["total"]["children"][0]["answered"] == words


def test_a_formula_that_takes_one_part_from_another_shares_points_out(write):
    rules = HEAD + (
        "score: bad - 2 * good + 10\nparts:\n  bad: {combine: sum, questions: {p: {}, q: {}}}\n  good: {}\n"
        "bands: [{rating: fine, to: 12}, {rating: poor, above: 12}]\n"
    )
    frame = pl.DataFrame({"agency": ["x"], "p": ["5"], "q": ["7"], "good": ["3"]})
    root = kenrules.explain(write("rules.yaml", rules), frame, "x").root
    assert {step.node.id: step.adds.exact for step in root.walk()} == {
        "total": 16,
        "bad": 12,
        "p": 5,
        "q": 7,
        "good": -6,
    }
    assert root.plus.exact == 10
    assert all(step.costs is None for step in root.walk())


def test_a_number_shows_as_many_decimals_as_tell_why_it_is_rounded_so(told):
    rules = "combine: sum\nparts: {a: {score: b / 3000000 + 4, round: {decimals: 1, rounding: up}}, b: {}}\n"
    assert told(rules + BANDS, b="1")[-1] == "4.00000033 is rounded up to 4.1"
    rules = "combine: sum\nparts: {a: {of: b / 3000000 + 4, points: {above: [4]}}, b: {}}\n"
    assert told(rules + BANDS, b="1")[-1] == "4.00000033 is above 4: 1"


def test_a_rating_that_asks_for_nothing_is_said_to_have_no_conditions(ken, write):
    rules = write(
        "rules.yaml",
        "ruleset: demo/last\ntitle: Demo\nunit: agency\ncombine: none\nparts: {a: {answers: [good, bad]}}\n"
        "bands: [{rating: fine, when: a == good}, {rating: poor}]\n",
    )
    data = write("data.csv", "agency,a\nu,bad\n")
    assert "poor is given: it has no conditions\n" in ken("explain", rules, data).stdout
    assert "ได้ระดับ poor: ระดับนี้ไม่มีเงื่อนไข\n" in ken("--lang", "th", "explain", rules, data).stdout


def test_a_condition_shows_the_unrounded_score_where_it_judges_that(told):
    rules = "parts: {a: {cases: [{when: 'extra < exact(line)', score: 1}, {score: 2}]}, line: {score: extra + 1 / 25}}\n"
    by_line = told(rules + BANDS, extra="5")  # both are printed as 5.0
    assert by_line == ["case 1 of 2 holds: extra < exact(line) (extra = 5, line = 5.04)", "1"]
    printed = told(rules.replace("exact(line)", "line") + BANDS, extra="5.02")
    assert "line = 5.1" in printed[0]
    assert "line = 5.06" not in printed[0]


ALIKE = """
parts: {replace: {a: {answers: {alert: 0, voice: 60, pain: 60}}, b: {}}}
"""


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_word_that_data_have_is_shown_where_others_earn_as_much(ken, smallest, tmp_path, write, kind):
    rules, data = smallest(ALIKE), write("data.csv", "agency,a,b\none,voice,20\ntwo,60,20\n")
    if kind == "xlsx":
        pl.read_csv(data).write_excel(tmp_path / "data.xlsx")
        data = tmp_path / "data.xlsx"
    shown = ken("explain", rules, data, "--unit", "one", "--by", "values")
    assert " voice " in shown.stdout
    assert "pain" not in shown.stdout
    assert "voice / pain" in ken("explain", rules, data, "--unit", "two").stdout  # which is not known
    (step, _) = kenrules.explain(rules, pl.read_csv(tmp_path / "data.csv"), "one").root.children
    assert step.answered == ("voice",)
    told = ken("explain", rules, data, "--unit", "one", "--format", "json").stdout
    assert '"voice"' in told
    assert "pain" not in told


def test_of_a_question_that_does_not_apply_no_word_is_said_to_score(ken, smallest, write):
    rules = smallest(
        "inputs: {size: {range: 0..10, decimals: 0}}\n"
        "parts: {replace: {a: {answers: {alert: 0, voice: 60, pain: 60}, applies: size > 5}, b: {}}}\n"
    )
    data = write("data.csv", "agency,size,a,b\none,1,voice,60\n")
    found = json.loads(ken("explain", rules, data, "--format", "json").stdout)
    assert "voice" not in json.dumps(found["total"]["children"])


@pytest.mark.parametrize(("by", "told"), [("instruments", True), ("values", False)])
def test_what_answers_can_make_is_said_where_other_scores_are_not_looked_for(ken, by, told):
    """Values that data give can be any that data may give."""
    shown = ken("explain", "ita/2566", ROOT / "examples/takothong-2566/indicators.csv", "--by", by).stdout
    assert ("are looked for that their answers can make" in shown) is told
