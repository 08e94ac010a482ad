"""Inputs that are tried on changed rules: on both sides of every jump, in every variant; and what is not worked
out again for a change that cannot touch it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from kenrules.engine.meaning.possible import Possible
from kenrules.engine.verify.mutants.changed_paths import ChangedPaths, alone
from kenrules.engine.verify.mutants.jumps import Jumps
from kenrules.engine.verify.mutants.mutant import MutantMaker, form_named
from kenrules.engine.verify.mutants.search import Search, as_cases
from kenrules.engine.verify.mutants.tried_inputs import TriedInputs
from kenrules.engine.verify.mutants.unit_results import UnitsOfCases, differing

RULES = """
ruleset: test/shares
title: made up
source: made up
unit: unit
scale: {decimals: 0, rounding: half_up, better: lower}
inputs:
  kind: {one_of: [plain, rich], fixed: true}
  fat: {range: 0..100}
  bad: {range: 0..100}
  salt: {range: 0..10, decimals: 1}
refuse:
  - {when: [kind == plain, bad > fat], because: more than all}
combine: sum
parts:
  energy: {of: 37 * bad, points: {above: [120, 240, 360, 1200]}}
  share: {of: "if(fat == 0, 0, 100 * bad / fat)", points: {from: [10, 16, 64]}}
  salt_points: {of: salt, points: {above: [1, 2, 3]}}
bands:
  - {rating: good, to: 2}
  - {rating: bad, from: 3}
variants:
  kind:
    rich: {bands: {good: {to: 4}, bad: {from: 5}}}
"""
BOOKS = ("news2/2017", "course/best-four", "ita/2565")


@pytest.fixture
def maker(write) -> MutantMaker:
    """The rules of shares."""
    return MutantMaker(write("shares.yaml", RULES))


def test_jumps_of_a_formula_are_found_on_both_sides():
    ends = {path: Possible(((Fraction(0), Fraction(100)),)) for path in ("fat", "bad")}

    def seen(units):
        return [[sum(37 * unit["bad"] > bound for bound in (120, 240, 1200)) for unit in units]]

    units = [*Jumps({"fat": Fraction(50), "bad": Fraction(3)}, ends, seen).units()]
    assert [float(unit["bad"]) for unit in units] == [3.24, 3.25, 6.48, 6.49, 32.43, 32.44]
    assert {unit["fat"] for unit in units} == {50}


def test_what_moves_with_every_value_has_no_jumps():
    ends = {"a": Possible(((Fraction(0), Fraction(10)),))}
    jumps = Jumps({"a": Fraction(1)}, ends, lambda units: [[unit["a"] / 3 for unit in units]])
    assert not [*jumps.units()]


def test_values_are_those_that_can_be():
    whole = {"a": Possible(((Fraction(-5), Fraction(5)),), step=Fraction(1, 2))}
    jumps = Jumps({"a": Fraction(1)}, whole, lambda units: [[unit["a"] > Fraction(6, 5) for unit in units]])
    assert [unit["a"] for unit in jumps.units()] == [1, Fraction(3, 2)]


def test_every_bound_of_a_formula_has_a_case(maker):
    """And the bounds of a variant too, whose units are told by a word."""
    mutants = list(maker.mutants())
    search = Search(maker, mutants, 0.1)
    noticed = {
        (str(mutant.change.clause), mutant.change.was, str(mutant.change.now))
        for mutant, found in zip(mutants, search.noticed, strict=True)
        if found
    }
    for clause, was, now in [
        ("energy › points › above 1", "120", "121"),
        ("energy › points › above 1", "120", "119"),
        ("energy › points › above 4", "1200", "1201"),
        ("energy › points › above 4", "1200", "1199"),
        ("share › points › from 2", "16", "17"),
        ("share › points › from 2", "16", "15"),
        ("kind › rich › bands › good › to", "4", "3"),
        ("kind › rich › bands › good › to", "4", "5"),
    ]:
        assert (clause, was, now) in noticed, (clause, now)


def test_units_of_a_variant_come_to_the_ends_of_its_bands(maker):
    units = UnitsOfCases(as_cases(maker, TriedInputs(maker.rules, ("rich",)).first([])))
    results = units.results(maker.rules)
    assert results is not None
    totals = {total for total in results["score", "total"] if total is not None}
    assert {4, 5} <= totals


@pytest.mark.parametrize("name", [*BOOKS, "shares"])
def test_what_a_change_cannot_touch_is_the_same(name: str, write):
    """A changed form that takes over what its change cannot touch gives all that one gives which is run from
    the beginning."""
    rules: str | Path = write("shares.yaml", RULES) if name == "shares" else name
    maker = MutantMaker(rules)
    forms = [(), *maker.rules.variants]
    tried = [own for words in forms for own in TriedInputs(maker.rules, words).first([])]
    units = UnitsOfCases(as_cases(maker, tried))
    own = units.results(maker.rules)
    assert own is not None
    touched = spared = 0
    for mutant in list(maker.mutants())[::3]:
        found = units.noticing(maker.rules, mutant)
        whole = units.results(mutant.rules)
        if found is None or whole is None:
            continue
        told = {place: sorted(keys) for form in found for place, keys in form.items()}
        assert told == {place: sorted(keys) for place, keys in differing(own, whole).items()}, mutant.change
        for words in mutant.changed:
            pair = ChangedPaths(*(alone(form_named(each, words)) for each in (maker.rules, mutant.rules)))
            spared += len(pair.fixed)
        touched += bool(told)
    assert touched
    assert spared
