"""What a score can be: proofs speak of no other scores."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import kenrules
import kenrules.engine.verify.checking
import polars as pl
import pytest
import yaml
from kenrules.engine.checks import proved, shadowed, unreachable
from kenrules.engine.meaning.model import NO_NUMBER, RuleSet
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.meaning.ways import WAYS

from ..yes_no import TWO, YES_NO

NEAR = Fraction(1, 10**30)


def codes(path, seconds=10.0):
    return {finding.code for finding in kenrules.engine.verify.checking.check(path, seconds)}


def totals(rules: RuleSet) -> tuple[Fraction, ...]:
    return Plan.of(rules).reach.of(rules.total).only


def test_two_yes_no_questions_have_three_totals_and_no_gap_between_them(smallest):
    path = smallest(
        TWO + "bands: [{rating: all, from: 100}, {rating: half, from: 50, to: 50}, {rating: none, to: 0}]\n"
    )
    assert totals(kenrules.load(path)) == (0, 50, 100)
    assert kenrules.check(path) == ()


def test_a_gap_that_two_yes_no_questions_fall_into_is_shown_by_their_answers(smallest):
    path = smallest(TWO + "bands: [{rating: all, from: 100}, {rating: none, to: 0}]\n")
    (gap,) = (finding for finding in kenrules.check(path) if finding.code == "gap")
    assert "total 50.00" in str(gap.message)
    (unit,) = gap.shown
    assert sorted(unit.values()) == [0, 100]
    frame = pl.DataFrame({"unit": ["it"], **{name: [float(score)] for name, score in unit.items()}})
    (row,) = kenrules.evaluate(kenrules.load(path), frame).to_dicts()
    assert (row["total"], row["rating"]) == (50, None)


@pytest.mark.parametrize(
    ("combine", "expected"),
    [
        ("mean", {0, Fraction(100, 3), Fraction(200, 3), 100}),
        ("min", {0, 100}),
        ("max", {0, 100}),
        ("median", {0, 100}),
        ("geometric_mean", {0, 100}),
        ("harmonic_mean", {0, 100}),
    ],
)
def test_what_three_yes_no_questions_can_make(smallest, combine, expected):
    rules = kenrules.load(
        smallest(
            YES_NO
            + f"combine: {combine}\nparts: {{a: {{answers: yn}}, b: {{answers: yn}}, c: {{answers: yn}}}}\n"
        )
    )
    assert set(totals(rules)) == expected
    for total in expected:
        answers = Plan.of(rules).reach.answers(rules.total, Fraction(total))
        assert set(answers) == {"a", "b", "c"}
        assert set(answers.values()) <= {0, 100}


def test_a_yes_no_question_beside_a_free_score_leaves_a_gap_that_nobody_falls_into(smallest):
    text = (
        YES_NO
        + "parts: {a: {answers: yn, weight: 90%}, b: {weight: 10%}}\nbands: [{rating: high, from: 90}, "
        "{rating: low, to: 10}]\n"
    )
    path = smallest(text)
    assert Plan.of(kenrules.load(path)).reach.of(kenrules.load(path).total).spans == ((0, 10), (90, 100))
    assert "gap" not in codes(path)
    assert "gap" in codes(smallest(text.replace("to: 10}", "to: 9.99}")))


@pytest.mark.slow
def test_answers_that_make_too_many_scores_are_looked_at_one_by_one(smallest):
    weights = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 3, 7, 11, 13]
    parts = ", ".join(
        f"{name}: {{answers: yn, weight: {weight}}}"
        for name, weight in zip("abcdefghijkl", weights, strict=True)
    )
    path = smallest(
        YES_NO + f"parts: {{{parts}}}\nbands: [{{rating: most, from: 90}}, {{rating: few, to: 10}}]\n"
    )
    rules = kenrules.load(path)
    assert not Plan.of(rules).reach.of(rules.total).exact
    assert "gap" not in codes(path)  # the largest of them makes more than nine tenths


def test_a_root_reaches_no_further_than_what_is_below_it(smallest):
    """Of weights that make no small root, the mean of scores that are all the same is that score."""
    parts = "parts: {a: {weight: 33.3}, b: {weight: 7}, c: {weight: 0.5}}"
    rules = kenrules.load(
        smallest(f"combine: geometric_mean\n{parts}\nscale: {{max: 5}}\nbands: [{{rating: all}}]\n")
    )
    assert Plan.of(rules).reach.ends(rules.total) == (0, 5)


def test_what_may_not_apply_leaves_the_sum_that_it_is_part_of(smallest):
    rules = kenrules.load(
        smallest(
            "inputs: {kind: {one_of: [x, y]}}\nscale: {min: null, max: null}\ncombine: sum\n"
            "parts: {a: {applies: kind == x, value: {range: 1..5}}, b: {value: {range: 0..3}}}\n"
            "bands: [{rating: all}]\n"
        )
    )
    assert Plan.of(rules).reach.ends(rules.total) == (0, 8)


ANSWERS = {
    "a": {"answered_by": "unit", "options": {"x": 0, "y": 1.5, "z": 4}},
    "b": {"answered_by": "unit", "options": {"x": 1, "y": 2}},
}
EARNED = {"a": (Fraction(0), Fraction(3, 2), Fraction(4)), "b": (Fraction(1), Fraction(2))}


def grown(chance, depth, ids):
    """A node of any way, over answers of a unit."""
    way = chance.choice([way for way in WAYS if way != NO_NUMBER])
    parts = {}
    for _ in range(chance.randint(1, 3)):
        name = f"n{next(ids)}"
        parts[name] = (
            grown(chance, depth - 1, ids)
            if depth and chance.random() < 0.4
            else {"answers": chance.choice("ab")}
        )
        if WAYS[way].weights == "needed":
            parts[name]["weight"] = chance.choice([1, 2, 3])
    return {"combine": way, "parts": parts}


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["error", "skip", "zero"])
@pytest.mark.parametrize("seed", range(30))
def test_what_a_total_can_be_is_what_all_answers_make(seed, missing, write):
    """Of every unit that has a total: with `skip` and `zero` of those too that do not answer everything."""
    chance = random.Random(seed)
    scale = {"min": 0, "max": 10**9, "decimals": 3, "rounding": "half_up"}
    head = {
        "ruleset": "test/grown",
        "title": "Grown",
        "unit": "unit",
        "scale": scale,
        "answers": ANSWERS,
        "missing": missing,
    }
    grow = grown(chance, 2, itertools.count())
    rules = kenrules.load(write("grown.yaml", yaml.safe_dump({**head, **grow, "bands": [{"rating": "all"}]})))
    plan, leaves = Plan.of(rules), [node for node in rules.nodes.values() if not node.children]

    def total(answers):
        value = evaluate_exactly(plan, answers, judge=()).outcome.values["total"]
        return None if value is None else Fraction(value)

    lacking = () if missing == "error" else (None,)
    ways = itertools.product(*((*EARNED[leaf.answers], *lacking) for leaf in leaves))
    units = (
        dict(zip((leaf.path for leaf in leaves), way, strict=True)) for way in itertools.islice(ways, 3000)
    )
    made = {total({path: score for path, score in unit.items() if score is not None}) for unit in units} - {
        None
    }
    possible = plan.reach.of(rules.total)
    assert possible.exact
    if not possible.only:  # too many to keep apart
        assert missing == "skip"
        assert possible.low - NEAR < min(made) <= max(made) < possible.high + NEAR
    assert all(any(low - NEAR < one < high + NEAR for low, high in possible.spans) for one in made)
    for value in possible.only:
        answers = plan.reach.answers(rules.total, value)
        assert set(answers) <= {leaf.path for leaf in leaves}
        assert abs(total(answers) - value) < NEAR


def test_a_rating_that_only_an_incomplete_unit_gets_is_reached(smallest):
    text = YES_NO + "missing: skip\nparts: {a: {answers: yn}, b: {answers: yn}, c: {answers: yn}}\n"
    path = smallest(
        text + "bands: [{rating: most, from: 60}, {rating: half, from: 40, to: 59}, {rating: few, to: 35}]\n"
    )
    assert kenrules.check(path) == ()
    (gap,) = (
        each
        for each in kenrules.check(
            smallest(text + "bands: [{rating: most, from: 60}, {rating: few, to: 35}]\n")
        )
        if each.code == "gap"
    )
    assert [len(unit) for unit in gap.shown] == [2]


@pytest.mark.parametrize("count", [3, 8])
def test_a_rating_that_only_units_that_lack_something_get_can_be_given(smallest, count):
    parts = ", ".join(
        f"{name}: {{answers: yn, weight: {2**place}/{2**count - 1}}}"
        for place, name in enumerate("abcdefgh"[:count])
    )
    text = YES_NO + f"combine: weighted_mean\nmissing: skip\nparts: {{{parts}}}\n"
    bands = (
        "bands: [{rating: top, from: 60, when: a >= 50}, {rating: most, from: 60}, "
        "{rating: third, from: 33.33, to: 33.34}, {rating: few, to: 59.99}]\n"
    )
    # a 100 of weight 1, b 0 of weight 2, and no more
    rules = kenrules.load(smallest(text + bands))
    assert not list(proved([unreachable, shadowed], rules, 60.0))


def test_a_mean_that_is_no_polynomial_is_learned_where_it_matters(smallest):
    """Of a harmonic mean of answers a solver knows the bounds only; what it is for the answers that are tried
    it is told."""
    parts = ", ".join(f"{name}: {{answers: s}}" for name in "abcd")
    scale = (
        "scale: {max: 4, decimals: 2}\nanswers: "
        "{s: {answered_by: unit, options: {none: 1, some: 2, all: 4}}}\n"
    )
    bands = (
        "bands: [{rating: never, from: 2.5, to: 2.6, when: a == 1}, {rating: mid, from: 1.2, to: 3}, "
        "{rating: rest}]\n"
    )
    path = smallest(f"combine: harmonic_mean\nparts: {{{parts}}}\n{scale}{bands}")
    found = [finding for finding in kenrules.check(path) if finding.code in ("unreachable", "undecided")]
    assert [(finding.code, finding.about) for finding in found] == [("unreachable", "never")]
