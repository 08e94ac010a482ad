"""The expression language: what it means, and what it refuses when the rule set is loaded."""

from __future__ import annotations

import kenrules
import polars as pl
import pytest

ESCAPES = [
    "total.__class__ >= 1",
    "().__class__.__bases__[0].__subclasses__() >= 1",
    "__import__('os').system('true') == 0",
    "open('x') >= 1",
    "eval('1') >= 1",
    "min.__globals__ >= 1",
    "(lambda: 1)() >= 1",
    "[x for x in (1, 2)] == 1",
    "sum(x for x in instruments) >= 1",
    "{1: 2}[1] >= 1",
    "total[0] >= 1",
    "'a' >= 'b'",
    "f'{total}' >= 1",
    "b'x' >= 1",
    "9 ** 9 ** 9 >= 1",
    "total ** 2 >= 1",
    "2 << 99999999 >= 1",
    "total // 2 >= 1",
    "total if total >= 1 else 0 >= 1",
    "(total := 5) >= 1",
    "total is 5",
    "~total >= 1",
    "min(*instruments) >= 1",
    "round(total, ndigits=1) >= 1",
    "True",
    "None >= 1",
    "1j >= 1",
    "0x10 >= 1",
    "1_000 >= total",
    "1e5 >= total and 1e999 >= total",
    "total >= 1; total",
    "import os",
    "... >= 1",
    "globals() >= 1",
    "total.real >= 1",
    "max(total, key=abs) >= 1",
]


@pytest.mark.parametrize("text", ESCAPES)
def test_what_is_not_in_the_language_is_refused_when_loaded(smallest, text):
    path = smallest(
        f"bands:\n  - rating: any\n    when: {text!r}\n"
        if "'" not in text
        else f'bands:\n  - rating: any\n    when: "{text}"\n'
    )
    with pytest.raises(kenrules.KenError) as caught:
        kenrules.load(path)
    for finding in caught.value.diagnostics:
        assert finding.code in {"expression-refused", "expression-syntax", "undefined", "expression-type"}
        assert finding.hint is not None
        assert finding.position.line == 5


def test_a_very_long_expression_is_refused(smallest):
    long = " and ".join(["total >= 1"] * 200)
    (finding,) = kenrules.check(smallest(f"bands: [{{rating: any, when: {long}}}]"))
    assert finding.code == "expression-too-long"
    assert f"{len(long)} characters" in str(finding.message)


def test_deep_nesting_is_refused(smallest):
    (finding,) = kenrules.check(smallest(f"bands: [{{rating: any, when: {'-(' * 40}total{')' * 40} >= 1}}]"))
    assert finding.code == "expression-too-long"


def ratings(rules, rows):
    frame = pl.DataFrame(
        {"agency": list(range(len(rows))), "a": [float(a) for a, _ in rows], "b": [float(b) for _, b in rows]}
    )
    return kenrules.evaluate(rules, frame)["rating"].to_list()


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [
        ("min(parts) >= 60", (60, 100), (59.99, 100)),
        ("max(a, b) < 60", (59.99, 0), (60, 0)),
        ("mean(parts) == 50", (0, 100), (0, 99.98)),
        ("sum(parts) > 100", (50, 50.01), (50, 50)),
        ("a - b >= 0.01", (50.01, 50), (50, 50)),
        ("abs(a - b) <= 5", (50, 55), (50, 55.01)),
        ("count(parts >= 60) == 2", (60, 60), (60, 59)),
        ("count(a >= 60, b >= 20) >= 1", (0, 20), (59, 19)),
        ("a >= 50 and not b < 50 or a == 0", (0, 0), (50, 49)),
        ("40 <= total < 60", (40, 40), (60, 60)),
        ("a / 3 > 33.33", (100, 0), (99.99, 0)),
        ("a * b >= 2500", (50, 50), (50, 49.99)),
        ("clip(a, 20, 80) == 80", (90, 0), (79.99, 0)),
        ("round(a, 0) >= 85", (84.5, 0), (84.49, 0)),
        ("round(a / 3, 1) == 3.4", (10.05, 0), (10, 0)),
        ("total != 50", (50, 51), (50, 50)),
        ("ln(a) > ln(b)", (50.01, 50), (50, 50)),
        ("a >= ๖๐", (60, 0), (59.99, 0)),
        ("-a <= -60", (60, 0), (59.99, 0)),
    ],
)
def test_what_expressions_mean(smallest, condition, yes, no):
    rules = kenrules.load(
        smallest(f"bands:\n  - {{rating: met, when: {condition!r}}}\n  - {{rating: not met}}\n")
    )
    assert ratings(rules, [yes, no]) == ["met", "not met"]


