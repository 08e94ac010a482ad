"""Columns that are computed once for all that a raw value can be, and looked up: `tests/laws` holds what comes
out of them against exact arithmetic."""

from __future__ import annotations

from fractions import Fraction

import kenrules
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kenrules.engine.rating import rated, tabulated
from kenrules.engine.rating.profile import Profile

BOOK = """
ruleset: points
title: {en: Points}
source: made up
unit: unit
scale: {decimals: 0, rounding: half_up, better: lower}
combine: sum
missing: zero
inputs: {kind: {one_of: [a, b]}}
parts:
  x: {value: {range: 0..9}, points: {above: [1, 2, 3, 4, 5, 6, 7, 8]}}
  y:
    value: {range: -5..5, decimals: 0}
    cases:
      - {when: kind == a, points: {..-3: 4, -2..0: 3, 1..3: 2, 4..: 1}}
      - {points: {..-4: 5, -3..-1: 4, 0..1: 2, 2..: 1}}
bands: [{rating: few, to: 5}, {rating: many, from: 6}]
"""


@given(
    decimals=st.integers(0, 4),
    whole=st.lists(st.none() | st.integers(-3000, 3000), min_size=1).filter(any),
    dtype=st.sampled_from([pl.Float64, pl.Int64, pl.Int16]),
)
def test_every_row_has_its_own_value_at_its_place(decimals, whole, dtype):
    decimals = decimals if dtype == pl.Float64 else 0
    numbers = [None if each is None else each / 10**decimals for each in whole]
    frame = pl.DataFrame({"x": pl.Series(numbers, dtype=pl.Float64).cast(dtype)})
    known = [Fraction(each, 10**decimals) for each in whole if each is not None]
    profile = Profile(min(known), max(known), None in whole, decimals, dtype == pl.Float64)
    domain = tabulated.domains(frame.schema, {"x": profile}, 10**9)["x"]
    values = domain.values
    assert len(values) == domain.size
    assert values["x"].gather(frame.select(domain.place).to_series()).to_list() == frame["x"].to_list()


@pytest.mark.parametrize(
    ("profile", "rows"),
    [
        (Profile(Fraction(0), Fraction(9), False, 1, True), 363),  # 91 values, and too few rows
        (Profile(Fraction(0), Fraction(9), False, None, True), 10**6),
        (Profile(Fraction(0), Fraction(65536), False, 0, True), 10**6),
    ],
)
def test_of_columns_with_many_values_nothing_is_tabulated(profile, rows):
    assert tabulated.domains({"x": pl.Float64}, {"x": profile}, rows) == {}
    few = Profile(Fraction(0), Fraction(9), False, 1, True)
    assert tabulated.domains({"x": pl.Float64}, {"x": few}, 364)


@pytest.mark.parametrize("odd", [(), (0.123456789012,), (3.000000000001, 6.25)])
def test_points_are_looked_up_and_are_those_of_a_lazy_frame(tmp_path, monkeypatch, odd):
    done = []

    def watched(schema, profiles, rows, built):
        made = tabulated.tabulated(schema, profiles, rows, built)
        both = built, made.left
        done.extend(sum(len(str(expr)) for stage in each.stages for expr in stage) for each in both)
        return made

    monkeypatch.setattr(rated, "tabulated", watched)
    monkeypatch.setattr(tabulated, "LEAST_ROWS", 2000)
    (tmp_path / "rules.yaml").write_text(BOOK, encoding="utf-8")
    rules = kenrules.load(tmp_path / "rules.yaml")
    rows = 2000
    frame = pl.DataFrame(
        {
            "unit": range(rows),
            "kind": [("a", "b")[row % 2] for row in range(rows)],
            "x": [None if row % 97 == 0 else row % 91 / 10 for row in range(rows - len(odd))] + [*odd],
            "y": [None if row % 89 == 0 else row % 11 - 5 for row in range(rows)],
        }
    )
    found = kenrules.evaluate(rules, frame)
    assert found.equals(kenrules.evaluate(rules, frame.lazy()).collect())
    before, after = done  # lazy frames, whose rows are not counted, are left as they are
    assert after < before / 2
