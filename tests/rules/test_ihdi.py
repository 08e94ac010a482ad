"""The Inequality-adjusted HDI against UNDP's unrounded series, and against the technical note in plain decimals.

By hand 100,000 random countries were compared: no difference. The loss of the series is made of printed indices (30.7 for Afghanistan in
2012, where the unrounded ones give 30.6); the note divides the indices themselves, and so does the rule set.
"""

from __future__ import annotations

import random
from decimal import Decimal

import kenrules
import polars as pl
import pytest

from .human_development import HDI_FIGURES, UNEQUAL, hdi, ihdi, printed, published
from .test_hdi import countries

FIGURES = (*HDI_FIGURES, *UNEQUAL)


def rated(rows: list[tuple[str, ...]]) -> pl.DataFrame:
    """What Ken makes of figures, each row a country."""
    columns = {name: [row[at] for row in rows] for at, name in enumerate(FIGURES)}
    frame = pl.DataFrame({"country": [str(at) for at in range(len(rows))], **columns})
    return kenrules.evaluate(kenrules.load("ihdi/2010"), frame)


def test_random_countries_come_out_as_the_technical_note_says():
    rng = random.Random(2)
    shares = ("0", "0.01", "99.99", "100")
    rows = [
        (*row, *(rng.choice(shares) if rng.random() < 0.2 else f"{rng.uniform(0, 100):.2f}" for _ in UNEQUAL))
        for row in countries(2000, 3)
    ]
    found = rated(rows)
    assert found["total"].to_list() == [float(printed(ihdi(*map(Decimal, row)))) for row in rows]
    assert found["hdi"].to_list() == [float(printed(hdi(*map(Decimal, row[:4])))) for row in rows]


def test_the_unrounded_series_of_two_countries_gives_every_printed_index():
    rows = published("hdr-2021-22-ihdi.csv")
    assert len(rows) == 10
    found = rated([tuple(row[name] for name in FIGURES) for row in rows])
    assert found["total"].to_list() == [float(row["ihdi"]) for row in rows]
    assert found["hdi"].to_list() == [float(row["hdi"]) for row in rows]
    assert found["inequality"].to_list() == [float(printed(Decimal(row["inequality"]), 1)) for row in rows]
    for row, loss in zip(rows, found["loss"].to_list(), strict=True):
        assert loss == pytest.approx(float(row["loss"]), abs=0.2), row["country_year"]