def test_words_of_python_can_be_names(smallest):
    rules = kenrules.load(
        smallest(
            "thresholds: {pass: 60, class: 20}\nbands: [{rating: met, when: a >= pass and b >= class}, "
            "{rating: not met}]"
        )
    )
    assert ratings(rules, [(60, 20), (59, 20), (60, 19)]) == ["met", "not met", "not met"]


def test_in_conditions_scores_are_those_printed(smallest):
    rules = kenrules.load(smallest("bands: [{rating: met, when: total >= 85}, {rating: not met}]"))
    assert ratings(rules, [(85, 84.99), (85, 84.98)]) == ["met", "not met"]


def test_a_path_names_a_node_whose_id_is_there_twice(smallest):
    text = (
        "parts: {a: {indicators: {x: {}}}, b: {indicators: {x: {}}}}\nbands: "
        "[{rating: met, when: b.x >= 50}, {rating: not met}]"
    )
    rules = kenrules.load(smallest(text))
    frame = pl.DataFrame({"agency": [1, 2], "a.x": [0.0, 90.0], "b.x": [50.0, 49.0]})
    assert kenrules.evaluate(rules, frame)["rating"].to_list() == ["met", "not met"]


@pytest.mark.parametrize("text", ["total > = 50", "total < = 50", "total ! = 50", "total = = 50"])
def test_a_comparison_written_apart_is_told_as_such(smallest, text):
    found = kenrules.check(smallest(f"bands: [{{rating: any, when: '{text}'}}]"))
    assert "without a space" in str(found[0].hint)


@pytest.mark.parametrize(
    "formula", ["abs(questions)", "ln(questions)", "round(questions)", "clip(questions, 0, 100)"]
)
def test_functions_of_one_number_take_no_lists(smallest, formula):
    found = kenrules.check(
        smallest(
            f"parts: null\nquestions: [a, b, c]\nbands: [{{rating: hi, when: '{formula} >= 50'}}, "
            f"{{rating: lo}}]"
        )
    )
    assert {each.code for each in found} == {"expression-type"}


@pytest.mark.parametrize(
    ("formula", "is_told"),
    [
        ("clip(value, 100, 0)", True),
        ("clip(value, 1, -0.5)", True),
        ("clip(value, 0, 100)", False),
        ("clip(value, 5, 5)", False),
        ("clip(value, 100 - value, 0)", False),
    ],
)
def test_bounds_of_clip_that_stand_the_wrong_way_round(smallest, formula, is_told):
    rules = smallest(f'parts: null\nquestions: {{a: {{score: "{formula}"}}, b: First}}')
    found = [each for each in kenrules.check(rules) if each.code == "expression-type"]
    assert len(found) == is_told
    if is_told:
        assert "the lowest value of clip" in str(found[0].message)


@pytest.mark.parametrize(
    ("text", "part", "said"),
    [
        ("a and b >= 50", "a", "write each condition in full: a >= 50 and b >= 50"),
        ("a >= 50 or b", "b", "write each condition in full: a >= 50 or b >= 50"),
        ("min(a; b) >= 50", ";", "separate the numbers of a function by commas"),
    ],
)
def test_a_condition_that_is_half_written_is_shown_in_full(smallest, text, part, said):
    path = smallest(f"bands:\n  - rating: any\n    when: {text}\n")
    (finding,) = kenrules.check(path)
    assert str(finding.hint) == said
    assert finding.position.column == len("    when: ") + text.index(part) + 1


def test_a_name_in_words_is_answered_by_ids_and_how_all_of_a_kind_are_named(smallest):
    (finding,) = kenrules.check(smallest("bands: [{rating: any, when: ทุกส่วน >= 50}]"))
    assert "all parts together are named as in min(parts) >= 85" in str(finding.hint)
