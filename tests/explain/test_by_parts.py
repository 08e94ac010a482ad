"""The fewest answers to a rating that hangs on those of parts, held against every unit that there is."""

from __future__ import annotations

import itertools
import random

import kenrules
import polars as pl
import pytest
from kenrules.engine.explain.by_parts import parts_of
from kenrules.engine.explain.changeable import unit_of
from kenrules.engine.explain.goals import Goal
from kenrules.engine.explain.least import ways

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
