"""Corners of comparing that once went wrong."""

from __future__ import annotations

import json

import kenrules
import polars as pl
import pytest

HEAD = """
title: t
source: s
unit: agency
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
"""
BANDS = "bands: [{rating: hi, from: 50, to: 100}, {rating: lo, from: 0, to: 49.99}]\n"


@pytest.fixture
def rules(write):
    def make(name: str, text: str) -> str:
        has_parent = "extends:" in text
        return str(write(f"{name}.yaml", f"ruleset: demo/{name}\n{'' if has_parent else HEAD}{text}"))

    return make


def verdict(old: str, new: str, claim: str) -> bool | None:
    (found,) = kenrules.prove(old, new, [claim], transitions=False).verdicts
    return found.holds


def test_ratings_that_look_alike_are_told_apart(rules, ken):
    one = rules(
        "one",
        "instruments: {A: {questions: [q1]}}\nbands: [{rating: ระดับ1, from: 50, to: 100}, "
        "{rating: ระดับ๑, from: 0, to: 49.99}]\n",
    )
    assert verdict(one, one, "old.rating == 'ระดับ1' implies old.total < 50") is False
    assert verdict(one, one, "old.rating == 'ระดับ๑' implies old.total < 50") is True
    two = rules(
        "two",
        "instruments: {A: {questions: [q1]}}\nbands: [{rating: A, from: 90}, "
        "{rating: Ａ, from: 50, to: 89.99}, {rating: c, to: 49.99}]\n",
    )
    assert verdict(two, two, "old.rating == 'A' implies old.total < 90") is False
    assert verdict(two, two, "old.rating == 'Ａ' implies old.total < 90") is True
    # Python's parser reads both alike: the plain one is meant
    assert verdict(two, two, "old.rating == A implies old.total >= 90") is True


@pytest.mark.parametrize("name", ["a=b", "=1+1", "50%", "A AND B", "it's", "x implies y", "A+", "95"])
def test_any_rating_can_be_named_in_quotes(rules, name):
    one = rules(
        "one",
        f"instruments: {{A: {{questions: [q1]}}}}\nbands: [{{rating: {json.dumps(name)}, from: 50}}, "
        f"{{rating: other, to: 49.99}}]\n",
    )
    assert verdict(one, one, f'old.rating == "{name}" implies old.total >= 50') is True


def test_a_number_is_no_rating_without_quotes(rules, ken):
    one = rules(
        "one",
        'instruments: {A: {questions: [q1]}}\nbands: [{rating: "95", from: 50}, '
        "{rating: other, to: 49.99}]\n",
    )
    result = ken("diff", one, one, "--claim", "old.rating == 95")
    assert result.exit_code == 2
    assert "put the name in quotes" in result.stderr


SPLIT_OLD = f"""
instruments:
  A: {{title: A, weight: 1, indicators: {{S1: {{questions: [q1]}}, S2: {{questions: [q2]}}}}}}
  C: {{title: C, weight: 2, indicators: {{S3: {{questions: [q3]}}}}}}
{BANDS}"""
SPLIT_NEW = """
extends: one.yaml
instruments:
  A: {indicators: {S2: null}}
  C: null
  C0: {title: c, weight: 1, indicators: {S3: {questions: [q3]}, S2: {questions: [q2]}}}
  C1: {like: C0}
aliases: {C: [C0, C1]}
"""


@pytest.mark.parametrize("turned", [False, True])
def test_a_node_that_moves_into_parts_of_a_split_keeps_its_own_scores(rules, turned):
    old, new = rules("one", SPLIT_OLD), rules("two", SPLIT_NEW)
    data = pl.DataFrame(
        {"agency": ["u1"], "S1": [50.0], "C0.S3": [50.0], "C0.S2": [100.0], "C1.S3": [50.0], "C1.S2": [0.0]}
    )
    found = kenrules.compare(new, old, data) if turned else kenrules.compare(old, new, data)
    assert (
        found.units["old_total" if turned else "new_total"].to_list()
        == kenrules.evaluate(new, data)["total"].to_list()
        == [50.0]
    )


MOVED = f"""
instruments:
  A: {{title: A, weight: 50%, indicators: {{S1: {{questions: [q1]}}, S2: {{questions: [q2]}}}}}}
  B: {{title: B, weight: 50%, indicators: {{S3: {{questions: [q3]}}, S4: {{questions: [q4]}}}}}}
{BANDS}"""


