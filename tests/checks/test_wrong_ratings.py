"""Bands of nodes and of the whole, limits of ratings, notches, thresholds and lists."""

from __future__ import annotations

import pytest

from ..wrong_rules import BANDS, PAIR, POINTS, SCALE, Wrong, assert_found, found_in, question

LOWER = SCALE.replace("half_up", "half_up, better: lower")
ORDERLESS = PAIR.replace("half_up", "half_up, better: none")


def node(bands: str, more: str = "") -> str:
    return f"{SCALE}parts: {{p: {{{more}bands: [{bands}]}}, r: {{}}}}\n"


RATINGS = (
    Wrong("a gap at a node", node("{rating: A, from: 50}, {rating: B, to: ‹49}", "decimals: 1, "), "gap",
          "p: no band takes 49.1", "let B end at 49.9, or A begin at 49.1"),
    Wrong("a band beyond the scale", node("{rating: A, from: ‹500}, {rating: B}"), "band-range",
          "500 lies outside the scale, 0 to 100"),
    Wrong("a band that nobody gets", question("value: {range: 0..10, decimals: 0}, points: {..5: 1, 6..: 2}, "
          "bands: [‹{rating: A, from: 3}, {rating: B, to: 2}]"), "unreachable",
          "no unit can get A: the rules make scores of q between 1 and 2"),
    Wrong("a rating that nobody gets", question("value: {range: 0..10, decimals: 0}, points: {..5: 1, 6..: 2}")
          + "bands: [‹{rating: A, from: 3}, {rating: B, to: 2}]\n", "unreachable", "A"),
    Wrong("a bound finer than printed", node("{rating: A, from: ‹49.5}, {rating: B}"), "ambiguous-boundary",
          "49.5 has more decimals than scores are printed with (0)"),
    Wrong("a bound off the step", node("{rating: A, from: ‹52}, {rating: B}", "round: {to: 5}, "),
          "ambiguous-boundary", "52 is no score that is printed; they go in steps of 5", "multiple of 5"),
    Wrong("a band that ends first", node("{rating: A, from: 50, to: ‹40}, {rating: B}"), "band-range",
          "goes from 50 to 40"),
    Wrong("a band without a score", SCALE + "parts: {p: {}}\n"
          "bands: [{rating: A, above: 50}, {rating: M, above: 50, to: ‹50}, {rating: B, to: 50}]\n", "band-range",
          "none is above 50 and at most 50", "write from and to"),
    Wrong("above and from", PAIR + "bands: [{rating: A, above: ‹50, from: 51}, {rating: B}]\n", "two-ways",
          "above or from, not both"),
    Wrong("the worse first", node("{rating: A, to: 49}, ‹{rating: B, from: 50}"), "monotone",
          "A stands above B, which takes the better scores (better: higher)", "turn the order"),
    Wrong("the higher first where lower is better", LOWER + "parts: {p: {}}\n"
          "bands: [{rating: A, from: 50}, ‹{rating: B, to: 49}]\n", "monotone", "(better: lower)"),
    Wrong("a band within one above", node("{rating: B, from: 50}, ‹{rating: A, from: 90}, {rating: C}"), "shadowed",
          "A can never be given; B stands above it", "put A above B"),
    Wrong("numbers where none is made", "combine: none\nanswers: {o: [good, poor]}\nquestions: {a: {answers: o}}\n"
          "bands: [{rating: A, from: ‹50}, {rating: B}]\n", "band-range", "total has no number", "write a condition"),
    Wrong("a rating twice", PAIR + "bands: [{rating: A, from: 50}, {rating: B, from: 40}, ‹{rating: A}]\n",
          "rating-twice", "“A” stands at two bands; the first is in line 7", "write one band"),
    Wrong("an override", PAIR + "bands: [{rating: F, when: p < 50}, {rating: A, from: 50}, ‹{rating: F}]\n",
          "rating-twice", "“F” stands at two bands", "no_better_than: {F: p < 50}"),
    Wrong("a rating twice at a node", node("{rating: A, from: 50}, {rating: B, from: 40}, ‹{rating: A}"),
          "rating-twice", "“A” stands at two bands"),
    Wrong("no better than nothing", PAIR + BANDS + "no_better_than: {‹E: p < 50}\n", "undefined",
          "there is no rating “E”", "the ratings are A, F"),
    Wrong("no better than the best", PAIR + BANDS + "no_better_than: {‹A: p < 50}\n", "rating-step",
          "A is the best rating"),
    Wrong("a limit without bands", PAIR + "no_better_than: {‹F: p < 50}\n", "undefined", "there is no rating “F”",
          "write bands here"),
    Wrong("a limit without an order", ORDERLESS + BANDS + "no_better_than: {‹F: p < 50}\n", "rating-step",
          "needs ratings in an order", "better: higher"),
    Wrong("notches without an order", ORDERLESS + BANDS + "notches: ‹{score: -1, when: p < 50}\n", "rating-step",
          "notches needs ratings in an order"),
    Wrong("half a notch", PAIR + BANDS + "notches: {score: ‹-0.5, when: p < 50}\n", "rating-step",
          "-0.5, which is no whole number", "such as -1"),
    Wrong("some notches are halves", PAIR + BANDS + "notches: ‹p / 100\n", "half-notch", "notches are 0.5 for p 50",
          "round(p / 100, 0)"),
    Wrong("no notch", PAIR + BANDS + "notches: ‹0\n", "rating-step", "notches of 0 move no rating"),
    Wrong("notches past the end", PAIR + BANDS + "notches: {score: ‹-3, when: p < 50}\n", "rating-step",
          "notches of -3 go past all ratings, of which there are 2", "at most -1"),
    Wrong("notches without bands", SCALE + "parts: {p: {notches: ‹-1}, r: {}}\n", "rating-step",
          "notches stand where there are no bands"),
    Wrong("better without bands", SCALE + "parts: {p: {better: ‹lower}, r: {}}\n", "idle-key", "better is not used"),
    Wrong("a threshold of a node for nothing", SCALE + "parts: {p: {thresholds: {pass: ‹50}, questions: {a: {}}}}\n",
          "unused", "no condition names the threshold pass"),
    Wrong("a list with another threshold", SCALE + "thresholds: {pass: 50}\nparts: {p: {thresholds: {pass: 90}, "
          "questions: {a: {}, b: {}}}, r: {questions: {c: {}, d: {}}}}\nbands: [{rating: A, when: "
          "count(‹questions >= pass) >= 2}, {rating: B}]\n", "other-threshold",
          "questions is held against pass 50, and at a pass is 90", "count these"),
    Wrong("a threshold from elsewhere", SCALE + "parts: {p: {thresholds: {good: 50}, questions: {a: {}}}}\n"
          "bands: [{rating: A, when: total >= ‹good}, {rating: B}]\n", "undefined", "nothing is called “good”"),
)  # fmt: skip


