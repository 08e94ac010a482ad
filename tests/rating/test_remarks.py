"""Where the data gives a node and what is below it, the given value is kept, and a disagreement is
reported."""

from __future__ import annotations

import pytest

HEADER = "agency,a,q1,q2,b\n"


@pytest.fixture
def rules(smallest):
    return smallest("parts: {a: {questions: q1..q2}, b: {}}")


@pytest.mark.parametrize(
    ("given", "disagrees"),
    [("76.09", False), ("76.10", False), ("76.08", False), ("76.103", True), ("76.11", True), ("80", True)],
)
def test_more_than_rounding_explains(rated, rules, write, given, disagrees):
    """76.08 and 76.11 make 76.095; the given value and the two below may each have been rounded by half a
    cent."""
    found = rated(rules, write("data.csv", f"{HEADER}one,{given},76.08,76.10,50\n"))
    assert [finding["code"] for finding in found["diagnostics"]] == (["disagreement"] if disagrees else [])
    assert found["units"][0]["scores"]["a"] == round(float(given) + 1e-9, 2)


def test_the_finding_has_the_numbers_and_the_place(rated, rules, write):
    found = rated(rules, write("data.csv", f"{HEADER}one,80.60,80,81,50\n"))
    (finding,) = found["diagnostics"]
    assert (finding["line"], finding["column"], finding["severity"]) == (2, 5, "warning")
    assert "given as 80.6" in finding["message"]
    assert "makes 80.5: 0.1 apart" in finding["message"]


def test_nothing_is_said_where_something_below_is_missing(rated, rules, write):
    found = rated(rules, write("data.csv", f"{HEADER}one,10,80,,50\n"))
    assert found["diagnostics"] == []
    assert found["units"][0]["scores"]["a"] == 10


def test_an_empty_cell_is_computed_and_a_full_one_kept(rated, rules, write):
    found = rated(rules, write("data.csv", f"{HEADER}one,,80,81,50\ntwo,80.5,80,81,50\n"))
    assert [unit["scores"]["a"] for unit in found["units"]] == [80.5, 80.5]
    assert found["diagnostics"] == []


def test_two_columns_that_tell_one_node_differently(rated, smallest, write):
    rules = smallest("parts: {a: {questions: q1..q2}, b: {}}\naliases: {BOTH: [a, b]}")
    found = rated(rules, write("data.csv", "agency,a,b,BOTH\none,80,70,70\ntwo,80,80,80\nthree,,80,80\n"))
    (finding,) = found["diagnostics"]
    assert (finding["code"], finding["line"], finding["column"]) == ("disagreement", 2, 11)
    assert "a of “one” is 80 by a and 70 by BOTH" in finding["message"]
    assert [unit["scores"]["a"] for unit in found["units"]] == [80, 80, 80]


def test_nothing_is_told_to_differ_where_a_policy_stands_in(units):
    text = "missing: zero\nparts: {a: null, b: null, x: {questions: [a, b]}, y: {}}"
    found = units(text, "agency,x,y\nu,86,50\n")
    assert found["found"]["diagnostics"] == []
    nested = (
        "missing: skip\nparts: "
        "{a: null, b: null, x: {indicators: {i: {questions: [a, b]}, j: {questions: [c]}}}}"
    )
    assert units(nested, "agency,x,a,c\nu,20,90,90\n")["found"]["diagnostics"] == []
    assert [
        each["code"] for each in units(nested, "agency,x,a,b,c\nu,20,90,90,90\n")["found"]["diagnostics"]
    ] == ["disagreement"]


def test_nothing_is_said_of_a_given_score_for_which_another_would_stand_in(rated, smallest, write):
    rules = smallest("parts: {a: {missing: 50}, b: {}}")
    found = rated(rules, write("data.csv", "agency,a,b\nN,60,50\nM,,50\n"))
    assert [each["code"] for each in found["diagnostics"]] == []
    assert [unit["scores"]["a"] for unit in found["units"]] == [60, 50]


