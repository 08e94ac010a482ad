"""Variants that are rated at once: `tests/laws` holds what comes out of them against exact arithmetic."""

from __future__ import annotations

import kenrules
import polars as pl
import pytest
from kenrules.engine.rating import by_variant, tabulated, variants_at_once
from kenrules.engine.words.diagnostics import KenError

BOOK = """
ruleset: kinds
title: {en: Kinds}
source: made up
unit: unit
scale: {decimals: 0, rounding: half_up, better: lower}
combine: sum
inputs: {kind: {one_of: [a, b, c]}}
parts:
  x: {value: {range: 0..9, decimals: 1}, points: {above: [1, 2, 3, 4, 5, 6, 7, 8]}}
  y: {value: {range: -5..5, decimals: 0}, points: {..-3: 4, -2..0: 3, 1..3: 2, 4..: 1}}
bands: [{rating: few, to: 5}, {rating: many, from: 6}]
variants:
  kind:
    a: {change: {x: {at_most: 4}}}
    b: {change: {y: {at_least: 2}}}
"""
ROWS = 512


@pytest.fixture
def rules(tmp_path, monkeypatch):
    monkeypatch.setattr(variants_at_once, "LEAST_ROWS", 0)
    monkeypatch.setattr(tabulated, "LEAST_ROWS", 0)
    (tmp_path / "rules.yaml").write_text(BOOK, encoding="utf-8")
    return kenrules.load(tmp_path / "rules.yaml")


@pytest.fixture
def done(monkeypatch):
    """Of each frame whether it was rated at once."""
    seen = []

    def watched(*given, **named):
        rated = variants_at_once.rate_at_once(*given, **named)
        seen.append(rated is not None)
        return rated

    monkeypatch.setattr(by_variant, "rate_at_once", watched)
    return seen


def units(**changes):
    columns = {
        "unit": range(ROWS),
        "kind": ["abc"[row % 3] for row in range(ROWS)],
        "x": [None if row % 97 == 0 else row % 91 / 10 for row in range(ROWS)],
        "y": [row % 11 - 5 for row in range(ROWS)],
    }
    return pl.DataFrame({**columns, **changes})


@pytest.mark.parametrize(
    "kinds", [None, ["c"] * ROWS, [("a", "b", None)[row % 3] for row in range(ROWS)], [None] * ROWS]
)
def test_each_row_has_what_it_has_of_a_lazy_frame(rules, done, kinds):
    frame = units() if kinds is None else units(kind=pl.Series(kinds, dtype=pl.String))
    found = kenrules.evaluate(rules, frame)
    assert found.equals(kenrules.evaluate(rules, frame.lazy()).collect().sort("unit"))
    assert done == [set(kinds or "c") != {None}]


def test_variants_with_little_in_common_are_rated_part_by_part(rules, done, monkeypatch):
    monkeypatch.setattr(variants_at_once, "MOST_WORK", 0)
    found = kenrules.evaluate(rules, units())
    assert found.equals(kenrules.evaluate(rules, units().lazy()).collect().sort("unit"))
    assert done == [False]


def test_variants_whose_ratings_have_other_words_are_rated_at_once(rules, done, tmp_path):
    """Of one variant a band is gone, of another all are new: the same number is another rating there."""
    bands = (
        "bands: {few: null, many: {from: null}}",
        "bands: {replace: [{rating: fair, to: 8}, {rating: many}]}",
    )
    text = BOOK.replace("{change: {x", f"{{{bands[0]}, change: {{x").replace(
        "{change: {y", f"{{{bands[1]}, change: {{y"
    )
    (tmp_path / "other.yaml").write_text(text, encoding="utf-8")
    other = kenrules.load(tmp_path / "other.yaml")
    found = kenrules.evaluate(other, units())
    assert found.equals(kenrules.evaluate(other, units().lazy()).collect().sort("unit"))
    assert set(found.filter(pl.Series(units()["kind"]) == "a")["rating"]) == {"many", None}
    assert set(found["rating"]) == {"few", "fair", "many", None}
    assert done == [True]


def test_a_value_that_cannot_be_is_refused_in_rows_with_a_variant(rules, done):
    beyond = [9.5 if row == 1 else 1.0 for row in range(ROWS)]
    with pytest.raises(KenError, match="possible are 0 to 9"):
        kenrules.evaluate(rules, units(x=beyond))
    kinds = pl.Series([None if row == 1 else "a" for row in range(ROWS)], dtype=pl.String)
    assert kenrules.evaluate(rules, units(x=beyond, kind=kinds))["status"][1] == "incomplete"
    assert done == [False, False]
