"""Examples worked out by hand for the naive evaluator."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import yaml

from .generate import generate
from .naive import Result, Rules, Unit, evaluate, holds, rate, rounded

BASE = """
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
thresholds: {pass: 80}
answers:
  steps: {never: 0, seldom: 33.33, often: 66.67, always: 100}
  yes_no: {options: {"yes": 100, "no": 0}, answered_by: unit}
  numbered: {"1": 0, "2": 50, "3": 100}
bands: [{rating: high, from: 50}, {rating: low, to: 49.99}]
"""


def rules_of(text: str) -> dict[str, Any]:
    return {**yaml.safe_load(BASE), **yaml.safe_load(text)}


def rated(text: str, *rows: dict[str, Any], **scores: Any) -> Result:
    return rate(Rules.from_yaml(rules_of(text)), Unit(scores, list(rows)))


def states(result: Result) -> list[str]:
    return [f"{path} {state}" for path, state in result.state.items()]


# Leaves


def test_an_empty_cell_is_missing_and_makes_the_total_missing():
    found = rated("parts: {a: {}, b: {}}", a=90, b=" ")
    assert states(found) == ["total missing", "a known", "b missing"]
    assert (found.status, found.rating, found.total) == ("incomplete", None, None)


@pytest.mark.parametrize("cell", ["900", -1, "100.01", "maybe"])
def test_a_number_off_the_scale_and_a_text_are_refused(cell):
    assert states(rated("parts: {a: {}}", a=cell)) == ["total refused", "a refused"]


def test_the_bounds_themselves_thai_digits_and_thousands_are_numbers():
    found = rated(
        "questions: {q: {}, r: {}, s: {score: value / 100, range: {max: 10000}}}", q="๑๐๐", r=0, s="1,234.5"
    )
    assert [found.value[path] for path in ("q", "r", "s")] == [100, 0, Fraction("12.345")]


def test_between_the_options_a_unit_has_no_score_and_respondents_have_one():
    found = rated("parts: {a: {answers: yes_no}, b: {answers: steps}}", a=37, b=37)
    assert states(found) == ["total refused", "a refused", "b known"]


def test_the_word_comes_first_and_then_the_number():
    text = "questions: {q: {answers: numbered}, r: {answers: numbered}}"
    assert rated(text, q="2", r="50").value == {"total": 50, "q": 50, "r": 50}
    assert rated(text, q=1, r=4).value == {"total": 2, "q": 0, "r": 4}


def test_a_word_is_turned_round_and_a_number_stands_as_it_is():
    text = "questions: {q: {answers: steps, reversed: true}, r: {answers: steps, reversed: true}}"
    assert rated(text, q="never", r="0").value == {"total": 50, "q": 100, "r": 0}


# Formulas


@pytest.mark.parametrize(
    ("raw", "state", "score"),
    [
        ("4", "known", 25),
        ("0", "undecided", None),
        ("0.5", "known", 200),  # the scale bounds what is given
        (None, "missing", None),
        ("x", "refused", None),
    ],
)
def test_a_formula_that_divides_by_zero_is_undecided(raw, state, score):
    found = rated("questions: {q: {score: 100 / value}}", q=raw)
    assert (found.state["q"], found.state["total"], found.value["q"]) == (state, state, score)


def test_a_formula_that_takes_the_logarithm_of_zero_is_undecided():
    text = 'questions: {q: {score: "count(ln(value) >= 0) * 50"}}'
    assert rated(text, q=0).state["q"] == "undecided"
    assert rated(text, q=1).value["q"] == 50


def test_raw_values_have_a_range_of_their_own():
    text = "questions: {q: {score: value / 100, range: {min: 10}}}"
    assert [rated(text, q=cell).state["q"] for cell in (9, 10, 10**15, 10**16)] == [
        "refused",
        "known",
        "known",
        "refused",
    ]


def test_a_question_without_a_formula_may_have_a_range_too():
    text = "questions: {q: {range: {min: 10, max: 50}}}"
    assert [rated(text, q=cell).state["q"] for cell in (9, 10, 50, 51)] == [
        "refused",
        "known",
        "known",
        "refused",
    ]


def test_a_number_of_a_unit_that_answers_for_itself_is_what_an_answer_earns():
    text = (
        "answers: {odd: {options: {low: 1, mid: 4, high: 10}, answered_by: unit}}\nquestions: "
        "{q: {answers: odd, reversed: true}}"
    )
    assert [rated(text, q=cell).state["q"] for cell in (1, 4, 7, 10)] == [
        "known",
        "refused",
        "known",
        "known",
    ]
    assert rated(text, q="mid").value["q"] == 7


# Respondents


def test_the_mean_of_answers_is_exact():
    found = rated(
        "questions: {q: {answers: steps}}", {"q": "never"}, {"q": "33.33"}, {"q": None}, {"q": "always"}
    )
    assert (found.value["q"], found.printed["q"]) == (Fraction("133.33") / 3, Fraction("44.44"))


def test_an_answer_that_is_no_option_makes_the_question_refused():
    assert rated("questions: {q: {answers: steps}}", {"q": "always"}, {"q": "50"}).state["q"] == "refused"


def test_rows_of_a_unit_that_answers_for_itself_agree_or_are_refused():
    text = "questions: {q: {answers: yes_no}}"
    assert rated(text, {"q": "yes"}, {}, {"q": "100"}).value["q"] == 100
    assert rated(text, {"q": "yes"}, {"q": "no"}).state["q"] == "refused"


LIMITED = (
    "instruments: "
    "{A: {answers: steps, min_respondents: 2, indicators: {I: {questions: [q, r]}, J: {questions: [s]}}}, B: {answers: steps, questions: [t]}}"
)


def test_too_few_respondents_of_an_instrument_do_not_count():
    found = rated(LIMITED, {"A.I.q": "often", "s": "often", "t": "often"}, {"t": "often"}, {"q": None})
    assert states(found) == [
        "total missing", "A missing", "A.I missing", "A.I.q missing", "A.I.r missing", "A.J missing", "A.J.s missing", "B known", "B.t known",
    ]  # fmt: skip
    assert (found.respondents["A"], found.respondents["B"]) == (1, 2)


def test_respondents_to_different_questions_of_an_instrument_are_counted_together():
    found = rated(LIMITED, {"q": "often"}, {"s": "often", "t": "never"})
    assert (found.respondents["A"], found.respondents["A.I"], found.state["A.I.q"], found.state["A.I.r"]) == (
        2,
        1,
        "known",
        "missing",
    )


def test_a_limit_at_an_indicator_holds_for_that_indicator():
    text = LIMITED.replace("I: {", "I: {min_respondents: 3, ")
    found = rated(text, {"q": "often", "r": "often", "s": "often"}, {"q": "often", "s": "often"})
    assert [found.state[path] for path in ("A.I.q", "A.I.r", "A.J.s")] == ["missing", "missing", "known"]


def test_the_limit_at_the_top_holds_for_each_instrument_that_has_none_of_its_own():
    text = LIMITED.replace("min_respondents: 2", "min_respondents: 1") + "\nmin_respondents: 2"
    found = rated(text, {"q": "often", "r": "often", "s": "often", "t": "often"})
    assert (found.state["A"], found.state["B"]) == ("known", "missing")


def test_the_limit_at_the_top_holds_for_the_whole_where_there_are_only_questions():
    text = "questions: {q: {answers: steps}, r: {answers: steps}}\nmin_respondents: 2"
    assert rated(text, {"q": "often"}, {"r": "often"}).state["total"] == "known"
    assert rated(text, {"q": "often", "r": "often"}, {"r": ""}).state["total"] == "missing"


def test_the_limit_at_a_question_counts_its_answers():
    text = "parts: {a: {answers: steps, min_respondents: 2}, b: {answers: steps}}"
    assert states(rated(text, {"a": "often", "b": "often"}, {"b": "often"})) == [
        "total missing",
        "a missing",
        "b known",
    ]


def test_scores_given_in_a_table_stand_though_there_are_few_respondents():
    found = rated(LIMITED, {"q": "often", "t": "often"}, A=70)
    assert (found.value["A"], found.state["A.I.q"], found.state["total"]) == (70, "missing", "known")


# Inner nodes


def test_a_given_score_shields_from_what_is_refused_below():
    found = rated("instruments: {A: {questions: [q]}, B: {questions: [r]}}", q=900, A=60, r=50)
    assert (found.value["A"], found.state["A.q"], found.total) == (60, "refused", 55)


def test_a_refused_value_of_its_own_outdoes_what_could_be_computed():
    assert rated("instruments: {A: {questions: [q]}}\nmissing: skip", q=50, A=900).state["A"] == "refused"


def test_refused_comes_before_undecided_and_undecided_before_missing_whatever_the_policy():
    text = "questions: {q: {score: 1 / value, weight: 0}, r: {weight: 1}, s: {weight: 1}}\nmissing: zero"
    assert rated(text, q=0).state["total"] == "undecided"
    assert rated(text, q=0, r=900).state["total"] == "refused"
    assert rated(text, r=50, s=20).value["total"] == 35


@pytest.mark.parametrize(
    ("policy", "total"),
    [
        ("missing: error", None),
        ("missing: zero", 45),
        ("missing: skip", 60),
        ("missing: skip\nmin_coverage: 66.67%", None),
        ("min_coverage: 10%", None),
    ],
)
def test_a_missing_child_under_each_policy(policy, total):
    found = rated(f"parts: {{a: {{weight: 1}}, b: {{weight: 2}}, c: {{weight: 1}}}}\n{policy}", a=20, b=80)
    assert found.total == total if total else found.state["total"] == "missing"


def test_two_of_three_are_enough_for_two_thirds_and_not_for_67_percent():
    assert rated("parts: {a: {}, b: {}, c: {}}\nmissing: skip\nmin_coverage: 66%", a=20, b=80).total == 50
    assert rated("parts: {a: {}, b: {}, c: {}}\nmissing: skip\nmin_coverage: 67%", a=20, b=80).total is None


def test_weight_zero_counts_for_coverage_and_not_for_the_mean():
    text = "parts: {a: {weight: 0}, b: {weight: 1}, c: {weight: 1}}\nmissing: skip\nmin_coverage: 60%"
    assert rated(text, a=10, b=80).total == 80
    assert rated(text.replace("60%", "10%"), a=10).state["total"] == "missing"


def test_policies_are_inherited_and_replaced():
    found = rated(
        "instruments: "
        "{A: {questions: [q, r]}, B: {missing: error, questions: [s, t]}, C: {missing: zero, questions: [u, v]}}\nmissing: skip",
        q=40,
        s=40,
        u=40,
    )
    assert [found.value[path] for path in ("A", "B", "C", "total")] == [40, None, 20, 30]


@pytest.mark.parametrize(
    ("combine", "value"),
    [
        ("mean", Fraction("3.67")),
        ("sum", 11),
        ("min", 2),
        ("max", 6),
        ("geometric_mean", Fraction("3.30")),
        ("harmonic_mean", 3),
    ],
)
def test_ways_of_combining(combine, value):
    assert rated(f"parts: {{a: {{}}, b: {{}}, c: {{}}}}\ncombine: {combine}", a=2, b=3, c=6).total == value


@pytest.mark.parametrize(("combine", "four", "three"), [("product", 90, 30), ("median", 4, 5)])
def test_a_product_and_a_median_are_of_what_is_known(combine, four, three):
    text = f"parts: {{a: {{}}, b: {{}}, c: {{}}, d: {{}}}}\ncombine: {combine}\n"
    assert rated(text, a=1, b=6, c=5).state["total"] == "missing"
    assert rated(f"{text}missing: skip", a=1, b=6, c=5).total == three
    assert rated(f"{text}missing: skip", a=1, b=6, c=5, d=3).total == four


def test_geometric_means_that_are_whole_are_exact_and_zero_is_zero():
    text = "parts: {a: {weight: 1}, b: {weight: 1}}\ncombine: geometric_mean"
    assert rated(text, a=4, b=9).value["total"] == 6
    assert rated(text, a=0, b=9).value["total"] == 0
    assert rated(text.replace("geometric", "harmonic"), a=0, b=9).value["total"] == 0


# Rounding


@pytest.mark.parametrize(
    ("rounding", "printed"),
    [
        ("half_up", [0.13, 0.14, -0.13, 0.12]),
        ("half_even", [0.12, 0.14, -0.12, 0.12]),
        ("down", [0.12, 0.13, -0.12, 0.12]),
        ("up", [0.13, 0.14, -0.13, 0.13]),
    ],
)
def test_ties_in_each_rounding(rounding, printed):
    values = [Fraction(text) for text in ("0.125", "0.135", "-0.125", "0.1201")]
    assert [float(rounded(value, 2, rounding)) for value in values] == printed


def test_what_is_printed_is_judged():
    assert rated("parts: {a: {}}", a="49.995").rating == "high"
    assert (
        rated("parts: {a: {}}\nscale: {min: 0, max: 100, decimals: 2, rounding: down}", a="49.995").rating
        == "low"
    )


def test_round_in_a_condition_rounds_a_half_away_from_zero_and_mean_does_not():
    rules = Rules.from_yaml(
        rules_of("parts: {a: {}, b: {}}\nscale: {min: 0, max: 100, decimals: 0, rounding: down}")
    )
    printed: dict[str, Fraction | None] = {"a": Fraction(1), "b": Fraction(2), "total": Fraction(1)}
    assert [
        holds(rules, text, printed)
        for text in ("mean(a, b) == 1.5", "round(mean(a, b)) == 2", "round(b / 3, 1) == 0.7")
    ] == [True, True, True]


# Conditions


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        ("a / b > 1", None), ("not a / b > 1", None), ("a / b > 1 and a > 90", False), ("a / b > 1 and a > 50", None), ("a / b > 1 or a > 50", True),
        ("a / b > 1 or a > 90", None), ("count(a > 50, a / b > 1) >= 1", None), ("a / b > c > 10", False), ("ln(b) < 3", None), ("min(parts) > 5", None),
        ("20 <= a < pass", True), ("count(a > 50, b > 50) == 1", True), ("abs(b - a) == 60 and clip(a, 0, " "50) == 50", True), ("d > 3", None),
    ],
)  # fmt: skip
def test_conditions_hold_do_not_hold_or_cannot_be_told(condition, outcome):
    rules = Rules.from_yaml(rules_of("parts: {a: {}, b: {}, c: {}, d: {}}"))
    printed: dict[str, Fraction | None] = {
        "total": None,
        "a": Fraction(60),
        "b": Fraction(0),
        "c": Fraction(5),
        "d": None,
    }
    assert holds(rules, condition, printed) is outcome


BANDS = (
    "parts: {a: {}, b: {}}\nbands: [{rating: best, from: 50, when: a / b >= 0.5}, "
    "{rating: good, from: 20}, {rating: rest}]"
)


@pytest.mark.parametrize(
    ("a", "b", "rating"),
    [(80, 80, "best"), (20, 100, "good"), (100, 0, None), (90, 0, "good"), (5, 5, "rest"), (None, 80, None)],
)
def test_a_band_that_cannot_be_told_is_not_passed_over(a, b, rating):
    found = rated(BANDS, a=a, b=b)
    assert (found.rating, found.status) == (rating, "rated" if rating else "incomplete")


def test_every_node_that_a_band_names_must_be_known():
    text = (
        "parts: {a: {}, b: {}}\nmissing: skip\nbands: [{rating: all, when: total >= 0}, "
        "{rating: never, when: min(parts) > 200}]"
    )
    assert rated(text, a=50).rating is None
    assert rated(text, a=50, b=50).rating == "all"


@pytest.mark.parametrize(
    ("a", "b", "rating"),
    [(10, 10, "low"), (90, 90, None), (90, 30, "high"), (30, 30, "even"), (30, 10, "low"), (32, 0, None)],
)
def test_under_unique_one_band_holds_and_the_others_do_not(a, b, rating):
    bands = "[{rating: high, from: 40}, {rating: even, from: 15, when: a / b == 1}, {rating: low, to: 20}]"
    assert (
        rated(f"parts: {{a: {{}}, b: {{}}}}\nhit_policy: unique\nbands: {bands}", a=a, b=b).rating == rating
    )


def test_a_judgement_below_one_that_cannot_be_told_is_no_result():
    text = (
        "parts: {a: {}, b: {}}\nmissing: skip\njudgements: "
        "{part: [{result: pass, when: score >= pass}, {result: more, when: score > b}, {result: rest, when: score >= 0}]}"
    )
    assert rated(text, a=90).judged == {"total": None, "a": "pass", "b": None}
    assert rated(text, a=50).judged["a"] is None
    assert rated(text, a=50, b=60).judged == {"total": None, "a": "rest", "b": "rest"}


def test_targets_count_the_rated_units_and_compare_exactly():
    rules = rules_of(
        "parts: {a: {}, b: {}}\ntargets: [{id: t, share_of_units: a / b >= 1, at_least: 50%}, "
        "{id: u, share_of_units: total > 10, at_least: 66.67%}]"
    )
    cells = {"one": (60, 50), "two": (50, 0), "three": (0, 20), "four": (20, 10), "five": (90, None)}
    found = evaluate(rules, {name: Unit({"a": a, "b": b}) for name, (a, b) in cells.items()})
    assert [(target.meeting, target.rated, target.met) for target in found.targets.values()] == [
        (2, 4, True),
        (3, 4, True),
    ]
    assert evaluate(rules, {"five": Unit({"a": 90})}).targets["t"].met is None


# Writing


def test_questions_are_a_range_a_list_or_ids_with_what_they_are():
    rules = Rules.from_yaml(
        rules_of(
            "parts: {a: {questions: q9..q11}, b: {questions: [r]}, c: {questions: {s: ข้อ, t: {th: ข้อ}}}}"
        )
    )
    assert rules.leaves() == ["a.q9", "a.q10", "a.q11", "b.r", "c.s", "c.t"]


def test_weights_in_percent():
    assert rated("parts: {a: {weight: 30%}, b: {weight: 70%}}", a=10, b=50).total == 38


def test_the_same_seed_makes_the_same_sample_and_it_can_be_evaluated():
    for seed in range(40):
        sample = generate(seed, rational=seed % 2 == 0)
        assert sample == generate(seed, rational=seed % 2 == 0)
        assert set(evaluate(sample.rules, sample.units).results) == set(sample.units)