@pytest.mark.parametrize("place", ["A.S2", "B.S2"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_node_that_moved_is_found_by_its_place_in_either_rule_set(rules, place, turned):
    one = rules("one", MOVED)
    two = rules(
        "two",
        "extends: one.yaml\ninstruments: "
        "{A: {indicators: {S2: null}}, B: {indicators: {S2: {questions: [q2]}}}}\n",
    )
    data = pl.DataFrame({"agency": ["u1"], "A.S1": [80.0], place: [10.0], "B.S3": [60.0], "B.S4": [70.0]})
    found = kenrules.compare(two, one, data) if turned else kenrules.compare(one, two, data)
    totals = found.units["old_total"].to_list() + found.units["new_total"].to_list()
    assert sorted(totals) == [55.0, 63.33]


def test_a_value_given_for_the_whole_is_the_old_rule_sets_own(ken, write):
    data = write("data.csv", "agency,IIT,EIT,EIT1,EIT2,OIT\nu1,90,10,90,90,90\nu2,96,80,,90,99\n")
    result = ken("compare", "ita/2565", "ita/2566", data, "--format", "json", "--no-proofs")
    (found,) = json.loads(result.stdout)["comparisons"]
    assert [unit["old_total"] for unit in found["units"]] == [66.0, 92.4]
    assert (
        [each["code"] for each in found["diagnostics"]] == ["disagreement"] * len(found["diagnostics"]) != []
    )


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


MANY = """
instruments:
  A: {title: A, weight: 50%, questions: a1..a3}
  B: {title: B, weight: 50%, questions: b1..b3}
bands:
  - {rating: gold, from: 90, to: 100, when: A >= 10 and B >= 10}
  - {rating: silver, from: 80, to: 100}
  - {rating: none, from: 0, to: 79.99}
"""
MANY_NEW = """
extends: one.yaml
scale: {decimals: 0}
instruments: {B: null, B1: {like: B, title: b, weight: 25%}, B2: {like: B, title: b, weight: 25%}}
aliases: {B: [B1, B2]}
bands:
  - {rating: gold, from: 86, to: 100, when: A >= 10 and B1 >= 10 and B2 >= 10}
  - {rating: silver, from: 80, to: 100}
  - {rating: none, from: 0, to: 79.99}
"""


def test_the_smallest_combination_is_found_past_ones_that_cannot_be(rules):
    old, new = rules("one", MANY), rules("two", MANY_NEW)
    found = kenrules.compare(
        old, new, pl.DataFrame({"agency": ["u1", "u2"], "A": [85.6, 88], "B1": [85.6, 88], "B2": [85.6, 88]})
    )
    assert len(found.differences.rating) == 4
    cause = found.attribution.causes[found.units.filter(pl.col("unit") == "u1")["cause"][0]]
    titles = sorted(str(found.differences.rating[number].title) for number in cause)
    assert titles == ["decimals of scores: 2 → 0", "gold from: 90.00 → 86"]
    assert (None, None) in found.attribution.alone


BASE = """
thresholds: {pass: 80}
instruments:
  A: {title: A, weight: 50%, questions: a1..a3}
  B: {title: B, weight: 50%, questions: b1..b3}
bands:
  - {rating: gold, from: 90, to: 100, when: min(instruments) >= pass}
  - {rating: silver, from: 80, to: 100}
  - {rating: none, from: 0, to: 79.99}
"""


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ("old.a1 >= 50 implies new.A >= 10", True),
        ("old.a1 >= 20 implies new.A >= 10", False),
        ("max(old.questions) >= 0", True),
        ("old.a1 == new.a1", True),
        ("old.a1 == new.a2", False),
        ("old.total / new.total >= 0", None),
        ("ln(old.total) < 5", None),
    ],
)
def test_claims_may_name_any_node(rules, ken, claim, holds):
    one, two = rules("one", BASE), rules("two", "extends: one.yaml\nthresholds: {pass: 70}\n")
    result = ken("diff", one, two, "--claim", claim, "--no-proofs", "--format", "json")
    (found,) = json.loads(result.stdout)["claims"]
    assert found["holds"] is holds
    assert (found["beyond"] is not None) == (holds is None)
    assert result.exit_code == (0 if holds else 1)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--seconds", "nan"),
        ("--near", "nan"),
        ("--near", "inf"),
        ("--near", "1e300"),
        ("--near", "-1"),
        ("--seconds", "0"),
    ],
)
def test_numbers_that_are_none_are_refused(ken, write, option, value):
    data = write("data.csv", "agency,IIT,EIT,OIT\na,90,90,90\n")
    result = ken("compare", "ita/2565", "ita/2565", data, option, value)
    assert result.exit_code == 2
    assert option in result.stderr


