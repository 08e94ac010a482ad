"""The ways of scoring: each has its examples, rises with what stands below it, and is what everything else
takes it for."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kenrules.engine.meaning.arithmetic.exact import ExactArithmetic
from kenrules.engine.meaning.model import NO_NUMBER, Scale
from kenrules.engine.meaning.ways import WAYS

from ..conftest import ROOT

ARITHMETIC = ExactArithmetic(Scale(Fraction(0), Fraction(100), 2, "half_up"))
NUMBERS = {name: way for name, way in WAYS.items() if name != NO_NUMBER}
EVERY = pytest.mark.parametrize("way", NUMBERS.values(), ids=list(NUMBERS))

weights = st.integers(1, 5).map(Fraction)
scores = st.fractions(0, 10, max_denominator=4)


def parts_of(way):
    return st.lists(
        st.tuples(scores, st.just(Fraction(1)) if way.weights == "none" else weights), min_size=1, max_size=4
    )


def made(way, parts):
    return Fraction(way.combined(ARITHMETIC, parts))


@EVERY
def test_a_way_makes_what_its_examples_say(way):
    assert way.examples
    for numbers, result in way.examples:
        assert made(way, [(Fraction(number), Fraction(1)) for number in numbers]) == result


@pytest.mark.slow
@EVERY
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_way_rises_with_each_of_its_parts(way, data):
    parts = data.draw(parts_of(way))
    at, rise = data.draw(st.integers(0, len(parts) - 1)), data.draw(scores)
    raised = [(score + rise * (at == number), weight) for number, (score, weight) in enumerate(parts)]
    assert made(way, raised) >= made(way, parts)


@pytest.mark.slow
@EVERY
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_some_parts_of_a_way_that_folds_can_be_made_first(way, data):
    parts = data.draw(parts_of(way))
    cut = data.draw(st.integers(1, len(parts)))
    if way.folds:
        first = (made(way, parts[:cut]), sum(weight for _, weight in parts[:cut]))
        assert made(way, [first, *parts[cut:]]) == made(way, parts)


@pytest.mark.slow
@EVERY
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_shares_of_a_way_add_up_to_its_score(way, data):
    parts = data.draw(parts_of(way))
    shares = way.shares([weight for _, weight in parts])
    if shares is not None:
        assert sum(score * share for (score, _), share in zip(parts, shares, strict=True)) == made(way, parts)
    doubled = way.relative([2 * weight for _, weight in parts])
    assert not way.proportional or list(doubled) == list(way.relative([weight for _, weight in parts]))


@EVERY
def test_a_way_stands_in_the_schema_and_in_the_documents(way):
    schema = json.loads((ROOT / "schemas/ruleset.schema.json").read_text(encoding="utf-8"))
    assert set(schema["$defs"]["combine"]["enum"]) == {*WAYS, None}
    assert way.name in schema["$defs"]["combine"]["description"]
    for page in ("docs/rules.md", "docs/rules.th.md"):
        assert f"`{way.name}`" in (ROOT / page).read_text(encoding="utf-8")
    assert "{children}" in way.words.template


def test_none_makes_no_number():
    assert WAYS[NO_NUMBER].combined(ARITHMETIC, [(Fraction(1), Fraction(1))]) is None
