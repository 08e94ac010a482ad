"""Proofs that know of a part no more than what it can be, and how it moves with what stands below it."""

from __future__ import annotations

from fractions import Fraction

import kenrules
import pytest
import z3
from kenrules.engine.checks import gap, monotone, proofs, proved
from kenrules.engine.meaning.arithmetic.intervals import Enclosure
from kenrules.engine.meaning.arithmetic.lacking_terms import MayHold, MayLack
from kenrules.engine.meaning.arithmetic.loose import LooseArithmetic
from kenrules.engine.meaning.arithmetic.symbols import SymbolArithmetic
from kenrules.engine.meaning.arithmetic.terms import Informed
from kenrules.engine.meaning.model import Possible, Scale
from kenrules.engine.meaning.states import Value
from kenrules.engine.meaning.worlds_of_rules import Worlds

BOOK = """
ruleset: test/parts
title: parts
source: made up
unit: unit
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
inputs: {kind: {one_of: [red, blue]}}
combine: mean
parts:
  one:
    questions: {q1: {}, q2: {}}
  two: {questions: {q3: {}, q4: {}}}
bands: [{rating: high, from: 50}, {rating: low, to: 49.99}]
no_better_than: {low: kind == red}
"""


def lowered(write, *changed):
    text = BOOK
    for old, new in changed:
        assert old in text
        text = text.replace(old, new)
    rules = kenrules.load(write("parts.yaml", text))
    return sorted(each.about for each in proved([monotone], rules, 30.0))


def test_where_nothing_falls_nothing_is_told(write):
    assert lowered(write) == []


@pytest.mark.parametrize(
    "step",
    [
        "plus: {score: -40, when: score > 60}",
        "at_most: {score: 20, when: score > 60}",
        "at_most: 100 - one.q1",
        "applies: one.q1 < 60",
    ],
)
def test_a_part_that_may_fall_is_looked_into(write, step):
    told = lowered(write, ("  one:\n", f"  one:\n    {step}\n    missing: skip\n"))
    assert "q1" in told


def test_the_best_of_scores_that_weigh_differently_may_fall(write):
    weighed = "    best: 2\n    combine: weighted_mean\n    questions: {q1: {weight: 10%}, q2: {weight: 10%}, r: {weight: 80%}}\n"
    # of 100, 40 and 39 the best are (100 + 40) / 2; with 41 for the last (100 + 8 × 41) / 9
    assert lowered(write, ("    questions: {q1: {}, q2: {}}\n", weighed)) == ["r"]


def test_where_lower_is_better_what_is_lowered_may_fall(write):
    bands = "bands: [{rating: high, to: 50, when: one > 20}, {rating: low}]"
    text = ("bands: [{rating: high, from: 50}, {rating: low, to: 49.99}]", bands)
    assert lowered(write, ("scale: {", "scale: {better: lower, "), text) == ["q1", "q2"]


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_a_gap_below_the_ends_of_parts_is_found(write, better):
    text = BOOK.replace("scale: {", f"scale: {{better: {better}, ").replace(
        "  one:\n", "  one:\n    at_most: 80\n"
    )
    text = text.replace("bands: [{rating: high, from: 50}, {rating: low, to: 49.99}]", BANDS[better])
    rules = kenrules.load(write("parts.yaml", text))
    # the mean of 80 and 100 is 90, which both bands take
    assert list(proved([gap], rules, 30.0)) == []
    wider = kenrules.load(write("wider.yaml", text.replace("at_most: 80", "at_most: 81")))
    assert {found.code for found in proved([gap], wider, 30.0)} == {"gap"}


BANDS = {
    "higher": "bands: [{rating: high, from: 50, to: 90}, {rating: low, to: 49.99}]",
    "lower": "bands: [{rating: high, to: 50}, {rating: low, from: 50.01, to: 90}]",
}


