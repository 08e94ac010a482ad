"""The second edition of the rule language: examples worked out by hand for the naive evaluator."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from . import naive
from .budget import seeds
from .generate import generate
from .naive import Result, Unit, assess, data_of

NA = naive.NOT_APPLICABLE
SCALE = "scale: {decimals: 1, rounding: half_up}\n"


def said(
    text: str, inputs: dict[str, Any] | None = None, rows: list[dict[str, Any]] | None = None, **scores: Any
) -> Result:
    """What the rules say of one unit."""
    data = data_of(text if "scale:" in text or "combine: none" in text else SCALE + text)
    return assess(data, Unit(scores, rows or [], inputs or {}))


def score(found: Result, path: str = "total") -> Any:
    """A carried score, or the state of a node that has none."""
    return found.value[path] if found.state[path] == "known" else found.state[path]


# Inputs and raw values


def test_an_input_is_read_as_its_kind_says():
    text = "inputs: {a: {range: 0..10, decimals: 1}, k: {one_of: [1, 2]}}\nparts: {p: {score: a * 2}}"
    cells = {"3.5": 7, "10": 20, "3.55": "refused", "10.1": "refused", "x": "refused", "": "missing"}
    # 3.5 × 2 = 7; 3.55 has two decimals where one is declared; 10.1 is above 10
    assert {cell: score(said(text, {"a": cell}), "p") for cell in cells} == cells


def test_more_decimals_are_rounded_where_it_says_how_before_the_range_is_looked_at():
    text = "parts: {p: {value: {range: 0..500.4, decimals: 1, rounding: down}}}"
    assert score(said(text, p="500.49")) == Fraction("500.4")  # down to 500.4, which is in range
    assert score(said(text, p="500.5")) == "refused"


def test_between_the_steps_is_refused():
    text = "parts: {p: {value: {range: 1..6, step: 0.5}}}"
    # 1, 1.5, 2 …; 2.25 lies between 2 and 2.5
    assert [score(said(text, p=cell)) for cell in ("1.5", "2.25", "6.5")] == [1.5, "refused", "refused"]


def test_a_cell_stands_for_an_empty_one():
    text = """inputs: {fibre: {range: 0..9, missing: 2}, extra: {one_of: [yes, no], missing: no}}