@pytest.mark.parametrize("wrong", RATINGS, ids=lambda wrong: wrong.name)
def test_a_wrong_rating_is_found_at_its_place(write, wrong):
    assert_found(write, wrong)


def test_bands_that_differ_in_an_open_end_are_two_rules(write):
    text = PAIR + "bands: [{rating: A, above: 50}, {rating: B, from: 50}, {rating: C}]\n"
    assert found_in(write, text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "bands: [{rating: A, from: 50}, {rating: B, to: 49}]",
        "decimals: 1, bands: [{rating: A, from: 50}, {rating: B, below: 50}]",
        "better: lower, bands: [{rating: A, to: 20}, {rating: B, above: 20}]",
    ],
)
def test_bands_of_a_node_that_meet_are_found_good(write, text):
    assert found_in(write, f"{SCALE}parts: {{p: {{{text}}}, r: {{}}}}\n") == ()


def test_a_boundary_is_as_fine_as_what_it_is_held_against(write):
    text = POINTS + "inputs: {n: {range: 0..10}}\nparts: {p: {decimals: 2}, r: {}}\ncombine: mean\n"
    bands = "bands: [{rating: A, when: p >= 1.25}, {rating: B, when: n > 2.5}, {rating: C}]\n"
    assert "ambiguous-boundary" not in {each.code for each in found_in(write, text + bands)}