def test_near_misses_look_at_every_score_of_a_condition(rules):
    text = """
thresholds: {pass: 80}
instruments:
  A: {title: A, weight: 50%, indicators: {S1: {title: x, questions: a1..a3}, S2: {title: x, questions: a4..a6}}}
  B: {title: B, weight: 50%, questions: b1..b3}
bands:
  - {rating: gold, from: 90, to: 100, when: S1 >= pass}
  - {rating: silver, from: 80, to: 100}
  - {rating: none, from: 0, to: 79.99}
"""
    old, new = rules("one", text), rules("two", "extends: one.yaml\nthresholds: {pass: 85}\n")
    data = pl.DataFrame(
        {
            "agency": ["u1", "u2", "u3", "u4"],
            "S1": [79.5, 80, 85, 84.9],
            "S2": [100.0, 100, 80, 96],
            "B": [100.0, 100, 97, 96],
        }
    )
    rows = kenrules.compare(old, new, data).near().rows(named=True)
    assert {(row["side"], row["unit"], row["score"], row["to"]) for row in rows} == {
        ("old", "u1", "A.S1", 80.0),
        ("old", "u2", "A.S1", 79.99),
        ("old", "u3", "total", 90.0),
        ("new", "u3", "total", 90.0),
        ("new", "u4", "A.S1", 85.0),
    }


def titles(old: str, new: str) -> list[str]:
    return [str(change.title) for change in kenrules.diff(old, new).rating]


def test_a_band_beside_one_of_its_name_is_added_and_the_other_is_untouched(rules):
    one = rules("one", BASE)
    after = rules(
        "two",
        BASE.replace(
            "  - {rating: silver",
            "  - {rating: gold, from: 85, to: 100, when: min(instruments) >= 84}\n  - {rating: silver",
            1,
        ),
    )
    before = rules(
        "three",
        BASE.replace(
            "  - {rating: gold",
            "  - {rating: gold, from: 85, to: 100, when: min(instruments) >= 84}\n  - {rating: gold",
            1,
        ),
    )
    for other in (after, before):
        assert titles(one, other) == ["bands added: gold"]
        (change,) = kenrules.diff(one, other).rating
        assert [(each.old, each.new) for each in change.differences] == [
            (None, "85.00 – 100.00 · min(instruments) >= 84")
        ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("min(instruments) >= pass", "pass <= min(instruments)"),
        ("min(instruments) >= pass", "min(instruments) >= 80"),
        ("from: 0, to: 79.99", "to: 79.99"),
        ("from: 90, to: 100", "from: 90"),
    ],
)
def test_the_same_bands_said_otherwise_are_the_same(rules, before, after):
    assert titles(rules("one", BASE), rules("two", BASE.replace(before, after))) == []


def test_a_threshold_by_another_name_changes_no_rating(rules):
    found = kenrules.diff(
        rules("one", BASE), rules("two", BASE.replace("pass: 80", "mark: 80").replace(">= pass", ">= mark"))
    )
    assert found.rating == ()
    assert [str(change.title) for change in found.other] == [
        "threshold pass: 80 → –",
        "threshold mark: – → 80",
    ]


def test_a_name_that_means_something_else_makes_another_condition(rules):
    one = rules(
        "one",
        (
            f"thresholds: {{w: 80}}\ninstruments: {{A: {{weight: 50%, questions: [q1]}}, B: {{weight: 50%, "
            f"questions: [q2]}}}}\n{BANDS}"
        )
        .replace("to: 100}", "to: 100, when: A >= w}")
        .replace("to: 49.99", "to: 100"),
    )
    two = rules(
        "two",
        "extends: one.yaml\nthresholds: {w: null}\ninstruments: "
        "{A: {weight: 25%}, B: {weight: 50%}, w: {weight: 25%, questions: [q3]}}\n",
    )
    assert "condition of hi: A >= w → A >= w" in titles(one, two)
    proved = kenrules.prove(one, two, seconds=5)
    assert [each.possible for each in proved.transitions] == [True, True, True, True]