parts: {p: {score: fibre * 10, plus: {score: 1, when: extra == yes}}}"""
    assert score(said(text)) == 20  # 2 × 10, and no is not yes
    assert score(said(text, {"fibre": 3, "extra": "yes"})) == 31  # 3 × 10 + 1


def test_a_word_that_is_no_option_refuses_what_names_it_and_nothing_else():
    text = "inputs: {k: {one_of: [a, b]}}\nparts: {p: {cases: [{when: k == a, score: 1}, {score: 2}]}, q: {}}"
    found = said(text, {"k": "c"}, q=5)
    assert [found.state[path] for path in ("p", "q", "total")] == ["refused", "known", "refused"]


def test_an_input_that_nothing_uses_may_be_missing():
    assert score(said("inputs: {k: {one_of: [a]}}\nparts: {p: {}}", p=5)) == 5


def test_a_choice_of_numbers_takes_the_number_in_any_form():
    text = "inputs: {k: {one_of: [1, 2]}}\nparts: {p: {cases: [{when: k == 1, score: 7}, {score: 8}]}}"
    assert [score(said(text, {"k": cell})) for cell in ("1", "1.0", "๑", "2", "3")] == [7, 7, 7, 8, "refused"]


# Tables


TABLE = "parts: {p: {value: {range: 0..99, decimals: 0}, points: {..8: 3, 9..11: 1, 12..20: 0, 21: 5}}}"


@pytest.mark.parametrize(
    ("raw", "points"), [(0, 3), (8, 3), (9, 1), (11, 1), (12, 0), (20, 0), (21, 5), (22, "undecided")]
)
def test_both_ends_of_a_row_are_in_it_and_what_no_row_takes_is_undecided(raw, points):
    # 8 is the last of the first row, 9 the first of the second; no row takes 22
    assert score(said(TABLE, p=raw)) == points


def test_a_value_in_a_gap_is_undecided_and_never_skipped():
    text = "missing: skip\nparts: {p: {points: {0..8: 3, 9..11: 1}}, q: {}}"
    found = said(text, p="8.5", q=4)
    assert (found.state["p"], found.state["total"]) == ("undecided", "undecided")


def test_a_straight_line_in_a_row():
    text = "parts: {p: {points: {12.1..35.4: 51..100}}}"
    # 51 + 49 × (20 - 12.1) / (35.4 - 12.1) = 51 + 49 × 7.9 / 23.3
    assert score(said(text, p=20)) == 51 + 49 * Fraction("7.9") / Fraction("23.3")
    assert [score(said(text, p=end)) for end in ("12.1", "35.4")] == [51, 100]


def test_a_line_may_fall_and_keys_may_be_negative():
    text = "parts: {p: {points: {-3..-1: 10..0, -0.5: 4}}}"
    # 10 + (0 - 10) × (-2.5 + 3) / 2 = 7.5
    assert [score(said(text, p=cell)) for cell in ("-2.5", "-3", "-0.5")] == [Fraction(15, 2), 10, 4]


@pytest.mark.parametrize(
    ("raw", "above", "from_"), [(1, 0, 0), (335, 0, 1), (336, 1, 1), (670, 1, 2), (671, 2, 2)]
)
def test_a_ladder_as_a_list_counts_its_steps(raw, above, from_):
    # above: 335 itself is not above 335; from: it is
    assert score(said("parts: {p: {points: {above: [335, 670]}}}", p=raw)) == above
    assert score(said("parts: {p: {points: {from: [335, 670]}}}", p=raw)) == from_


def test_a_ladder_as_a_map_gives_the_score_of_the_highest_step_and_else_below_the_first():
    text = "parts: {p: {points: {else: 4, from: {1400: 52, 1800: 10}}}}"
    assert [score(said(text, p=raw)) for raw in (1399, 1400, 1800, 9999)] == [4, 52, 10, 10]
    assert score(said("parts: {p: {points: {above: {40: 1, 60: 2}}}}", p=40)) == 0


def test_what_is_looked_up_may_be_computed_and_is_judged_as_printed():
    text = SCALE + "parts: {a: {}, p: {of: a * 2, points: {..3.2: 1, 3.3..: 2}}}\ncombine: max"
    # a is 1.64, printed 1.6; 1.6 × 2 = 3.2, which the first row takes; 3.28 no row would take
    assert score(said(text, a="1.64"), "p") == 1
    assert score(said(text, a="1.65"), "p") == 2  # printed 1.7; 3.4


def test_a_choice_may_be_looked_up_in_answers():
    text = "inputs: {k: {one_of: [a, b, c]}}\nparts: {p: {of: k, answers: {a: 5, b: 7}}}"
    # no row of the answers takes c
    assert [score(said(text, {"k": word})) for word in "abc"] == [5, 7, "undecided"]
    assert score(said(text)) == "missing"


def test_a_node_above_may_look_up_too():
    text = "parts: {p: {of: sum(questions), points: {..4: 10, 5..: 20}, questions: [q1, q2]}}"
    assert score(said(text, q1=2, q2=3)) == 20  # 2 + 3 = 5


# Formulas and cases


def test_a_formula_over_children_inputs_and_thresholds():
    text = (
        "inputs: {n: {range: 0..9}}\nthresholds: {half: 50}\nscore: a - b + n * half\nparts: {a: {}, b: {}}"
    )
    assert score(said(text, {"n": 2}, a=7, b=3)) == 104  # 7 - 3 + 2 × 50


def test_a_formula_may_name_nodes_from_anywhere():
    text = "parts: {a: {score: b + q, questions: [r]}, b: {questions: [q]}}"
    # a = 5 + 5, though neither stands below it; the total is (10 + 5) / 2
    assert score(said(text, q=5)) == Fraction(15, 2)


def test_the_first_case_that_holds_is_the_way():
    text = "parts: {p: {value: {range: 0..9}, cases: [{when: value < 3, score: value * 2}, {when: value < 6, points: {3..6: 1}}]}}"
    # 2 × 2 = 4; 5 lies in 3..6; for 8 none holds
    assert [score(said(text, p=raw)) for raw in (2, 5, 8)] == [4, 1, "undecided"]


def test_a_case_that_cannot_be_told_stops_the_search():
    text = "inputs: {k: {one_of: [a, b]}}\nparts: {p: {cases: [{when: k == a, score: 1}, {score: 2}]}}"
    assert score(said(text)) == "missing"
    text = "parts: {q: {}, p: {cases: [{when: 1 / q > 0, score: 1}, {score: 2}]}}"
    assert score(said(text, q=0), "p") == "undecided"  # 1 / 0


def test_a_case_looks_up_its_own():
    text = "inputs: {x: {range: 0..9}, y: {range: 0..9}}\nparts: {p: {of: x, cases: [{when: y == 0, points: {..9: 1}}, {of: y, points: {above: [1, 2, 3]}}]}}"
    # y is 0: the first case; else y is looked up: 3 is above 1 and 2
    assert score(said(text, {"x": 5, "y": 0})) == 1
    assert score(said(text, {"x": 5, "y": 3})) == 2


def test_answers_by_case():
    text = "inputs: {S: {one_of: [U, C]}}\nparts: {PR: {decimals: 2, cases: [{when: S == C, answers: {N: 0.85, L: 0.68}}, {answers: {N: 0.85, L: 0.62}}]}}"
    assert score(said(text, {"S": "C"}, PR="L")) == Fraction("0.68")
    assert score(said(text, {"S": "U"}, PR="L")) == Fraction("0.62")


def test_an_outcome_below_or_above_the_scale_stands_where_it_is_computed():
    text = "scale: {min: 0, max: 10, decimals: 0, rounding: half_up}\nparts: {p: {value: {range: 0..99}, score: value * 2}, q: {}}\ncombine: sum"
    assert score(said(text, p=30, q=1)) == 61  # 30 × 2 + 1; the ends bound but scores that are given
    assert score(said(text, p=30, q=11)) == "refused"


# Answers


def test_words_of_the_unit_and_scores_of_its_options():
    text = "parts: {p: {answers: {air: 0, oxygen: 2}}}"
    assert [score(said(text, p=cell)) for cell in ("air", "oxygen", "2", "1", "x")] == [
        0,
        2,
        2,
        "refused",
        "refused",
    ]


def test_a_word_comes_before_a_score():
    # the option 2 gives 7; 7 is no option, but the score of one
    assert [score(said("parts: {p: {answers: {2: 7, 3: 2}}}", p=cell)) for cell in (2, 7)] == [7, 7]


def test_an_answer_may_stand_for_missing_or_not_applicable():
    text = "missing: skip\nparts: {p: {answers: {good: 4, unknown: missing, none: not_applicable}}, q: {}}"
    assert score(said(text, p="unknown", q=2), "p") == "missing"
    assert score(said(text, p="none", q=2), "p") == NA
    assert score(said(text, p="none", q=2)) == 2


def test_a_scale_taken_by_name_is_answered_by_respondents_and_others_by_the_unit():
    text = (
        "answers: {steps: {low: 1, high: 5}}\nparts: {p: {answers: steps}, q: {answers: {low: 1, high: 5}}}"
    )
    found = said(text, rows=[{"p": "low", "q": "low"}, {"p": "high", "q": "high"}])
    assert (score(found, "p"), score(found, "q")) == (3, "refused")  # (1 + 5) / 2; two answers of one unit


def test_the_way_runs_on_each_answer_of_respondents_and_then_the_mean_is_taken():
    text = "parts: {p: {answered_by: respondents, value: {range: 0..99}, points: {above: [10, 20]}, plus: 1}}"
    # 5, 15, 25 give 0, 1, 2 points: their mean is 1, and 1 more is added once
    assert score(said(text, rows=[{"p": 5}, {"p": 15}, {"p": 25}])) == 2


def test_who_answers_is_told_by_the_nearest():
    text = "answered_by: unit\nanswers: {steps: {low: 1, high: 5}}\nparts: {p: {answers: steps}, q: {answers: steps, answered_by: respondents}}"
    found = said(text, rows=[{"p": "low", "q": "low"}, {"q": "high"}])
    assert (score(found, "p"), score(found, "q")) == (1, 3)


def test_a_leaf_with_a_table_has_a_column_of_raw_values_only():
    # 3 is a raw value (3 points for up to 8), no score
    assert score(said(TABLE, p=3)) == 3
    assert score(said(TABLE, p=10)) == 1


def test_words_without_numbers_are_ratings():
    text = "combine: none\nanswers: {rated: [good, poor]}\nquestions: {a: {answers: rated}, b: {answers: rated}}\nbands: [{rating: fine, when: count(questions == good) == 2}, {rating: rest}]"
    found = said(text, a="good", b="poor")
    # one of two is good
    assert (found.status, found.rating, found.total, found.ratings) == (
        "rated", "rest", None, {"total": "rest", "a": "good", "b": "poor"},
    )  # fmt: skip
    assert said(text, a="good", b="good").rating == "fine"
    assert said(text, a="good", b="4").state["b"] == "refused"
    assert said(text, a="good").status == "incomplete"


# What is added, limited, and rounded


def test_all_that_hold_are_added():
    text = "inputs: {award: {one_of: [yes, no]}}\nparts: {p: {plus: [3, {score: 2, when: award == yes}, {score: 10, when: award == no}]}}"
    # a given score is final, so the total shows it: see below
    assert score(said(text, {"award": "yes"}, p=1), "p") == 1
    text = "inputs: {award: {one_of: [yes, no]}}\nparts: {p: {}}\nplus: [3, {score: 2, when: award == yes}, {score: score, when: award == no}]"
    assert score(said(text, {"award": "yes"}, p=1)) == 6  # 1 + 3 + 2
    assert score(said(text, {"award": "no"}, p=4)) == 11  # 4 + 3 + 4: the score as it stands before the step


def test_limits_come_after_what_is_added_and_the_most_wins():
    text = "parts: {p: {}, least: {}, most: {}}\nscore: p\nplus: 5\nat_least: least\nat_most: most"
    assert score(said(text, p=1, least=10, most=20)) == 10  # 6, at least 10
    assert score(said(text, p=30, least=10, most=20)) == 20  # 35, at most 20
    assert score(said(text, p=1, least=30, most=20)) == 20  # 6, at least 30, at most 20


def test_all_limits_that_hold_apply():
    text = "parts: {p: {}, c: {}}\nscore: p\nat_most: [{score: c, when: c <= 2}, {score: 8, when: c < 9}, 50]"
    assert score(said(text, p=60, c=9)) == 50
    assert score(said(text, p=60, c=5)) == 8  # 8 is less than 50
    assert score(said(text, p=60, c=2)) == 2


@pytest.mark.parametrize(
    ("how", "carried"),
    [
        ("2", "1.24"),
        ("{decimals: 1, rounding: up}", "1.3"),
        ("{to: 0.5}", "1.0"),
        ("{to: 0.25, rounding: up}", "1.25"),
    ],
)
def test_rounding_is_carried_and_printed(how, carried):
    text = f"score: 10 * p\nparts: {{a: {{}}, p: {{score: a, round: {how}}}}}"
    found = said(text, a="1.235")
    # 1.235 is 1.24 with two decimals (half up); 1.3 up; 1.235 lies 0.235 from 1.0 and 0.265 from 1.5
    assert (found.value["p"], found.printed["p"]) == (Fraction(carried), Fraction(carried))
    assert found.value["total"] == 10 * Fraction(carried)


def test_what_is_computed_is_carried_and_what_is_judged_is_printed():
    text = "parts: {a: {}, p: {score: a * 10}, q: {score: 'if(a >= 1.3, a, 0)'}, r: {score: 'if(exact(a) >= 1.3, 1, 0)'}}"
    found = said(text, a="1.26")
    # 1.26 is printed 1.3: the condition holds, and 1.26 itself is computed with
    assert [found.value[path] for path in "pqr"] == [Fraction("12.6"), Fraction("1.26"), 0]


def test_decimals_hold_below_and_round_prints_its_own():
    text = "parts: {a: {decimals: 3, questions: [q]}, b: {decimals: 3, round: 2, score: q}}"
    found = said(text, q="1.23456")
    assert [found.printed[path] for path in ("a", "a.q", "b")] == [
        Fraction("1.235"),
        Fraction("1.235"),
        Fraction("1.23"),
    ]


def test_a_function_of_printed_scores_is_not_rounded_again():
    text = "parts: {a: {}, b: {}}\nbands: [{rating: high, when: mean(parts) >= 85}, {rating: low}]"
    # 85.0 and 84.9: their mean is 84.95, which would be printed 85.0
    assert said(text, a=85, b="84.9").rating == "low"
    assert said(text, a=85, b="84.95").rating == "high"  # 84.95 is printed 85.0


def test_a_given_score_is_final():
    text = "parts: {p: {plus: 5, at_most: 3, round: {to: 2}, questions: [q]}}"
    assert score(said(text, p="7.1"), "p") == Fraction("7.1")
    assert score(said(text, q="0.1"), "p") == 4  # 5.1, at most 3, to the nearest even number: 1.5 steps are 2


def test_round_in_a_formula_is_half_away_from_nought_whatever_the_scale_says():
    text = (
        "scale: {decimals: 0, rounding: down}\nparts: {p: {value: {range: -9..9}, score: 'round(value, 1)'}}"
    )
    assert [score(said(text, p=raw)) for raw in ("2.25", "-2.25")] == [Fraction("2.3"), Fraction("-2.3")]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("floor(power(8, 1/3))", 2), ("geomean(0.8005, 0.8005)", "0.8005"), ("sqrt(2.25)", "1.5"), ("floor(-1.5)", -2), ("ceiling(-1.5)", -1),
        ("roundup(1.21, 1)", "1.3"), ("rounddown(-1.29, 1)", "-1.2"), ("harmean(2, 6)", 3), ("median(5, 1, 3, 4)", "3.5"), ("log10(0.001)", -3),
        ("power(2, -2)", "0.25"), ("floor(sqrt(2) * sqrt(2))", 2), ("exp(ln(7)) - 7 >= 0", None), ("clip(7, 0, 5) + abs(-2)", 7), ("1 - 2 - 3 * 4 / 6", -3),
        ("1 / 0", "undecided"), ("ln(0)", "undecided"), ("power(0, -1)", "undecided"), ("sqrt(-1)", "undecided"), ("if(1 > 0, 1, 1 / 0)", 1),
    ],
)  # fmt: skip
def test_functions(formula, value):
    # 2 / (1/2 + 1/6) = 3; (3 + 4) / 2; 1 - 2 - 2; the root of 2 times itself is 2 but for 10^-100
    if value is None:
        text = f"parts: {{p: {{score: '7 * count({formula})'}}}}"
        assert score(said(text)) == 7
    else:
        expected = value if value == "undecided" else Fraction(value)
        assert score(said(f"parts: {{p: {{score: '{formula}'}}}}")) == expected


# Of the children


def test_a_product_and_a_sum_and_weights_that_are_fractions():
    assert score(said("combine: product\nparts: {a: {}, b: {}}", a=3, b=4)) == 12
    # (6 / 3 + 3 × 2 / 3) / 1
    assert score(said("parts: {a: {weight: 1/3}, b: {weight: 2/3}}", a=6, b=3)) == 4


def test_the_best_are_combined():
    text = "best: 2\nparts: {a: {}, b: {}, c: {}}"
    assert score(said(text, a=1, b=5, c=4)) == Fraction(9, 2)  # (5 + 4) / 2
    assert score(said(text, a=1, c=4)) == Fraction(5, 2)  # two are known
    assert score(said(text, a=1)) == "missing"
    assert score(said(text + "\nmissing: zero", a=1)) == Fraction(1, 2)  # (1 + 0) / 2
    assert score(said(text + "\nmissing: skip", a=1)) == 1


def test_the_best_are_the_lowest_where_lower_is_better():
    text = "scale: {decimals: 1, rounding: half_up, better: lower}\nbest: 2\ncombine: sum\nparts: {a: {}, b: {}, c: {}}"
    assert score(said(text, a=1, b=5, c=4)) == 5  # 1 + 4


def test_the_best_keep_their_weights():
    text = "best: 2\nparts: {a: {weight: 1}, b: {weight: 3}, c: {weight: 1}}"
    assert score(said(text, a=1, b=5, c=9)) == 6  # (3 × 5 + 9) / 4


# Missing


def test_a_number_stands_for_the_outcome_of_a_way_that_is_missing():
    text = "parts: {p: {answers: {none: 10, bank: -30}, missing: 7, plus: 1}, q: {score: r, missing: 5}, r: {missing: 2}}\ncombine: sum"
    found = said(text)
    # 7 + 1, since what is added comes after; r is 2 and so is q
    assert [score(found, path) for path in ("p", "q", "r", "total")] == [8, 2, 2, 12]


def test_a_number_never_stands_for_what_is_undecided_or_refused():
    text = "parts: {p: {value: {range: 0..9}, score: 1 / value, missing: 7}}"
    assert [score(said(text, p=cell)) for cell in ("", 0, 10, 2)] == [
        7,
        "undecided",
        "refused",
        Fraction(1, 2),
    ]


def test_a_node_that_is_missing_may_be_not_applicable():
    text = "parts: {p: {missing: not_applicable}, q: {}}"
    assert (score(said(text, q=4), "p"), score(said(text, q=4))) == (NA, 4)


def test_a_number_says_nothing_of_the_children():
    text = "missing: skip\nparts: {p: {missing: 7, questions: [a, b]}}"
    assert score(said(text, a=3)) == 3  # the policy skip holds below p
    assert score(said(text)) == 7


# Not applicable


def test_what_does_not_apply_leaves_weights_and_coverage():
    text = "inputs: {k: {one_of: [a, b]}}\nmissing: skip\nmin_coverage: 100%\nparts: {p: {weight: 90%, applies: k == a}, q: {weight: 10%}}"
    assert score(said(text, {"k": "b"}, p=1, q=5)) == 5  # p is used for nothing
    assert score(said(text, {"k": "a"}, p=1, q=5)) == Fraction(14, 10)  # 0.9 + 0.5
    assert score(said(text, {"k": "a"}, q=5)) == "missing"


def test_where_all_leave_the_parent_is_not_applicable_and_so_is_the_unit():
    text = "inputs: {k: {one_of: [a, b]}}\nparts: {p: {questions: {q: {applies: k == a}, r: {applies: k == a}}}}\nbands: [{rating: all}]"
    found = said(text, {"k": "b"})
    assert (found.state["p"], found.state["total"], found.status, found.rating) == (NA, NA, NA, None)


def test_rules_that_do_not_apply_make_the_unit_not_applicable():
    text = "inputs: {k: {one_of: [a, b]}}\napplies: k == a\nparts: {p: {}}\nbands: [{rating: all}]"
    assert said(text, {"k": "b"}, p=1).status == NA
    assert said(text, {"k": "a"}, p=1).rating == "all"
    assert said(text, p=1).status == "incomplete"


def test_whether_it_applies_may_be_missing_or_undecided():
    text = "parts: {a: {}, p: {applies: 1 / a > 0}}"
    assert score(said(text, p=5), "p") == "missing"
    assert score(said(text, a=0, p=5), "p") == "undecided"


def test_a_raw_value_decides_whether_the_node_applies():
    text = "missing: skip\ncombine: max\nparts: {p: {value: {range: 0..9}, applies: value <= 4}, q: {}}"
    assert score(said(text, p=5, q=2)) == 2
    assert score(said(text, q=2), "p") == "missing"


def test_a_value_out_of_range_where_the_node_does_not_apply_is_used_for_nothing():
    text = "inputs: {k: {one_of: [a, b]}}\nparts: {p: {value: {range: 0..9}, applies: k == a}, q: {}}"
    assert score(said(text, {"k": "b"}, p=99, q=2)) == 2
    assert score(said(text, {"k": "a"}, p=99, q=2)) == "refused"


def test_what_is_not_applicable_leaves_lists_and_cannot_be_compared():
    text = "parts: {p: {applies: q > 5}, q: {}, r: {}}\nscore: sum(p, q, r)\nbands: [{rating: many, when: count(parts >= 3) == 2}, {rating: p, when: p > 0}, {rating: rest}]"
    found = said(text, p=9, q=3, r=3)
    assert (score(found), found.rating) == (6, "many")  # 3 + 3; two of q and r
    assert said(text, p=9, q=3, r=1).rating is None  # p > 0 cannot be told


def test_first_and_known_guard_what_may_not_apply():
    text = (
        "parts: {p: {applies: q > 5}, q: {}, r: {score: 'first(p, q)'}, s: {score: 'if(known(p), p, 100)'}}"
    )
    found = said(text, p=9, q=3)
    assert (score(found, "r"), score(found, "s")) == (3, 100)
    found = said(text, p=9, q=6)
    assert (score(found, "r"), score(found, "s")) == (9, 9)


def test_first_and_known_never_pass_over_what_is_refused_or_undecided():
    text = "scale: {min: 0, decimals: 0, rounding: half_up}\nparts: {p: {}, r: {score: 'first(p, 5)'}, s: {score: 'if(known(p), p, 100)'}}"
    assert [score(said(text), path) for path in "rs"] == [5, 100]
    assert [score(said(text, p=-1), path) for path in "rs"] == ["refused", "refused"]


def test_what_is_added_passes_over_what_is_missing_and_a_condition_that_cannot_be_told_does_not():
    text = "inputs: {k: {one_of: [a, b]}}\nparts: {p: {questions: [q], plus: {score: 1, when: k == a}}}"
    assert score(said(text, {"k": "a"})) == "missing"
    assert score(said(text, {"k": "a"}, q=3)) == 4
    assert score(said(text, q=3)) == "missing"


# Lists and counts


def test_lists_go_element_by_element():
    text = "parts: {p: {score: 'sum(clip(4 - questions, 0, 6))', questions: [a, b, c]}}"
    assert score(said(text, a=1, b=9, c="3.5")) == Fraction(7, 2)  # 3 + 0 + 0.5


def test_known_ones_are_counted():
    text = "parts: {p: {score: count(known(questions)), questions: [a, b, c]}}"
    assert score(said(text, a=1, c=0)) == 2


def test_comparisons_of_counts_are_told_as_soon_as_what_is_known_suffices():
    text = "parts: {p: {cases: [{when: count(questions >= 5) >= 2, score: 1}, {score: 0}], questions: [a, b, c]}}"
    assert score(said(text, a=5, b=6)) == 1  # two hold, whatever c is
    assert score(said(text, a=5, b=1)) == "missing"  # c decides
    assert score(said(text, a=1, b=1)) == 0  # one at the most


def test_a_list_is_of_the_nodes_below():
    text = "parts: {p: {score: max(questions), questions: [a, b]}, r: {score: max(questions), questions: [c]}}\nscore: sum(questions)"
    found = said(text, a=1, b=2, c=9)
    assert [score(found, path) for path in ("p", "r", "total")] == [2, 9, 12]


@pytest.mark.parametrize("formula", ["max(questions, 0)", "max(indicators)", "max(subindicators)", "z + 1"])
def test_lists_that_cannot_be_meant_are_errors(formula):
    # a list beside a number; no nodes of the level; a level at two depths; no such name
    text = "parts: {p: {questions: [a]}, r: {subindicators: {s: {subindicators: {t: {}}}}}}\n"
    with pytest.raises(ValueError, match=r"max|indicators|z"):
        said(f"{text}score: {formula}", a=1, t=1)


def test_a_list_takes_the_threshold_of_the_node_where_the_expression_stands():
    text = "thresholds: {pass: 5}\nparts: {p: {thresholds: {pass: 8}, questions: [a]}, r: {score: count(a >= pass)}, s: {score: count(b >= pass), thresholds: {pass: 9}, questions: [b]}}"
    found = said(text, a=6, b=8)
    assert (score(found, "r"), score(found, "s")) == (1, 0)  # 6 is 5 or more; 8 is not 9


# Names


def test_an_id_is_looked_for_below_and_then_below_the_parent():
    text = "parts: {p: {score: x + 1, questions: {x: {}}}, r: {score: x + 2, questions: {x: {}}}}"
    found = said(text, **{"p.x": 10, "r.x": 20})
    assert (score(found, "p"), score(found, "r")) == (11, 22)


def test_two_of_a_name_at_one_step_are_an_error_and_a_path_tells_them_apart():
    text = "parts: {p: {questions: {x: {}}}, r: {questions: {x: {}}}}\n"
    with pytest.raises(ValueError, match=r"p\.x"):
        said(f"{text}score: x", **{"p.x": 1})
    assert score(said(f"{text}score: p.x - r.x", **{"p.x": 10, "r.x": 20})) == -10


def test_a_node_like_its_neighbour_has_its_formula_for_its_own_children():
    text = "parts: {p: {score: 10 * max(questions), questions: {a: {}}}, r: {like: p, questions: {replace: {b: {}}}}}"
    found = said(text, a=1, b=2)
    assert (score(found, "p"), score(found, "r")) == (10, 20)


def test_the_total_may_be_named_below_where_it_is_not_made_of_it():
    text = "score: a * 2\nparts: {a: {}, loss: {score: 1 - a / total}}"
    assert score(said(text, a=4), "loss") == Fraction(1, 2)  # 1 - 4 / 8


# Words


def test_words_are_options_of_what_stands_on_the_left_and_never_names():
    text = "inputs: {S: {one_of: [U, C]}}\nparts: {C: {}, p: {cases: [{when: S == C, score: 1}, {score: 0}]}}"
    assert score(said(text, {"S": "C"}, C=5), "p") == 1


def test_words_of_an_answer_may_be_asked_for():
    text = "parts: {a: {answers: {alert: 0, voice: 3, pain: 3}}, p: {cases: [{when: 'a in (voice, pain)', score: 1}, {score: 0}]}, r: {cases: [{when: a != pain, score: 1}, {score: 0}]}}"
    assert [score(said(text, a="pain"), path) for path in "pr"] == [1, 0]
    # 3 is voice or pain: either is one of both, and which it is cannot be told
    assert [score(said(text, a=3), path) for path in "pr"] == [1, "undecided"]


def test_words_of_several_parts_of_speech():
    text = "inputs: {k: {one_of: [pass, None, 'not so', ผ่าน]}}\nparts: {p: {cases: [{when: k == pass, score: 1}, {when: k in (None), score: 2}, {when: k == 'not so', score: 3}, {when: k == ผ่าน, score: 4}]}}"
    assert [score(said(text, {"k": word})) for word in ("pass", "None", "not so", "ผ่าน")] == [1, 2, 3, 4]


def test_an_unknown_word_is_an_error():
    with pytest.raises(ValueError, match="tea"):
        said("inputs: {k: {one_of: [a]}}\nparts: {p: {cases: [{when: k == tea, score: 1}]}}", {"k": "a"})


# Ratings


PART = "parts: {p: {%squestions: [q], bands: [{rating: good, from: 5}, {rating: fair, above: 2, below: 5}, {rating: bad, to: 2}]}, r: {}}\n"


def test_the_rating_of_a_node_stands_in_conditions():
    text = PART % "" + "bands: [{rating: yes, when: 'p in (good, fair)'}, {rating: no, when: p == bad}]"
    assert [said(text, q=q, r=0).rating for q in (5, "4.9", "2.1", 2)] == ["yes", "yes", "yes", "no"]
    assert said(text, q="2.04", r=0).ratings["p"] == "bad"  # printed 2.0
    assert said(text, q="4.95", r=0).ratings["p"] == "good"  # printed 5.0


def test_above_and_below_leave_out_the_end():
    text = "parts: {p: {}}\nbands: [{rating: A, to: 52}, {rating: B, above: 52, below: 60}]"
    assert [said(text, p=p).rating for p in (52, "52.1", 60)] == ["A", "B", None]


def test_limits_of_the_rating_and_the_worst_of_them():
    text = PART % "no_better_than: {fair: [r < 3, r == 9], bad: r == 1}, " + "combine: max"
    found = {r: said(text, q=7, r=r).ratings["p"] for r in (5, 2, 9, 1)}
    assert found == {5: "good", 2: "fair", 9: "fair", 1: "bad"}  # 1 is below 3 too: the worst counts


def test_a_limit_makes_nothing_better():
    text = PART % "no_better_than: {fair: r == 0}, "
    assert said(text, q=1, r=0).ratings["p"] == "bad"


def test_a_band_or_limit_that_cannot_be_told_leaves_no_rating():
    text = "parts: {a: {}, b: {}}\nbands: [{rating: high, when: a / b > 1}, {rating: low}]"
    assert [said(text, a=a, b=b).rating for a, b in ((4, 2), (1, 2), (1, 0))] == ["high", "low", None]
    text = "parts: {a: {}, b: {}}\nbands: [{rating: high}, {rating: low}]\nno_better_than: {low: a / b > 1}"
    assert [said(text, a=a, b=b).rating for a, b in ((4, 2), (1, 2), (1, 0))] == ["low", "high", None]


def test_what_bands_and_limits_name_is_known_or_not_applicable():
    text = (
        "missing: skip\nparts: {a: {}, b: {}}\nbands: [{rating: high, from: 1}, {rating: low, when: b < 1}]"
    )
    assert said(text, a=4).status == "incomplete"
    text = "missing: skip\nparts: {a: {}, b: {applies: a > 5}}\nbands: [{rating: high, from: 1}, {rating: low, when: b < 1}]"
    assert said(text, a=4).rating == "high"


def test_notches_move_the_rating_and_not_the_score():
    text = "inputs: {watch: {one_of: [yes, no]}, n: {range: -9..9}}\nparts: {p: {}}\nbands: [{rating: A, from: 8}, {rating: B, from: 5}, {rating: C}]\nnotches: [n, {score: -1, when: watch == yes}]"
    rated = {n: said(text, {"watch": "no", "n": n}, p=6).rating for n in (0, 1, 2, -1, -5)}
    assert rated == {0: "B", 1: "A", 2: "A", -1: "C", -5: "C"}  # one is one place better, never past the ends
    found = said(text, {"watch": "yes", "n": 1}, p=6)
    assert (found.rating, found.total) == ("B", 6)  # 1 - 1
    assert said(text, {"watch": "yes", "n": 0.5}, p=6).state["total"] == "undecided"
    assert said(text, {"n": 1}, p=6).state["total"] == "missing"


def test_limits_come_after_notches():
    text = "parts: {p: {}}\nbands: [{rating: A, from: 8}, {rating: B, from: 5}, {rating: C}]\nnotches: 1\nno_better_than: {B: p < 9}"
    assert said(text, p=6).rating == "B"  # B, one better is A, and no better than B


def test_notches_where_lower_is_better_go_by_the_order_of_the_bands():
    text = "scale: {decimals: 0, rounding: half_up, better: lower}\nparts: {p: {}}\nbands: [{rating: A, to: 2}, {rating: B, to: 5}, {rating: C}]\nnotches: 1"
    assert [said(text, p=p).rating for p in (1, 4, 9)] == ["A", "A", "B"]


def test_a_unit_without_bands_is_scored():
    assert (said("parts: {p: {}}", p=1).status, said("parts: {p: {}}").status) == ("scored", "incomplete")


def test_bands_of_a_given_score_hold():
    text = PART % ""
    assert said(text, p=3, r=0).ratings["p"] == "fair"


# Refused


def test_values_that_contradict_each_other_are_refused():
    text = "inputs: {sat: {range: 0..99}, passed: {range: 0..99}}\nparts: {p: {score: passed / sat, refuse: {when: passed > sat, because: more passed than sat}}}"
    assert score(said(text, {"sat": 4, "passed": 3})) == Fraction(3, 4)
    assert score(said(text, {"sat": 3, "passed": 4})) == "refused"
    assert score(said(text, {"passed": 4})) == "missing"  # cannot be told: refuses nothing
    assert score(said(text, {"sat": 3, "passed": 4}, p=1)) == "refused"  # though a score is given


def test_a_unit_may_be_refused():
    text = "parts: {p: {}, r: {}}\nrefuse: [{when: p > r, because: x}, {when: r > 9, because: y}]\nbands: [{rating: all}]"
    assert [said(text, p=p, r=r).rating for p, r in ((1, 2), (2, 1), (1, 10))] == ["all", None, None]


def test_refused_comes_before_undecided_before_missing():
    text = "missing: zero\nparts: {a: {value: {range: 0..9}}, b: {value: {range: 0..9}, score: 1 / value}, c: {}}"
    assert score(said(text, a=99, b=0)) == "refused"
    assert score(said(text, b=0)) == "undecided"
    assert score(said(text, b=1)) == Fraction(1, 3)  # (0 + 1 + 0) / 3


# Variants


VARIED = """
inputs: {kind: {one_of: [food, fat, oil, water], missing: food}, x: {range: 0..99}}
thresholds: {limit: 11}
score: p
parts:
  p: {of: x, points: {above: [10, 20]}, applies: x < limit}
  q: {}
