"""Gaps, overlaps and bands that nobody reaches, proved and shown by scores."""

from __future__ import annotations

import kenrules
import pytest
import z3
from kenrules.engine.meaning.worlds import World

from ..edited_rules import changed
from ..proving import found as find
from .found import codes


@pytest.mark.slow
def test_a_gap_of_a_hundredth_is_found(tmp_path):
    path = changed(tmp_path, ("to: 64.99", "to: 64.98"))
    assert codes(path) == [("gap", "no band takes total 64.99")]
    (finding,) = kenrules.check(path)
    assert "rating: D" in path.read_text(encoding="utf-8").split("\n")[finding.position.line - 1]


@pytest.mark.slow
def test_a_double_claim_is_found(tmp_path):
    assert codes(changed(tmp_path, ("from: 85.00", "from: 84.99"))) == [
        ("overlap", "bands A and B both claim total 84.99")
    ]


def test_bands_that_cascade_on_purpose_are_no_double_claim(smallest):
    for bands in (
        "{rating: a, from: 90}, {rating: b, from: 50}, {rating: c}",
        "{rating: a, from: 90, to: 100}, {rating: b, from: 50, to: 100}, {rating: c, from: 0, to: 49.99}",
        "{rating: a, from: 90, to: 100}, {rating: b, from: 50, to: 89.99}, {rating: c, from: 0, to: 100}",
    ):
        assert codes(smallest(f"bands: [{bands}]\n")) == []


@pytest.mark.slow
def test_three_decimals_open_gaps_between_bands_made_for_two(tmp_path):
    found = codes(changed(tmp_path, ("decimals: 2", "decimals: 3")))
    assert [code for code, _ in found] == ["gap"] * 6
    assert ("gap", "no band takes total 84.991") in found


@pytest.mark.slow
@pytest.mark.parametrize("rounding", ["down", "up", "half_even"])
def test_rounding_opens_no_gap_between_bands_that_meet(rounding, tmp_path):
    assert codes(changed(tmp_path, ("rounding: half_up", f"rounding: {rounding}"))) == []


def test_rounding_decides_what_a_condition_on_the_grid_can_meet(smallest):
    """A score of 49.995 is printed as 50 when half goes up, and as 49.99 when it goes down."""
    text = "bands: [{rating: high, when: total >= 50}, {rating: low}]\nscale: {rounding: %s}\n"
    for rounding, printed in (("half_up", 50), ("down", 49.99)):
        rules = kenrules.load(smallest(text % rounding))
        world = World(rules)
        exact = [world.free["total"] == z3.RealVal("49.995")]
        (witness,) = find([world], exact)
        assert float(witness.total) == printed
        assert find([world], [*exact, world.given[0]]) is None or rounding == "half_up"


def test_the_raw_values_of_a_formula_are_free_within_their_own_range(smallest):
    text = (
        "parts: null\nquestions: {life: {score: 'clip((value - 20) / 65, 0, 1) * 100'}, b: {}}\nbands: "
        "[{rating: high, from: 50, when: life >= 50}, {rating: mid, from: 50}, {rating: low}]\n"
    )
    assert codes(smallest(text)) == []
    waste = (
        "parts: null\nquestions: {waste: {score: 'clip(100 - value, 0, 100)'}, b: {}}\nbands: "
        "[{rating: high, from: 50, when: waste >= 50}, {rating: mid, from: 50}, {rating: low}]\n"
    )
    assert codes(smallest(waste)) == []


def test_a_quotient_of_scores_is_left_to_data(smallest):
    found = kenrules.check(
        smallest("bands: [{rating: zero, when: b == 0}, {rating: high, when: a / b >= 1}, {rating: low}]")
    )
    assert {(finding.code, finding.severity) for finding in found} == {("undecided", "note")}


def test_what_a_mean_can_reach_hangs_on_all_its_parts(smallest):
    questions = "parts: {a: {questions: {q1: {range: {min: 0, max: 50}}}}, b: {questions: {q2: {}}}}\n"
    assert codes(smallest(questions + "bands: [{rating: low, from: 0, to: 75}]\n")) == []
    assert [
        code
        for code, _ in codes(
            smallest(questions + "bands: [{rating: best, from: 90}, {rating: low, to: 89.99}]\n")
        )
    ] == ["unreachable"]
    assert codes(smallest(questions + "combine: min\nbands: [{rating: low, from: 0, to: 50}]\n")) == []


def test_a_judgement_against_another_node_is_tried_on_every_node(smallest):
    text = (
        "parts: {I1: {}, I2: {}, I3: {}}\njudgements: "
        "{part: [{result: top, when: score <= I3}, {result: no, when: score > I3}]}\n"
    )
    assert codes(smallest(text)) == []


def test_bands_that_exclude_each_other_are_no_fall(smallest):
    unique = (
        "hit_policy: unique\nbands: [{rating: high, from: 50, when: a >= 50}, "
        "{rating: mid, from: 50, when: a < 50}, {rating: low, to: 50}]\n"
    )
    assert {code for code, _ in codes(smallest(unique))} == {"overlap"}


def test_the_hint_for_a_gap_names_both_bands_and_where_each_stops(smallest):
    (finding,) = kenrules.check(smallest("bands: [{rating: high, from: 50}, {rating: low, to: 49}]"))
    assert "low ends at 49.00, and high begins at 50.00: let low end at 49.99" in str(finding.hint)
    assert finding.position.column == len("bands: [{rating: high, from: 50}, {rating: low, to: ") + 1


def test_the_hint_for_an_overlap_leaves_no_score_with_two_bands(smallest):
    path = smallest("bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 50}]")
    (finding,) = kenrules.check(path)
    assert "let low end at 49.99, or high begin at 50.01" in str(finding.hint)


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        (
            "{rating: low, from: 0, to: 49.99}, {rating: high, from: 50, to: 100}",
            "low (to 49.99) stands above high (from 50), as if it were the better rating",
        )
    ],
)
def test_bands_in_the_wrong_order_are_told_as_such(smallest, bands, said):
    found = kenrules.check(smallest(f"bands: [{bands}]"))
    assert {each.code for each in found} == {"monotone"}
    assert all(said in str(each.hint) for each in found)


def test_a_band_whose_condition_is_never_true_is_told_once_with_the_cause(smallest):
    bands = "bands: [{{rating: high, when: {when}}}, {{rating: low}}]\n"
    short = 'parts: {b: {questions: {q: {score: "value * 10", range: {min: 0, max: 5}}}}}\n'
    (finding,) = kenrules.check(smallest(short + bands.format(when="min(parts) >= 80")))
    assert finding.code == "constant-condition"
    assert "look at the formula in line 3: q gets no more than 50 for 5" in str(finding.hint)
    (finding,) = kenrules.check(smallest(bands.format(when="count(parts >= 80) >= 3")))
    assert "parts has 2 nodes, a, b" in str(finding.hint)


def test_a_boundary_that_is_too_fine_is_told_what_decimals_it_needs(smallest):
    found = kenrules.check(smallest("scale: {decimals: 0}"))
    assert [str(each.hint) for each in found if each.code == "ambiguous-boundary"] == [
        "scores are compared as printed; use at most 0 decimals, or write decimals: 2 under scale"
    ]