def test_where_bands_hang_on_inputs_it_is_proved_what_can_be_given(write):
    text = SCALE + "inputs: {n: {range: 0..5}}\nparts: {p: {}, r: {}}\nplus: n\nat_most: 100\n"
    bands = "bands: [{{rating: A, from: 50, when: n > {}}}, {{rating: B, from: 30}}, {{rating: C}}]\n"
    assert found_in(write, text + bands.format(2)) == ()
    (told,) = found_in(write, text + bands.format(5))
    assert str(told.message) == "the condition of A is never true: n > 5"


def test_a_bound_of_a_node_beyond_the_scale_is_told_and_does_no_harm(write):
    (told,) = found_in(write, SCALE + "parts: {p: {bands: [{rating: A, from: -5}, {rating: B}]}, r: {}}\n")[
        :1
    ]
    assert (told.code, told.severity) == ("band-range", "warning")


@pytest.mark.parametrize("moved", ["no_better_than: {F: r < 50}", "notches: {score: -1, when: r < 50}"])
def test_a_rating_that_limits_or_notches_give_is_not_said_never_to_be_given(write, moved):
    bands = "bands: [{rating: A, from: 50}, {rating: B, from: 0, to: 49}, {rating: F, from: 0, to: 10}]"
    text = (
        SCALE
        + f"parts: {{m: {{parts: {{p: {{}}, r: {{}}}}, {bands}, {moved}}}}}\nbands: [{{rating: X, when: m == F}}, {{rating: Y}}]\n"
    )
    assert not {"shadowed", "unreachable"} & {each.code for each in found_in(write, text)}
    still = text.replace(f", {moved}", "")
    assert "shadowed" in {each.code for each in found_in(write, still)}


def test_all_bands_that_take_the_scores_of_another_are_named(write):
    text = SCALE + (
        "parts: {m: {parts: {p: {}, r: {}}, bands: [{rating: A, from: 50}, {rating: B, from: 0, to: 49}, "
        "{rating: F, from: 40, to: 60}]}}\nbands: [{rating: X, when: m == A}, {rating: Y}]\n"
    )
    (told,) = (each for each in found_in(write, text) if each.code == "shadowed")
    assert "A, B stand above it and take its scores" in str(told.message)


def test_a_band_below_one_that_cannot_be_told_is_said_so(write):
    parts = "missing: skip\nparts: {a: {applies: b > 200}, b: {}}\n"
    text = SCALE + parts + "bands: [{rating: high, when: a > 5}, {rating: low}]\n"
    (told,) = (each for each in found_in(write, text) if each.code == "shadowed")
    assert "it cannot be told whether high is given, which stands above it" in str(told.message)


def test_bands_of_nodes_are_proved_with_their_conditions(write):
    text = SCALE + (
        "parts: {m: {combine: mean, parts: {p: {}, r: {}}, bands: [{rating: A, from: 50, when: p > 20}, "
        "{rating: B, from: 0, to: 49}, {rating: F, from: 60, when: p < 20}]},\n"
        "  n: {combine: mean, parts: {s: {}, t: {}}, bands: [{rating: C, from: 50}, "
        "{rating: D, when: s > 50 and t > 50}, {rating: E, when: s < 40, from: 60}, {rating: H, when: s < 40, from: 80}, {rating: G}]}}\n"
        "bands: [{rating: X, when: m == A or n == C}, {rating: Y}]\n"
    )
    told = [
        str(each.message) for each in found_in(write, text) if each.code in ("gap", "unreachable", "shadowed")
    ]
    assert sorted(told) == [
        "m: no band takes 50",
        "n: D can never be given; C stands above it and takes its scores",
        "n: E can never be given; C stands above it and takes its scores",
        "n: no unit can get H: none comes within its range and meets its condition",
    ]