bands: [{rating: A, to: 0}, {rating: B, from: 1, to: 1}, {rating: C, from: 2}]
variants:
  kind:
    fat: {thresholds: {limit: 99}, change: {p: {points: {above: [1, 2, 3]}}}, bands: {A: {to: 1}, B: {from: 2, to: 2}, C: {from: 3}}}
    oil: {like: fat, bands: {B: null}}
    water: {change: {p: {applies: null, points: {replace: {from: [5]}}}}, bands: {replace: [{rating: A}]}}
"""


@pytest.mark.parametrize(
    ("kind", "x", "total", "rating"),
    [
        ("food", 10, 0, "A"),  # 10 is not above 10
        ("", 10, 0, "A"),  # nothing stands for food
        ("fat", 10, 3, "C"),  # above 1, 2 and 3
        ("fat", 2, 1, "A"),  # above 1; A now to 1
        ("oil", 3, 2, None),  # above 1 and 2, as fat; B is gone
        ("water", 5, 1, "A"),  # from 5, one step
        ("tea", 5, None, None),  # no option
    ],
)
def test_variants_are_patches_by_the_word_of_an_input(kind, x, total, rating):
    found = said(VARIED, {"kind": kind, "x": x})
    assert (found.total, found.rating) == (total, rating)


def test_of_several_inputs_in_the_order_written():
    text = "inputs: {a: {one_of: [x, y]}, b: {one_of: [x, y]}}\nparts: {p: {}}\nplus: 1\nvariants: {a: {x: {plus: 10}}, b: {x: {at_most: 5}}}"
    found = {a + b: score(said(text, {"a": a, "b": b}, p=2)) for a in "xy" for b in "xy"}
    assert found == {"xx": 5, "xy": 12, "yx": 3, "yy": 3}  # 2 + 10 at most 5; 2 + 10; 2 + 1


def test_a_unit_without_the_choosing_word_is_not_rated():
    text = (
        "inputs: {k: {one_of: [x, y]}}\nparts: {p: {}}\nbands: [{rating: all}]\nvariants: {k: {x: {plus: 1}}}"
    )
    found = said(text, p=2)
    assert (found.status, found.state["p"]) == ("incomplete", "missing")


def test_a_patch_of_the_questions_takes_them_whole_or_one_by_one():
    text = "inputs: {k: {one_of: [x, y, z]}}\ncombine: sum\nquestions: {a: {}, b: {weight: 1}, c: {}}\nvariants: {k: {x: {questions: {b: null}}, y: {questions: {replace: [a, c]}}, z: {change: {c: {questions: [d]}}}}}"
    assert score(said(text, {"k": "x"}, a=1, c=4)) == 5
    assert score(said(text, {"k": "y"}, a=1, c=4)) == 5
    assert score(said(text, {"k": "z"}, a=1, b=2, c=4)) == 7


# One after the other


def test_the_fixed_order():
    text = """inputs: {k: {one_of: [a, b]}, bonus: {range: 0..9}}