@pytest.mark.parametrize("way", ["harmonic_mean", "geometric_mean"])
@pytest.mark.parametrize("missing", ["zero", "skip"])
def test_a_mean_that_there_is_not_cannot_be_told_and_does_not_count_as_nought(
    rated, smallest, write, way, missing
):
    rules = smallest(
        f"missing: {missing}\n"
        f"parts: {{a: null, b: null, m: {{combine: {way}, questions: {{x: {{score: value * 2}}, y: {{score: value * 2}}}}}}, c: {{}}}}"
    )
    found = rated(rules, write("data.csv", "agency,x,y,c\nN,-1,20,60\nM,10,20,60\nL,,,60\n"))
    negative, positive, lacking = found["units"]
    assert (negative["status"], negative["lacks"]) == ("incomplete", ["m"])
    assert negative["notes"] == ["cannot be told: m"]
    assert positive["status"] == lacking["status"] == "rated"


def test_what_hangs_on_a_refused_value_is_not_called_refused_itself(rated, smallest, write):
    rules = smallest(
        "inputs: {k: {one_of: [x, y]}}\nparts: {a: null, b: null, p: {value: {range: 0..9}, cases: "
        "[{when: k == x, points: {..5: 0, 6..: 50}}, {points: {..5: 50, 6..: 0}}]}, c: {}}\n"
        "scale: {min: 0, max: 100, decimals: 2, rounding: half_up}"
    )
    (unit,) = rated(rules, write("data.csv", "agency,k,p,c\nN,z,3,50\n"))["units"]
    assert unit["notes"] == ["refused, because a value cannot be right: k"]


def test_targets_are_counted_where_no_data_say_which_rules_hold(ken, write):
    rules = write(
        "rules.yaml",
        "ruleset: demo/kinds\ntitle: Demo\nunit: agency\nscale: {min: 0, max: 100, decimals: 2, rounding: half_up}\n"
        "inputs: {kind: {one_of: [x, y]}}\nparts: {a: {}, b: {}}\n"
        "bands: [{rating: good, from: 50}, {rating: poor, to: 49.99}]\n"
        "targets: [{id: most, share_of_units: total >= 50, at_least: 80%}]\n"
        "variants: {kind: {x: {plus: 5}}}\n",
    )
    found = ken("evaluate", rules, write("data.csv", "agency,a,b\nx,60,70\n"))
    assert "not rated" in found.stdout
    assert "kind" in found.stdout


def test_notches_that_are_no_whole_number_leave_a_whole_without_number_undecided(ken, write):
    rules = write(
        "rules.yaml",
        "ruleset: demo/words\ntitle: Demo\nunit: agency\nscale: {decimals: 1, rounding: half_up}\n"
        "inputs: {x: {range: 0..10, decimals: 1}}\nanswered_by: unit\ncombine: none\n"
        "parts: {a: {answers: [good, bad]}, b: {answers: [good, bad]}}\n"
        "bands: [{rating: fine, when: count(parts == good) == 2}, {rating: poor}]\nnotches: x / 2\n",
    )
    data = write("data.csv", "agency,x,a,b\nu,3,good,good\n")
    found = ken("evaluate", rules, data)
    assert "total of “u” cannot be told" in found.stderr
    assert "not rated, because the whole cannot be told" in ken("explain", rules, data).stdout


REFUSING = (
    "inputs: {tested: {range: 0..99, decimals: 0}, passed: {range: 0..99, decimals: 0}}\n"
    "refuse: {when: passed > tested, because: {en: more passed than sat, th: ผู้ผ่านมากกว่าผู้สอบ}}\n"
    "parts: {a: {refuse: {when: value > 90, because: nobody is so good}, value: {range: 0..100}}, b: {}}\n"
)