def test_many_values_that_may_not_apply_are_decided(write):
    text = (
        "ruleset: test/many\nextends: ita/2566\n"
        "answers: {disclosure: {options: {ไม่เกี่ยวข้อง: not_applicable}}}\n"
    )
    rules = kenrules.load(write("many.yaml", text))
    assert list(proved(proofs(), rules, 60.0)) == []  # 10 seconds are enough where no other work goes on


# the loose facts themselves


def is_possible(part, *conditions, is_loose):
    """Whether conditions can hold of a part whose number is twice something from 0 to 10, and there where
    that is."""
    symbols = SymbolArithmetic(Scale(Fraction(0), Fraction(100), 0, "half_up"))
    a = LooseArithmetic(symbols, {"p": part})
    x, is_there, is_out = z3.Real("x"), z3.Bool("x is there"), z3.Bool("x is out")
    made = a.named("value:p", MayLack(x + x, z3.And(is_there, z3.Not(is_out))))
    out = a.named_truth("value:p inapplicable", MayHold(z3.Or(is_out, is_out), z3.Not(is_out)))
    informed = Informed([symbols.names], is_loose=is_loose)
    informed.add(x >= 0, x <= 10)
    wanted = [condition(made, out) for condition in conditions]
    informed.meet(*wanted)
    return informed.solver.check(*wanted) == z3.sat


PART = Value(Enclosure(Fraction(0), Fraction(20), may_lack=True), inapplicable=True)


@pytest.mark.parametrize(
    ("conditions", "exactly", "loosely"),
    [
        ([lambda made, _: made.there, lambda made, _: made.term > 20], False, False),
        ([lambda made, _: made.there, lambda made, _: made.term < 0], False, False),
        ([lambda made, _: made.there, lambda made, _: made.term == 20], True, True),
        ([lambda made, _: z3.Not(made.there)], True, True),
        ([lambda made, _: z3.And(z3.Not(made.there), made.term == 3)], True, True),
        ([lambda made, out: z3.And(made.there, out.yes)], False, False),
        ([lambda _, out: z3.And(out.yes, out.no)], False, False),
        ([lambda made, _: z3.And(made.there, made.term == 7, z3.Real("x") == 0)], False, True),
    ],
)
def test_what_is_loosely_impossible_is_impossible(conditions, exactly, loosely):
    assert is_possible(PART, *conditions, is_loose=False) is exactly
    assert is_possible(PART, *conditions, is_loose=True) is loosely


def test_parts_are_those_below_which_nothing_is_looked_at(write):
    def parts(*changed):
        text = BOOK
        for old, new in changed:
            text = text.replace(old, new)
        return set(Worlds(kenrules.load(write("parts.yaml", text))).of().parts)

    assert parts() == {"one", "two"}
    assert parts(("kind == red", "one.q1 < 5")) == set()  # of units that lack nothing
    assert parts(("kind == red", "kind == red and one.q1 < 5")) == {"two"}
    assert parts(("kind == red", "kind == red and one < 5")) == {"one", "two"}


def test_units_of_other_words_show_nothing_of_a_variant(write):
    inner = "    indicators: {i: {at_most: {score: 20, when: kind == red}, questions: {q1: {}, q2: {}}}}\n"
    text = BOOK.replace("    questions: {q1: {}, q2: {}}\n", inner)
    text += "variants: {kind: {red: {bands: {high: {when: one > 60}, low: {to: 100}}}}}\n"
    told = {each.code: str(each.message) for each in kenrules.check(write("parts.yaml", text))}
    assert told["constant-condition"] == "the condition of high is never true: one > 60 (variant red)"


def test_values_on_the_way_between_ends_are_on_their_steps():
    own = Possible(((Fraction(1), Fraction(6)),), step=Fraction(1, 2), base=Fraction(1))
    assert [own.up_to(Fraction(share, 8)) for share in (0, 1, 4, 8)] == [1, Fraction(3, 2), Fraction(7, 2), 6]
    assert all(own.takes(own.up_to(Fraction(share, 64))) for share in range(65))
