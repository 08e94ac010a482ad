"""What is worked out on the way to a value is kept as a column: no expression is written out again and again,
which would cost libraries that do not share parts of them minutes."""

from __future__ import annotations

import kenrules
import polars as pl
import pytest
from kenrules.engine.rating import rated

BOOK = """
ruleset: test/counts
title: {en: Counts}
source: made up
unit: unit
scale: {decimals: 1, rounding: half_up}
missing: skip
answers: {steps: {options: {never: 1, at times: 4, always: 9}, answered_by: unit}}
indicators:
  a:
    score: CONDITION
    questions:
      q1: {value: {range: 0..10, decimals: 1}, refuse: {when: value == 7, because: nobody has it}}
      q2: {value: {range: 0..10, decimals: 1}, points: {0..4.9: 1, 5..: 9}, missing: 2.5}
      q3: {answers: steps}
      q4: {answers: steps}
bands: [{rating: high, from: 5}, {rating: low}]
"""
CONDITIONS = [
    "if((count(known(questions)) < 3) or (count(known(questions)) <= 1), q1, q2)",
    "if(count(questions >= 4) == count(known(questions)) and not (count(questions > 2) != 2), q1, q2)",
]
LONGEST = 30_000


@pytest.mark.parametrize("condition", CONDITIONS)
def test_counts_of_what_is_known_are_not_written_out_again(condition, tmp_path, monkeypatch):
    lengths = []

    def watched(*arguments):
        built, results = made(*arguments)
        lengths.extend(len(str(expr)) for stage in built.stages for expr in stage)
        lengths.extend(len(str(expr)) for expr in built.results)
        return built, results

    made = rated.build
    monkeypatch.setattr(rated, "build", watched)
    (tmp_path / "rules.yaml").write_text(BOOK.replace("CONDITION", condition), encoding="utf-8")
    rules = kenrules.load(tmp_path / "rules.yaml")
    rows = [
        (number, first, number % 11, word)
        for number in range(5)
        for first in (1, 7, None)
        for word in ("never", None)
    ]
    frame = pl.DataFrame(
        {
            "unit": range(len(rows)),
            "q1": pl.Series([row[1] for row in rows], dtype=pl.Float64),
            "q2": [None if row[0] == 4 else float(row[2]) for row in rows],
            "q3": [row[3] for row in rows],
            "q4": ["always"] * len(rows),
        }
    )
    found = kenrules.evaluate(rules, frame)
    assert lengths
    assert max(lengths) < LONGEST
    assert set(found["status"]) >= {"rated", "incomplete"}