def test_a_unit_whose_values_contradict_each_other_is_refused_with_the_reason(rated, smallest, write):
    refusing = smallest(REFUSING)
    found = rated(
        refusing, write("data.csv", "agency,tested,passed,a,b\nN,5,6,50,50\nM,6,5,95,50\nL,6,,50,50\n")
    )
    assert [
        (each["code"], each["line"], each["column"], each["message"]) for each in found["diagnostics"]
    ] == [
        ("refused", 2, 3, "“N” is refused: more passed than sat"),
        ("refused", 3, 7, "a of “M” is refused: nobody is so good"),
    ]
    assert [unit["status"] for unit in found["units"]] == ["incomplete", "incomplete", "rated"]


def test_the_reason_is_told_in_the_language_of_the_message(ken, smallest, write):
    refusing = smallest(REFUSING)
    data = write("data.csv", "agency,tested,passed,a,b\nN,5,6,50,50\nM,6,5,95,50\n")
    told = ken("--lang", "th", "evaluate", refusing, data).output
    assert "ไม่รับค่าของ “N”: ผู้ผ่านมากกว่าผู้สอบ" in told
    assert "ไม่รับค่า a ของ “M”: nobody is so good" in told


def test_a_variant_tells_what_it_refuses(rated, smallest, write):
    refusing = smallest(
        "inputs: {kind: {one_of: [x, y]}, n: {range: 0..9}}\n"
        "variants: {kind: {y: {refuse: {when: n > 5, because: too many}}}}\n"
        "parts: {a: {score: n}, b: {}}\n"
    )
    found = rated(refusing, write("data.csv", "agency,kind,n,b\nN,x,6,50\nM,y,6,50\n"))
    assert [each["message"] for each in found["diagnostics"]] == ["“M” is refused: too many"]


def test_what_does_not_apply_or_is_looked_at_to_refuse_only_does_not_lack(rated, smallest, write):
    rules = smallest(
        "inputs: {kind: {one_of: [x, y]}, most: {range: 0..99}}\n"
        "refuse: {when: a > most, because: more than there is}\n"
        "combine: sum\nparts: {a: {}, b: {}, c: {applies: kind == y}}"
    )
    data = write("data.csv", "agency,kind,a,b,c,most\nN,x,5,,,\nM,y,5,,,\nL,y,5,6,,\nK,x,5,6,,\n")
    first, second, third, fourth = rated(rules, data)["units"]
    assert (first["lacks"], second["lacks"], third["lacks"]) == (["b"], ["b", "c"], ["c"])
    assert (fourth["status"], fourth["lacks"]) == ("rated", [])


def test_a_unit_that_no_band_takes_is_told_without_a_total_where_no_number_is_made(ken, write):
    rules = write(
        "rules.yaml",
        "ruleset: demo/words\ntitle: Demo\nunit: agency\ncombine: none\nparts: {a: {answers: [good, bad]}}\n"
        "bands: [{rating: fine, when: a == good}]\n",
    )
    found = ken("evaluate", rules, write("data.csv", "agency,a\nu,bad\n"))
    assert "no band takes “u” [no-band]\n" in found.stderr


def test_what_only_its_refuse_can_have_refused_is_said_to_contradict_itself(rated, smallest, write):
    rules = smallest(
        "inputs: {k: {range: 0..9}, l: {range: 0..9}}\n"
        "parts: {a: null, b: null, c: {}, p: {refuse: {when: k > l, because: too many}, questions: {q: {}, r: {}}}}\n"
        "scale: {min: 0, max: 100, decimals: 2, rounding: half_up}"
    )
    data = write(
        "data.csv",
        "agency,k,l,c,p,q,r\nN,5,3,50,,60,70\nM,5,3,50,,60,700\nL,5,12,50,,60,70\nG,5,3,50,60,60,60\n",
    )
    assert [unit["notes"] for unit in rated(rules, data)["units"]] == [
        ["refused, because values contradict each other: p"],
        ["refused, because a value cannot be right: r"],
        [],  # a refusal that cannot be told refuses nothing
        ["refused, because a value cannot be right: p"],
    ]
