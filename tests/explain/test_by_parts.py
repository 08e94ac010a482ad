"""The fewest answers to a rating that hangs on those of parts, held against every unit that there is."""

from __future__ import annotations

import itertools
import random

import kenrules
import polars as pl
import pytest
from kenrules.engine.explain.box_search import BoxSearch
from kenrules.engine.explain.by_parts import fewest_by_parts, parts_of
from kenrules.engine.explain.changeable import unit_of
from kenrules.engine.explain.goals import Goal
from kenrules.engine.explain.least import ways
from kenrules.engine.meaning.settling import Budget, UndecidedError

BOOK = """
ruleset: parts
title: {en: Parts}
source: made up
unit: unit
scale: {decimals: 0, rounding: half_up}
combine: none
answers: {said: {answered_by: unit, options: {yes: 2, partly: 1, no: 0}}}
parts:
  a:
    answers: said
    score: 50 * mean(questions)
    questions: {a1: A, a2: B, a3: C, a4: D}
    bands:
      - {rating: good, from: 75}
      - {rating: fair, from: 38, to: 74}
      - {rating: poor, to: 37}
    no_better_than: {fair: LIMIT}
  b:
    like: a
    no_better_than: {fair: OTHER}
    questions: {replace: {b1: A, b2: B, b3: C, b4: D}}
bands:
  - {rating: good, when: count(parts == good) == 2}
  - {rating: fair, when: [count(parts == poor) == 0, "count(parts in (good, fair)) >= 1"]}
  - {rating: poor, when: TOTAL}
"""
ASKED = [f"{part}{number}" for part in "ab" for number in range(1, 5)]


def book(tmp_path, limit, total):
    path = tmp_path / "rules.yaml"
    path.write_text(
        BOOK.replace("LIMIT", limit).replace("OTHER", limit.replace("a4", "b4")).replace("TOTAL", total),
        encoding="utf-8",
    )
    return kenrules.load(path)


@pytest.mark.parametrize(
    ("limit", "total", "is_told"),
    [
        ("count(questions == 0) >= 1", "count(parts == poor) >= 1", True),
        (
            "min(questions) == 0 and score < 90",
            "count(parts == poor) == 1 or count(parts == poor) == 2",
            True,
        ),
        ("count(questions < 2) >= 2", "count(parts == poor) >= 1 and max(parts) >= 0", False),
        ("a4 < 2", "count(parts == poor) >= 1", True),
        ("b4 + a4 == 0", "count(parts == poor) >= 1", False),
    ],
)
def test_no_unit_reaches_a_rating_with_fewer(tmp_path, limit, total, is_told):
    rules = book(tmp_path, limit, total)
    units = list(itertools.product((0, 1, 2), repeat=8))
    frame = pl.DataFrame(units, schema=ASKED, orient="row").with_row_index("unit")
    ratings = dict(zip(units, kenrules.evaluate(rules, frame, meant=["bare-rows"])["rating"], strict=True))
    reached = {rating: [unit for unit in units if ratings[unit] == rating] for rating in ("good", "fair")}
    chance = random.Random(4)
    for unit in chance.sample([unit for unit in units if ratings[unit] in ("fair", "poor")], 8):
        trace = kenrules.explain(
            rules, pl.DataFrame({"unit": ["u"], **dict(zip(ASKED, unit, strict=True))}), "u"
        )
        for remedy in ways(trace, wanted=[Goal("good"), Goal("fair")], seconds=60):
            rating = remedy.goal.rating
            assert bool(parts_of(unit_of(trace, ()), remedy.goal)) is is_told
            fewest = min(sum(a != b for a, b in zip(unit, other, strict=True)) for other in reached[rating])
            if fewest:
                assert len(remedy.changes) == fewest
                assert remedy.found == "found"


JUDGED = """
ruleset: judged
title: {en: Judged}
source: made up
unit: unit
scale: {min: 0, max: 100, decimals: 0, rounding: half_up}
combine: none
answers: {said: {answered_by: unit, options: {yes: 100, no: 0}}}
parts:
  a: {answers: said, questions: [a1, a2]}
  b: {answers: said, questions: [b1, b2]}
judgements:
  part: [{result: pass, when: score >= 100}, {result: fail, when: score < 100}]
bands:
  - {rating: good, when: count(parts == pass) == 2}
  - {rating: poor, when: count(parts == fail) >= 1}
"""
PASSING = "bands: [{rating: pass, from: 100}, {rating: fail, to: 99}]"
GAP = "bands: [{rating: pass, from: 100}, {rating: fail, to: 49}]"
LEFT = f"{PASSING}, applies: a1 == 100"


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({}, False),  # of judgements, which are no ratings
        ({"a: {": f"a: {{{PASSING}, ", "b: {": f"b: {{{PASSING}, "}, True),
        ({"a: {": f"a: {{{GAP}, ", "b: {": f"b: {{{GAP}, "}, False),
        ({"a: {": f"a: {{{LEFT}, ", "b: {": f"b: {{{PASSING}, ", "== 2": "== 1"}, False),
    ],
)
def test_parts_that_have_no_rating_or_do_not_apply_are_not_told_so(tmp_path, changes, is_told):
    text = JUDGED
    for old, new in changes.items():
        text = text.replace(old, new, 1)
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
    rules = kenrules.load(tmp_path / "rules.yaml")
    asked = ["a1", "a2", "b1", "b2"]
    units = list(itertools.product((0, 100), repeat=4))
    frame = pl.DataFrame(units, schema=asked, orient="row").with_row_index("unit")
    rated = kenrules.evaluate(rules, frame, meant=["bare-rows"])["rating"].to_list()
    good = [unit for unit, rating in zip(units, rated, strict=True) if rating == "good"]
    for unit in (own for own, rating in zip(units, rated, strict=True) if rating == "poor"):
        trace = kenrules.explain(
            rules, pl.DataFrame({"unit": ["u"], **dict(zip(asked, unit, strict=True))}), "u"
        )
        found = ways(trace, wanted=[Goal("good")], by=["values"], seconds=30)
        fewest = min(sum(a != b for a, b in zip(unit, other, strict=True)) for other in good)
        assert {(own.found, len(own.changes)) for own in found} == {("found", fewest)}
        parts = parts_of(unit_of(trace, ()), Goal("good"))
        assert not changes or is_told == (bool(parts) and _is_told(trace, parts))


def _is_told(trace, parts):
    """Whether something is told part by part."""
    try:
        fewest_by_parts(BoxSearch(unit_of(trace, ()), Budget(30)), Goal("good"), parts)
    except UndecidedError:
        return False
    return True
