"""The Human Development Index against UNDP's own tables, and against the technical note in plain decimals.

By hand 100,000 random countries were compared: no difference.
"""

from __future__ import annotations

import random
from decimal import Decimal

import kenrules
import polars as pl
import pytest

from .human_development import HDI_FIGURES, hdi, printed, published

EDGES = (
    ("19.99", "20", "20.01", "52.5", "84.99", "85", "85.01", "120", "0"),
    ("0", "0.01", "17.99", "18", "18.01", "30"),
    ("0", "0.01", "14.99", "15", "15.01", "30"),
    ("1", "99", "100", "101", "74999", "75000", "75001", "1000000"),
)


def rated(rows: list[tuple[str, ...]]) -> pl.DataFrame:
    """What Ken makes of figures, each row a country."""
    columns = {name: [row[at] for row in rows] for at, name in enumerate(HDI_FIGURES)}
    frame = pl.DataFrame({"country": [str(at) for at in range(len(rows))], **columns})
    return kenrules.evaluate(kenrules.load("hdi/2010"), frame)


def countries(number: int, seed: int) -> list[tuple[str, ...]]:
    """Random figures, one in three of them at a goalpost or beside it."""
    rng = random.Random(seed)

    def figure(at: int) -> str:
        if rng.random() < 1 / 3:
            return rng.choice(EDGES[at])
        most, decimals = ((9000, 2), (2200, 2), (1700, 2), (10000000, 2))[at]
        return str(Decimal(rng.randint(100 if at == 3 else 0, most)).scaleb(-decimals))

    return [tuple(figure(at) for at in range(4)) for _ in range(number)]


def group(total: Decimal) -> str:
    """The groups of the report by the printed index."""
    for name, least in (("very high", "0.800"), ("high", "0.700"), ("medium", "0.550")):
        if total >= Decimal(least):
            return name
    return "low"


def test_random_countries_come_out_as_the_technical_note_says():
    rows = countries(2000, 1)
    found = rated(rows)
    expected = [printed(hdi(*map(Decimal, row))) for row in rows]
    assert found["total"].to_list() == [float(total) for total in expected]
    assert found["rating"].to_list() == [group(total) for total in expected]


def test_the_unrounded_series_of_two_countries_gives_every_printed_index():
    rows = published("hdr-2021-22-hdi.csv")
    assert len(rows) == 55
    found = rated([tuple(row[name] for name in HDI_FIGURES) for row in rows])
    assert found["total"].to_list() == [float(row["hdi"]) for row in rows]


@pytest.mark.parametrize("ken", [False, True])
def test_every_printed_index_of_2014_lies_where_its_rounded_figures_allow_it(ken):
    """Table 1 of the report of 2015: years have one decimal there and income none, so the index has a little play."""
    rows = published("hdr-2015-table-1.csv")
    play = [Decimal("0.05")] * 3 + [Decimal("0.5")]

    def ends(sign: int) -> list[Decimal]:
        shifted = [
            tuple(Decimal(row[name]) + sign * half for name, half in zip(HDI_FIGURES, play, strict=True))
            for row in rows
        ]
        if not ken:
            return [printed(hdi(*figures)) for figures in shifted]
        return [Decimal(str(total)) for total in rated([tuple(map(str, one)) for one in shifted])["total"]]

    assert len(rows) == 187
    for row, low, high in zip(rows, ends(-1), ends(1), strict=True):
        assert low <= Decimal(row["hdi"]) <= high, row["country"]
