"""The Food Hygiene Rating Scheme against the table of its guidance, read as the table is printed: all scores that there can be."""

from __future__ import annotations

import itertools

import kenrules
import polars as pl

HYGIENE = (0, 5, 10, 15, 20, 25)
MANAGEMENT = (0, 5, 10, 20, 30)

# Up to which total, with no score above what, gives which rating: the lines of the table, best first.
LINES = ((15, 5, "5"), (20, 10, "4"), (30, 10, "3"), (40, 15, "2"), (50, 20, "1"))


def rating(*scores: int) -> str:
    """The first line of the table that total and highest score both meet, or else 0."""
    return next((name for total, most, name in LINES if sum(scores) <= total and max(scores) <= most), "0")


def test_every_combination_of_scores_gets_the_rating_of_the_table():
    rows = list(itertools.product(HYGIENE, HYGIENE, MANAGEMENT))
    assert len(rows) == 180
    frame = pl.DataFrame(rows, schema=["hygiene", "structure", "management"], orient="row").with_row_index(
        "business"
    )
    found = kenrules.evaluate(kenrules.load("fhrs/2018"), frame)
    assert found["total"].to_list() == [sum(row) for row in rows]
    assert found["rating"].to_list() == [rating(*row) for row in rows]
    assert set(found["rating"].to_list()) == {"5", "4", "3", "2", "1", "0"}