parts:
  p:
    value: {range: 0..20, decimals: 0, rounding: down}
    applies: value < 15
    refuse: {when: value == 13, because: nobody has it}
    points: {0..9: 0..90, 10..12: 100}
    missing: 40
    plus: bonus
    at_least: 50
    at_most: 95
    round: {to: 10}
    bands: [{rating: high, from: 90}, {rating: mid, from: 60}, {rating: low}]
    notches: {score: -1, when: k == b}
    no_better_than: {mid: bonus == 9}
"""

    def of(raw: Any, bonus: int, k: str = "a") -> Any:
        found = said(text, {"k": k, "bonus": bonus}, p=raw)
        return score(found, "p"), found.ratings["p"]

    assert of("7.9", 4) == (70, "mid")  # 7, so 70; 74; 70 to tens
    assert of("7.9", 5) == (80, "mid")  # 75 lies between: half up
    assert of(10, 9) == (100, "mid")  # 109, at most 95, to tens 100 (half up): high, no better than mid
    assert of(10, 1, "b") == (100, "mid")  # 101, 95, 100: high, one worse
    assert of("", 1) == ("missing", None)  # whether it applies cannot be told
    assert of(14, 1) == ("undecided", None)  # no row takes it
    assert of(13, 1) == ("refused", None)
    assert of(15, 1) == (NA, None)
    assert of("20.9", 1) == (NA, None)  # 20 is in range, and not below 15
    assert of(21, 1) == ("refused", None)
    assert of(0, 1) == (50, "low")  # 1, at least 50


# The first edition


def test_rule_sets_of_the_first_edition_are_read_as_before():
    """But for what is told sooner now (comparisons of counts), scores that are computed off the scale, `round`
    under another rounding than half up, and Thai digits for a word that is a number."""
    units = 0
    for seed in seeds(3, at_least=30):
        sample = generate(seed, rational=seed % 2 == 0)
        if "round(" in str(sample.rules) or "'numbered'" in str(sample.rules):
            continue
        old = naive.evaluate(sample.rules, sample.units).results
        for name, unit in sample.units.items():
            before, now = old[name], assess(sample.rules, unit)
            if any(
                state == "undecided" and now.state[path] == "known" for path, state in before.state.items()
            ):
                continue
            units += 1
            place = (seed, name)
            assert (place, before.state, before.printed) == (place, now.state, now.printed)
            assert before.respondents == now.respondents
            if before.rating is not None:
                assert (place, now.status, now.rating) == (place, before.status, before.rating)
            for path, result in before.judged.items():
                assert result in (None, now.judged[path]), (place, path)
    assert units