def test_a_node_by_another_name_is_said_to_be_renamed(rules):
    one = rules("one", BASE.replace("min(instruments)", "A"))
    two = rules(
        "two",
        "extends: one.yaml\ninstruments: {A: null, A9: {like: A}}\naliases: {A: [A9]}\nbands: "
        + "[{rating: gold, from: 90, to: 100, when: A9 >= pass}, {rating: silver, from: 80, to: 100}, "
        "{rating: none, from: 0, to: 79.99}]\n",
    )
    found = kenrules.diff(one, two)
    assert found.rating == ()
    assert "instrument A: A → A9" in [str(change.title) for change in found.other]


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


def test_names_with_a_lone_plus(ken):
    assert "lacks a name before or after a +" in ken("diff", "ita/2566+", "ita/2566").stderr


DISSOLVED = f"""
instruments:
  A: {{title: A, weight: 1, indicators: {{S1: {{questions: [q1]}}}}}}
  C: {{title: C, weight: 1, indicators: {{S5: {{questions: [q5]}}, S7: {{questions: [q7]}}}}}}
{BANDS}"""


@pytest.mark.parametrize(
    "columns", [("S1", "S5", "S7"), ("A.S1", "C.S5", "A.S7"), ("A.S1", "C.S5", "C.S7"), ("q1", "q5", "q7")]
)
@pytest.mark.parametrize("turned", [False, True])
def test_what_a_dissolved_instrument_hands_on_is_found(rules, columns, turned):
    one = rules("one", DISSOLVED)
    two = rules(
        "two", "extends: one.yaml\ninstruments: {C: null, A: {indicators: {S7: {questions: [q7]}}}}\n"
    )
    data = pl.DataFrame({"agency": ["u1"], **dict(zip(columns, ([40.0], [88.0], [100.0]), strict=True))})
    found = kenrules.compare(two, one, data) if turned else kenrules.compare(one, two, data)
    totals = found.units["old_total"][0], found.units["new_total"][0]
    assert totals == ((70.0, 67.0) if turned else (67.0, 70.0))
    titles_ = [str(change.title) for change in kenrules.diff(one, two).rating]
    assert titles_ == ["S7 moves from C to A; C is taken away from total"]
    assert verdict(one, two, "old.S7 == new.S7") is True


@pytest.mark.parametrize("turned", [False, True])
def test_parts_with_another_policy_still_make_the_whole(rules, turned):
    """Rule sets in between have parts of several policies: a score below the whole is the mean of what is
    given for the parts."""
    top = "missing: skip\nthresholds: {p: 50, r: 60}\n"
    one = rules(
        "one",
        top
        + """
instruments:
  A: {weight: 40%, indicators: {S1: {questions: [q1]}, S2: {questions: [q2]}}}
  B: {weight: 40%, indicators: {S3: {questions: [q3]}, S4: {questions: [q4]}, S5: {questions: [q5]}}}
  C: {weight: 20%, questions: [q6]}
bands: [{rating: g, from: 85}, {rating: h, from: 80, when: B >= p or S4 >= r}, {rating: z, from: 0}]
""",
    )
    part = "indicators: {S3: {questions: [q3]}, S4: {questions: [q4]}, S5: {questions: [q5]}}"
    two = rules(
        "two",
        top
        + f"""
instruments:
  A: {{weight: 40%, indicators: {{S1: {{questions: [q1]}}, S2: {{questions: [q2]}}}}}}
  C: {{weight: 20%, questions: [q6]}}
  B1: {{weight: 20%, missing: zero, {part}}}
  B2: {{weight: 10%, {part}}}
  B3: {{weight: 10%, {part}}}
aliases: {{B: [B1, B2, B3]}}
bands: [{{rating: g, from: 40}}, {{rating: h, from: 80, when: min(instruments) >= p}}, {{rating: z, from: 0}}]
""",
    )
    parts = {
        f"B{number}.{name}": [value]
        for number in (1, 2, 3)
        for name, value in (("S3", 10.0), ("S4", 20.0), ("S5", 30.0))
    }
    data = pl.DataFrame({"agency": ["x"], "A.S1": [90.0], "A.S2": [90.0], "C": [90.0], **parts})
    found = kenrules.compare(two, one, data) if turned else kenrules.compare(one, two, data)
    row = found.units.row(0, named=True)
    assert sorted([(row["old_rating"], row["old_total"]), (row["new_rating"], row["new_total"])]) == [
        ("g", 62.0),
        ("z", 62.0),
    ]


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
