"""The way to a rating: every node with what it adds and what it costs."""

from __future__ import annotations

import json
from fractions import Fraction

import kenrules
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from kenrules.engine.meaning.plan import Plan

from ..conftest import EXAMPLE, ROOT
from ..strategies import LAW, loaded, random_data, rule_sets
from .traces import NESTED, trace_of


def test_the_points_of_an_explanation_come_to_what_is_printed(ken, smallest, write):
    """75.4749… is 75.4750 to four decimals, and 75.47 in print: more decimals are shown."""
    rules = smallest("parts: {a: {}, b: {}, c: {}}")
    said = ken("explain", rules, write("data.csv", "agency,a,b,c\nu,75.47496,75.47497,75.47496\n")).stdout
    assert "= 75.47496 (points rounded to 5 decimals), printed 75.47" in said


def test_what_counts_as_zero_stands_in_the_way_to_the_rating(ken, smallest, write):
    rules = smallest("missing: zero\nparts: {a: {}, b: {}, c: {}}")
    table = ken(
        "explain", rules, write("data.csv", "agency,a,b,c\nu,,90,90\n"), "--format", "markdown"
    ).stdout
    costs = [line.split("|")[7].strip() for line in table.split("\n") if line.startswith("|") and "." in line]
    assert [Fraction(costs[0])] == [Fraction(40)] == [sum(map(Fraction, costs[1:4]))]


DUST = Fraction(1, 10**40)  # logarithms have 50 digits
DUST_OF_ENDS = Fraction(1, 10**25)  # where powers end is rounded outwards


@pytest.mark.slow
@settings(LAW, max_examples=30)
@given(rules=rule_sets(), seed=st.integers(0, 2**32))
def test_what_is_added_and_lacking_adds_up_on_any_rules(rules, seed):
    made = loaded(rules)
    data = random_data(made, 3, seed)
    frame = kenrules.evaluate(made, data)
    for row, rated in zip(data.rows(named=True), frame.rows(named=True), strict=True):
        trace = trace_of(made, {name: value for name, value in row.items() if name != "unit"})
        assert trace.rating == rated["rating"]
        for step in trace.root.walk():
            assert step.printed == (None if rated[step.name] is None else Fraction(repr(rated[step.name])))
            for kind in ("adds", "costs"):
                own, parts = (
                    getattr(step, kind),
                    [part for child in step.children if (part := getattr(child, kind)) is not None],
                )
                if own is None or not parts:
                    continue
                apart = abs(sum(part.exact for part in parts) - own.exact)
                assert kind == "costs" or apart < DUST
                if apart < DUST:
                    assert sum(part.shown for part in parts) == own.shown
                assert all(abs(part.shown - part.exact) < Fraction(1, 10**part.places) for part in parts)
        total = trace.root
        if total.value is not None:
            assert total.adds.exact == total.value
            top = Plan.of(made).reach.ends(made.total)[1]
            assert abs(total.adds.exact + total.costs.exact - top) < DUST_OF_ENDS


@pytest.mark.slow
def test_contributions_of_the_agency_add_up_to_its_total(agency):
    total = agency()["total"]
    assert [(child["id"], child["adds"]["exact"]) for child in total["children"]] == [
        ("IIT", "24.6336"),
        ("EIT1", "11.8685"),
        ("EIT2", "11.8685"),
        ("OIT", "27.1"),
    ]
    assert (
        sum(Fraction(child["adds"]["exact"]) for child in total["children"])
        == Fraction("75.4706")
        == Fraction(total["value"])
    )
    assert (total["printed"], total["adds"]["shown"], total["costs"]["exact"]) == (
        "75.47",
        "75.4706",
        "24.5294",
    )


@pytest.mark.slow
def test_the_trace_fits_its_schema(agency):
    schema = json.loads((ROOT / "schemas" / "trace.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(agency())


def test_what_stays_as_it_is(agency):
    (way,) = agency("--goal", "ผ่าน", "--by", "instruments", "--keep", "OIT", "--keep", "IIT")["least_change"]
    assert way["found"] == "impossible"
    (way,) = agency("--goal", "ผ่าน", "--by", "instruments", "--keep", "EIT", "--keep", "IIT")["least_change"]
    assert [change["path"] for change in way["changes"]] == ["OIT"]


def test_a_unit_without_a_rating_says_what_it_lacks(ken):
    found = ken("explain", "ita/2566", EXAMPLE / "oit-questions.csv")
    assert found.exit_code == 1
    assert "not rated; lacks IIT, EIT1, EIT2" in found.stdout


def test_where_several_bands_match_and_one_must_none_is_given(ken, write, smallest):
    rules = smallest(
        "hit_policy: unique\nbands: [{rating: one, from: 0, to: 100, when: a >= 10}, "
        "{rating: two, from: 0, to: 100, when: b >= 10}]"
    )
    text = ken("explain", rules, write("d.csv", "agency,a,b\nx,90,50\n")).stdout
    assert text.count("where several match, none is given") == 2


def test_a_unit_that_lacks_a_score_has_no_shares_of_a_total(traced):
    trace = traced(NESTED, I1=33.333333, I2=50.000001, I3=20)
    assert trace.rating is None
    assert all(step.adds is None and step.costs is None for step in trace.root.walk())
    assert trace.step("A").value == Fraction("41.666667")
