"""Units that can give only a few combinations of values: `tests/laws` holds what comes out of them against exact
arithmetic."""

from __future__ import annotations

import random

import kenrules
import polars as pl
import pytest
from kenrules.engine.rating import doubtful_rows, rated

METRICS = {"AV": "NALP", "AC": "LH", "PR": "NLH", "UI": "NR", "S": "UC", **dict.fromkeys("CIA", "HLN")}
ROWS = 50_000


@pytest.fixture
def done(monkeypatch):
    """The number of combinations that were rated, for each frame."""
    seen = []

    def watched(joint, frame, claims, asked, known):
        seen.append(rated.combinations(known[1], claims.key).height)
        return by_combinations(joint, frame, claims, asked, known)

    by_combinations = rated._by_combinations
    monkeypatch.setattr(rated, "_by_combinations", watched)
    return seen


def vulnerabilities(*, missing: bool) -> pl.DataFrame:
    chance = random.Random(2566)
    columns = {name: chance.choices(list(words), k=ROWS) for name, words in METRICS.items()}
    frame = pl.DataFrame({"vulnerability": range(ROWS), **columns})
    lacks = (pl.col("vulnerability") % 7 == 0) & missing
    return frame.with_columns(pl.when(~lacks).then(pl.col("C", "PR")))


@pytest.mark.parametrize("missing", [False, True])
def test_each_unit_has_what_it_has_of_a_lazy_frame(done, missing):
    rules, frame = kenrules.load("cvss/3.1"), vulnerabilities(missing=missing)
    found = kenrules.evaluate(rules, frame)
    assert found.equals(kenrules.evaluate(rules, frame.lazy()).collect().sort("vulnerability"))
    assert (
        found["rating"].null_count()
        == (found["status"] == "incomplete").sum()
        == missing * len(range(0, ROWS, 7))
    )
    assert done == [4 * 2 * (3 + missing) * 2 * 2 * (3 + missing) * 3 * 3]


def test_what_columns_leave_in_doubt_of_a_combination_is_settled_once(done, monkeypatch):
    settled = []

    def watched(self, rows):
        settled.append(len(rows))
        return exactly(self, rows)

    exactly = doubtful_rows.DoubtfulRows._exactly
    monkeypatch.setattr(doubtful_rows.DoubtfulRows, "_exactly", watched)
    kenrules.evaluate(kenrules.load("cvss/3.1"), vulnerabilities(missing=False))
    assert done == [2592]
    assert 0 < sum(settled) < 2592


def test_too_many_combinations_are_not_rated_one_by_one(done):
    few = vulnerabilities(missing=False).head(4 * 2592 - 1)
    kenrules.evaluate(kenrules.load("cvss/3.1"), few)
    assert done == []


def test_an_impossible_value_is_refused(done):
    frame = vulnerabilities(missing=False).with_columns(
        pl.when(pl.col("vulnerability") != 3).then(pl.lit(0.5)).otherwise(0.56).alias("C")
    )
    with pytest.raises(kenrules.KenError, match="no answer earns"):
        kenrules.evaluate(kenrules.load("cvss/3.1"), frame)
